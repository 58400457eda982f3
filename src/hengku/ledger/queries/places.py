"""Where an item is and has gone: quantity per place, our own warehouses and the world outside, from the moves themselves."""

from typing import Any

from hengku.identity.queries.restrict import allowed_ids
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.ledger.queries.reading import STOCK, Sql, fetch, seen_warehouses


def stock_places(*, viewer: Viewer, book_id: int, item_id: int) -> list[dict[str, Any]]:
    """Signed quantity per place, lot, status and owner: place_kind, warehouse_id, partner_id, lot, expiry_date, status, owner_id.

    Supplier and opening stand negative: over all places an item adds up to zero (I02). Warehouses the viewer may not see are
    left out. What is at suppliers and customers is told by document_id, whose partner it is.
    """
    books = allowed_ids(viewer, STOCK, "view", "book")
    if books is not None and book_id not in books:
        raise refuse("not_found", status=404)
    seen = seen_warehouses(viewer=viewer)
    within = (
        Sql("") if seen is None else Sql(" AND (p.warehouse_id IS NULL OR p.warehouse_id = ANY(%s))", (sorted(seen),))
    )
    return fetch(
        Sql(
            """SELECT p.kind AS place_kind, p.warehouse_id, w.code AS warehouse_code, w.name AS warehouse_name, p.partner_id,
                      n.code AS partner_code, n.name AS partner_name, t.number AS lot, t.expiry_date, leg.status, leg.owner_id,
                      o.code AS owner_code, o.name AS owner_name, CASE WHEN p.kind IN ('SUP', 'CUS') THEN d.document_id END AS document_id,
                      sum(leg.quantity) AS quantity
                 FROM (SELECT to_place_id AS place_id, lot_id, to_status AS status, owner_id, quantity, posting_id
                         FROM ledger_move WHERE book_id = %s AND item_id = %s
                       UNION ALL
                       SELECT from_place_id, lot_id, from_status, owner_id, -quantity, posting_id
                         FROM ledger_move WHERE book_id = %s AND item_id = %s) leg
                 JOIN masterdata_place p ON p.id = leg.place_id
                 JOIN ledger_posting d ON d.id = leg.posting_id
                 LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                 LEFT JOIN masterdata_partner n ON n.id = p.partner_id
                 LEFT JOIN masterdata_partner o ON o.id = leg.owner_id
                 LEFT JOIN masterdata_lot t ON t.id = leg.lot_id
                WHERE true""",
            (book_id, item_id, book_id, item_id),
        )
        + within
        + Sql(
            """ GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 HAVING sum(leg.quantity) <> 0
                ORDER BY p.kind <> 'WH', p.kind, w.code, n.code, t.expiry_date, t.number, leg.status"""
        )
    )
