"""Reports on buying: 采购价格分析, 供应商交货与质量, 匹配差异 (domain specification 9.3)."""

from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.queries.three_way import posted_charges
from hengku.kernel import sql
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import book_facts, today
from hengku.metadata.types import FieldSpec, FieldType
from hengku.purchasing.queries.performance import deliveries, prices_paid
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.queries.explain_trade import MATCH_RULES, PERFORMANCE_RULES, PRICE_RULES
from hengku.reports.rules.columns import BUSINESS_DATE, DOCUMENT, FROM, ITEM, LINE_NO, NUMBER, PARTNER, TO, quantity
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

GROUP = "purchasing"
_MASK = "purchase_price"
_FIRST = date(1, 1, 1)
SUPPLIER = PARTNER.but(name="supplier", label=Text("供应商", "Supplier"))


def _amount(name: str, zh: str, en: str) -> FieldSpec:
    return FieldSpec(name, Text(zh, en), FieldType.AMOUNT, total=True, mask=_MASK)


def _price(name: str, zh: str, en: str) -> FieldSpec:
    return FieldSpec(name, Text(zh, en), FieldType.PRICE, precision=6, mask=_MASK)


def _percent(name: str, zh: str, en: str, *, mask: str | None = None) -> FieldSpec:
    return FieldSpec(name, Text(zh, en), FieldType.DECIMAL, precision=2, mask=mask)


def _count(name: str, zh: str, en: str) -> FieldSpec:
    return FieldSpec(name, Text(zh, en), FieldType.INTEGER, total=True)


def _today(question: ReportQuestion) -> date:
    return today(book_facts(question.book_id), question.at)


def _days(question: ReportQuestion) -> tuple[date, date]:
    first, last = question.parameters.get("from"), question.parameters.get("to")
    return (
        first if isinstance(first, date) else _FIRST,
        last if isinstance(last, date) else _today(question),
    )


def _named(table: str, ids: set[int]) -> dict[int, dict[str, str]]:
    rows = sql.rows(connection, f"SELECT id, code, name FROM {table} WHERE id = ANY(%s::bigint[])", [sorted(ids)])  # noqa: S608 (a constant)
    return {pk: {"id": str(pk), "code": code, "name": name} for pk, code, name in rows}


