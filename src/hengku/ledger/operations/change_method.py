"""计价方法变更: at a period's boundary goods leave their pools at what they stand at, and enter new ones under another method.

The old pools keep their history and take nothing more; nothing before the boundary is priced again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO, round_amount, split
from hengku.ledger.operations import pools, standards, windows
from hengku.ledger.operations.pools import EntryRow, LockedPool, PoolKey
from hengku.ledger.operations.writing import write_money
from hengku.ledger.queries.odd_pools import first_open_month
from hengku.ledger.rules.costing import NOTHING, Pool
from hengku.ledger.types import CostBasis, CostKind, MethodChange, MethodChangeRequest, MovementType
from hengku.masterdata.types import CostMethod, Tracking

_POOLS = "SELECT id FROM ledger_cost_pool WHERE book_id = %s AND item_id = %s AND place_id IS NULL AND retired_on IS NULL ORDER BY id"
_STANDS_IN_THE_WAY = """
SELECT (SELECT count(*) FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
        JOIN ledger_posting g ON g.id = e.posting_id
        WHERE p.book_id = %(book)s AND p.item_id = %(item)s AND e.business_date >= %(day)s
          AND NOT (g.document_type = 'method_change' AND (g.reverses_id IS NOT NULL
                   OR EXISTS (SELECT FROM ledger_posting r WHERE r.reverses_id = g.id)))),
       (SELECT count(*) FROM ledger_cost_pool p
        WHERE p.book_id = %(book)s AND p.item_id = %(item)s AND p.place_id IS NOT NULL AND p.quantity <> 0)
"""
_ITEM = "SELECT code, name, tracking, standard_cost FROM masterdata_item WHERE id = %s"
_LOTS = """
SELECT b.lot_id, sum(b.quantity) FROM ledger_balance b JOIN masterdata_place l ON l.id = b.place_id AND l.kind = 'WH'
JOIN masterdata_book_warehouse w ON w.warehouse_id = l.warehouse_id AND w.book_id = %s
WHERE b.item_id = %s AND w.cost_scope_id = %s AND b.owner_id IS NULL GROUP BY 1 HAVING sum(b.quantity) <> 0 ORDER BY 1
"""
_RETIRE = "UPDATE ledger_cost_pool SET retired_on = %s WHERE id = ANY(%s)"
_OPEN = """
INSERT INTO ledger_cost_pool (book_id, scope_id, item_id, lot_id, place_id, method, quantity, amount, last_date, last_unit_quantity,
                              last_unit_amount)
