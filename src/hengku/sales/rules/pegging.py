"""Who gets what of goods to come (占用在途)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hengku.kernel.money import ZERO
from hengku.ledger.types import Peg


@dataclass(frozen=True, slots=True)
class Coming:
    """Goods on their way: what of them nobody has claimed yet, and when they are due."""

    line_id: int
    due: date
    free: Decimal


def spread(short: Decimal, coming: Sequence[Coming]) -> list[tuple[int, Decimal]]:
    """Cover a shortage from what comes first: (supply line, quantity), never more than is free of it."""
    found, rest = [], short
    for one in sorted(coming, key=lambda one: (one.due, one.line_id)):
        part = min(one.free, rest)
        if part > 0:
            found.append((one.line_id, part))
            rest -= part
    return found


def share_arrival(arrived: Decimal, pegs: Sequence[Peg]) -> dict[int, Decimal]:
    """What arrived, to the claims on it in their order (priority, then age): by claim, never more than it waits for."""
    found, rest = {}, arrived
    for peg in pegs:
        part = min(peg.open, rest)
        if part > 0:
            found[peg.id] = part
            rest -= part
    return found


def beyond(pegs: Sequence[Peg], allowed: Decimal) -> dict[int, Decimal]:
    """What of these claims goes beyond `allowed`, the least urgent first."""
    excess = sum((peg.open for peg in pegs), ZERO) - max(allowed, ZERO)
    found: dict[int, Decimal] = {}
    for peg in reversed(pegs):
        if excess <= 0:
            break
        found[peg.id] = min(peg.open, excess)
        excess -= found[peg.id]
    return found


def claimed_by_supply(pegs: Sequence[Peg]) -> Mapping[int, Decimal]:
    """What is claimed of each supply line."""
    found: dict[int, Decimal] = {}
    for peg in pegs:
        found[peg.supply_line_id] = found.get(peg.supply_line_id, ZERO) + peg.open
    return found
