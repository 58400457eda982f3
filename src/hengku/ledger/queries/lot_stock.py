"""Stock by lot with its dates: what expires first stands first."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.behind import Fact
from hengku.ledger.queries.expiry_outlook import TIERS_OF_ITEM
from hengku.ledger.queries.reading import Sql, Stock, fetch, place_ids, seen_items


def lot_stock(
    *,
    viewer: Viewer,
    book_id: int,
    item_id: int | None = None,
    warehouse_id: int | None = None,
    lot: str | None = None,
    expires_by: date | None = None,
) -> list[dict[str, Any]]:
    """Per item, warehouse, lot and status what lies there: quantity, production_date, expiry_date, supplier_number, the tiers of
    near expiry that hold for it; of stock the viewer may see. expires_by: only lots that expire on that day or before."""
    places = place_ids(viewer=viewer, book_id=book_id, warehouse_ids=[warehouse_id] if warehouse_id else ())
    stock = Stock(book_id, places, seen=seen_items(viewer=viewer))
    narrowed = Sql("")
    if item_id is not None:
        narrowed += Sql(" AND b.item_id = %s", (item_id,))
    if lot:
        narrowed += Sql(" AND %s IN (t.number, o.number)", (lot,))
    if expires_by is not None:
        narrowed += Sql(" AND t.expiry_date <= %s", (expires_by,))
    return fetch(
        Sql(
            f"""SELECT b.item_id, i.code AS item_code, i.name AS item_name, i.spec AS item_spec, u.name AS unit,
                      w.id AS warehouse_id, w.code AS warehouse_code, w.name AS warehouse_name, coalesce(o.number, t.number) AS lot,
                      t.supplier_number, t.production_date, t.expiry_date, b.status, {TIERS_OF_ITEM} AS tiers,
                      sum(b.quantity) AS quantity
                 FROM ledger_balance b JOIN masterdata_lot t ON t.id = b.lot_id JOIN masterdata_item i ON i.id = b.item_id
                 LEFT JOIN masterdata_lot o ON o.id = t.parent_id JOIN masterdata_unit u ON u.id = i.base_unit_id JOIN masterdata_place p ON p.id = b.place_id
                 LEFT JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                 JOIN masterdata_book k ON k.id = b.book_id
                WHERE """  # noqa: S608 (constants only)
        )
        + stock.condition("b")
        + stock.at_places("b.place_id")
        + narrowed
        + Sql(
            """ GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 HAVING sum(b.quantity) <> 0
                ORDER BY t.expiry_date NULLS LAST, i.code, 9, w.code, b.status"""
        )
    )


def daily_sales(*, book_id: int, item_ids: list[int], first: date, last: date) -> dict[int, Decimal]:
    """Base units of each item sold a day on average over these days, returns taken off; items that did not sell are missing."""
    days = (last - first).days + 1
    rows = fetch(
        Sql(
            """SELECT m.item_id, sum(CASE WHEN (m.movement_type = 'SALE') = (m.reverses_id IS NULL) THEN m.quantity
                                          ELSE -m.quantity END) AS sold
                 FROM ledger_move m WHERE m.item_id = ANY(%s) AND m.book_id = %s AND m.business_date BETWEEN %s AND %s
                  AND m.movement_type IN ('SALE', 'SALE_RETURN') GROUP BY 1""",
            (item_ids, book_id, first, last),
        )
    )
    return {row["item_id"]: max(row["sold"], ZERO) / days for row in rows}


_SALES = """
SELECT p.document_id, m.business_date, m.movement_type,
       CASE WHEN (m.movement_type = 'SALE') = (m.reverses_id IS NULL) THEN m.quantity ELSE -m.quantity END
FROM ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
WHERE m.item_id = %s AND m.book_id = %s AND m.business_date BETWEEN %s AND %s AND m.movement_type IN ('SALE', 'SALE_RETURN')
ORDER BY m.business_date, m.id
"""


def sales_behind(*, book_id: int, item_id: int, first: date, last: date) -> list[Fact]:
    """The moves `daily_sales` averages, oldest first; what came back is negative."""
    return [Fact(*row) for row in sql.rows(connection, _SALES, [item_id, book_id, first, last])]
