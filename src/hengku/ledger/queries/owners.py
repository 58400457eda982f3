"""Goods of others in our places, and how much of each item is ours."""

from typing import Any

from hengku.identity.queries.restrict import allowed_ids
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.ledger.queries.reading import STOCK, Sql, among_seen, fetch, seen_warehouses


def owned_stock(
    *,
    viewer: Viewer,
    book_id: int,
    item_id: int | None = None,
    owner_id: int | None = None,
    warehouse_id: int | None = None,
) -> list[dict[str, Any]]:
    """Quantity in warehouses by item, owner and warehouse: item_*, owner_* (None = ours), warehouse_*, quantity; of one item, owner or
    warehouse if named. Warehouses the viewer may not see are left out. Raises Refused not_found."""
    books = allowed_ids(viewer, STOCK, "view", "book")
    if books is not None and book_id not in books:
        raise refuse("not_found", status=404)
    seen = seen_warehouses(viewer=viewer)
    asked = Sql(" WHERE b.book_id = %s AND l.kind = 'WH'", (book_id,))
    if seen is not None:
        asked += Sql(" AND l.warehouse_id = ANY(%s)", (sorted(seen),))
    for column, value in (("b.item_id", item_id), ("b.owner_id", owner_id), ("l.warehouse_id", warehouse_id)):
        if value is not None:
            asked += Sql(f" AND {column} = %s", (value,))
    return fetch(
        Sql(
            """SELECT b.item_id, i.code AS item_code, i.name AS item_name, b.owner_id, o.code AS owner_code, o.name AS owner_name,
                      l.warehouse_id, w.code AS warehouse_code, w.name AS warehouse_name, sum(b.quantity) AS quantity
                 FROM ledger_balance b JOIN masterdata_place l ON l.id = b.place_id
                 JOIN masterdata_warehouse w ON w.id = l.warehouse_id JOIN masterdata_item i ON i.id = b.item_id
                 LEFT JOIN masterdata_partner o ON o.id = b.owner_id"""
        )
        + asked
        + among_seen(viewer=viewer, column="b.item_id")
        + Sql(" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY i.code, o.code NULLS FIRST, w.code")
    )
