"""Units of an item: exact ratios as people write them ("12", "1/3", "0.5", "箱=12瓶")."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

MAX_PART = 2**63 - 1
_SPLIT = re.compile(r"[/／:：]")
_EXPRESSION = re.compile(
    r"^\s*(?:1\s*)?(?P<unit>[^\d\s=＝*×]+)\s*[=＝*×]\s*(?P<factor>[\d./／]+)\s*(?P<base>[^\d\s]*)\s*$"
)


class BadFactor(ValueError):
    """A ratio that is not a positive number or fraction."""


def parse_factor(text: str) -> Fraction:
    """How many base units one unit holds: "12" -> 12, "1/3" -> 1/3, "0.5" -> 1/2. Raises BadFactor unless > 0."""
    parts = _SPLIT.split(text.strip())
    if len(parts) > 2:
        raise BadFactor(text)
    try:
        numbers = [Fraction(Decimal(part.strip())) for part in parts]
        factor = numbers[0] / numbers[1] if len(numbers) == 2 else numbers[0]
    except (InvalidOperation, ValueError, OverflowError, ZeroDivisionError):
        raise BadFactor(text) from None
    if factor <= 0 or max(factor.numerator, factor.denominator) > MAX_PART:
        raise BadFactor(text)
    return factor


def factor_text(numerator: int, denominator: int) -> str:
    """The ratio as people write it: 12/1 -> "12", 1/3 -> "1/3"."""
    factor = Fraction(numerator, denominator)
    return str(factor)


@dataclass(frozen=True, slots=True)
class UnitExpression:
    """`1 unit = factor base`; base is empty when the text names none."""

    unit: str
    factor: Fraction
    base: str


def parse_unit_expression(text: str) -> UnitExpression | None:
    """Read "箱=12瓶", "1箱=12瓶" or "箱*12"; None when the text is nothing of the kind."""
    match = _EXPRESSION.match(text)
    if match is None:
        return None
    try:
        factor = parse_factor(match["factor"])
    except BadFactor:
        return None
    return UnitExpression(match["unit"], factor, match["base"])
