"""价格来源: what an item would be offered at, or bought for, and why: price lists, the last price, the floor."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from hengku.documents.queries.line_context import last_priced
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text, current_language
from hengku.masterdata.models import Item, Partner
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.queries.prices import PriceAnswer, PriceQuestion, find
from hengku.masterdata.types import PriceKind
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_rows import Cell, Rule, by_row
from hengku.reports.rules.columns import ITEM, PARTNER
from hengku.reports.rules.derivation import Node, Operation, total
from hengku.reports.types import Columns, Parameters, ReportQuestion, ReportResult, ReportSpec, Row

_PLACES = 6
_SOURCES = {
    "own": Text("往来单位专用价", "The partner's own price"),
    "group": Text("客户等级价", "Price of the partner's group"),
    "list": Text("价目表", "Price list"),
    "last": Text("最近一次成交价", "Last price"),
    "floor": Text("最低限价", "Floor price"),
}
_FROM = Text("{minimum} 起", "from {minimum}")
_VALID = Text("{first} 至 {last}", "{first} to {last}")
_TAX = Text("1 + 税率", "1 + tax rate")
_ENTRY = Text("价目", "Price entry")
_LAST = Text("单据价格（折基本单位）", "Price in the document, per base unit")
QUANTITY = FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY, default=Decimal(1))
ON = FieldSpec("on", Text("日期", "Day"), FieldType.DATE)


def _columns(mask: str | None, _parameters: Parameters) -> tuple[FieldSpec, ...]:
    def price(name: str, zh: str, en: str) -> FieldSpec:
        return FieldSpec(name, Text(zh, en), FieldType.PRICE, precision=_PLACES, mask=mask)

    return (
        FieldSpec("source", Text("来源", "Source"), width=160),
        FieldSpec("condition", Text("条件", "Condition"), width=200),
        price("price", "所列单价", "Price as listed"), FieldSpec("includes_tax", Text("含税", "Tax included"), FieldType.BOOLEAN),
        price("net", "不含税单价", "Without tax"), price("gross", "含税单价", "With tax"),
        FieldSpec("used", Text("采用", "Used"), FieldType.BOOLEAN),
    )  # fmt: skip


def run(kind: PriceKind, question: ReportQuestion) -> ReportResult:
    """One row a source, in the order in which they are asked; the first is used. Prices per base unit."""
    asked = question.parameters
    item_id, partner_id, book = asked["item"], asked["partner"], book_facts(question.book_id)
    on = asked["on"] or today(book, question.at)
    rate = _tax_rate(question.book_id, item_id, partner_id)
    is_sale = kind is PriceKind.SALE
    listed = [_listed(_find(question, kind, on))]
    role = "customer" if is_sale else "supplier"
    last = last_priced(
        viewer=question.viewer, book_id=question.book_id, item_ids=[item_id], partner_id=partner_id, roles={role}
    ).get(item_id)
    newest = [_last(last, includes_tax=book.price_includes_tax)]
    found = [row for row in (listed + newest if is_sale else newest + listed) if row is not None]
    rows: list[Row] = [{**row, "used": at == 0} for at, row in enumerate(found)]
    floor = _listed(_find(question, PriceKind.FLOOR, on)) if is_sale else None
    if floor is not None:
        rows.append({**floor, "source": str(_SOURCES["floor"]), "used": False})
    return ReportResult([_taxed(row, rate) for row in rows], {}, len(rows))


def _find(question: ReportQuestion, kind: PriceKind, on: date) -> PriceAnswer | None:
    asked = question.parameters
    (found,) = find(
        questions=[PriceQuestion(asked["item"], None, asked["quantity"])], kind=kind, partner_id=asked["partner"], on=on,
        book_id=question.book_id,
    )  # fmt: skip
    return found


def _listed(found: PriceAnswer | None) -> Row | None:
    if found is None:
        return None
    language, told = current_language(), []
    if found.group:
        told.append(found.group)
    if found.minimum_quantity > 0:
        told.append(_FROM.in_language(language, {"minimum": plain(found.minimum_quantity)}))
    if found.valid_from or found.valid_to:
        days = {"first": found.valid_from or "…", "last": found.valid_to or "…"}
        told.append(_VALID.in_language(language, days))
    source = "own" if found.own else "group" if found.group else "list"
    return {
        "source": str(_SOURCES[source]), "condition": "，".join(told) if language != "en" else ", ".join(told),
        "price": found.price, "includes_tax": found.includes_tax, "_drill": {"path": f"/records/price-entries/{found.entry_id}"},
    }  # fmt: skip


def _last(found: tuple[Decimal, int] | None, *, includes_tax: bool) -> Row | None:
    if found is None:
        return None
    price, document_id = found
    return {
        "source": str(_SOURCES["last"]), "condition": "", "price": round_half_up(price, _PLACES), "includes_tax": includes_tax,
        "document": document_id, "_drill": {"path": f"/documents/{document_id}"},
    }  # fmt: skip


def _tax_rate(book_id: int, item_id: int, partner_id: int | None) -> Decimal:
    """The partner's, else the item's, else the book's."""
    of_partner = (
        Partner.objects.filter(pk=partner_id).values_list("tax_rate", flat=True).first() if partner_id else None
    )
    of_item = Item.objects.filter(pk=item_id).values_list("tax_rate", flat=True).first()
    return next((rate for rate in (of_partner, of_item) if rate is not None), book_facts(book_id).tax_rate)


