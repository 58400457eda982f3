"""Open reservations of one item: who has how much reserved where."""

from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, fetch, place_ids


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
                  AND r.quantity > r.consumed_quantity + r.released_quantity
                ORDER BY r.id""",
            (book_id, item_id, list(places)),
        )
    )
