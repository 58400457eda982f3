"""Month-end costing: what the issues of a month cost under the month-end average, written as corrections of their provisional amounts."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.ledger.operations import layers, period, pools
from hengku.ledger.operations.follow import corrections_under, follow_changes
from hengku.ledger.operations.pools import EntryRow, LockedPool
from hengku.ledger.operations.valuation import Valuation
from hengku.ledger.operations.writing import write_money
from hengku.ledger.queries.month_costing import LoadedMonth, costed_month
from hengku.ledger.rules.costing import NOTHING, Outcome
from hengku.ledger.rules.month_costing import Final, MonthRow
from hengku.ledger.rules.months import month_end
from hengku.ledger.types import CostBasis, CostKind, MovementType
from hengku.masterdata.types import CostMethod

DOCUMENT_TYPE = "month_costing"
NO_DOCUMENT = 0
"""A month's costing is no document: its corrections are read as part of the documents they correct."""
_HOLD = """
SELECT id FROM ledger_cost_pool WHERE book_id = %s AND method = 'MONTH_AVERAGE' ORDER BY id FOR UPDATE
"""
_POSTING = """
WITH made AS (
    INSERT INTO ledger_posting (request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                                actor_id, recorded_at)
    SELECT k.prefix || (SELECT count(*) + 1 FROM ledger_posting p WHERE starts_with(p.request_key, k.prefix)), '', %s, %s, %s, %s, %s, %s, %s
    FROM (SELECT %s::text AS prefix) k RETURNING id
), noted AS (INSERT INTO ledger_fresh_posting (posting_id) SELECT id FROM made)
SELECT id FROM made
"""
_LAST_ROWS = """
SELECT DISTINCT ON (e.pool_id) e.pool_id, e.id, e.source_line_id, e.place_id, e.business_date
FROM ledger_cost_entry e WHERE e.pool_id = ANY(%s::bigint[]) AND e.origin_id IS NULL
ORDER BY e.pool_id, e.business_date DESC, e.id DESC
"""


@transaction.atomic(savepoint=False)
def cost_month_end(*, act: Act, book_id: int, month: date) -> int | None:
    """Give every priced entry of a month (its first day) its final cost; gives the id of the posting that holds the corrections, None
    when there was nothing to correct. May be run again: it writes what differs from what the books say.

    The month stays locked until the transaction ends. Raises Refused period_already_closed, cost_does_not_settle.
    """
    period.hold_open(act=act, book_id=book_id, month=month)
    held = [pk for (pk,) in sql.rows(connection, _HOLD, [book_id])]
    if not held:
        return None
    loaded = costed_month(book_id=book_id, month=month)
    changed = {pk: final for pk, final in loaded.costing.finals.items() if _differs(loaded.rows[pk], final)}
    locked = pools.lock_pools_by_id(loaded.pools) if loaded.pools else {}
    _move_on(locked, loaded, changed)
    outcomes = {pk: Outcome(final.amount, final.expensed, residual=final.residual) for pk, final in changed.items()}
    followed = follow_changes(pools=locked, outcomes=outcomes, settled=loaded.rows)
    return _write(act, book_id, loaded, changed, followed)


def _differs(row: MonthRow, final: Final) -> bool:
    return (row.amount, row.expensed, row.residual) != (final.amount, final.expensed, final.residual)


def _move_on(locked: Mapping[int, LockedPool], loaded: LoadedMonth, changed: Mapping[int, Final]) -> None:
    """Pools with their new amounts, and the unit cost with which the next month begins."""
    for pk, final in changed.items():
        row = loaded.rows[pk]
        locked[row.pool].state.amount += final.amount - row.amount + final.residual - row.residual
    for pool_id, pool in locked.items():
        month, state = loaded.costing.months[pool_id], pool.state
        if state.method is not CostMethod.MONTH_AVERAGE:
            continue
        if month.closing_quantity > 0 and month.closing_amount >= 0:
            state.last_amount, state.last_quantity = month.closing_amount, month.closing_quantity
        elif month.base_quantity > 0 and month.base_amount >= 0:
            state.last_amount, state.last_quantity = month.base_amount, month.base_quantity