def _taxed(row: Mapping[str, Any], rate: Decimal) -> Row:
    factor, price = 1 + rate, Decimal(row["price"])
    net, gross = (price / factor, price) if row["includes_tax"] else (price, price * factor)
    return {**row, "factor": factor, "net": round_half_up(net, _PLACES), "gross": round_half_up(gross, _PLACES)}


def _fact(cell: Cell, column: str) -> Node:
    document = cell.row.get("document")
    label = _ENTRY if document is None else _LAST
    path = cell.row["_drill"]["path"] if document is None else ""  # type: ignore[index]  # the report's own
    fact = Node(f"{label} {cell.row['condition']}".rstrip(), cell.figure("price"), path=path, document_id=document)  # type: ignore[arg-type]
    return total(cell.label(column), [fact])


def _tax(operation: Operation, *, when_included: bool) -> Rule:
    """The price with its tax taken out or put on; as it is where there is nothing to do."""

    def rule(cell: Cell, column: str) -> Node:
        price = _fact(cell, "price")
        if bool(cell.row["includes_tax"]) is not when_included:
            return price
        factor = Node(str(_TAX), Decimal(str(cell.row["factor"])))
        return Node(cell.label(column), cell.figure(column), operation, (price, factor), places=_PLACES)

    return rule


RULES: Mapping[str, Rule] = {
    "price": _fact, "net": _tax(Operation.QUOTIENT, when_included=True), "gross": _tax(Operation.PRODUCT, when_included=False),
}  # fmt: skip


def _spec(
    name: str, label: Text, kind: PriceKind, group: str, resource: str, help_: Text, mask: str | None
) -> ReportSpec:
    found, columns = partial(run, kind), partial(_columns, mask)
    told: Columns = columns
    return ReportSpec(
        name=name, label=label, group=group, help=help_, parameters=(ITEM.but(required=True), PARTNER, QUANTITY, ON),
        columns=told, run=found, explain=by_row(found, told, RULES), resource=resource,
    )  # fmt: skip


PRICE_REASONS = (
    _spec(
        "selling_price", Text("销售价格来源", "Why this selling price"), PriceKind.SALE, "sales", "sales_order",
        Text(
            "一个商品给某客户的建议价从哪里来：客户专用价、等级价、价目表，其次最近一次成交价；最低限价在末行。按基本单位",
            "Where the price offered to a customer comes from: own price, group, price list, else the last price; the floor last. Per base unit",
        ), None,
    ),
    _spec(
        "purchase_price", Text("采购价格来源", "Why this purchase price"), PriceKind.PURCHASE, "purchasing", "purchase_order",
        Text(
            "一个商品向某供应商的建议价从哪里来：最近一次成交价，其次价目表。按基本单位",
            "Where the price suggested for a supplier comes from: the last price, else the price list. Per base unit",
        ), "purchase_price",
    ),
)  # fmt: skip