SELECT u.book_id, u.scope_id, u.item_id, u.lot_id, NULL, u.method, 0, 0, u.day, 0, 0
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[]) AS u(book_id, scope_id, item_id, lot_id, method, day)
RETURNING id, scope_id, item_id, lot_id
"""
_POSTING = """
WITH made AS (
    INSERT INTO ledger_posting (request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                                reverses_id, actor_id, recorded_at)
    VALUES (%s, '', %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), noted AS (INSERT INTO ledger_fresh_posting (posting_id) SELECT id FROM made)
SELECT id FROM made
"""
_PLACE = "SELECT min(l.id) FROM masterdata_book_warehouse w JOIN masterdata_place l ON l.warehouse_id = w.warehouse_id AND l.kind = 'WH' WHERE w.book_id = %s AND w.cost_scope_id = %s"
_TAKE_LAYERS = """
WITH open AS (
    SELECT entry_id, piece, left_quantity, left_amount, row_number() OVER (ORDER BY business_date, entry_id, piece) AS seq
    FROM ledger_cost_layer WHERE pool_id = %(pool)s AND left_quantity > 0
), noted AS (
    INSERT INTO ledger_cost_piece (by_entry_id, seq, entry_id, layer_entry_id, layer_piece, quantity, amount)
    SELECT %(by)s, seq, %(by)s, entry_id, piece, left_quantity, left_amount FROM open
)
UPDATE ledger_cost_layer SET left_quantity = 0, left_amount = 0 WHERE pool_id = %(pool)s AND left_quantity > 0
"""
_PUT_LAYER = """
INSERT INTO ledger_cost_layer (pool_id, entry_id, piece, business_date, quantity, amount, left_quantity, left_amount)
VALUES (%s, %s, 1, %s, %s, %s, %s, %s)
"""
_GIVE_LAYERS = """
WITH taken AS (SELECT seq, layer_entry_id, layer_piece, quantity, amount FROM ledger_cost_piece WHERE by_entry_id = %(of)s),
noted AS (
    INSERT INTO ledger_cost_piece (by_entry_id, seq, entry_id, layer_entry_id, layer_piece, quantity, amount)
    SELECT %(by)s, seq, %(by)s, layer_entry_id, layer_piece, -quantity, -amount FROM taken
)
UPDATE ledger_cost_layer l SET left_quantity = l.left_quantity + t.quantity, left_amount = l.left_amount + t.amount
FROM taken t WHERE l.entry_id = t.layer_entry_id AND l.piece = t.layer_piece
"""


@dataclass(frozen=True, slots=True)
class Enters:
    """What enters one new pool: worth is its amount under the new method, variance what it really costs beyond that."""

    scope_id: int
    lot_id: int | None
    quantity: Decimal
    worth: Decimal
    variance: Decimal


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """An item's change as it would be posted. leaves: its pools as they stand; refusals: why it cannot be."""

    change: MethodChange
    item_code: str
    item_name: str
    before: CostMethod | None
    leaves: Sequence[LockedPool]
    enters: Sequence[Enters]
    standard: Decimal | None
    refusals: Sequence[Refusal] = field(default_factory=tuple)


def plan_change(*, book_id: int, day: date, change: MethodChange) -> PlannedChange:
    """Lock the item's pools and say what a change of its method would do. Changes nothing."""
    code, name, tracking, standard = sql.rows(connection, _ITEM, [change.item_id])[0]
    ids = [pk for (pk,) in sql.rows(connection, _POOLS, [book_id, change.item_id])]
    leaves = list(pools.lock_pools_by_id(ids).values()) if ids else []
    before = leaves[0].state.method if leaves else None
    params = {"item": code, "name": name}
    loc = ("line", change.line_id, "item")
    found: list[Refusal] = []
    opened = first_open_month(book_id=book_id)
    if day != opened:
        found.append(Refusal("method_change_day", {"date": str(opened)}, ("business_date",)))
    ((posted, outside),) = _in_the_way(book_id, change.item_id, day)
    if posted:
        found.append(Refusal("method_change_posted", {**params, "count": str(posted), "date": str(day)}, loc))
    if outside:
        found.append(Refusal("method_change_outside", params, loc))
    if not leaves or before is change.method:
        found.append(Refusal("method_change_same", params, loc))
    if any(one.state.quantity < 0 or one.state.amount < 0 for one in leaves):
        found.append(Refusal("method_change_negative", params, loc))
    if change.method is CostMethod.SPECIFIC and tracking != Tracking.LOT:
        found.append(Refusal("method_change_lots", params, loc))
    if change.method is CostMethod.STANDARD and not standard:
        found.append(Refusal("standard_missing", params, loc))
    enters = [] if found else _enters(book_id, change, leaves, standard)
    if not found and sum((one.quantity for one in enters), ZERO) != sum((one.state.quantity for one in leaves), ZERO):
        found.append(Refusal("method_change_outside", params, loc))
    return PlannedChange(change, code, name, before, leaves, enters, standard, tuple(found))


def _in_the_way(book_id: int, item_id: int, day: date) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDS_IN_THE_WAY, {"book": book_id, "item": item_id, "day": day})
        return list(cursor.fetchall())


def _enters(book_id: int, change: MethodChange, leaves: Sequence[LockedPool], standard: Decimal | None) -> list[Enters]:
    by_scope: dict[int, list[Decimal]] = {}
    for one in leaves:
        sums = by_scope.setdefault(one.key[1], [ZERO, NOTHING])
        sums[0] += one.state.quantity
        sums[1] += one.state.amount
    live = [scope for scope, (quantity, _) in by_scope.items() if quantity]
    variances = (
        dict(zip(live, split(change.variance, [by_scope[scope][1] for scope in live]), strict=True))
        if change.variance
        else {}
    )
    found: list[Enters] = []
    for scope, (quantity, amount) in by_scope.items():
        cost = amount + variances.get(scope, NOTHING)
        if change.method is CostMethod.SPECIFIC:
            lots = sql.rows(connection, _LOTS, [book_id, change.item_id, scope])
            parts = split(cost, [part for _, part in lots]) if lots else []
            found += [Enters(scope, lot, part, worth, NOTHING) for (lot, part), worth in zip(lots, parts, strict=True)]
            continue
        worth = round_amount(quantity * standard) if change.method is CostMethod.STANDARD and standard else cost
        found.append(Enters(scope, None, quantity, worth, cost - worth))
    return found