def _write(
    act: Act, book_id: int, loaded: LoadedMonth, changed: Mapping[int, Final], followed: Valuation
) -> int | None:
    states = followed.replayed.pools
    alone = [pool_id for pool_id, state in states.items() if not state.quantity and state.amount]
    rest = {pool_id: states[pool_id].amount for pool_id in alone}
    for pool_id in alone:
        states[pool_id].amount = NOTHING
    moved = [(followed.pools[pool_id], state, followed.pools[pool_id].last_date) for pool_id, state in states.items()]
    entries: list[EntryRow] = []
    posting_id = None
    if changed or followed.replayed.changes or rest:
        posting_id = _posting(act, book_id, loaded.month)
        entries = [*_corrections(posting_id, loaded, changed), *corrections_under(posting_id, followed)]
        entries += _residuals(posting_id, rest, followed)
    write_money(recorded_at=act.at, pools=pools.pool_columns(moved), entries=pools.entry_columns(entries))
    if followed.has_layers:
        layers.write(
            rows=followed.rows, outcomes=followed.replayed.outcomes, before=followed.openings, after=states, real={}
        )
    return posting_id


def _posting(act: Act, book_id: int, month: date) -> int:
    ((pk,),) = sql.rows(
        connection,
        _POSTING,
        [book_id, NO_DOCUMENT, DOCUMENT_TYPE, MovementType.COST_ADJUSTMENT, month_end(month), act.actor_id, act.at,
         f"{DOCUMENT_TYPE}:{book_id}:{month:%Y-%m}:"],
    )  # fmt: skip
    return int(pk)


def _corrections(posting_id: int, loaded: LoadedMonth, changed: Mapping[int, Final]) -> Iterator[EntryRow]:
    for pk, final in changed.items():
        row = loaded.rows[pk]
        amount, expensed, residual = (
            final.amount - row.amount,
            final.expensed - row.expensed,
            final.residual - row.residual,
        )
        if amount or expensed:
            yield _entry(posting_id, loaded, row, CostKind.DELTA, amount, expensed)
        if residual:
            yield _entry(posting_id, loaded, row, CostKind.RESIDUAL, residual, NOTHING)


def _entry(
    posting_id: int, loaded: LoadedMonth, row: MonthRow, kind: CostKind, amount: Decimal, expensed: Decimal
) -> EntryRow:
    """The evidence (R8) of a priced row is the base of its month: amount = HALF_UP(q * A / Q)."""
    facts, month = loaded.facts[row.id], loaded.costing.months[row.pool]
    movement = MovementType.COST_ADJUSTMENT.value if kind is CostKind.RESIDUAL else facts.movement_type
    return EntryRow(
        None, posting_id, row.pool, None, facts.place_id, facts.line_id, kind.value, CostBasis.SYSTEM.value,
        loaded.pools[row.pool].method, movement, Decimal(0), amount, expensed, month.unit.quantity, month.unit.amount,
        row.business_date, row.id, row.id,
    )  # fmt: skip


def _residuals(posting_id: int, rest: Mapping[int, Decimal], followed: Valuation) -> list[EntryRow]:
    """Pools that a later month has emptied at provisional costs: no money stays without goods."""
    if not rest:
        return []
    return [
        EntryRow(
            None, posting_id, pool_id, None, place_id, line_id, CostKind.RESIDUAL.value, CostBasis.SYSTEM.value,
            followed.pools[pool_id].state.method.value, MovementType.COST_ADJUSTMENT.value, Decimal(0), -rest[pool_id],
            NOTHING, Decimal(0), rest[pool_id], day, pk, pk,
        )
        for pool_id, pk, line_id, place_id, day in sql.rows(connection, _LAST_ROWS, [list(rest)])
    ]  # fmt: skip