def rate(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A part in percent, two places; None of nothing."""
    return round_half_up(Decimal(part) * 100 / Decimal(whole), 2) if whole else None


def run_prices(question: ReportQuestion) -> ReportResult:
    first, last = _days(question)
    found = prices_paid(
        book_id=question.book_id,
        first=first,
        last=last,
        item_id=question.parameters.get("item"),
        partner_id=question.parameters.get("supplier"),
    )
    items = _named("masterdata_item", {one.item_id for one in found})
    partners = _named("masterdata_partner", {one.partner_id for one in found if one.partner_id})
    rows: list[Row] = []
    for one in found:
        price = round_half_up(one.net / one.quantity, 6)
        before = None
        if one.previous_net is not None and one.previous_quantity:
            before = round_half_up(one.previous_net / one.previous_quantity, 6)
        rows.append(
            {
                "item": items[one.item_id],
                "supplier": partners.get(one.partner_id or 0),
                "business_date": one.date,
                "number": one.number,
                "document": str(one.document_id),
                "line_no": one.line_no,
                "quantity": one.quantity,
                "amount": one.net,
                "price": price,
                "previous_price": before,
                "previous_net": one.previous_net,
                "previous_quantity": one.previous_quantity,
                "change_percent": rate(price - before, before) if before else None,
                "_drill": {"path": f"/documents/{one.document_id}"},
            }
        )
    return ReportResult(rows, {"amount": sum((one.net for one in found), ZERO)}, len(rows))


PURCHASE_PRICES_COLUMNS = (
    ITEM, SUPPLIER, BUSINESS_DATE, NUMBER, DOCUMENT, LINE_NO, quantity("quantity", "数量", "Quantity"),
    _amount("amount", "金额", "Amount"), _price("price", "单价", "Price"), _price("previous_price", "上次单价", "Last price"),
    _percent("change_percent", "涨跌 %", "Change %", mask=_MASK),
)  # fmt: skip
PURCHASE_PRICES = ReportSpec(
    name="purchase_prices",
    label=Text("采购价格分析", "Purchase prices"),
    group=GROUP,
    help=Text(
        "按商品和供应商逐次列出入库单价（不含税，按基本单位）及比上次的涨跌；单价 = 金额 ÷ 数量",
        "Every receipt's price without tax per base unit, by item and supplier, and how it moved since the last one; price = amount ÷ "
        "quantity",
    ),
    parameters=(FROM, TO, ITEM, SUPPLIER),
    columns=lambda _parameters: PURCHASE_PRICES_COLUMNS,
    run=run_prices,
    explain=by_row(run_prices, lambda _parameters: PURCHASE_PRICES_COLUMNS, PRICE_RULES),
    resource="goods_receipt",
)  # fmt: skip


def run_performance(question: ReportQuestion) -> ReportResult:
    first, last = _days(question)
    found = deliveries(
        book_id=question.book_id,
        first=first,
        last=last,
        today=_today(question),
        partner_id=question.parameters.get("supplier"),
    )
    partners = _named("masterdata_partner", {one.partner_id for one in found})
    rows: list[Row] = [
        {
            "supplier": partners[one.partner_id],
            "asked": {
                "book_id": question.book_id,
                "first": first,
                "last": last,
                "today": _today(question),
                "partner_id": one.partner_id,
            },
            "lines": one.lines,
            "on_time": one.on_time,
            "on_time_percent": rate(one.on_time, one.lines),
            "short": one.short,
            "short_percent": rate(one.short, one.lines),
            "inspected": one.inspected,
            "passed": one.passed,
            "pass_percent": rate(one.passed, one.inspected),
        }
        for one in found
    ]
    lines, on_time = sum(one.lines for one in found), sum(one.on_time for one in found)
    short = sum(one.short for one in found)
    totals = {
        "lines": lines, "on_time": on_time, "on_time_percent": rate(on_time, lines), "short": short,
        "short_percent": rate(short, lines),
    }  # fmt: skip
    return ReportResult(rows, totals, len(rows))


SUPPLIER_PERFORMANCE_COLUMNS = (
    SUPPLIER, _count("lines", "到期行数", "Lines due"), _count("on_time", "及时行数", "On time"),
    _percent("on_time_percent", "及时率 %", "On time %"), _count("short", "未交齐行数", "Short"),
    _percent("short_percent", "未交齐率 %", "Short %"),
    FieldSpec("inspected", Text("检验数量", "Inspected"), FieldType.QUANTITY),
    FieldSpec("passed", Text("合格数量", "Passed"), FieldType.QUANTITY), _percent("pass_percent", "合格率 %", "Pass %"),
)  # fmt: skip
SUPPLIER_PERFORMANCE = ReportSpec(
    name="supplier_performance",
    label=Text("供应商交货与质量", "Supplier performance"),
    group=GROUP,
    help=Text(
        "交期在期间内且已到的订单行：及时率 = 交期当天或之前收齐（短装容差内）的行 ÷ 行数；未交齐率 = 至今未收齐的行 ÷ 行数；"
        "合格率 = 合格与让步接收 ÷ 检验数量",
        "Order lines promised in the period and due: on time = received in full (but for the short tolerance) by the promised day ÷ "
        "lines; short = not received in full yet ÷ lines; pass = accepted or conceded ÷ inspected",
    ),
    parameters=(FROM, TO, SUPPLIER),
    columns=lambda _parameters: SUPPLIER_PERFORMANCE_COLUMNS,
    run=run_performance,
    explain=by_row(run_performance, lambda _parameters: SUPPLIER_PERFORMANCE_COLUMNS, PERFORMANCE_RULES),
    resource="purchase_order",
)  # fmt: skip


def run_differences(question: ReportQuestion) -> ReportResult:
    first, last = _days(question)
    partner = question.parameters.get("supplier")
    found = [
        one
        for one in posted_charges(book_id=question.book_id, first=first, last=last)
        if not one.charge.matches and partner in (None, one.partner_id)
    ]
    items = _named("masterdata_item", {one.item_id for one in found})
    partners = _named("masterdata_partner", {one.partner_id for one in found if one.partner_id})
    rows: list[Row] = [
        {
            "business_date": one.date,
            "number": one.number,
            "document": str(one.document_id),
            "line_no": one.line_no,
            "supplier": partners.get(one.partner_id or 0),
            "item": items[one.item_id],
            "agreed": one.charge.agreed_document,
            "agreed_id": one.agreed_id,
            "agreed_net": one.charge.agreed_net,
            "agreed_quantity": one.charge.agreed_quantity,
            "quantity": one.charge.quantity,
            "expected": one.charge.expected,
            "invoiced": one.charge.net,
            "difference": one.charge.difference,
            "percent": rate(one.charge.difference, one.charge.expected),
            "_drill": {"path": f"/documents/{one.document_id}"},
        }
        for one in found
    ]
    names = ("expected", "invoiced", "difference")
    totals = {name: sum((getattr(one.charge, _SOURCE[name]) for one in found), ZERO) for name in names}
    return ReportResult(rows, totals, len(rows))


_SOURCE = {"expected": "expected", "invoiced": "net", "difference": "difference"}
MATCH_DIFFERENCES_COLUMNS = (
    BUSINESS_DATE, NUMBER, DOCUMENT, LINE_NO, SUPPLIER, ITEM,
    FieldSpec("agreed", Text("约定单据", "Agreed in"), FieldType.TEXT), quantity("quantity", "开票数量", "Invoiced quantity"),
    _amount("expected", "应为", "Expected"), _amount("invoiced", "发票金额", "Invoiced"),
    _amount("difference", "差额", "Difference"), _percent("percent", "差额 %", "Difference %", mask=_MASK),
)  # fmt: skip
MATCH_DIFFERENCES = ReportSpec(
    name="match_differences",
    label=Text("三单匹配差异", "Match differences"),
    group=GROUP,
    help=Text(
        "已过账采购发票中，与订单（无订单时与入库单）价格相差超过账簿容差的行；应为 = 约定金额 × 开票数量 ÷ 约定数量",
        "Lines of posted purchase invoices further from the order's price (the receipt's where nothing was ordered) than the book "
        "tolerates; expected = agreed amount × invoiced quantity ÷ agreed quantity",
    ),
    parameters=(FROM, TO, SUPPLIER),
    columns=lambda _parameters: MATCH_DIFFERENCES_COLUMNS,
    run=run_differences,
    explain=by_row(run_differences, lambda _parameters: MATCH_DIFFERENCES_COLUMNS, MATCH_RULES),
    resource="purchase_invoice",
)  # fmt: skip

PURCHASE_ANALYSIS = (PURCHASE_PRICES, SUPPLIER_PERFORMANCE, MATCH_DIFFERENCES)
