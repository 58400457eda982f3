"""Which lots a line takes that names none (domain specification 3.5), as pure functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hengku.kernel.money import ZERO, split
from hengku.ledger.rules.stock import Planned
from hengku.ledger.types import MovementType, MoveRequest
from hengku.masterdata.rules.lots import days_left
from hengku.masterdata.types import PlaceKind, StockStatus

CONSUMING = frozenset(
    {PlaceKind.CUSTOMER, PlaceKind.PRODUCTION, PlaceKind.ASSEMBLY, PlaceKind.CONSIGNMENT, PlaceKind.LOAN, PlaceKind.SUBCONTRACTOR}
)  # fmt: skip
"""Places where goods are used or sold: nothing expired goes there (I11)."""
USING = frozenset({MovementType.OTHER_OUT, MovementType.MATERIAL_ISSUE})
"""Movements that use goods up wherever their cost goes."""
STATUS_ORDER = (
    StockStatus.AVAILABLE, StockStatus.EXPIRED, StockStatus.RECALL, StockStatus.REJECTED, StockStatus.BLOCKED,
    StockStatus.NEAR_EXPIRY, StockStatus.HOLD,
)  # fmt: skip
"""In which order stock is taken where any status will do."""


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What a lot is chosen by. received: business date and posting of its first receipt."""

    id: int
    number: str
    expiry_date: date | None
    received: tuple[date, int]


@dataclass(slots=True)
class Shelf:
    """Stock of one lot in one status that may be taken: `free` base units. own: reserved for this very demand. bin: its code."""

    lot: LotFacts
    status: StockStatus
    bin_id: int | None
    free: Decimal
    own: bool = False
    bin: str = ""


NO_LOT = LotFacts(0, "", None, (date.min, 0))
"""What goods that are not managed by lot are chosen by: nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken from a shelf."""

    lot_id: int | None
    status: StockStatus
    quantity: Decimal
    bin_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """parts in order; short: what nothing was found for; expired, short_lived: lots that were passed over for being so."""

    parts: tuple[Part, ...]
    short: Decimal
    expired: tuple[LotFacts, ...]
    short_lived: tuple[LotFacts, ...]


def order_key(shelf: Shelf) -> tuple[object, ...]:
    """First expired first out, else first received first out; ties by bin and number, so that the same stock gives the same
    answer."""
    lot = shelf.lot
    return (
        not shelf.own,
        STATUS_ORDER.index(shelf.status),
        lot.expiry_date or date.max,
        lot.received,
        shelf.bin,
        lot.number,
    )


def choose(wanted: Decimal, shelves: Iterable[Shelf], *, on: date, consumes: bool, min_life_days: int) -> Choice:
    """Take `wanted` from the shelves in order. Expired stock is passed over where goods are used, and so is stock with less
    than `min_life_days` left."""
    parts: list[Part] = []
    expired: list[LotFacts] = []
    short_lived: list[LotFacts] = []
    rest = wanted
    for shelf in sorted(shelves, key=order_key):
        if shelf.free <= 0:
            continue
        left = None if shelf.lot.expiry_date is None else days_left(shelf.lot.expiry_date, on)
        if consumes and left is not None and left <= 0:
            expired.append(shelf.lot)
        elif left is not None and min_life_days > 0 and left < min_life_days:
            short_lived.append(shelf.lot)
        elif rest > 0:
            part = min(rest, shelf.free)
            shelf.free -= part
            rest -= part
            _add(parts, Part(shelf.lot.id or None, shelf.status, part, shelf.bin_id))
    return Choice(tuple(parts), rest, tuple(expired), tuple(short_lived))


def _add(parts: list[Part], part: Part) -> None:
    """A lot is taken once from a bin, also when a share of it was reserved for the line."""
    for position, known in enumerate(parts):
        if (known.lot_id, known.status, known.bin_id) == (part.lot_id, part.status, part.bin_id):
            parts[position] = replace(known, quantity=known.quantity + part.quantity)
            return
    parts.append(part)


def consumes(kind: PlaceKind, movement_type: str) -> bool:
    """Are goods that go there used: sold, made into something, lent, given away?"""
    return kind in CONSUMING or movement_type in USING


def life_problem(lot: LotFacts, *, on: date, consumes: bool, min_life_days: int) -> str | None:
    """Why a lot that somebody named may not go: expired_lot, min_life_not_met."""
    if lot.expiry_date is None:
        return None
    left = days_left(lot.expiry_date, on)
    if consumes and left <= 0:
        return "expired_lot"
    return "min_life_not_met" if min_life_days > 0 and left < min_life_days else None


def in_parts(move: Planned, parts: Sequence[Part], rekeyed: Callable[[MoveRequest], Planned]) -> list[Planned]:
    """The move as one move per part; amount and second quantity are shared out by quantity, the last part takes the rest (C4)."""
    if not parts:
        return []
    weights = [part.quantity for part in parts]
    request = move.request
    amounts = [None] * len(parts) if request.amount is None else split(request.amount, weights)
    seconds = _seconds(request.second_quantity, weights)
    made = []
    for part, amount, second in zip(parts, amounts, seconds, strict=True):
        one = replace(
            request, quantity=part.quantity, lot_id=part.lot_id, amount=amount, second_quantity=second, lots=()
        )
        if move.source_key is not None and part.status != request.source.status:
            carried = move.target_key is not None and request.target.status == request.source.status
            target = replace(request.target, status=part.status) if carried else request.target
            one = replace(one, source=replace(request.source, status=part.status), target=target)
        if move.source_key is not None and part.bin_id is not None:
            one = _from_bin(one, part.bin_id)
        made.append(rekeyed(one))
    return made


def _from_bin(request: MoveRequest, bin_id: int) -> MoveRequest:
    """The move out of a bin; goods that change at their place stay in it."""
    stays = request.target.place_id == request.source.place_id and request.target.bin_id == request.source.bin_id
    target = replace(request.target, bin_id=bin_id) if stays else request.target
    return replace(request, source=replace(request.source, bin_id=bin_id), target=target)


def _seconds(second: Decimal | None, weights: Sequence[Decimal]) -> Sequence[Decimal | None]:
    if second is None:
        return [None] * len(weights)
    whole, given, parts = sum(weights, ZERO), ZERO, []
    for weight in weights[:-1]:
        part = (second * weight / whole).quantize(Decimal("0.000001"))
        parts.append(part)
        given += part
    return [*parts, second - given]
