"""库存台账 of one item: opening row, every posting with running balance, closing."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hengku.kernel.money import ZERO, unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.book import LedgerQuestion, StockLedger, stock_ledger
from hengku.ledger.types import CostKind
from hengku.masterdata.models import Lot, Warehouse
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.days import period_of
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_rows import by_row, per, running, stands
from hengku.reports.queries.stock_filters import sees_cost
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    DOCUMENT_TYPE,
    FROM,
    ITEM,
    LOT,
    NUMBER,
    RECORDED_AT,
    REMARKS,
    TO,
    WAREHOUSE,
    cost_amount,
    quantity,
)
from hengku.reports.rules.columns import (
    unit_cost as unit_cost_column,
)
from hengku.reports.texts import REPORT_WORDS
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

_KIND_WORDS = {
    CostKind.DELTA: "cost_delta",
    CostKind.COVER: "cost_cover",
    CostKind.RESIDUAL: "cost_residual",
    CostKind.ADJUSTMENT: "cost_adjustment",
    CostKind.REVALUATION: "cost_revaluation",
}
_SIDES = ("in", "out")


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    found: list[FieldSpec] = [BUSINESS_DATE, DOCUMENT_TYPE, NUMBER, REMARKS, WAREHOUSE, LOT]
    for name, zh, en in (("in", "收入", "In"), ("out", "发出", "Out")):
        found += [
            quantity(f"{name}_quantity", f"{zh}数量", f"{en} quantity", group=zh),
            unit_cost_column(f"{name}_unit_cost", f"{zh}单价", f"{en} unit cost", group=zh),
            cost_amount(f"{name}_amount", f"{zh}金额", f"{en} amount", group=zh),
        ]
    return (
        *found,
        FieldSpec("balance_quantity", Text("结存数量", "Balance"), FieldType.QUANTITY, group="结存"),
        unit_cost_column("balance_unit_cost", "结存单价", "Balance unit cost", group="结存"),
        cost_amount("balance_amount", "结存金额", "Balance amount", group="结存").but(total=False),
        RECORDED_AT.but(in_list=False),
    )


def run(question: ReportQuestion) -> ReportResult:
    book = book_of(question=question)
    totals = {
        f"{side}_{figure}": _sum(book, f"{side}_{figure}") for side in _SIDES for figure in ("quantity", "amount")
    }
    totals["in_amount"] += book.difference
    rows = list(ledger_rows(question=question, book=book))
    return ReportResult(rows, totals, len(rows))


def book_of(*, question: ReportQuestion) -> StockLedger:
    """The ledger's answer for the asked item, warehouse and period."""
    first, last = period_of(question=question)
    asked = question.parameters
    return stock_ledger(
        viewer=question.viewer,
        question=LedgerQuestion(
            question.book_id,
            asked["item"],
            first,
            last,
            warehouse_ids=() if asked["warehouse"] is None else (asked["warehouse"],),
            with_amounts=sees_cost(viewer=question.viewer),
        ),
    )


def ledger_rows(*, question: ReportQuestion, book: StockLedger) -> Iterator[Row]:
    """Opening row, postings, and the closing row that balances a divided pool, if one is needed."""
    first, last = period_of(question=question)
    labels = document_labels(viewer=question.viewer, document_ids=(row["document_id"] for row in book.rows))
    warehouses = {one.pk: one for one in Warehouse.objects.filter(id__in={row["warehouse_id"] for row in book.rows})}
    lots = dict(Lot.objects.filter(id__in={row["lot_id"] for row in book.rows}).values_list("id", "number"))
    yield _balance_row(str(REPORT_WORDS["opening"]), first, book.opening_quantity, book.opening_amount)
    for row in book.rows:
        yield _row(row, labels.get(row["document_id"]), warehouses.get(row["warehouse_id"]), lots)
    if book.difference:
        closing = _balance_row(
            str(REPORT_WORDS["average_difference"]), last, book.closing_quantity, book.closing_amount
        )
        yield {**closing, "in_amount": book.difference}


def _row(row: dict[str, Any], label: DocumentLabel | None, warehouse: Warehouse | None, lots: dict[int, str]) -> Row:
    shown = {**row, "lot": lots.get(row["lot_id"])}
    shown["warehouse"] = warehouse and {"id": warehouse.pk, "code": warehouse.code, "name": warehouse.name}
    for name in ("in", "out", "balance"):
        worth = row[f"{name}_amount"]
        shown[f"{name}_unit_cost"] = unit_cost(worth, row[f"{name}_quantity"]) if worth else None
    word = _KIND_WORDS.get(row["kind"])
    if label is not None:
        shown |= {
            "type_label": label.type_label,
            "number": label.number,
            "remarks": str(REPORT_WORDS[word]) if word else label.remarks or label.partner,
            "document": {"id": label.id, "type": label.type, "number": label.number} if label.seen else None,
            **label.drill,
        }
    return shown


def _balance_row(title: str, day: object, stock: Decimal, money: Decimal) -> dict[str, object]:
    return {
        "business_date": day,
        "remarks": title,
        "balance_quantity": stock,
        "balance_amount": money,
        "balance_unit_cost": unit_cost(money, stock),
    }


def _sum(book: StockLedger, name: str) -> Decimal:
    return sum((row[name] for row in book.rows), ZERO)


RULES = {
    **{f"{side}_{figure}": stands for side in _SIDES for figure in ("quantity", "amount")},
    **{f"{side}_unit_cost": per(f"{side}_amount", f"{side}_quantity") for side in (*_SIDES, "balance")},
    **{f"balance_{figure}": running([f"in_{figure}"], [f"out_{figure}"]) for figure in ("quantity", "amount")},
}
STOCK_LEDGER = ReportSpec(
    name="stock_ledger",
    label=Text("库存台账", "Stock ledger"),
    group="stock",
    help=Text(
        "一个商品的收发明细与逐笔结存；采购退货为负收入，销售退货为负发出；只改金额的成本调整单独成行",
        "Postings of one item with running balance; purchase returns are negative in, sales returns negative out; cost corrections"
        " stand in rows of their own",
    ),
    parameters=(ITEM.but(required=True), WAREHOUSE, FROM, TO),
    columns=columns,
    for_period=True,
    run=run,
    explain=by_row(run, columns, RULES),
)
