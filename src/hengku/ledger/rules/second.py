"""Second quantities 双计量 in the ledger: pieces beside kilograms, both moved, both gone together (domain specification 3.2, I09)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hengku.kernel.money import ZERO, round_half_up
from hengku.ledger.rules.stock import Key, Planned

_PLACES = 6


@dataclass(frozen=True, slots=True)
class Both:
    """What stands at a key: quantity and second quantity."""

    quantity: Decimal
    second: Decimal


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A move that names no second quantity and takes from nowhere that could tell it, or leaves one quantity without the other."""

    planned: Planned
    left: Both | None


def pair_up(
    moves: Sequence[Planned], standing: Mapping[Key, Both], is_doubled: Callable[[Planned], bool]
) -> list[Unpaired]:
    """Give every move of goods kept in two quantities its second one, and tell the moves that would leave one without the other.

    A move that names none takes a share of what stands where it takes from: all of it with the last of the goods, else in whole
    units as long as whole units stand there.
    """
    mine = [move for move in moves if is_doubled(move)]
    left = dict(standing)
    problems: list[Unpaired] = []
    for move in mine:
        if move.request.second_quantity is None:
            here = left.get(move.source_key) if move.source_key is not None else None
            if here is None:
                problems.append(Unpaired(move, None))
                continue
            move.request = replace(move.request, second_quantity=share_of(here, move.request.quantity))
        _apply(left, move)
    last = {key: move for move in mine for key in (move.source_key, move.target_key) if key is not None}
    told = {id(one.planned) for one in problems}
    problems += [
        Unpaired(move, left[key])
        for key, move in last.items()
        if id(move) not in told and key in left and not _belong_together(left[key])
    ]
    return problems


def share_of(here: Both, quantity: Decimal) -> Decimal:
    """The second quantity that goes with `quantity` of what stands here."""
    if quantity == here.quantity or here.quantity == 0:
        return here.second
    whole = here.second == here.second.to_integral_value()
    return round_half_up(here.second * quantity / here.quantity, 0 if whole else _PLACES)


def _apply(left: dict[Key, Both], move: Planned) -> None:
    second = move.request.second_quantity or ZERO
    for key, sign in ((move.source_key, -1), (move.target_key, 1)):
        if key is not None:
            before = left.get(key, Both(ZERO, ZERO))
            left[key] = Both(before.quantity + sign * move.request.quantity, before.second + sign * second)


def _belong_together(both: Both) -> bool:
    """Both nothing, or both something."""
    return (both.quantity > 0) == (both.second > 0) and (both.quantity < 0) == (both.second < 0)
