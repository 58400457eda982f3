"""Exact numbers of formulas: at most 20 places, |x| < 10^20, rounded half away from zero; the same in database and pages."""

from decimal import ROUND_HALF_UP, Context, Decimal

PLACES = 20
LIMIT = Decimal(10) ** 20
_EXACT = Context(prec=90, rounding=ROUND_HALF_UP)
_STEP = Decimal(1).scaleb(-PLACES)
_UNIT = 10**PLACES


def _within(value: Decimal) -> Decimal | None:
    return value if -LIMIT < value < LIMIT else None


def fitted(value: Decimal) -> Decimal | None:
    """`value` with at most 20 places; None when it is too large."""
    return _within(_EXACT.quantize(value, _STEP)) if -LIMIT < value < LIMIT else None


def add(a: Decimal, b: Decimal) -> Decimal | None:
    return _within(_EXACT.add(a, b))


def subtract(a: Decimal, b: Decimal) -> Decimal | None:
    return _within(_EXACT.subtract(a, b))


def multiply(a: Decimal, b: Decimal) -> Decimal | None:
    value = _EXACT.quantize(_EXACT.multiply(a, b), _STEP)
    return value if -LIMIT < value < LIMIT else None


def divide(a: Decimal, b: Decimal) -> Decimal | None:
    """The exact quotient rounded once to 20 places; None when b is 0 or the quotient too large."""
    if not b:
        return None
    upper, lower = scaled(a), scaled(b)
    quotient = (2 * abs(upper) * _UNIT + abs(lower)) // (2 * abs(lower))
    return _within(unscaled(-quotient if (upper < 0) != (lower < 0) else quotient))


def scaled(value: Decimal) -> int:
    """The number in units of 10^-20."""
    return int(_EXACT.scaleb(value, PLACES))


def unscaled(units: int) -> Decimal:
    return _EXACT.scaleb(Decimal(units), -PLACES)


def rounded(value: Decimal, places: int, mode: str = ROUND_HALF_UP) -> Decimal | None:
    """`value` to `places` (negative: tens, hundreds); mode: a rounding of the decimal module."""
    step = Decimal(1).scaleb(-places)
    return _within(value.quantize(step, rounding=mode, context=_EXACT))


def plain(value: Decimal) -> str:
    """Without exponent, without zeros at the end, never "-0"."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
