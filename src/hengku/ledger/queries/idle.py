"""Stock by when it last moved, and by how much it moved."""

from datetime import date, timedelta
from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, Stock, among_seen, fetch, place_ids, seen_items
from hengku.ledger.types import MovementType

_ITEM = " JOIN masterdata_item i ON i.id = x.item_id JOIN masterdata_unit u ON u.id = i.base_unit_id"


def idle_stock(*, viewer: Viewer, book_id: int, today: date, idle_days: int, limit: int) -> list[dict[str, Any]]:
    """Items with stock whose last move lies at least `idle_days` back, longest first: quantity, last_date."""
    stock = Stock(book_id, place_ids(viewer=viewer, book_id=book_id), seen=seen_items(viewer=viewer))
    return fetch(
        Sql(
            """SELECT x.item_id, x.quantity, x.last_date, i.code AS item_code, i.name AS item_name, u.name AS unit
                 FROM (SELECT b.item_id, sum(b.quantity) AS quantity, max(b.last_date) AS last_date
                         FROM ledger_balance b WHERE """
        )
        + stock.condition("b")
        + stock.at_places("b.place_id")
        + Sql(
            " GROUP BY b.item_id HAVING sum(b.quantity) > 0 AND max(b.last_date) <= %s ORDER BY max(b.last_date) LIMIT %s) x",
            (today - timedelta(days=idle_days), limit),
        )
        + Sql(_ITEM)
        + Sql(" ORDER BY x.last_date, i.code")
    )


def most_sold(*, viewer: Viewer, book_id: int, first: date, last: date, limit: int) -> list[dict[str, Any]]:
    """Items by cost of what was sold in the period (returns taken off), largest first: quantity, amount."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT x.*, i.code AS item_code, i.name AS item_name, u.name AS unit
                 FROM (SELECT p.item_id, -sum(e.quantity) AS quantity, -sum(e.amount) AS amount
                         FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
                        WHERE p.book_id = %s AND e.place_id = ANY(%s) AND e.business_date BETWEEN %s AND %s
                          AND e.movement_type = ANY(%s)""",
            (book_id, list(places), first, last, [MovementType.SALE.value, MovementType.SALE_RETURN.value]),
        )
        + among_seen(viewer=viewer, column="p.item_id")
        + Sql(" GROUP BY p.item_id HAVING sum(e.quantity) < 0 ORDER BY sum(e.amount) LIMIT %s) x", (limit,))
        + Sql(_ITEM)
        + Sql(" ORDER BY x.amount DESC, i.code")
    )


def daily_amounts(*, viewer: Viewer, book_id: int, first: date, last: date) -> list[dict[str, Any]]:
    """Value taken in and given out per day at the warehouses the viewer may see (transfers left out): business_date, in_amount,
    out_amount."""
    places = place_ids(viewer=viewer, book_id=book_id)
    return fetch(
        Sql(
            """SELECT e.business_date, coalesce(sum(e.amount) FILTER (WHERE e.amount > 0), 0) AS in_amount,
                      coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0) AS out_amount
                 FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
                WHERE p.book_id = %s AND e.place_id = ANY(%s) AND e.business_date BETWEEN %s AND %s
                  AND e.movement_type <> %s""",
            (book_id, list(places), first, last, MovementType.TRANSFER.value),
        )
        + among_seen(viewer=viewer, column="p.item_id")
        + Sql(" GROUP BY e.business_date ORDER BY e.business_date")
    )