@transaction.atomic(savepoint=False)
def change_methods(*, act: Act, request: MethodChangeRequest) -> list[PlannedChange]:
    """Post the changes of one document; gives what was done. Raises Refused with everything that stands in the way, and as any posting."""
    windows.require_open(act=act, requests=[request])
    planned = [plan_change(book_id=request.book_id, day=request.business_date, change=one) for one in request.changes]
    refusals = [refusal for one in planned for refusal in one.refusals]
    if refusals:
        raise Refused(refusals)
    posting_id = _posting(act, request, None)
    for one in planned:
        _leave(act, request, posting_id, one)
        _enter(act, request, posting_id, one)
    return planned


def _posting(act: Act, request: MethodChangeRequest, reverses: int | None) -> int:
    ((pk,),) = sql.rows(
        connection,
        _POSTING,
        [request.request_key, request.book_id, request.document_id, request.document_type,
         MovementType.COST_ADJUSTMENT.value, request.business_date, reverses, act.actor_id, act.at],
    )  # fmt: skip
    return int(pk)


def _place(book_id: int, scope_id: int) -> int:
    ((place_id,),) = sql.rows(connection, _PLACE, [book_id, scope_id])
    return int(place_id)


def _row(
    posting_id: int, pool: LockedPool, line_id: int, day: date, quantity: Decimal, amount: Decimal, expensed: Decimal,
    *, pk: int, mirrors: int | None = None,
) -> EntryRow:  # fmt: skip
    return EntryRow(
        pk, posting_id, pool.id, None, _place(pool.key[0], pool.key[1]), line_id, CostKind.REVALUATION.value,
        (CostBasis.GIVEN if mirrors is None else CostBasis.MIRROR).value, pool.state.method.value,
        MovementType.COST_ADJUSTMENT.value, quantity, amount, expensed, pool.state.quantity, pool.state.amount, day,
        source_entry_id=mirrors,
    )  # fmt: skip


def _leave(act: Act, request: MethodChangeRequest, posting_id: int, planned: PlannedChange) -> None:
    day, change = request.business_date, planned.change
    live = [one for one in planned.leaves if one.state.quantity]
    beyond = split(change.variance, [one.state.amount for one in live]) if change.variance else [NOTHING] * len(live)
    ids = pools.next_entry_ids(len(live))
    entries = [
        _row(posting_id, one, change.line_id, day, -one.state.quantity, -one.state.amount, -variance, pk=pk)
        for one, variance, pk in zip(live, beyond, ids, strict=True)
    ]
    _write(
        act, entries, [(one, Pool(method=one.state.method, standard=one.state.standard)) for one in planned.leaves], day
    )
    for one, pk in zip(live, ids, strict=True):
        if one.state.method is CostMethod.FIFO:
            _run(_TAKE_LAYERS, {"pool": one.id, "by": pk})
    sql.write(connection, _RETIRE, [day, [one.id for one in planned.leaves]])


