"""What stands in packages, where, and what happened to it. What a viewer may not see of the stock is not told."""

from collections.abc import Sequence
from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, among_seen, fetch, seen_warehouses, stock_places

_TREE = """
WITH RECURSIVE tree AS (
    SELECT id FROM masterdata_package WHERE id = ANY(%s::bigint[])
    UNION SELECT p.id FROM masterdata_package p JOIN tree ON p.parent_id = tree.id
)"""
_ROWS = """
SELECT c.id, c.quantity, p.id AS package_id, p.number AS package_number, b.item_id, i.code AS item_code, i.name AS item_name,
       i.tracking, u.id AS unit_id, u.name AS unit, b.place_id, l.kind AS place_kind, w.id AS warehouse_id, w.code AS warehouse_code,
       w.name AS warehouse_name, n.id AS bin_id, n.code AS bin_code, t.id AS lot_id, t.number AS lot_number, t.expiry_date,
       o.number AS lot_of, b.status, b.owner_id, x.name AS owner_name, l.code AS place_code, b.project_id
FROM ledger_package_content c JOIN ledger_balance b ON b.id = c.balance_id JOIN masterdata_package p ON p.id = c.package_id
JOIN masterdata_item i ON i.id = b.item_id JOIN masterdata_unit u ON u.id = i.base_unit_id
JOIN masterdata_place l ON l.id = b.place_id LEFT JOIN masterdata_warehouse w ON w.id = l.warehouse_id
LEFT JOIN masterdata_bin n ON n.id = b.bin_id LEFT JOIN masterdata_lot t ON t.id = b.lot_id
LEFT JOIN masterdata_lot o ON o.id = t.parent_id LEFT JOIN masterdata_partner x ON x.id = b.owner_id
WHERE """
_HISTORY = """
SELECT e.id, e.at, e.quantity, e.package_id, p.number AS package_number, e.actor_id, i.code AS item_code, i.name AS item_name,
       u.name AS unit, l.kind AS place_kind, w.name AS warehouse_name, n.code AS bin_code, t.id AS lot_id, t.number AS lot_number,
       e.status, g.document_id, g.document_type, g.business_date
FROM ledger_package_event e JOIN masterdata_package p ON p.id = e.package_id JOIN masterdata_item i ON i.id = e.item_id
JOIN masterdata_unit u ON u.id = i.base_unit_id JOIN masterdata_place l ON l.id = e.place_id
LEFT JOIN masterdata_warehouse w ON w.id = l.warehouse_id LEFT JOIN masterdata_bin n ON n.id = e.bin_id
LEFT JOIN masterdata_lot t ON t.id = e.lot_id LEFT JOIN ledger_move m ON m.id = e.move_id
LEFT JOIN ledger_posting g ON g.id = m.posting_id
WHERE """
_LOOSE = """
SELECT b.item_id, w.id AS warehouse_id, w.code AS warehouse_code, w.name AS warehouse_name, n.id AS bin_id, n.code AS bin_code,
       t.id AS lot_id, t.number AS lot_number, t.expiry_date, b.status, b.owner_id, x.name AS owner_name,
       b.quantity - b.packed_quantity AS quantity, u.id AS unit_id, u.name AS unit
FROM ledger_balance b JOIN masterdata_item i ON i.id = b.item_id JOIN masterdata_unit u ON u.id = i.base_unit_id
JOIN masterdata_place l ON l.id = b.place_id AND l.kind = 'WH' JOIN masterdata_warehouse w ON w.id = l.warehouse_id
LEFT JOIN masterdata_bin n ON n.id = b.bin_id LEFT JOIN masterdata_lot t ON t.id = b.lot_id
LEFT JOIN masterdata_partner x ON x.id = b.owner_id
WHERE b.item_id = %s AND b.quantity > b.packed_quantity"""
_MOST = 500


def package_contents(*, viewer: Viewer, book_id: int, package_ids: Sequence[int]) -> list[dict[str, Any]]:
    """What stands in these packages and in those that stand in them."""
    return fetch(
        Sql(_TREE, (list(package_ids),))
        + Sql(_ROWS)
        + Sql("c.package_id IN (SELECT id FROM tree)")
        + _seen(viewer, book_id, "b")
        + Sql(" ORDER BY p.number, i.code, t.expiry_date NULLS LAST, t.number, b.status")
    )


def packages_of_lot(*, viewer: Viewer, book_id: int, lot_id: int) -> list[dict[str, Any]]:
    """In which packages a lot (its serial numbers included) stands now."""
    return fetch(
        Sql(_ROWS + "%s IN (t.id, t.parent_id)", (lot_id,))
        + _seen(viewer, book_id, "b")
        + Sql(" ORDER BY p.number, t.number, b.status")
    )


def package_history(*, viewer: Viewer, book_id: int, package_id: int) -> list[dict[str, Any]]:
    """What came into a package and out of it, the newest first."""
    return fetch(
        Sql(_HISTORY + "e.package_id = %s", (package_id,))
        + _seen(viewer, book_id, "e")
        + Sql(" ORDER BY e.id DESC LIMIT %s", (_MOST,))
    )


def loose_stock(*, viewer: Viewer, book_id: int, item_id: int) -> list[dict[str, Any]]:
    """Where an item stands outside of packages, what expires first in front."""
    return fetch(
        Sql(_LOOSE, (item_id,))
        + _seen(viewer, book_id, "b")
        + Sql(" ORDER BY w.code, n.code NULLS FIRST, t.expiry_date NULLS LAST, t.number, b.status LIMIT %s", (_MOST,))
    )


def _seen(viewer: Viewer, book_id: int, alias: str) -> Sql:
    """The places the viewer may look into; what is with partners for those who may look into all warehouses."""
    places = stock_places(viewer=viewer, book_id=book_id).all
    everywhere = seen_warehouses(viewer=viewer) is None
    here = Sql(
        f" AND {alias}.book_id = %s AND ({alias}.place_id = ANY(%s) OR %s AND l.warehouse_id IS NULL)",
        (book_id, list(places), everywhere),
    )
    return here + among_seen(viewer=viewer, column=f"{alias}.item_id")
