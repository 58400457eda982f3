"""成本与可变现净值孰低 (domain specification 4.12): what goods must be written down by, and what leaves with goods sold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.kernel.money import ZERO, round_amount, share, split


@dataclass(frozen=True, slots=True)
class Appraised:
    """An item under test: what is on hand, what it cost, and per unit what it sells for and what it takes to get there (completion,
    selling, taxes)."""

    item_id: int
    category_id: int | None
    quantity: Decimal
    cost: Decimal
    price: Decimal
    completion: Decimal = ZERO
    selling: Decimal = ZERO

    @property
    def realisable(self) -> Decimal:
        """可变现净值, never below nothing."""
        return round_amount(max(self.price - self.completion - self.selling, ZERO) * self.quantity)

    @property
    def shortfall(self) -> Decimal:
        return self.cost - self.realisable


def needed(tested: Sequence[Appraised], *, by_category: bool) -> dict[int, Decimal]:
    """The write-down each item must stand at: max(0, cost − NRV). by_category: items of one category make up for each other; what the
    category is short of is shared out by what its items are short of."""
    if not by_category:
        return {one.item_id: max(one.shortfall, ZERO) for one in tested}
    groups: dict[int | None, list[Appraised]] = defaultdict(list)
    for one in tested:
        groups[one.category_id].append(one)
    found: dict[int, Decimal] = {}
    for group in groups.values():
        found |= dict.fromkeys((one.item_id for one in group), ZERO)
        short = [one for one in group if one.shortfall > 0]
        whole = max(sum((one.shortfall for one in group), ZERO), ZERO)
        if short and whole:
            parts = split(whole, [one.shortfall for one in short])
            found |= {one.item_id: part for one, part in zip(short, parts, strict=True)}
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """What an item did in a month: sold (returns taken off), and what was left at its end."""

    sold: Decimal
    closing: Decimal


def carried_out(provided: Mapping[int, Decimal], moved: Mapping[int, Moved]) -> dict[int, Decimal]:
    """What of the provisions a month began with leaves with the goods sold in it: the part of the goods that were there to be sold. The
    last ones take the rest."""
    found: dict[int, Decimal] = {}
    for item_id, amount in provided.items():
        month = moved.get(item_id, Moved(ZERO, ZERO))
        there = month.sold + max(month.closing, ZERO)
        if month.sold > 0 and amount > 0:
            found[item_id] = share(amount, month.sold, there)
    return found