def _enter(act: Act, request: MethodChangeRequest, posting_id: int, planned: PlannedChange) -> None:
    day, change = request.business_date, planned.change
    columns = [
        (request.book_id, one.scope_id, change.item_id, one.lot_id, change.method.value, day) for one in planned.enters
    ]
    made = {
        (scope, lot): pk
        for pk, scope, _, lot in (sql.rows(connection, _OPEN, sql.columns_of(columns, 6)) if columns else ())
    }
    if change.method is CostMethod.STANDARD:
        standards.begin([(request.book_id, change.item_id)])
    live = [one for one in planned.enters if one.quantity]
    ids = pools.next_entry_ids(len(live))
    entries: list[EntryRow] = []
    states: list[tuple[LockedPool, Pool]] = []
    for one, pk in zip(live, ids, strict=True):
        key: PoolKey = (request.book_id, one.scope_id, change.item_id, one.lot_id, None)
        pool = LockedPool(made[one.scope_id, one.lot_id], key, Pool(method=change.method), day)
        entries.append(_row(posting_id, pool, change.line_id, day, one.quantity, one.worth, one.variance, pk=pk))
        states.append(
            (pool, Pool(one.quantity, one.worth, one.worth, one.quantity, change.method, standard=planned.standard))
        )
    _write(act, entries, states, day)
    if change.method is CostMethod.FIFO:
        for (pool, state), pk in zip(states, ids, strict=True):
            figures = [state.quantity, state.amount]
            sql.write(connection, _PUT_LAYER, [pool.id, pk, day, *figures, *figures])


def _write(act: Act, entries: Sequence[EntryRow], states: Sequence[tuple[LockedPool, Pool]], day: date) -> None:
    write_money(
        recorded_at=act.at,
        pools=pools.pool_columns((pool, state, day) for pool, state in states),
        entries=pools.entry_columns(entries),
    )


def _run(statement: str, params: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(params))


_POSTED = """
SELECT e.id, e.pool_id, e.source_line_id, e.quantity, e.amount, e.expensed_amount, e.posting_id FROM ledger_cost_entry e
JOIN ledger_posting p ON p.id = e.posting_id WHERE p.document_id = %s AND p.reverses_id IS NULL ORDER BY e.id DESC
"""
_NEW_POOLS = """
SELECT p.id, p.retired_on FROM ledger_cost_pool p JOIN ledger_cost_pool old ON old.item_id = p.item_id AND old.book_id = p.book_id
WHERE old.id = ANY(%s::bigint[]) AND p.place_id IS NULL AND (p.retired_on IS NULL OR p.id = ANY(%s::bigint[]))
"""
_MORE = "SELECT count(*) FROM ledger_cost_entry WHERE pool_id = ANY(%s) AND posting_id <> %s AND business_date >= %s"


@transaction.atomic(savepoint=False)
def take_back_methods(
    *, act: Act, request: MethodChangeRequest, original_document_id: int, line_ids: Mapping[int, int]
) -> None:
    """Let the old pools go on as if nothing had been: only while nothing was posted under the new method. Refuses method_change_used,
    not_posted, and as any posting."""
    windows.require_open(act=act, requests=[request])
    rows = sql.rows(connection, _POSTED, [original_document_id])
    if not rows:
        raise refuse("not_posted")
    posting_id = rows[0][6]
    touched = [row[1] for row in rows]
    found = dict(sql.rows(connection, _NEW_POOLS, [touched, touched]))
    locked = pools.lock_pools_by_id(found)
    ((more,),) = sql.rows(connection, _MORE, [list(found), posting_id, request.business_date.replace(day=1)])
    if more or any(found[row[1]] is None and row[3] < 0 for row in rows):
        raise refuse("method_change_used", count=str(more))
    made = _posting(act, request, posting_id)
    fresh = [pk for pk, retired in found.items() if retired is None]
    for pk, pool_id, line_id, quantity, amount, expensed, _ in rows:
        pool, state = locked[pool_id], locked[pool_id].state
        (own,) = pools.next_entry_ids(1)
        entry = _row(
            made,
            pool,
            line_ids.get(line_id, line_id),
            request.business_date,
            -quantity,
            -amount,
            -expensed,
            pk=own,
            mirrors=pk,
        )
        after = Pool(
            state.quantity - quantity, state.amount - amount, NOTHING, ZERO, state.method, standard=state.standard
        )
        if after.quantity > 0:
            after.last_amount, after.last_quantity = after.amount, after.quantity
        _write(act, [entry], [(pool, after)], request.business_date)
        if state.method is CostMethod.FIFO:
            taken = {"pool": pool_id, "by": own} if quantity > 0 else {"of": pk, "by": own}
            _run(_TAKE_LAYERS if quantity > 0 else _GIVE_LAYERS, taken)
    sql.write(connection, _RETIRE, [request.business_date, fresh])
    sql.write(connection, _RETIRE, [None, [row[1] for row in rows if row[3] < 0]])
