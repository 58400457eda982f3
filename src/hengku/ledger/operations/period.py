"""期末结账 and 反结账 of stock: a closed month takes nothing more, and its closing stock is kept with a seal."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.quantity import plain
from hengku.ledger.operations.windows import lock_windows
from hengku.ledger.queries.closing import unsound_pools
from hengku.ledger.rules.months import next_month
from hengku.ledger.rules.periods import SEAL

_LOCK_BOOK = """
SELECT b.start_month, b.timezone, (SELECT max(month) FROM ledger_stock_period p WHERE p.book_id = b.id AND closed_at IS NOT NULL)
FROM masterdata_book b WHERE b.id = %s
"""
_LOCK_PERIOD = "SELECT id, closed_at FROM ledger_stock_period WHERE book_id = %s AND month = %s FOR UPDATE"
_SNAPSHOT = """
INSERT INTO ledger_period_snapshot (book_id, month, taken_at, taken_by_id, content_hash, reason)
VALUES (%s, %s, %s, %s, '', '') RETURNING id
"""
_QUANTITIES = """
INSERT INTO ledger_snapshot_quantity (snapshot_id, item_id, place_id, bin_id, lot_id, status, owner_id, project_id, quantity)
SELECT %s, leg.item_id, leg.place_id, leg.bin_id, leg.lot_id, leg.status, leg.owner_id, leg.project_id, sum(leg.quantity)
FROM (
    SELECT item_id, to_place_id AS place_id, to_bin_id AS bin_id, lot_id, to_status AS status, owner_id, project_id, quantity
    FROM ledger_move WHERE book_id = %s AND business_date >= %s AND business_date < %s
    UNION ALL
    SELECT item_id, from_place_id, from_bin_id, lot_id, from_status, owner_id, project_id, -quantity
    FROM ledger_move WHERE book_id = %s AND business_date >= %s AND business_date < %s
    UNION ALL
    SELECT q.item_id, q.place_id, q.bin_id, q.lot_id, q.status, q.owner_id, q.project_id, q.quantity
    FROM ledger_snapshot_quantity q JOIN ledger_period_snapshot s ON s.id = q.snapshot_id
    WHERE s.book_id = %s AND s.month = %s AND s.superseded_at IS NULL
) AS leg
JOIN masterdata_place pl ON pl.id = leg.place_id AND pl.kind IN ('WH', 'ARR', 'TRANSIT', 'SUBCON', 'CONSIGN', 'LOAN')
GROUP BY 2, 3, 4, 5, 6, 7, 8 HAVING sum(leg.quantity) <> 0
"""
_VALUES = """
INSERT INTO ledger_snapshot_value (snapshot_id, pool_id, quantity, amount)
SELECT %s, part.pool_id, sum(part.quantity), sum(part.amount)
FROM (
    SELECT e.pool_id, e.quantity, e.amount FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
    WHERE p.book_id = %s AND e.business_date >= %s AND e.business_date < %s
    UNION ALL
    SELECT v.pool_id, v.quantity, v.amount FROM ledger_snapshot_value v JOIN ledger_period_snapshot s ON s.id = v.snapshot_id
    WHERE s.book_id = %s AND s.month = %s AND s.superseded_at IS NULL
) AS part
GROUP BY part.pool_id HAVING sum(part.quantity) <> 0 OR sum(part.amount) <> 0
"""


_CHANGED = """
SELECT p.business_date FROM ledger_posting p
WHERE p.book_id = %s AND p.document_type = 'method_change' AND p.business_date >= %s AND p.reverses_id IS NULL
  AND NOT EXISTS (SELECT FROM ledger_posting r WHERE r.reverses_id = p.id) LIMIT 1
