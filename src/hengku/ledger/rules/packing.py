"""What moves do to packages (LPN): goods named with their package go along, loose goods go first, nothing stays packed that is not
there."""

from collections import defaultdict
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from hengku.kernel.money import ZERO
from hengku.ledger.rules.stock import BIN, PLACE, Key, Planned, changes_by_key
from hengku.ledger.types import MovementType
from hengku.masterdata.types import PlaceKind

Contents = MutableMapping[tuple[int, Key], Decimal]
"""(package, stock key) → base units of the key that stand in the package."""


class Manner(Enum):
    """What becomes of packed goods that a line takes without naming their package."""

    FOLLOW = "FOLLOW"  # they stay in it: they change where they stand, or the package came back with them
    DROP = "DROP"  # they are no longer in it
    REFUSE = "REFUSE"  # whoever holds them must say so


@dataclass(frozen=True, slots=True)
class Change:
    """Base units into (positive) or out of a package at a stock key, with the move (by position)."""

    package_id: int
    key: Key
    quantity: Decimal
    move: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A line takes from a package what is not in it: `holds` is."""

    planned: Planned
    holds: Decimal


@dataclass(frozen=True, slots=True)
class Stuck:
    """A line takes packed goods without saying from which package: only `loose` of them stand outside."""

    planned: Planned
    loose: Decimal
    packages: tuple[int, ...]


@dataclass(slots=True)
class Packing:
    changes: list[Change] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)

    def by_key(self) -> dict[Key, Decimal]:
        """Net change of what is packed, per stock key."""
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for change in self.changes:
            found[change.key] += change.quantity
        return found


def manner_of(move: Planned, kind: PlaceKind) -> Manner:
    """kind: of the place the move leaves. At our own places people say what they take out of which package; what was lent or on the
    way comes back as it went; counts and reversals only say what is so."""
    source, target = move.source_key, move.target_key
    stays = source is not None and target is not None and source[PLACE] == target[PLACE] and source[BIN] == target[BIN]
    if stays or (kind is not PlaceKind.WAREHOUSE and target is not None):
        return Manner.FOLLOW
    if kind is not PlaceKind.WAREHOUSE or move.reverses_id is not None or move.movement_type == MovementType.COUNT_LOSS:
        return Manner.DROP
    return Manner.REFUSE


def plan_packing(
    moves: Sequence[Planned], before: Mapping[Key, Decimal], contents: Contents, manner: Callable[[Planned], Manner]
) -> Packing:
    """What the moves change in packages. before: quantity of the touched keys; contents (used up): of the touched keys and packages."""
    found = Packing()

    def shift(package_id: int, key: Key, quantity: Decimal, move: int) -> None:
        contents[package_id, key] = contents.get((package_id, key), ZERO) + quantity
        found.changes.append(Change(package_id, key, quantity, move))

    for position, move in enumerate(moves):
        package_id = move.request.package_id
        if package_id is None:
            continue
        quantity = move.request.quantity
        if move.source_key is not None:
            holds = contents.get((package_id, move.source_key), ZERO)
            if holds < quantity and move.reverses_id is None:
                found.missing.append(Missing(move, holds))
                continue
            quantity = min(holds, quantity)
            if quantity > 0:
                shift(package_id, move.source_key, -quantity, position)
        if move.target_key is not None and quantity > 0:
            shift(package_id, move.target_key, quantity, position)
    _settle_rest(moves, before, contents, manner, found, shift)
    return found


def _settle_rest(
    moves: Sequence[Planned],
    before: Mapping[Key, Decimal],
    contents: Contents,
    manner: Callable[[Planned], Manner],
    found: Packing,
    shift: Callable[[int, Key, Decimal, int], None],
) -> None:
    """No key may hold less than what is packed of it: what the moves took beyond the loose goods follows, drops out or is refused."""
    for key, change in changes_by_key(moves).items():
        packed = _packed(contents, key)
        excess = packed - max(before.get(key, ZERO) + change, ZERO) if packed > 0 else ZERO
        for position, move in enumerate(moves):
            if excess <= 0:
                break
            if move.source_key != key:
                continue
            part, how = min(excess, move.request.quantity), manner(move)
            if how is Manner.REFUSE:
                packages = tuple(sorted(one for (one, at), holds in contents.items() if at == key and holds > 0))
                found.stuck.append(Stuck(move, max(move.request.quantity - part, ZERO), packages))
                break
            excess -= part
            for package_id, quantity in _out_of(contents, key, part):
                shift(package_id, key, -quantity, position)
                if how is Manner.FOLLOW and move.target_key is not None:
                    shift(package_id, move.target_key, quantity, position)


def _packed(contents: Contents, key: Key) -> Decimal:
    return sum((quantity for (_, at), quantity in contents.items() if at == key), ZERO)


def _out_of(contents: Contents, key: Key, wanted: Decimal) -> list[tuple[int, Decimal]]:
    """Take `wanted` out of the packages at a key, the oldest first."""
    taken: list[tuple[int, Decimal]] = []
    for package_id in sorted(one for one, at in contents if at == key):
        part = min(wanted, contents[package_id, key])
        if part > 0:
            taken.append((package_id, part))
            wanted -= part
    return taken
