"""Exact quantities: entered unit, base unit, rational factors (domain specification C1, 3.2)."""

from decimal import Decimal, localcontext
from fractions import Fraction

from hengku.kernel.money import round_half_up

WHOLE_DIGITS = 12
"""Whole digits of a quantity or price somebody may enter: a hundredfold stays between that and what a column holds."""
AMOUNT_DIGITS = 14
"""The same for amounts of money."""
QUANTITY_LIMIT = Decimal(10) ** WHOLE_DIGITS
AMOUNT_LIMIT = Decimal(10) ** AMOUNT_DIGITS


class NotWholeUnit(ValueError):
    """The base quantity of an indivisible unit would not be a whole number."""


def to_base(quantity: Decimal, numerator: int, denominator: int, precision: int) -> Decimal:
    """Base quantity = HALF_UP(entered * numerator/denominator, unit precision).

    precision is the base unit's number of places, 0-6. Raises NotWholeUnit when precision is 0 and the exact
    result is not whole: half a machine is a typing mistake, never something to round away.
    """
    exact = Fraction(quantity) * Fraction(numerator, denominator)
    if precision == 0 and exact.denominator != 1:
        raise NotWholeUnit(f"{quantity} x {numerator}/{denominator}")
    with localcontext() as context:
        context.prec = 60
        return round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator), precision)


def largest(digits: int, places: int = 0) -> str:
    """The largest number with so many whole digits, as people read it: (4, 2) -> "9,999.99"."""
    nines = f"{10**digits - 1:,}" if digits else "0"
    return f"{nines}.{'9' * places}" if places else nines


def plain(quantity: Decimal) -> str:
    """Plain notation without exponent and trailing zeros: Decimal('1.500') -> '1.5', Decimal('1E+2') -> '100'."""
    text = f"{quantity:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
