"""How much a cost pool holds, by item and warehouse place."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_QUANTITIES = """
SELECT w.item_id, w.place_id, sum(p.quantity)
  FROM unnest(%s::bigint[], %s::bigint[]) AS w(item_id, place_id)
  JOIN masterdata_place l ON l.id = w.place_id
  JOIN masterdata_book_warehouse b ON b.warehouse_id = l.warehouse_id AND b.book_id = %s
  JOIN ledger_cost_pool p ON p.item_id = w.item_id AND p.scope_id = b.cost_scope_id AND p.place_id IS NULL
 GROUP BY 1, 2
"""


def pool_quantities(*, book_id: int, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Decimal]:
    """Quantity in base units of the pools an item has at a warehouse place's scope (all lots), by (item id, place id)."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    params = ([key[0] for key in wanted], [key[1] for key in wanted], book_id)
    return {(item, place): quantity for item, place, quantity in sql.rows(connection, _QUANTITIES, params)}
