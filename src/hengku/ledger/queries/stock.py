"""Availability: how much of an item can be promised now (domain specification 3.3)."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.reading import place_ids
from hengku.ledger.types import Availability

_STOCK = """
SELECT item_id, sum(quantity), sum(quantity) FILTER (WHERE status <> 'AVAILABLE')
FROM ledger_balance
WHERE book_id = %s AND item_id = ANY(%s) AND place_id = ANY(%s) AND owner_id IS NULL GROUP BY item_id
"""
_RESERVED = """
SELECT item_id, sum(quantity - consumed_quantity - released_quantity)
FROM ledger_reservation
WHERE book_id = %s AND item_id = ANY(%s) AND place_id = ANY(%s) AND quantity > consumed_quantity + released_quantity
GROUP BY item_id
"""
_INCOMING = """
SELECT b.item_id, sum(b.quantity)
FROM ledger_balance b JOIN masterdata_place transit ON transit.id = b.place_id AND transit.kind = 'TRANSIT'
JOIN masterdata_place shelf ON shelf.warehouse_id = transit.warehouse_id AND shelf.kind = 'WH'
WHERE b.book_id = %s AND b.item_id = ANY(%s) AND shelf.id = ANY(%s) AND b.owner_id IS NULL AND b.quantity <> 0
GROUP BY b.item_id
"""


def availability(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], warehouse_id: int | None = None
) -> dict[int, Availability]:
    """OH, U and R per item over the warehouses the viewer may see (or the one named); every asked item has an answer.

    Raises Refused not_found for a book that is not the viewer's.
    """
    places = place_ids(viewer=viewer, book_id=book_id, warehouse_ids=() if warehouse_id is None else (warehouse_id,))
    params = [book_id, list(item_ids), list(places)]
    stock = {item: (on_hand, unusable or ZERO) for item, on_hand, unusable in sql.rows(connection, _STOCK, params)}
    reserved: dict[int, Decimal] = dict(sql.rows(connection, _RESERVED, params))
    answer: dict[int, Availability] = {}
    for item in item_ids:
        on_hand, unusable = stock.get(item, (ZERO, ZERO))
        answer[item] = Availability(on_hand, unusable, reserved.get(item, ZERO))
    return answer


def in_transit(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], warehouse_id: int | None = None
) -> dict[int, Decimal]:
    """调拨在途: quantity on the way to the warehouses the viewer may see, per item that has any."""
    places = place_ids(viewer=viewer, book_id=book_id, warehouse_ids=() if warehouse_id is None else (warehouse_id,))
    return dict(sql.rows(connection, _INCOMING, [book_id, list(item_ids), list(places)]))
