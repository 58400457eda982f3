"""One batch of postings into the database: check everything, then write moves, balances, pools, entries and reservations.

A fixed number of statements, whatever the number of documents and lines. Locks in one order: periods, balances by id, pools by id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.operations import balances, pools, valuation
from hengku.ledger.operations.balances import Locked
from hengku.ledger.operations.shortfall import item_refusals, shortage_refusals
from hengku.ledger.operations.valuation import PlannedEntry, Valuation
from hengku.ledger.operations.world import place_facts
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

_MOVES = """
INSERT INTO ledger_move (posting_id, book_id, source_line_id, movement_type, item_id, lot_id, owner_id, project_id,
    from_place_id, from_bin_id, from_status, to_place_id, to_bin_id, to_status, quantity, second_quantity, business_date,
    demand_line_id, returns_line_id, reverses_id, recorded_at)
SELECT u.*, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::numeric[], %s::numeric[], %s::date[],
    %s::bigint[], %s::bigint[], %s::bigint[]) AS u
RETURNING id
"""


@dataclass(slots=True)
class Batch:
    """Postings of one call, in business date order; moves and entries name them by index."""

    posting_ids: list[int]
    moves: list[Planned]
    plan: Callable[[], list[PlannedEntry]]
    locked: Mapping[Key, Locked] = field(default_factory=dict)


def key_of(request: MoveRequest, book_id: int, *, source: bool) -> Key | None:
    """Stock key of one end of a move; None where no balance is kept."""
    spot = request.source if source else request.target
    if not place_facts(spot.place_id).keeps_balance:
        return None
    return (
        book_id, request.item_id, spot.place_id, spot.bin_id, request.lot_id, spot.status.value, request.owner_id,
        request.project_id,
    )  # fmt: skip


def planned_move(
    *,
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
        key_of(request, book_id, source=True), key_of(request, book_id, source=False), reverses_id,
    )  # fmt: skip


def commit(*, act: Act, batch: Batch) -> Valuation | None:
    """Check and write the batch. Raises Refused with every shortage; nothing is written then (the caller's transaction ends)."""
    moves = batch.moves
    changes = changes_by_key(moves)
    leaving = {item_place(move.source_key) for move in moves if move.source_key is not None and _lowers_usable(move)}
    locked = balances.lock_balances(keys=changes, whole_places=leaving) if changes else {}
    policy = balances.negative_policy()
    claims = _check(moves, changes, locked, leaving, policy)
    planned = batch.plan()
    valued = valuation.value(planned) if planned else None
    move_ids = _write_moves(batch, act.at)
    if changes:
        balances.apply_changes(locked=locked, changes=changes, moves=moves, may_be_negative=policy)
    used = consumption(moves, claims)
    if used:
        balances.consume(used)
    if valued is not None:
        _write_value(valued, batch.posting_ids, move_ids, act.at)
    return valued


def _lowers_usable(move: Planned) -> bool:
    return move.source_key is not None and is_usable(move.source_key)


def _check(
    moves: Sequence[Planned],
    changes: Mapping[Key, Decimal],
    locked: Mapping[Key, Locked],
    leaving: set[ItemPlace],
    policy: Callable[[Key], bool],
) -> Mapping[ItemPlace, list[Claim]]:
    refusals: list[Refusal] = []
    without_lot = [move for move in moves if balances.lacks_lot(move, locked)]
    if without_lot:
        refusals += item_refusals("lot_required", without_lot)
    unusable = [move for move in moves if _ships_unusable(move)]
    if unusable:
        refusals += item_refusals("status_not_available", unusable)
    late = _back_dated(moves, changes, locked)
    view = StockView(
        quantities={key: row.quantity for key, row in locked.items()},
        later=balances.later_changes(late) if late else {},
        claims=balances.open_claims(leaving) if leaving else {},
        may_be_negative=policy,
    )
    shortages = fewest_available([*key_shortages(moves, view), *(claim_shortages(moves, view) if view.claims else ())])
    if shortages:
        refusals += shortage_refusals(shortages)
    if refusals:
        raise Refused(refusals)
    return view.claims


def _ships_unusable(move: Planned) -> bool:
    """I11: nothing goes to a customer from a status other than available. A reversal takes back what it must."""
    return (
        move.reverses_id is None
        and move.source_key is not None
        and move.source_key[STATUS] != StockStatus.AVAILABLE
        and place_facts(move.request.target.place_id).kind is PlaceKind.CUSTOMER
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


def _write_moves(batch: Batch, recorded_at: datetime) -> list[int]:
    if not batch.moves:
        return []
    rows = [
        (
            batch.posting_ids[move.posting], move.book_id, request.line_id, move.movement_type, request.item_id, request.lot_id,
            request.owner_id, request.project_id, request.source.place_id, request.source.bin_id, request.source.status.value,
            request.target.place_id, request.target.bin_id, request.target.status.value, request.quantity,
            request.second_quantity, move.business_date, request.demand_line_id, request.returns_line_id, move.reverses_id,
        )
        for move in batch.moves
        for request in (move.request,)
    ]  # fmt: skip
    columns = [list(column) for column in zip(*rows, strict=True)]
    return sorted(pk for (pk,) in sql.rows(connection, _MOVES, [recorded_at, *columns]))


def _write_value(valued: Valuation, posting_ids: Sequence[int], move_ids: Sequence[int], recorded_at: datetime) -> None:
    newest: dict[int, date] = {}
    for row in valued.new_rows:
        newest[row.pool] = max(row.business_date, newest.get(row.pool, date.min))
    pools.write_pools(
        (valued.pools[pool_id], state, newest.get(pool_id, valued.pools[pool_id].last_date))
        for pool_id, state in valued.replayed.pools.items()
    )
    pools.write_entries(valuation.entries_of(valued, posting_ids, move_ids), recorded_at)
