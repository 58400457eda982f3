"""Double entry, the same for quantity and for money: every fact is two or more legs that sum to zero."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Leg(Generic[Place]):
    """A signed amount at a place (a stock key or an account)."""

    place: Place
    amount: Decimal


def transfer(source: Place, target: Place, amount: Decimal) -> tuple[Leg[Place], Leg[Place]]:
    """Two legs: minus at the source, plus at the target. Raises ValueError for amount <= 0 or source = target."""
    if amount <= 0:
        raise ValueError("a transfer moves a positive amount")
    if source == target:
        raise ValueError("a transfer needs two different places")
    return Leg(source, -amount), Leg(target, amount)


def fold(legs: Iterable[Leg[Place]]) -> dict[Place, Decimal]:
    """Net amount per place; places that net to zero are left out."""
    sums: dict[Place, Decimal] = defaultdict(Decimal)
    for leg in legs:
        sums[leg.place] += leg.amount
    return {place: amount for place, amount in sums.items() if amount != 0}


def is_balanced(legs: Iterable[Leg[Place]]) -> bool:
    """True when the legs sum to zero."""
    return sum((leg.amount for leg in legs), Decimal(0)) == 0
