"""The moves a quantity at a place stands on: by kind of place, warehouse, partner, lot, status and owner; newest first."""

from collections.abc import Mapping, Sequence
from datetime import date

from hengku.ledger.queries.behind import MOST, Facts, facts_of
from hengku.ledger.queries.reading import Sql, fetch, joined

_COLUMNS = {
    "place_kind": "l.kind", "warehouse_id": "l.warehouse_id", "partner_id": "l.partner_id", "lot": "t.number", "lot_family": "coalesce(o.number, t.number)",
    "lot_id": "leg.lot_id", "status": "leg.status", "owner_id": "leg.owner_id", "bin_id": "leg.bin_id",
}  # fmt: skip


def legs_behind(
    *, book_id: int, item_id: int, exact: Mapping[str, object], warehouse_ids: Sequence[int] | None = None,
    place_ids: Sequence[int] | None = None, last: date | None = None, unusable: bool = False,
    document_ids: Sequence[int] | None = None,
) -> Facts:  # fmt: skip
    """What came to the places less what left them. exact: what must hold, None included (no lot, our own goods); names as in
    stock_places, lot_family (the lot with its serial numbers), lot_id and bin_id. warehouse_ids, place_ids, document_ids: only these; last: up to this day; unusable: only what is not AVAILABLE."""
    of_item = Sql(" FROM ledger_move WHERE book_id = %s AND item_id = %s", (book_id, item_id))
    legs = (
        Sql(
            "SELECT id, posting_id, business_date, movement_type, to_place_id AS place_id, lot_id, to_status AS status, owner_id,"
        )
        + Sql(" to_bin_id AS bin_id, quantity")
        + of_item
        + Sql(
            " UNION ALL SELECT id, posting_id, business_date, movement_type, from_place_id, lot_id, from_status, owner_id,"
        )
        + Sql(" from_bin_id, -quantity")
        + of_item
    )
    conditions = [Sql(f"{_COLUMNS[name]} IS NOT DISTINCT FROM %s", (value,)) for name, value in exact.items()]
    if warehouse_ids is not None:
        conditions.append(Sql("l.warehouse_id = ANY(%s)", (list(warehouse_ids),)))
    if place_ids is not None:
        conditions.append(Sql("leg.place_id = ANY(%s)", (list(place_ids),)))
    if document_ids is not None:
        conditions.append(Sql("p.document_id = ANY(%s)", (list(document_ids),)))
    if last is not None:
        conditions.append(Sql("leg.business_date <= %s", (last,)))
    if unusable:
        conditions.append(Sql("leg.status <> 'AVAILABLE'"))
    statement = (
        Sql(
            "SELECT document_id, business_date, movement_type, net, sum(net) OVER () AS whole, count(*) OVER () AS number FROM ("
            " SELECT p.document_id, leg.business_date, leg.movement_type, leg.id, sum(leg.quantity) AS net FROM ("
        )
        + legs
        + Sql(
            ") leg JOIN masterdata_place l ON l.id = leg.place_id JOIN ledger_posting p ON p.id = leg.posting_id"
            " LEFT JOIN masterdata_lot t ON t.id = leg.lot_id LEFT JOIN masterdata_lot o ON o.id = t.parent_id WHERE "
        )
        + joined(" AND ", conditions)
        + Sql(
            " GROUP BY 1, 2, 3, 4 HAVING sum(leg.quantity) <> 0) moved ORDER BY business_date DESC, id DESC LIMIT %s",
            (MOST,),
        )
    )
    return facts_of([tuple(row.values()) for row in fetch(statement)])