"""
"""What a month left behind was taken into pools of another method: it stays as it is."""


@dataclass(frozen=True, slots=True)
class _BookFacts:
    start_month: date
    today: date
    last_closed: date | None

    @property
    def next_to_close(self) -> date:
        return next_month(self.last_closed) if self.last_closed else self.start_month


def _book_facts(act: Act, book_id: int) -> _BookFacts:
    found = sql.rows(connection, _LOCK_BOOK, [book_id])
    if not found:
        raise refuse("not_found", status=404)
    start_month, zone, last_closed = found[0]
    return _BookFacts(start_month, act.at.astimezone(ZoneInfo(zone)).date(), last_closed)


@transaction.atomic(savepoint=False)
def close(*, act: Act, book_id: int, month: date) -> int:
    """Close a month (its first day) of a book and keep its closing stock; gives the snapshot's id.

    Waits for postings of the month that are under way. Raises Refused: not_found, period_already_closed, period_not_in_order,
    period_not_over, negative_pool (one refusal per pool).
    """
    facts = _book_facts(act, book_id)
    period_id = hold_open(act=act, book_id=book_id, month=month)
    if month != facts.next_to_close:
        raise refuse("period_not_in_order", month=f"{facts.next_to_close:%Y-%m}")
    end = next_month(month)
    if facts.today < end - timedelta(days=1):
        raise refuse("period_not_over", month=f"{month:%Y-%m}")
    _require_sound_pools(book_id, end)
    ((snapshot_id,),) = sql.rows(connection, _SNAPSHOT, [book_id, month, act.at, act.actor_id])
    before = (month - timedelta(days=1)).replace(day=1)
    first = month if facts.last_closed else date.min
    span = [book_id, first, end]
    sql.write(connection, _QUANTITIES, [snapshot_id, *span, *span, book_id, before])
    sql.write(connection, _VALUES, [snapshot_id, *span, book_id, before])
    ((seal,),) = sql.rows(connection, SEAL, [snapshot_id])
    sql.write(connection, "UPDATE ledger_period_snapshot SET content_hash = %s WHERE id = %s", [seal, snapshot_id])
    sql.write(
        connection,
        "UPDATE ledger_stock_period SET closed_at = %s, closed_by_id = %s WHERE id = %s",
        [act.at, act.actor_id, period_id],
    )
    return int(snapshot_id)


def hold_open(*, act: Act, book_id: int, month: date) -> int:
    """Let no posting into an open month until the transaction ends; gives its period's id. Refuses period_already_closed."""
    lock_windows(act=act, months={(book_id, month)})
    ((period_id, closed_at),) = sql.rows(connection, _LOCK_PERIOD, [book_id, month])
    if closed_at is not None:
        raise refuse("period_already_closed", month=f"{month:%Y-%m}")
    return int(period_id)


def _require_sound_pools(book_id: int, end: date) -> None:
    refusals = [
        Refusal(
            "negative_pool",
            {
                "item": one.item_code,
                "name": one.item_name,
                "scope": one.scope_name,
                "quantity": plain(one.quantity),
                "amount": f"{one.amount:.2f}",
            },
        )
        for one in unsound_pools(book_id=book_id, end=end)
    ]
    if refusals:
        raise Refused(refusals)


@transaction.atomic(savepoint=False)
def reopen(*, act: Act, book_id: int, month: date, reason: str, confirmed_by_id: int | None) -> None:
    """Open the last closed month again; its snapshot is kept as superseded.

    A second person than the actor confirms; the caller has let them sign. Raises Refused: not_found, period_not_closed,
    period_not_last, reopen_needs_reason, reopen_needs_second_person (nobody, or the actor).
    """
    facts = _book_facts(act, book_id)
    lock_windows(act=act, months={(book_id, month)})
    ((period_id, closed_at),) = sql.rows(connection, _LOCK_PERIOD, [book_id, month])
    if closed_at is None:
        raise refuse("period_not_closed", month=f"{month:%Y-%m}")
    if facts.last_closed != month:
        raise refuse("period_not_last", month=f"{facts.last_closed:%Y-%m}")
    if changed := sql.rows(connection, _CHANGED, [book_id, next_month(month)]):
        raise refuse("method_changed_after", date=str(changed[0][0]))
    if not reason.strip():
        raise refuse("reopen_needs_reason", loc=("reason",))
    if confirmed_by_id is None or confirmed_by_id == act.actor_id:
        raise refuse("reopen_needs_second_person")
    sql.write(
        connection,
        "UPDATE ledger_period_snapshot SET superseded_at = %s, superseded_by_id = %s, reason = %s"
        " WHERE book_id = %s AND month = %s AND superseded_at IS NULL",
        [act.at, act.actor_id, reason, book_id, month],
    )
    sql.write(
        connection, "UPDATE ledger_stock_period SET closed_at = NULL, closed_by_id = NULL WHERE id = %s", [period_id]
    )
