"""Goods lines as invoices and landed cost see them: what came or went, at what, and what of it was invoiced."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from hengku.documents.rules.currency import ONE, RATE_SQL, in_book
from hengku.finance.models import InvoicedLine
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import value_events


class GoodsRow(NamedTuple):
    """A line of a receipt, return or shipment with its document; taxpayer of the book. net and total are in book currency."""

    id: int
    document_id: int
    type: str
    number: str
    state: str
    is_reversal: bool
    book_id: int
    partner_id: int | None
    date: date
    line_no: int
    item_id: int
    warehouse_id: int | None
    quantity: Decimal
    net: Decimal
    total: Decimal
    taxpayer: str


@dataclass(frozen=True, slots=True)
class Goods:
    """A goods line and its estimate: what the receipt put on AP-EST for it (negative for a return)."""

    row: GoodsRow
    estimate: Decimal


_COLUMNS = f"""
SELECT l.id, d.id, d.type, coalesce(d.number, ''), d.state, d.reverses_id IS NOT NULL, d.book_id, d.partner_id, d.business_date,
       l.line_no, l.item_id, l.warehouse_id, l.base_quantity, l.net, l.total, b.taxpayer, {RATE_SQL}
FROM documents_line l JOIN documents_document d ON d.id = l.document_id JOIN masterdata_book b ON b.id = d.book_id
"""  # noqa: S608 (constants only)
_ROWS = f"{_COLUMNS} WHERE l.id = ANY(%s::bigint[])"
_OPEN = f"""{_COLUMNS}
LEFT JOIN finance_invoiced_line i ON i.goods_line_id = l.id
WHERE d.book_id = %s AND d.type IN ('goods_receipt', 'purchase_return', 'custody_use', 'opening_estimate') AND d.state = 'POSTED' AND d.reverses_id IS NULL
  AND d.business_date < %s AND coalesce(i.quantity, 0) < l.base_quantity
ORDER BY d.business_date, d.id, l.line_no
"""


BUYING = frozenset({"goods_receipt", "purchase_return", "custody_use"})
"""Types whose goods are estimated until their invoice comes."""


def goods_rows(line_ids: Collection[int]) -> dict[int, GoodsRow]:
    """These lines by id."""
    return {row[0]: _goods_row(row) for row in sql.rows(connection, _ROWS, [sorted(set(line_ids))])}


def _goods_row(row: Sequence[Any]) -> GoodsRow:
    rate = row[-1]
    known = GoodsRow(*row[:-1])
    return known if rate == ONE else known._replace(net=in_book(known.net, rate), total=in_book(known.total, rate))


def with_estimates(rows: Collection[GoodsRow]) -> dict[int, Goods]:
    """Each line with the estimate its own posting made; 0 for lines without value events (shipments)."""
    buying = {row.document_id for row in rows if row.type in BUYING}
    own: dict[int, Decimal] = {}
    for event in value_events(document_ids=sorted(buying)) if buying else ():
        used = event.document_type == "custody_use" and event.quantity < 0
        if event.owner_document_id == event.document_id and event.kind in {"OWN", "ISSUE"} and not used:
            cost = event.amount + event.expensed_amount
            own[event.owner_line_id] = own.get(event.owner_line_id, ZERO) + cost
    return {row.id: Goods(row, _estimate(row, own.get(row.id, ZERO))) for row in rows}


def _estimate(row: GoodsRow, value: Decimal) -> Decimal:
    """A receipt is estimated at its price, so that gifts have none though they share the cost of what was paid (2.2); goods of before
    the start at what was entered, a return at the price the supplier takes it back for."""
    price = row.total if row.taxpayer == "SMALL_SCALE" else row.net
    if row.type == "opening_estimate":
        return price
    if row.type == "goods_receipt":
        return price if value else value
    return -price if row.type == "purchase_return" and price else value


@dataclass(frozen=True, slots=True)
class Uninvoiced:
    """What of a goods line has no invoice yet: base quantity and amount, negative for returns; estimate: of the whole line; back: returns that were taken off."""

    row: GoodsRow
    quantity: Decimal
    amount: Decimal
    estimate: Decimal
    back: tuple["Uninvoiced", ...] = ()


def uninvoiced(*, book_id: int, before: date) -> list[Uninvoiced]:
    """暂估清单: goods dated before this day whose invoice has not come, oldest first."""
    rows = [_goods_row(row) for row in sql.rows(connection, _OPEN, [book_id, before])]
    goods = with_estimates(rows)
    done = {one.goods_line_id: one for one in InvoicedLine.objects.filter(goods_line_id__in=[row.id for row in rows])}
    found = []
    for row in rows:
        so_far = done.get(row.id)
        quantity = row.quantity - (so_far.quantity if so_far else ZERO)
        amount = goods[row.id].estimate - (so_far.released if so_far else ZERO)
        if amount:
            found.append(
                Uninvoiced(
                    row, -quantity if row.type == "purchase_return" else quantity, amount, goods[row.id].estimate
                )
            )
    return found


_RETURNED = "SELECT target_line_id, source_line_id FROM documents_link WHERE target_line_id = ANY(%s::bigint[])"


def net_of_returns(found: Sequence[Uninvoiced]) -> list[Uninvoiced]:
    """The same list as the supplier will invoice it: goods returned before their invoice leave the line they came with."""
    returned = [one.row.id for one in found if one.row.type == "purchase_return"]
    source = dict(sql.rows(connection, _RETURNED, [returned])) if returned else {}
    lines = {one.row.id: one for one in found}
    for target, come_with in source.items():
        back, come = lines[target], lines.get(come_with)
        if come is not None and come.quantity + back.quantity >= 0:
            lines[come_with] = replace(
                come, quantity=come.quantity + back.quantity, amount=come.amount + back.amount, back=(*come.back, back)
            )
            del lines[target]
    return [one for one in lines.values() if one.quantity or one.amount]
