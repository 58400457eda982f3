"""One batch of postings into the database: check everything, then write moves, balances, pools, entries and reservations.

A fixed number of statements, whatever the number of documents and lines. Locks in one order: periods, balances by id, pools by id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.operations import balances, layers, pools, valuation
from hengku.ledger.operations.balances import Locked, Question, Rows
from hengku.ledger.operations.planning import PlannedEntry
from hengku.ledger.operations.pools import LockedPool
from hengku.ledger.operations.shortfall import item_refusals, shortage_refusals
from hengku.ledger.operations.valuation import Valuation
from hengku.ledger.operations.world import World
from hengku.ledger.operations.writing import write
from hengku.ledger.rules.costing import Pool
from hengku.ledger.rules.stock import (
    STATUS,
    Claim,
    ItemPlace,
    Key,
    Planned,
    StockView,
    changes_by_key,
    claim_shortages,
    consumption,
    fewest_available,
    is_usable,
    item_place,
    key_shortages,
)
from hengku.ledger.types import MoveRequest
from hengku.masterdata.types import PlaceKind, StockStatus


@dataclass(slots=True)
class Batch:
    """Postings of one call, in business date order; moves and entries name them by index."""

    world: World
    posting_ids: list[int]
    move_ids: list[int]
    moves: list[Planned]
    plan: Callable[[], list[PlannedEntry]]
    held: "Held | None" = None


@dataclass(slots=True)
class Held:
    """Locks that were taken on the trip that made the postings: rows of balances, claims and pools; None = not asked for."""

    balances: Rows
    claims: Rows
    pools: Rows | None


def lock_questions(moves: Sequence[Planned]) -> list[Question]:
    """Asks for what `commit` locks first of these moves: balances, then the open reservations they may not take."""
    leaving = _leaving(moves)
    questions = [balances.lock_question(list(changes_by_key(moves)), leaving)]
    return [*questions, balances.claims_question(leaving)] if leaving else questions


def _leaving(moves: Iterable[Planned]) -> set[ItemPlace]:
    return {item_place(move.source_key) for move in moves if move.source_key is not None and is_usable(move.source_key)}


def next_move_ids(count: int) -> list[int]:
    """Ids for moves."""
    statement = "SELECT nextval('ledger_move_id_seq') FROM generate_series(1, %s)"
    return sorted(pk for (pk,) in sql.rows(connection, statement, [count]))


def key_of(world: World, request: MoveRequest, book_id: int, *, source: bool) -> Key | None:
    """Stock key of one end of a move; None where no balance is kept."""
    spot = request.source if source else request.target
    if not world.place(spot.place_id).keeps_balance:
        return None
    return (
        book_id, request.item_id, spot.place_id, spot.bin_id, request.lot_id, spot.status.value, request.owner_id,
        request.project_id,
    )  # fmt: skip


def planned_move(
    *,
    world: World,
    posting: int,
    request: MoveRequest,
    book_id: int,
    business_date: date,
    movement_type: str,
    reverses_id: int | None = None,
) -> Planned:
    """A move with its stock keys."""
    return Planned(
        posting, request, business_date, movement_type, book_id,
        key_of(world, request, book_id, source=True), key_of(world, request, book_id, source=False), reverses_id,
    )  # fmt: skip


def commit(*, act: Act, batch: Batch) -> Valuation | None:
    """Check and write the batch. Raises Refused with every shortage; nothing is written then (the caller's transaction ends)."""
    moves = batch.moves
    changes = changes_by_key(moves)
    leaving = _leaving(moves)
    held = batch.held
    locked = (
        balances.lock_balances(keys=changes, whole_places=leaving, found=held.balances if held else None)
        if changes
        else {}
    )
    policy = balances.negative_policy()
    claims = _check(batch, changes, locked, leaving, policy)
    planned = batch.plan()
    valued = valuation.value(planned, held.pools if held else None) if planned else None
    write(
        recorded_at=act.at,
        moves=_move_columns(batch),
        balances=balances.balance_columns(locked=locked, changes=changes, moves=moves, may_be_negative=policy),
        pools=pools.pool_columns(_new_states(valued)) if valued else None,
        entries=pools.entry_columns(valuation.entries_of(valued, batch.posting_ids, batch.move_ids))
        if valued
        else None,
        used=consumption(moves, claims),
    )
    if valued and valued.has_layers:
        layers.write(
            rows=valued.rows, outcomes=valued.replayed.outcomes, before=valued.openings, after=valued.replayed.pools,
            real=valued.real,
        )  # fmt: skip
    return valued


def _check(
    batch: Batch,
    changes: Mapping[Key, Decimal],
    locked: Mapping[Key, Locked],
    leaving: set[ItemPlace],
    policy: Callable[[Key], bool],
) -> Mapping[ItemPlace, list[Claim]]:
    moves = batch.moves
    refusals: list[Refusal] = []
    without_lot = [move for move in moves if balances.lacks_lot(move, locked)]
    if without_lot:
        refusals += item_refusals("lot_required", without_lot)
    unusable = [move for move in moves if _ships_unusable(batch.world, move)]
    if unusable:
        refusals += item_refusals("status_not_available", unusable)
    late = _back_dated(moves, changes, locked)
    view = StockView(
        quantities={key: row.quantity for key, row in locked.items()},
        later=balances.later_changes(late) if late else {},
        claims=balances.open_claims(leaving, batch.held.claims if batch.held else None) if leaving else {},
        may_be_negative=policy,
    )
    shortages = fewest_available([*key_shortages(moves, view), *(claim_shortages(moves, view) if view.claims else ())])
    if shortages:
        refusals += shortage_refusals(shortages)
    if refusals:
        raise Refused(refusals)
    return view.claims


def _ships_unusable(world: World, move: Planned) -> bool:
    """I11: nothing goes to a customer from a status other than available. A reversal takes back what it must."""
    return (
        move.reverses_id is None
        and move.source_key is not None
        and move.source_key[STATUS] != StockStatus.AVAILABLE
        and world.place(move.request.target.place_id).kind is PlaceKind.CUSTOMER
    )


def _back_dated(
    moves: Iterable[Planned], changes: Mapping[Key, Decimal], locked: Mapping[Key, Locked]
) -> dict[Key, date]:
    """Keys from which something goes out on a date before their newest move: later days must be looked at."""
    late: dict[Key, date] = {}
    for move in moves:
        key = move.source_key
        if key is not None and move.business_date < locked[key].last_date:
            late[key] = min(move.business_date, late.get(key, date.max))
    return late


def _move_columns(batch: Batch) -> list[list[object]]:
    rows = [
        (
            pk, batch.posting_ids[move.posting], move.book_id, request.line_id, move.movement_type, request.item_id,
            request.lot_id, request.owner_id, request.project_id, request.source.place_id, request.source.bin_id,
            request.source.status, request.target.place_id, request.target.bin_id, request.target.status, request.quantity,
            request.second_quantity, move.business_date, request.demand_line_id, request.returns_line_id, move.reverses_id,
        )
        for pk, move in zip(batch.move_ids, batch.moves, strict=True)
        for request in (move.request,)
    ]  # fmt: skip
    return sql.columns_of(rows, 21)


def _new_states(valued: Valuation) -> Iterable[tuple[LockedPool, Pool, date]]:
    newest: dict[int, date] = {}
    for row in valued.new_rows:
        if row.pool not in newest or row.business_date > newest[row.pool]:
            newest[row.pool] = row.business_date
    for pool_id, state in valued.replayed.pools.items():
        yield valued.pools[pool_id], state, newest.get(pool_id, valued.pools[pool_id].last_date)
