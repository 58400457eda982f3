"""Quantities as people say them at the shelf: "12", "3箱+2瓶", "3箱2瓶", "1.5kg"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hengku.kernel.money import ZERO
from hengku.kernel.quantity import to_base

_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\d\s+＋,，、.]*)\s*")
_JOINTS = re.compile(r"[+＋,，、]")


class UnreadableQuantity(ValueError):
    """The text is no quantity."""


class UnknownUnit(ValueError):
    """The item has no unit of this name; the name is the argument."""


@dataclass(frozen=True, slots=True)
class Part:
    """An amount in a named unit; an empty name means the unit that was scanned, or the base unit."""

    quantity: Decimal
    unit: str


def parts_of(text: str) -> list[Part]:
    """Read a quantity. Raises UnreadableQuantity."""
    cleaned = text.strip()
    parts: list[Part] = []
    for piece in _JOINTS.split(cleaned):
        position = 0
        while position < len(piece):
            match = _PART.match(piece, position)
            if match is None or match.end() == position:
                raise UnreadableQuantity(text)
            try:
                parts.append(Part(Decimal(match.group(1)), match.group(2).strip()))
            except InvalidOperation:
                raise UnreadableQuantity(text) from None
            position = match.end()
    # 12,35 may mean 12.35: only what carries a unit can be followed by more.
    if not parts or any(not part.unit for part in parts[:-1]):
        raise UnreadableQuantity(text)
    return parts


@dataclass(frozen=True, slots=True)
class Ratio:
    """1 unit = numerator/denominator base units."""

    numerator: int
    denominator: int


def base_quantity(text: str, *, units: Mapping[str, Ratio], scanned: Ratio, precision: int) -> Decimal:
    """The whole in base units. `units` by lower-case name and code; a part without a unit is in the `scanned` unit.

    Raises UnreadableQuantity, UnknownUnit, and kernel.quantity.NotWholeUnit (half a bottle of an indivisible item).
    """
    total = ZERO
    for part in parts_of(text):
        ratio = scanned if not part.unit else units.get(part.unit.lower())
        if ratio is None:
            raise UnknownUnit(part.unit)
        total += to_base(part.quantity, ratio.numerator, ratio.denominator, precision)
    return total
