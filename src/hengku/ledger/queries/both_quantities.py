"""Goods kept in two quantities: what stands where, by weight and by pieces (domain specification 3.2)."""

from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, Stock, fetch, place_ids, seen_items


def both_quantities(
    *, viewer: Viewer, book_id: int, item_id: int | None = None, warehouse_id: int | None = None
) -> list[dict[str, Any]]:
    """Per item, warehouse and lot of catch-weight goods: quantity and second_quantity with their units, and the usual weight of
    one; of stock the viewer may see."""
    places = place_ids(viewer=viewer, book_id=book_id, warehouse_ids=[warehouse_id] if warehouse_id else ())
    stock = Stock(book_id, places, seen=seen_items(viewer=viewer))
    narrowed = Sql("") if item_id is None else Sql(" AND b.item_id = %s", (item_id,))
    return fetch(
        Sql(
            """SELECT b.item_id, i.code AS item_code, i.name AS item_name, i.spec AS item_spec, u.name AS unit,
                      su.name AS second_unit, i.second_ratio, w.id AS warehouse_id, w.code AS warehouse_code,
                      w.name AS warehouse_name, t.number AS lot, sum(b.quantity) AS quantity,
                      sum(b.second_quantity) AS second_quantity
                 FROM ledger_balance b JOIN masterdata_item i ON i.id = b.item_id
                 JOIN masterdata_unit u ON u.id = i.base_unit_id JOIN masterdata_unit su ON su.id = i.second_unit_id
                 JOIN masterdata_place p ON p.id = b.place_id JOIN masterdata_warehouse w ON w.id = p.warehouse_id
                 LEFT JOIN masterdata_lot t ON t.id = b.lot_id
                WHERE """
        )
        + stock.condition("b")
        + stock.at_places("b.place_id")
        + narrowed
        + Sql(
            """ GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 HAVING sum(b.quantity) <> 0 OR sum(b.second_quantity) <> 0
                ORDER BY i.code, w.code, t.number NULLS FIRST"""
        )
    )
