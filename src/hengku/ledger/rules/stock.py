"""Stock keys, legs and shortages as pure functions (domain specification 3.1, 3.3, 3.4, 3.6)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hengku.kernel.money import ZERO
from hengku.ledger.types import MoveRequest, Spot
from hengku.masterdata.types import StockStatus

Key = tuple[int, int, int, int | None, int | None, str, int | None, int | None]
"""book, item, place, bin, lot, status, owner, project: the finest grain at which stock is kept."""

ItemPlace = tuple[int, int, int]
"""book, item, place: the grain of reservations and availability."""

BOOK: Final = 0
ITEM: Final = 1
PLACE: Final = 2
BIN: Final = 3
LOT: Final = 4
STATUS: Final = 5
OWNER: Final = 6
PROJECT: Final = 7
AVAILABLE = StockStatus.AVAILABLE.value


@dataclass(slots=True)
class Planned:
    """One move ready to be checked, valued and written. source/target_key are None where no balance is kept."""

    posting: int
    request: MoveRequest
    business_date: date
    movement_type: str
    book_id: int
    source_key: Key | None
    target_key: Key | None
    reverses_id: int | None = None


@dataclass(slots=True)
class Claim:
    """An open reservation: `open` base units of an item at a place, of a bin or lot when it is hard."""

    id: int
    demand_line_id: int
    bin_id: int | None
    lot_id: int | None
    open: Decimal

    def covers(self, key: Key) -> bool:
        return self.bin_id in {None, key[BIN]} and self.lot_id in {None, key[LOT]}


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line asks for more than there is."""

    planned: Planned
    available: Decimal


@dataclass(slots=True)
class StockView:
    """What is known about the touched stock before the posting.

    quantities: every locked key, incl. all keys of an (item, place) from which something goes out. later: net change per day
    after the earliest business date, only for keys that need it (back-dated issues). claims: open reservations.
    may_be_negative: policy of a key, asked only when it matters.
    """

    quantities: Mapping[Key, Decimal]
    later: Mapping[Key, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)
    claims: Mapping[ItemPlace, list[Claim]] = field(default_factory=dict)
    may_be_negative: Callable[[Key], bool] = lambda _key: False


def rekeyed(move: Planned, request: MoveRequest) -> Planned:
    """The same move for another request of its line: bins, lot and statuses are those of the request."""
    return replace(
        move,
        request=request,
        source_key=_at(move.source_key, request.source, request.lot_id),
        target_key=_at(move.target_key, request.target, request.lot_id),
    )


def _at(key: Key | None, spot: Spot, lot_id: int | None) -> Key | None:
    if key is None:
        return None
    return key[0], key[1], key[2], spot.bin_id, lot_id, spot.status.value, key[OWNER], key[PROJECT]


def changes_by_key(moves: Iterable[Planned]) -> dict[Key, Decimal]:
    """Net change of every stock key."""
    changes: dict[Key, Decimal] = defaultdict(Decimal)
    for move in moves:
        if move.source_key is not None:
            changes[move.source_key] -= move.request.quantity
        if move.target_key is not None:
            changes[move.target_key] += move.request.quantity
    return changes


def _floor(curve: Sequence[tuple[date, Decimal]], start: date) -> Decimal:
    """Smallest day-end quantity on any date >= start, of a curve given as (date, quantity from that date on)."""
    standing = [quantity for day, quantity in curve if day <= start][-1]
    return min([standing, *(quantity for day, quantity in curve if day > start)])


