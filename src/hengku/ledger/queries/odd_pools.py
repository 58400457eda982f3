"""Cost pools as the exception desk looks at them: what stands in them, and what their goods were last known to cost."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql

_POOLS = """
SELECT p.id, p.item_id, i.code, i.name, s.name, p.method, p.lot_id, coalesce(t.number, ''), p.quantity, p.amount,
       coalesce(r.quantity, CASE WHEN i.standard_cost > 0 OR i.previous_unit_cost > 0 THEN 1 ELSE 0 END),
       coalesce(r.amount, nullif(i.standard_cost, 0), i.previous_unit_cost, 0),
       (SELECT w.warehouse_id FROM masterdata_book_warehouse w
        JOIN masterdata_place l ON l.warehouse_id = w.warehouse_id AND l.kind = 'WH'
        LEFT JOIN ledger_balance b ON b.place_id = l.id AND b.item_id = p.item_id AND b.owner_id IS NULL
        WHERE w.book_id = p.book_id AND w.cost_scope_id = p.scope_id
        GROUP BY w.warehouse_id ORDER BY sum(coalesce(b.quantity, 0)) * sign(p.quantity) DESC, w.warehouse_id LIMIT 1)
FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id JOIN masterdata_cost_scope s ON s.id = p.scope_id
LEFT JOIN masterdata_lot t ON t.id = p.lot_id
LEFT JOIN LATERAL (
    SELECT e.quantity, e.amount FROM ledger_cost_entry e
    WHERE e.pool_id = p.id AND e.kind = 'OWN' AND e.quantity > 0 AND e.amount > 0
      AND e.movement_type IN ('PURCHASE', 'OPENING', 'OTHER_IN')
    ORDER BY e.business_date DESC, e.id DESC LIMIT 1) r ON true
WHERE p.book_id = %s AND p.place_id IS NULL AND p.quantity <> 0 AND (%s::bigint[] IS NULL OR p.id = ANY(%s::bigint[]))
ORDER BY i.code, s.name, p.id
"""


class OddPool(NamedTuple):
    """A pool with something in it. known_*: quantity and amount of its latest receipt, else the item's standard or earlier cost;
    0 when nothing is known. warehouse_id: where in its scope most of it stands (or is missing)."""

    id: int
    item_id: int
    item_code: str
    item_name: str
    scope: str
    method: str
    lot_id: int | None
    lot: str
    quantity: Decimal
    amount: Decimal
    known_quantity: Decimal
    known_amount: Decimal
    warehouse_id: int | None


def pools_with_stock(*, book_id: int, pool_ids: Collection[int] | None = None) -> list[OddPool]:
    """Pools of the warehouses that hold something, by item."""
    wanted = sorted(pool_ids) if pool_ids is not None else None
    return [OddPool(*row) for row in sql.rows(connection, _POOLS, [book_id, wanted, wanted])]


_CLEARED = """
SELECT i.id, i.code, i.name, s.name, sum(e.amount) FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
JOIN masterdata_item i ON i.id = p.item_id JOIN masterdata_cost_scope s ON s.id = p.scope_id
WHERE p.book_id = %s AND e.kind = 'RESIDUAL' AND e.business_date >= %s GROUP BY 1, 2, 3, 4 HAVING sum(e.amount) <> 0 ORDER BY 2, 4
"""


class Cleared(NamedTuple):
    """Money that stood without goods and was cleared by itself (余额调整, R4)."""

    item_id: int
    item_code: str
    item_name: str
    scope: str
    amount: Decimal


def cleared_residuals(*, book_id: int, since: date) -> list[Cleared]:
    """By item and scope, of entries dated from this day on."""
    return [Cleared(*row) for row in sql.rows(connection, _CLEARED, [book_id, since])]


_OPEN_MONTH = """
SELECT coalesce((SELECT (max(month) + interval '1 month')::date FROM ledger_stock_period WHERE book_id = b.id AND closed_at IS NOT NULL),
                b.start_month) FROM masterdata_book b WHERE b.id = %s
"""


def first_open_month(*, book_id: int) -> date:
    """First day of the oldest month that is still open."""
    ((day,),) = sql.rows(connection, _OPEN_MONTH, [book_id])
    return date(day.year, day.month, day.day)
