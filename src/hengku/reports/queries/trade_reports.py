"""Reports on what was invoiced, owed and earned: 暂估清单, 账龄, 对账单, 毛利, 增值税, 采购费用分摊."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from hengku.finance.queries.goods_lines import net_of_returns, uninvoiced
from hengku.finance.queries.open_items import aged
from hengku.finance.queries.trade import gross_profit, landed_rows, statement_lines, vat_amounts
from hengku.finance.texts import SIDE_LABELS
from hengku.kernel import sql
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import book_facts, today
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_money import (
    LANDED_RULES,
    PROFIT_RULES,
    STATEMENT_RULES,
    UNINVOICED_RULES,
    aged_bucket,
    vat_amount,
)
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    COST,
    DOCUMENT,
    FROM,
    ITEM,
    LINE_NO,
    NUMBER,
    PARTNER,
    TO,
    cost_amount,
    quantity,
)
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

GROUP = "finance"
SIDE = FieldSpec(
    "side",
    Text("类型", "Side"),
    FieldType.ENUM,
    choices=tuple(Choice(side, label) for side, label in SIDE_LABELS.items()),
)
PAPER = FieldSpec("document", Text("单据 ID", "Document id"), FieldType.INTEGER, in_list=False)


def _named(table: str, ids: set[int]) -> dict[int, dict[str, str]]:
    rows = sql.rows(connection, f"SELECT id, code, name FROM {table} WHERE id = ANY(%s::bigint[])", [sorted(ids)])  # noqa: S608 (a constant)
    return {pk: {"id": str(pk), "code": code, "name": name} for pk, code, name in rows}


def _items(ids: set[int]) -> dict[int, dict[str, str]]:
    return _named("masterdata_item", ids)


def _partners(ids: set[int]) -> dict[int, dict[str, str]]:
    return _named("masterdata_partner", ids)


def _last_day(question: ReportQuestion) -> date:
    asked = question.parameters.get("to")
    return asked if isinstance(asked, date) else today(book_facts(question.book_id), question.at)


def run_uninvoiced(question: ReportQuestion) -> ReportResult:
    found = net_of_returns(uninvoiced(book_id=question.book_id, before=_last_day(question) + timedelta(days=1)))
    partner = question.parameters.get("partner")
    found = [one for one in found if partner is None or one.row.partner_id == partner]
    items = _items({one.row.item_id for one in found})
    partners = _partners({one.row.partner_id for one in found if one.row.partner_id is not None})
    rows: list[Row] = [
        {
            "business_date": one.row.date,
            "number": one.row.number,
            "document": str(one.row.document_id),
            "line_no": one.row.line_no,
            "partner": partners.get(one.row.partner_id or 0),
            "item": items[one.row.item_id],
            "quantity": one.quantity,
            "amount": one.amount,
            "line_id": one.row.id,
            "whole_quantity": one.row.quantity * (-1 if one.quantity < 0 else 1),
            "whole_amount": one.estimate,
            "back": one.back,
            "_drill": {"path": f"/documents/{one.row.document_id}"},
        }
        for one in found
    ]
    total = sum((one.amount for one in found), ZERO)
    return ReportResult(rows, {"total": total, "amount": total}, len(rows))


_TOTAL = FieldSpec("total", Text("合计", "Total"), FieldType.AMOUNT, mask=COST, in_list=False)
UNINVOICED_COLUMNS = (
    BUSINESS_DATE, NUMBER, DOCUMENT, LINE_NO, PARTNER, ITEM, quantity("quantity", "未开票数量", "Not invoiced"),
    cost_amount("amount", "暂估金额", "Estimate"), _TOTAL,
)  # fmt: skip
UNINVOICED = ReportSpec(
    name="uninvoiced",
    label=Text("暂估清单", "Receipts without invoice"),
    group=GROUP,
    help=Text(
        "已入库（扣除退货）而发票未到的行：未开票数量和暂估金额；合计 = 暂估应付款余额",
        "Goods received, less what was returned, whose invoice has not come; the total is the balance of estimated payables",
    ),
    parameters=(TO, PARTNER),
    columns=lambda _parameters: UNINVOICED_COLUMNS,
    run=run_uninvoiced,
    explain=by_row(run_uninvoiced, lambda _parameters: UNINVOICED_COLUMNS, UNINVOICED_RULES),
    resource="vouchers",
)  # fmt: skip

_AGES = (
    ("not_due", "未到期", "Not due"), ("d30", "1–30 天", "1–30 days"), ("d60", "31–60 天", "31–60 days"),
    ("d90", "61–90 天", "61–90 days"), ("d180", "91–180 天", "91–180 days"), ("d365", "181–365 天", "181–365 days"),
    ("more", "365 天以上", "Over 365 days"),
)  # fmt: skip


def run_aging(question: ReportQuestion) -> ReportResult:
    side = question.parameters.get("side")
    found = aged(book_id=question.book_id, on=_last_day(question), sides=[side] if side else list(SIDE_LABELS))
    partners = _partners({one.partner_id for one in found})
    names = [name for name, _, _ in _AGES]
    rows: list[Row] = [
        {
            "side": one.side,
            "on": _last_day(question),
            "partner": partners.get(one.partner_id),
            **dict(zip(names, one.amounts, strict=True)),
            "total": one.total,
        }
        for one in found
    ]
    totals = (
        {name: sum((one.amounts[place] for one in found), ZERO) for place, name in enumerate(names)} if side else {}
    )
    return ReportResult(rows, totals | ({"total": sum((one.total for one in found), ZERO)} if side else {}), len(rows))


AGING_COLUMNS = (
    SIDE, PARTNER, *(cost_amount(name, zh, en) for name, zh, en in _AGES), cost_amount("total", "合计", "Total"),
)  # fmt: skip
AGING_RULES = {**{name: aged_bucket(place) for place, (name, _, _) in enumerate(_AGES)}, "total": aged_bucket(None)}
AGING = ReportSpec(
    name="aging",
    label=Text("账龄分析", "Aging"),
    group=GROUP,
    help=Text("未结算往来按到期日分段；按一种类型查询时有合计", "Open items by days overdue; totals when one side is asked for"),
    parameters=(SIDE, TO),
    columns=lambda _parameters: AGING_COLUMNS,
    run=run_aging,
    explain=by_row(run_aging, lambda _parameters: AGING_COLUMNS, AGING_RULES),
    resource="vouchers",
)  # fmt: skip


def run_statement(question: ReportQuestion) -> ReportResult:
    found = statement_lines(
        book_id=question.book_id,
        partner_id=question.parameters["partner"],
        first=question.parameters["from"],
        last=question.parameters["to"],
    )
    rows: list[Row] = [
        {
            "business_date": one.date,
            "number": one.number,
            "item_id": one.item_id,
            "side": one.side,
            "charged": one.charged,
            "paid": one.paid,
            "balance": one.balance,
            "_drill": {"path": f"/documents/{one.document_id}"},
        }
        for one in found
    ]
    totals = {name: sum((getattr(one, name) for one in found), ZERO) for name in ("charged", "paid")}
    return ReportResult(rows, totals, len(rows))


STATEMENT_COLUMNS = (
    BUSINESS_DATE, NUMBER, SIDE, cost_amount("charged", "借方", "Debit"), cost_amount("paid", "贷方", "Credit"),
    cost_amount("balance", "余额", "Balance"),
)  # fmt: skip
STATEMENT = ReportSpec(
    name="statement",
    label=Text("往来对账单", "Statement"),
    group=GROUP,
    help=Text("一个往来单位的发票、收付款和余额（应收为正，应付为负）", "Invoices, payments and balance of one partner (receivable +, payable −)"),
    parameters=(PARTNER.but(required=True), FROM, TO),
    columns=lambda _parameters: STATEMENT_COLUMNS,
    run=run_statement,
    explain=by_row(run_statement, lambda _parameters: STATEMENT_COLUMNS, STATEMENT_RULES),
    resource="vouchers",
    for_period=True,
)  # fmt: skip


def run_gross_profit(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    found = gross_profit(book_id=question.book_id, first=asked["from"], last=asked["to"])
    if asked.get("item") is not None:
        found = [one for one in found if one.item_id == asked["item"]]
    items = _items({one.item_id for one in found})
    rows: list[Row] = [
        {
            "item": items.get(one.item_id),
            "item_id": one.item_id,
            "revenue": one.revenue,
            "cost": one.cost,
            "gross_profit": one.revenue - one.cost,
            "margin_percent": _percent(one.revenue, one.cost),
        }
        for one in found
    ]
    revenue, cost = sum((one.revenue for one in found), ZERO), sum((one.cost for one in found), ZERO)
    totals = {
        "revenue": revenue,
        "cost": cost,
        "gross_profit": revenue - cost,
        "margin_percent": _percent(revenue, cost),
    }
    return ReportResult(rows, totals, len(rows))


def _percent(revenue: Decimal, cost: Decimal) -> Decimal | None:
    return round_half_up((revenue - cost) * 100 / revenue, 2) if revenue else None


GROSS_PROFIT_COLUMNS = (
    ITEM, cost_amount("revenue", "收入", "Revenue"), cost_amount("cost", "成本", "Cost"),
    cost_amount("gross_profit", "毛利", "Gross profit"),
    FieldSpec("margin_percent", Text("毛利率 %", "Margin %"), FieldType.DECIMAL, precision=2, mask="margin"),
)  # fmt: skip
GROSS_PROFIT = ReportSpec(
    name="gross_profit",
    label=Text("销售毛利", "Gross profit"),
    group=GROUP,
    help=Text(
        "收入 − 成本，取自总账的收入和成本科目，按商品；毛利率 = 毛利 ÷ 收入",
        "Revenue less cost from the ledger's accounts, per item; margin = gross profit ÷ revenue",
    ),
    parameters=(FROM, TO, ITEM),
    columns=lambda _parameters: GROSS_PROFIT_COLUMNS,
    run=run_gross_profit,
    explain=by_row(run_gross_profit, lambda _parameters: GROSS_PROFIT_COLUMNS, PROFIT_RULES),
    resource="vouchers",
    for_period=True,
)  # fmt: skip


def run_vat(question: ReportQuestion) -> ReportResult:
    found = vat_amounts(book_id=question.book_id, first=question.parameters["from"], last=question.parameters["to"])
    rows: list[Row] = [{"line": str(label), "name": name, "amount": found[name]} for name, label in _VAT.items()]
    return ReportResult(rows, dict(found), len(rows))


_VAT = {
    "output": Text("销项税额", "Output tax"),
    "input": Text("进项税额", "Input tax"),
    "transferred": Text("进项税额转出", "Input tax transferred out"),
    "payable": Text("应交增值税", "Payable"),
}
VAT_COLUMNS = (
    FieldSpec("line", Text("项目", "Item"), FieldType.TEXT, width=200), cost_amount("amount", "金额", "Amount"),
    *(FieldSpec(name, label, FieldType.AMOUNT, mask=COST, in_list=False) for name, label in _VAT.items()),
)  # fmt: skip
VAT = ReportSpec(
    name="vat",
    label=Text("增值税", "VAT"),
    group=GROUP,
    help=Text("应交 = 销项 − 进项 + 进项转出，取自总账", "Payable = output − input + transferred out, from the ledger"),
    parameters=(FROM, TO),
    columns=lambda _parameters: VAT_COLUMNS,
    run=run_vat,
    explain=by_row(run_vat, lambda _parameters: VAT_COLUMNS, {"amount": vat_amount}),
    resource="vouchers",
    for_period=True,
)  # fmt: skip


def run_landed(question: ReportQuestion) -> ReportResult:
    found = landed_rows(book_id=question.book_id, document_id=question.parameters.get("document"))
    items = _items({one.item_id for one in found})
    rows: list[Row] = [
        {
            "number": one.number,
            "line_id": one.line_id,
            "landed_id": one.document_id,
            "document": str(one.goods_document_id),
            "line_no": one.line_no,
            "item": items[one.item_id],
            "share": one.share,
            "on_hand": one.on_hand,
            "received": one.received,
            "to_stock": one.to_stock,
            "to_cogs": one.share - one.to_stock,
        }
        for one in found
    ]
    return ReportResult(rows, {"share": sum((one.share for one in found), ZERO)}, len(rows))


LANDED_COST_COLUMNS = (
    NUMBER, DOCUMENT, LINE_NO, ITEM, cost_amount("share", "分摊金额", "Share"), quantity("on_hand", "在库数量", "On hand"),
    quantity("received", "入库数量", "Received"), cost_amount("to_stock", "进存货", "To stock"),
    cost_amount("to_cogs", "进成本", "To cost"),
)  # fmt: skip
LANDED_COST = ReportSpec(
    name="landed_cost",
    label=Text("采购费用分摊", "Landed cost"),
    group=GROUP,
    help=Text(
        "每个入库行分到的费用：在库部分进存货，其余进成本", "Each receipt line's share: what is on hand to stock, the rest to cost"
    ),
    parameters=(PAPER,),
    columns=lambda _parameters: LANDED_COST_COLUMNS,
    run=run_landed,
    explain=by_row(run_landed, lambda _parameters: LANDED_COST_COLUMNS, LANDED_RULES),
    resource="vouchers",
)  # fmt: skip

TRADE_REPORTS = (UNINVOICED, AGING, STATEMENT, GROSS_PROFIT, VAT, LANDED_COST)
