"""出入库流水: every leg of every move at our warehouses, as it was posted (domain specification 9.1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import (
    Sql,
    Stock,
    StockFilter,
    fetch,
    key_conditions,
    legs_of_moves,
    place_ids,
    seen_items,
)

COUNT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class JournalQuestion:
    """Moves of a period, both days included; movement_type narrows to one."""

    book_id: int
    asked: StockFilter
    first: date
    last: date
    movement_type: str | None = None
    with_amounts: bool = True


@dataclass(frozen=True, slots=True)
class Journal:
    """rows of the page, newest first; totals over all of them; count stops at COUNT_MOST + 1."""

    rows: list[dict[str, Any]]
    in_quantity: Decimal
    out_quantity: Decimal
    count: int


def stock_journal(*, viewer: Viewer, question: JournalQuestion, limit: int | None, offset: int = 0) -> Journal:
    """Legs at warehouses the viewer may see: item, warehouse, bin, lot, status, signed in or out, amount of the line's cost.

    A move inside one warehouse (bin or status) shows both legs.
    """
    places = place_ids(viewer=viewer, book_id=question.book_id, warehouse_ids=question.asked.warehouse_ids)
    legs = _legs(question, Stock(question.book_id, places, question.asked, seen=seen_items(viewer=viewer)))
    sums = fetch(
        Sql("SELECT coalesce(sum(l.in_quantity), 0) AS ins, coalesce(sum(l.out_quantity), 0) AS outs FROM (")
        + legs
        + Sql(") l")
    )[0]
    counted = fetch(Sql("SELECT count(*) AS n FROM (SELECT FROM (") + legs + Sql(") l LIMIT %s) x", (COUNT_MOST + 1,)))
    rows = fetch(_labelled(legs, limit, offset, with_amounts=question.with_amounts))
    return Journal(rows, sums["ins"], sums["outs"], int(counted[0]["n"]))


def _legs(question: JournalQuestion, stock: Stock) -> Sql:
    condition = Sql(" AND m.business_date BETWEEN %s AND %s", (question.first, question.last))
    if question.movement_type is not None:
        condition += Sql(" AND m.movement_type = %s", (question.movement_type,))
    extra = ", m.id AS move_id, m.posting_id, m.source_line_id, m.recorded_at"
    return (
        Sql("SELECT y.* FROM (")
        + legs_of_moves(stock, condition, extra=extra)
        + Sql(") y WHERE true")
        + key_conditions(question.asked, "y")
    )


def _labelled(legs: Sql, limit: int | None, offset: int, *, with_amounts: bool) -> Sql:
    """Labels and amounts are looked up for the rows of the page only."""
    amount = (
        "(SELECT sum(e.amount) FROM ledger_cost_entry e WHERE e.source_line_id = l.source_line_id"
        " AND e.move_id = l.move_id AND e.place_id = l.place_id)"
        if with_amounts
        else "NULL::numeric"
    )
    page = (
        Sql("SELECT z.* FROM (") + legs + Sql(") z ORDER BY z.business_date DESC, z.move_id DESC, z.in_quantity DESC")
    )
    if limit is not None:
        page += Sql(" LIMIT %s OFFSET %s", (limit, offset))
    return (
        Sql("SELECT l.*, ")
        + Sql(amount)
        + Sql(
            """ AS amount, i.code AS item_code, i.name AS item_name, i.spec AS item_spec, u.name AS unit, w.id AS warehouse_id,
                w.code AS warehouse_code, w.name AS warehouse_name, b.code AS bin_code, b.name AS bin_name, t.number AS lot_number,
                p.document_id, p.document_type
           FROM ("""
        )
        + page
        + Sql(
            """) l JOIN ledger_posting p ON p.id = l.posting_id
                JOIN masterdata_item i ON i.id = l.item_id JOIN masterdata_unit u ON u.id = i.base_unit_id
                JOIN masterdata_place x ON x.id = l.place_id JOIN masterdata_warehouse w ON w.id = x.warehouse_id
                LEFT JOIN masterdata_bin b ON b.id = l.bin_id LEFT JOIN masterdata_lot t ON t.id = l.lot_id
               ORDER BY l.business_date DESC, l.move_id DESC, l.in_quantity DESC"""
        )
    )
