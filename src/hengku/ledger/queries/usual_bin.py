"""The bin people mean when they name none: where most of the item lies, else where it lay last."""

from collections.abc import Sequence

from django.db import connection

from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.ledger.queries.reading import seen_warehouses

_USUAL = """
SELECT DISTINCT ON (s.item_id) s.item_id, n.id, n.code, n.name
  FROM ledger_balance s
  JOIN masterdata_place p ON p.id = s.place_id AND p.kind = 'WH' AND p.warehouse_id = %s
  JOIN masterdata_bin n ON n.id = s.bin_id AND n.active
 WHERE s.book_id = %s AND s.item_id = ANY(%s::bigint[])
 ORDER BY s.item_id, s.quantity <= 0, s.status <> 'AVAILABLE', CASE WHEN s.quantity <= 0 THEN s.last_date END DESC NULLS LAST,
          s.quantity DESC, n.code
"""


def usual_bins(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], warehouse_id: int
) -> dict[int, dict[str, str]]:
    """Per item {id, code, name} of its bin in the warehouse; items that were in none and warehouses not seen are left out."""
    seen = seen_warehouses(viewer=viewer)
    if seen is not None and warehouse_id not in seen:
        return {}
    return {
        item_id: {"id": str(bin_id), "code": code, "name": name}
        for item_id, bin_id, code, name in sql.rows(connection, _USUAL, (warehouse_id, book_id, list(item_ids)))
    }
