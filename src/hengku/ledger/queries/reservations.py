"""Open reservations of one item: who has how much reserved where."""

from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, among_seen, fetch, place_ids


def open_claims(*, viewer: Viewer, book_id: int, item_id: int) -> list[dict[str, Any]]:
    """document_id, demand_line_id, warehouse (name), open quantity; in the warehouses the viewer may see, oldest first."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT r.document_id, r.demand_line_id, w.name AS warehouse,
                      r.quantity - r.consumed_quantity - r.released_quantity AS open
                 FROM ledger_reservation r JOIN masterdata_place p ON p.id = r.place_id
                 JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                WHERE r.book_id = %s AND r.item_id = %s AND r.place_id = ANY(%s)
                  AND r.quantity > r.consumed_quantity + r.released_quantity""",
            (book_id, item_id, list(places)),
        )
        + among_seen(viewer=viewer, column="r.item_id")
        + Sql(" ORDER BY r.id")
    )


def stock_locks(*, viewer: Viewer, book_id: int, item_id: int | None = None) -> list[dict[str, Any]]:
    """What is kept back by hand in the warehouses the viewer may see, newest first: id, item, warehouse, bin and lot (names), open
    quantity, reason, who and until when."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT -r.demand_line_id AS id, r.item_id, i.code AS item_code, i.name AS item_name, w.id AS warehouse_id,
                      w.name AS warehouse, b.code AS bin, l.number AS lot,
                      r.quantity - r.consumed_quantity - r.released_quantity AS open, r.reason, r.made_by_id, r.expires_at,
                      r.created_at
                 FROM ledger_reservation r JOIN masterdata_place p ON p.id = r.place_id
                 JOIN masterdata_warehouse w ON w.id = p.warehouse_id JOIN masterdata_item i ON i.id = r.item_id
                 LEFT JOIN masterdata_bin b ON b.id = r.bin_id LEFT JOIN masterdata_lot l ON l.id = r.lot_id
                WHERE r.book_id = %s AND r.demand_line_id < 0 AND r.place_id = ANY(%s)
                  AND (%s::bigint IS NULL OR r.item_id = %s::bigint)
                  AND r.quantity > r.consumed_quantity + r.released_quantity""",
            (book_id, list(places), item_id, item_id),
        )
        + among_seen(viewer=viewer, column="r.item_id")
        + Sql(" ORDER BY r.id DESC LIMIT 1000")
    )


def reservation_rows(
    *, viewer: Viewer, book_id: int, item_id: int | None = None, document_id: int | None = None
) -> list[dict[str, Any]]:
    """Every open claim in the warehouses the viewer may see, those that end first first, then the newest: of orders and notices, by
    hand, and on goods to come (supply_line_id; without a warehouse of their own). Quantities in base units."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT r.id, r.item_id, i.code AS item_code, i.name AS item_name, w.id AS warehouse_id, w.name AS warehouse,
                      b.code AS bin, l.number AS lot, r.quantity - r.consumed_quantity - r.released_quantity AS open, r.reason,
                      r.document_id, r.demand_line_id, r.supply_line_id, r.priority, r.expires_at, r.created_at
                 FROM ledger_reservation r JOIN masterdata_item i ON i.id = r.item_id
                 JOIN masterdata_place p ON p.id = r.place_id LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                 LEFT JOIN masterdata_bin b ON b.id = r.bin_id LEFT JOIN masterdata_lot l ON l.id = r.lot_id
                WHERE r.book_id = %s AND (r.place_id = ANY(%s) OR r.supply_line_id IS NOT NULL)
                  AND (%s::bigint IS NULL OR r.item_id = %s::bigint) AND (%s::bigint IS NULL OR r.document_id = %s::bigint)
                  AND r.quantity > r.consumed_quantity + r.released_quantity""",
            (book_id, list(places), item_id, item_id, document_id, document_id),
        )
        + among_seen(viewer=viewer, column="r.item_id")
        + Sql(" ORDER BY r.expires_at NULLS LAST, r.id DESC LIMIT 1000")
    )


def reservation_events(
    *, viewer: Viewer, book_id: int, item_id: int | None = None, document_id: int | None = None
) -> list[dict[str, Any]]:
    """What happened to claims beside being shipped, the newest first."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT e.id, e.at, e.actor_id, e.kind, e.item_id, i.code AS item_code, i.name AS item_name, w.name AS warehouse,
                      e.document_id, e.demand_line_id, e.quantity, e.reason
                 FROM ledger_reservation_event e JOIN masterdata_item i ON i.id = e.item_id
                 JOIN masterdata_place p ON p.id = e.place_id LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                WHERE e.book_id = %s AND (e.place_id = ANY(%s) OR p.kind <> 'WH')
                  AND (%s::bigint IS NULL OR e.item_id = %s::bigint) AND (%s::bigint IS NULL OR e.document_id = %s::bigint)""",
            (book_id, list(places), item_id, item_id, document_id, document_id),
        )
        + among_seen(viewer=viewer, column="e.item_id")
        + Sql(" ORDER BY e.id DESC LIMIT 500")
    )