def _curve(now: Decimal, later: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """Day-end quantities from the first known date on: today's quantity minus what came after."""
    nets: dict[date, Decimal] = defaultdict(Decimal)
    for day, net in later:
        nets[day] += net
    points: list[tuple[date, Decimal]] = []
    running = now
    for day, net in sorted(nets.items(), reverse=True):
        points.append((day, running))
        running -= net
    points.append((date.min, running))
    return points[::-1]


def free_from(now: Decimal, later: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    """What may be taken on `day` without any later day falling below zero, if `now` is there after all later changes."""
    return max(_floor(_curve(now, later), day), ZERO)


def _raise(curve: list[tuple[date, Decimal]], day: date, change: Decimal) -> list[tuple[date, Decimal]]:
    """The curve with `change` from `day` on."""
    if all(at != day for at, _ in curve):
        before = [quantity for at, quantity in curve if at < day][-1]
        curve = sorted([*curve, (day, before)])
    return [(at, quantity + change if at >= day else quantity) for at, quantity in curve]


def key_shortages(moves: Sequence[Planned], view: StockView) -> list[Shortage]:
    """Lines that would leave a stock key negative as it stands now, or its shelf (all bins of the place together) at the end of any
    day from their business date on (domain specification 3.6).

    Goods coming in count before goods going out; then lines are served in order, so exactly the lines beyond the stock are named.
    A bin is asked about now only: a late paper takes goods from where they lie, though they may have lain elsewhere on its day.
    """
    shortages: list[Shortage] = []
    for key in _beyond(moves, view):
        left = view.quantities.get(key, ZERO)
        left += sum((move.request.quantity for move in moves if move.target_key == key), ZERO)
        for move in moves:
            if move.source_key != key:
                continue
            if move.request.quantity > max(left, ZERO):
                shortages.append(Shortage(move, max(left, ZERO)))
            else:
                left -= move.request.quantity
    for keys in _late_shelves(moves, view):
        shortages += _day_shortages(moves, view, keys)
    return shortages


def _beyond(moves: Sequence[Planned], view: StockView) -> list[Key]:
    """Keys from which more goes out than is there and that may not fall below zero."""
    outgoing: dict[Key, Decimal] = defaultdict(Decimal)
    for move in moves:
        if move.source_key is not None:
            outgoing[move.source_key] += move.request.quantity
    return [
        key
        for key, quantity in outgoing.items()
        if quantity > view.quantities.get(key, ZERO) and not view.may_be_negative(key)
    ]


def _late_shelves(moves: Sequence[Planned], view: StockView) -> list[list[Key]]:
    """Keys of the shelves from which something goes out before their newest move, and that may not fall below zero."""
    if not view.later:
        return []
    late = {shelf(key) for key in view.later}
    found: dict[Key, list[Key]] = {}
    for move in moves:
        key = move.source_key
        if key is not None and shelf(key) in late and shelf(key) not in found and not view.may_be_negative(key):
            found[shelf(key)] = [one for one in {*view.quantities, *view.later} if shelf(one) == shelf(key)]
    return list(found.values())


def _day_shortages(moves: Sequence[Planned], view: StockView, keys: Sequence[Key]) -> list[Shortage]:
    here = set(keys)
    curve = _curve(
        sum((view.quantities.get(key, ZERO) for key in keys), ZERO),
        [one for key in keys for one in view.later.get(key, ())],
    )
    for move in moves:
        if move.target_key in here:
            curve = _raise(curve, move.business_date, move.request.quantity)
    shortages = []
    for move in moves:
        if move.source_key not in here:
            continue
        inside = move.target_key in here
        free = max(_floor(curve, move.business_date), ZERO)
        if move.request.quantity > free and not inside:
            shortages.append(Shortage(move, free))
        else:
            curve = _raise(curve, move.business_date, -move.request.quantity)
    return shortages


def shelf(key: Key) -> Key:
    """The key without its bin: what must not fall below zero on any day."""
    return key[0], key[1], key[2], None, key[LOT], key[STATUS], key[OWNER], key[PROJECT]


def item_place(key: Key) -> ItemPlace:
    return key[:3]


def is_usable(key: Key) -> bool:
    """Stock that may be promised: ours and available."""
    return key[STATUS] == AVAILABLE and key[OWNER] is None


def claim_shortages(moves: Sequence[Planned], view: StockView) -> list[Shortage]:
    """Lines that would take stock reserved for others: after them, usable stock must cover the open reservations of the place,
    and of each bin or lot that is reserved by name. A line's own demand does not block it."""
    tight = _tight(moves, view)
    if not tight:
        return []
    touching: dict[ItemPlace, list[Planned]] = {place: [] for place in tight}
    for move in moves:
        for place in {item_place(key) for key in (move.source_key, move.target_key) if key is not None}:
            if place in touching:
                touching[place].append(move)
    usable: dict[ItemPlace, dict[Key, Decimal]] = {place: {} for place in tight}
    for key, quantity in view.quantities.items():
        if is_usable(key) and item_place(key) in usable:
            usable[item_place(key)][key] = quantity
    shortages: list[Shortage] = []
    for place, claims in tight.items():
        patterns = {(claim.bin_id, claim.lot_id) for claim in claims} | {(None, None)}
        for pattern in sorted(patterns, key=lambda one: (one[0] or 0, one[1] or 0)):
            shortages.extend(_pattern_shortages(touching[place], place, pattern, usable[place], claims, view))
    return shortages


def _tight(moves: Sequence[Planned], view: StockView) -> dict[ItemPlace, list[Claim]]:
    """Places that need a closer look: something is reserved by name there, or what is there would not cover all that goes out
    and all that is reserved even if nothing came in and nobody's own reservation were used up."""
    left: dict[ItemPlace, Decimal] = {
        place: -sum([claim.open for claim in claims], ZERO) for place, claims in view.claims.items()
    }
    for key, quantity in view.quantities.items():
        place = key[:3]
        if place in left and key[STATUS] == AVAILABLE and key[OWNER] is None:
            left[place] += quantity
    for move in moves:
        if move.source_key is not None:
            place = move.source_key[:3]
            if place in left:
                left[place] -= move.request.quantity
    return {
        place: claims
        for place, claims in view.claims.items()
        if left[place] < 0 or any(claim.bin_id is not None or claim.lot_id is not None for claim in claims)
    }


def _pattern_shortages(
    moves: Sequence[Planned],
    place: ItemPlace,
    pattern: tuple[int | None, int | None],
    usable: Mapping[Key, Decimal],
    claims: Sequence[Claim],
    view: StockView,
) -> list[Shortage]:
    def inside(key: Key | None) -> bool:
        return (
            key is not None
            and is_usable(key)
            and item_place(key) == place
            and pattern[0] in {None, key[BIN]}
            and pattern[1] in {None, key[LOT]}
        )

    held = [claim for claim in claims if pattern == (None, None) or (claim.bin_id, claim.lot_id) == pattern]
    promised = sum((claim.open for claim in held), ZERO)
    own: dict[int, Decimal] = defaultdict(Decimal)
    for claim in held:
        own[claim.demand_line_id] += claim.open
    stock = sum((quantity for key, quantity in usable.items() if inside(key)), ZERO)
    stock += sum((move.request.quantity for move in moves if inside(move.target_key)), ZERO)
    shortages: list[Shortage] = []
    for move in moves:
        if not inside(move.source_key):
            continue
        quantity = move.request.quantity
        mine = own[move.request.demand_line_id] if move.request.demand_line_id is not None else ZERO
        free = max(stock - (promised - mine), ZERO)
        returns_inside = inside(move.target_key)
        if quantity > free and not returns_inside and not (move.source_key and view.may_be_negative(move.source_key)):
            shortages.append(Shortage(move, free))
            continue
        stock -= quantity
        used = min(mine, quantity)
        promised -= used
        if move.request.demand_line_id is not None:
            own[move.request.demand_line_id] -= used
    return shortages


def consumption(moves: Sequence[Planned], claims: Mapping[ItemPlace, list[Claim]]) -> dict[int, Decimal]:
    """How much each reservation is used up by the moves of its demand line: reservations of the very bin or lot first."""
    used: dict[int, Decimal] = {}
    rest = {claim.id: claim.open for of_place in claims.values() for claim in of_place}
    for move in moves:
        if move.request.demand_line_id is None or move.source_key is None:
            continue
        wanted = move.request.quantity
        own = [
            claim
            for claim in claims.get(item_place(move.source_key), ())
            if claim.demand_line_id == move.request.demand_line_id and claim.covers(move.source_key)
        ]
        for claim in sorted(own, key=lambda one: (one.lot_id is None, one.bin_id is None, one.id)):
            part = min(wanted, rest[claim.id])
            if part > 0:
                rest[claim.id] -= part
                used[claim.id] = used.get(claim.id, ZERO) + part
                wanted -= part
    return used


def fewest_available(shortages: Iterable[Shortage]) -> list[Shortage]:
    """One shortage per line: the one with the least available."""
    least: dict[tuple[int, int], Shortage] = {}
    for shortage in shortages:
        line = (shortage.planned.posting, id(shortage.planned))
        if line not in least or shortage.available < least[line].available:
            least[line] = shortage
    return list(least.values())
