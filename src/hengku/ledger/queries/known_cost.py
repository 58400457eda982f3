"""What an item costs as far as the books know: the pool's average, else its last one."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_POOLS = """
SELECT w.item_id, w.place_id,
       CASE WHEN bool_or(p.quantity > 0) THEN sum(p.quantity) FILTER (WHERE p.quantity > 0) ELSE sum(p.last_unit_quantity) END,
       CASE WHEN bool_or(p.quantity > 0) THEN sum(p.amount) FILTER (WHERE p.quantity > 0) ELSE sum(p.last_unit_amount) END
  FROM unnest(%s::bigint[], %s::bigint[]) AS w(item_id, place_id)
  JOIN masterdata_place l ON l.id = w.place_id
  JOIN masterdata_book_warehouse b ON b.warehouse_id = l.warehouse_id AND b.book_id = %s
  JOIN ledger_cost_pool p ON p.item_id = w.item_id AND p.scope_id = b.cost_scope_id AND p.place_id IS NULL
       AND p.retired_on IS NULL
 GROUP BY 1, 2
"""

_LATEST_RECEIPTS = """
SELECT DISTINCT ON (w.item_id, w.place_id) w.item_id, w.place_id, e.quantity, e.amount
  FROM unnest(%s::bigint[], %s::bigint[]) AS w(item_id, place_id)
  JOIN masterdata_place l ON l.id = w.place_id
  JOIN masterdata_book_warehouse b ON b.warehouse_id = l.warehouse_id AND b.book_id = %s
  JOIN ledger_cost_pool p ON p.item_id = w.item_id AND p.scope_id = b.cost_scope_id AND p.place_id IS NULL
  JOIN ledger_cost_entry e ON e.pool_id = p.id AND e.kind = 'OWN' AND e.movement_type IN ('PURCHASE', 'OPENING')
       AND e.quantity > 0
 ORDER BY w.item_id, w.place_id, e.business_date DESC, e.id DESC
"""


def latest_receipts(*, book_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """(quantity, amount) of the newest receipt of an item into the pool of a warehouse place, by (item id, place id)."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    params = ([key[0] for key in wanted], [key[1] for key in wanted], book_id)
    found = sql.rows(connection, _LATEST_RECEIPTS, params)
    return {(item, place): (quantity, amount) for item, place, quantity, amount in found}


def unit_costs(*, book_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    """(quantity, amount) whose fraction is the unit cost of an item at a warehouse place, by (item id, place id).

    Under specific costing all lots together. Keys without a known cost are left out. The fraction is exact: never divide it and multiply back (C3).
    """
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    found = sql.rows(connection, _POOLS, ([key[0] for key in wanted], [key[1] for key in wanted], book_id))
    return {(item, place): (quantity, amount) for item, place, quantity, amount in found if quantity}
