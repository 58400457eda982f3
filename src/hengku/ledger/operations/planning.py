"""From moves to planned cost entries: which pools a move touches, and where each row's amount will come from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from hengku.kernel.errors import refuse
from hengku.ledger.operations import pools as store
from hengku.ledger.operations import standards
from hengku.ledger.operations.making import Making, plan_making
from hengku.ledger.operations.planned import PlannedEntry
from hengku.ledger.operations.pools import PoolKey, SourceEntry
from hengku.ledger.operations.world import PlaceFacts, World
from hengku.ledger.rules.stock import Planned
from hengku.ledger.types import AmountRequest, CostBasis, CostKind, MoveRequest, PostingRequest
from hengku.masterdata.types import PlaceKind

NO_FEES: Mapping[tuple[int, int], Decimal] = MappingProxyType({})


def plan_entries(
    world: World,
    moves: Sequence[Planned],
    adjustments: Sequence[tuple[int, str, date, int, AmountRequest]],
    fees: Mapping[tuple[int, int], Decimal] = NO_FEES,
) -> list[PlannedEntry]:
    """Base entries of the moves and of the amounts without quantity: (posting, movement type, date, book, request). fees: by posting
    and making.

    Refuses source_not_posted, warehouse_not_in_book.
    """
    wanted = {move.request.returns_line_id for move in moves if move.request.returns_line_id is not None}
    wanted |= {request.adjusts_line_id for *_, request in adjustments if request.adjusts_line_id is not None}
    sources = store.sources_of(wanted) if wanted else {}
    entries: list[PlannedEntry] = []
    makings: dict[tuple[int, int], Making] = {}
    for index, move in enumerate(moves):
        if move.request.owner_id is not None:
            continue
        if move.request.making is not None:
            key = (move.posting, move.request.making)
            makings.setdefault(key, Making(fees.get(key, Decimal(0)))).moves.append((index, move))
        else:
            _plan_move(world, index, move, sources, entries)
    for making in makings.values():
        plan_making(world, making, entries)
    for posting, movement_type, day, book_id, request in adjustments:
        entries.append(_plan_adjustment(world, posting, movement_type, day, book_id, request, sources))
    return entries


def _plan_move(
    world: World, index: int, move: Planned, sources: dict[int, list[SourceEntry]], entries: list[PlannedEntry]
) -> None:
    request = move.request
    origin, target = world.place(request.source.place_id), world.place(request.target.place_id)
    if not (origin.is_valued or target.is_valued):
        return
    linked = sources.get(request.returns_line_id, []) if request.returns_line_id is not None else []
    out_source = next((one for one in linked if one.quantity > 0 and _is_of(one, request)), None)
    out_pool = _pool_out(world, move, origin, out_source) if origin.is_valued else None
    in_pool = _pool_in(world, move, target, out_pool) if target.is_valued else None
    if out_pool == in_pool:
        return
    carries: int | None = None
    if out_pool is not None:
        entries.append(_plan_out(index, move, out_pool, out_source, ours=in_pool is not None))
        carries = len(entries) - 1
    if in_pool is not None:
        in_source = next((one for one in linked if one.quantity < 0 and _is_of(one, request)), None)
        entries.append(_plan_in(index, move, in_pool, in_source, carries))


def _pool_out(world: World, move: Planned, origin: PlaceFacts, source: SourceEntry | None) -> PoolKey:
    """Warehouse: the scope's pool. Elsewhere: the pool the goods came there with, else (one scope) the scope's pool."""
    if origin.kind is not PlaceKind.WAREHOUSE and source is not None and source.pool_key[4] == origin.id:
        return source.pool_key
    if origin.warehouse_id is None:
        raise refuse("source_not_posted", loc=("line", move.request.line_id))
    return _scope_pool(world, move, origin)


def _pool_in(world: World, move: Planned, target: PlaceFacts, out_pool: PoolKey | None) -> PoolKey:
    """Warehouse: the scope's pool. Elsewhere: inside one scope the goods stay in its pool; across, the place has its own (4.10);
    what a partner holds for us (loan, consignment) always has its own, in the scope it came from."""
    if target.warehouse_id is None and out_pool is not None:
        return (*out_pool[:4], target.id)
    own = _scope_pool(world, move, target)
    if target.kind is PlaceKind.WAREHOUSE or own == out_pool:
        return own
    return (*own[:4], target.id)


def _scope_pool(world: World, move: Planned, place: PlaceFacts) -> PoolKey:
    if place.warehouse_id is None:
        raise refuse("warehouse_not_in_book", loc=("line", move.request.line_id))
    scope = world.cost_scope(move.book_id, place.warehouse_id, move.request.line_id)
    return (move.book_id, scope, move.request.item_id, move.request.lot_id, None)


def _plan_out(index: int, move: Planned, pool: PoolKey, source: SourceEntry | None, *, ours: bool) -> PlannedEntry:
    request = move.request
    entry = PlannedEntry(
        move.posting, index, request.line_id, request.source.place_id, move.movement_type, move.business_date, pool,
        CostKind.OWN, CostBasis.GIVEN, -request.quantity,
    )  # fmt: skip
    shares_place = source is not None and pool == source.pool_key and pool[4] is not None
    if shares_place or (source is not None and not ours):
        entry.basis, entry.source = CostBasis.SHARE, source
    elif request.amount is not None and not ours:
        entry.amount = -request.amount
    else:
        entry.kind, entry.basis = CostKind.ISSUE, CostBasis.POOL
    return entry


def _plan_in(index: int, move: Planned, pool: PoolKey, source: SourceEntry | None, carries: int | None) -> PlannedEntry:
    request = move.request
    entry = PlannedEntry(
        move.posting, index, request.line_id, request.target.place_id, move.movement_type, move.business_date, pool,
        CostKind.OWN, CostBasis.GIVEN, request.quantity, amount=request.amount, carries=carries,
    )  # fmt: skip
    if carries is not None:
        entry.basis = CostBasis.CARRY
    elif source is not None:
        entry.basis, entry.source = CostBasis.SHARE, source
    elif request.amount is None:
        entry.basis = CostBasis.AVERAGE
    return entry


def _plan_adjustment(
    world: World,
    posting: int,
    movement_type: str,
    day: date,
    book_id: int,
    request: AmountRequest,
    sources: dict[int, list[SourceEntry]],
) -> PlannedEntry:
    place = world.place(request.place_id)
    if place.warehouse_id is None:
        raise refuse("warehouse_not_in_book", loc=("line", request.line_id))
    source: SourceEntry | None = None
    if request.adjusts_line_id is not None:
        source = next((one for one in sources.get(request.adjusts_line_id, []) if one.quantity > 0), None)
        if source is None:
            raise refuse("source_not_posted", loc=("line", request.line_id))
    scope = world.cost_scope(book_id, place.warehouse_id, request.line_id)
    return PlannedEntry(
        posting, None, request.line_id, request.place_id, movement_type, day,
        source.pool_key if source else (book_id, scope, request.item_id, request.lot_id, None),
        CostKind.ADJUSTMENT, CostBasis.GIVEN, Decimal(0), request.amount, source,
        linked_quantity=_adjusted_quantity(request, source),
    )  # fmt: skip


def _adjusted_quantity(request: AmountRequest, source: SourceEntry | None) -> Decimal:
    if source is None:
        return Decimal(0)
    return source.quantity if request.adjusts_quantity is None else request.adjusts_quantity


def _is_of(source: SourceEntry, request: MoveRequest) -> bool:
    """Is the entry about the goods of the request: the item, and under specific costing the lot?"""
    return source.pool_key[2] == request.item_id and source.pool_key[3] in {None, request.lot_id}


def merged(planned: Sequence[PlannedEntry], pool_ids: Mapping[PoolKey, int]) -> list[PlannedEntry]:
    """One entry per line and pool where a line takes several lots of a pool that does not tell lots apart: the line is priced as a
    whole (R1), however many lots it took."""
    made: list[PlannedEntry] = []
    place_of: dict[int, int] = {}
    known: dict[tuple[object, ...], int] = {}
    gone: set[int] = set()
    for number, entry in enumerate(planned):
        carries = place_of[entry.carries] if entry.carries is not None else None
        key = (
            entry.posting, entry.line_id, entry.place_id, pool_ids[entry.pool_key], entry.kind, entry.basis,
            entry.source.id if entry.source else None, carries,
        )  # fmt: skip
        if entry.move is not None and key in known:
            first = made[known[key]]
            first.quantity += entry.quantity
            if first.amount is not None and entry.amount is not None:
                first.amount += entry.amount
            place_of[number] = known[key]
            gone.add(number)
            continue
        if entry.move is None and entry.carries in gone:
            continue  # what it gathers is gathered with the first lot
        place_of[number] = len(made)
        known.setdefault(key, len(made))
        made.append(replace(entry, carries=carries))
    return made


def plan_revaluations(requests: Sequence[PostingRequest]) -> list[PlannedEntry]:
    """New standard costs: one entry for every cost scope of the book, whether goods are there or not, so that goods that are
    entered late find the change."""
    wanted = [(number, request) for number, request in enumerate(requests) if request.standards]
    scopes = standards.scopes_of(sorted({request.book_id for _, request in wanted})) if wanted else {}
    return [
        PlannedEntry(
            number, None, one.line_id, place_id, request.movement_type.value, request.business_date,
            (request.book_id, scope_id, one.item_id, None, None), CostKind.REVALUATION, CostBasis.SYSTEM, Decimal(0),
            standard=one.unit_cost,
        )
        for number, request in wanted
        for one in request.standards
        for scope_id, place_id in scopes.get(request.book_id, ())
    ]  # fmt: skip
