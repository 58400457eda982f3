"""存货成本明细账: every entry of an item's cost pools with the pool after it, as posted or with corrections put in their place."""

from collections.abc import Mapping
from typing import Any

from hengku.documents.models import Line
from hengku.kernel.money import unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.cost_book import PoolQuestion
from hengku.ledger.queries.cost_book import cost_ledger as rows_of_pools
from hengku.masterdata.texts import PLACE_KINDS
from hengku.masterdata.types import VALUED_KINDS, PlaceKind
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_rows import by_row, per, running, stands
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    DOCUMENT,
    DOCUMENT_TYPE,
    ITEM,
    LINE_NO,
    LOT,
    NUMBER,
    PARTNER,
    SCOPE,
    WAREHOUSE,
    cost_amount,
    quantity,
)
from hengku.reports.rules.columns import unit_cost as unit_cost_column
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

ROWS, EFFECTIVE = "rows", "effective"
VIEW = FieldSpec(
    "view", Text("成本更正", "Corrections"), FieldType.ENUM, default=ROWS,
    choices=(Choice(ROWS, Text("单独列示", "As posted")), Choice(EFFECTIVE, Text("并入原单", "In their place"))),
)  # fmt: skip
PLACE = FieldSpec(
    "place", Text("在外地点", "Place outside"), FieldType.ENUM, width=120,
    choices=tuple(Choice(kind.value, PLACE_KINDS[kind]) for kind in sorted(VALUED_KINDS - {PlaceKind.WAREHOUSE})),
)  # fmt: skip
KIND = FieldSpec(
    "kind", Text("类型", "Kind"), FieldType.ENUM, width=110,
    choices=(
        Choice("MOVE", Text("收发", "Movement")), Choice("DELTA", Text("倒填重算", "Replay delta")),
        Choice("COVER", Text("负库存成本调整", "Negative stock cover")), Choice("RESIDUAL", Text("余额调整", "Residual")),
        Choice("ADJUSTMENT", Text("成本调整", "Adjustment")), Choice("REVALUATION", Text("标准成本调整", "Revaluation")),
    ),
)  # fmt: skip


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        BUSINESS_DATE, DOCUMENT_TYPE, NUMBER, LINE_NO, KIND, SCOPE, LOT,
        quantity("quantity", "数量", "Quantity"), cost_amount("amount", "金额", "Amount"),
        quantity("balance_quantity", "结存数量", "Balance").but(total=False),
        cost_amount("balance_amount", "结存金额", "Balance amount").but(total=False),
        unit_cost_column("balance_unit_cost", "结存单价", "Balance unit cost"), DOCUMENT,
    )  # fmt: skip


def pool_question(question: ReportQuestion) -> PoolQuestion:
    """Which pools a report's parameters mean."""
    asked = question.parameters
    return PoolQuestion(
        question.book_id,
        asked["item"],
        lot=asked["lot"] or None,
        warehouse_id=asked["warehouse"],
        place_kind=asked.get("place") or None,
        partner_id=asked.get("partner"),
    )


def run(question: ReportQuestion) -> ReportResult:
    effective = question.parameters["view"] == EFFECTIVE
    found = rows_of_pools(viewer=question.viewer, question=pool_question(question), effective=effective)
    page = question.page
    shown = found[page.offset : None if page.limit is None else page.offset + page.limit]
    labels = document_labels(viewer=question.viewer, document_ids={row["document_id"] for row in shown})
    numbers = dict(Line.objects.filter(id__in={row["source_line_id"] for row in shown}).values_list("id", "line_no"))
    totals = {name: sum(row[name] for row in found) for name in ("quantity", "amount")}
    rows = [_row(row, labels, numbers.get(row["source_line_id"])) for row in shown]
    return ReportResult(rows, totals, len(found), has_more=page.offset + len(shown) < len(found))


def _row(row: Mapping[str, Any], labels: Mapping[int, DocumentLabel], line_no: int | None) -> Row:
    label = labels.get(row["document_id"])
    return {
        **{name: row[name] for name in ("business_date", "kind", "scope", "lot", "quantity", "amount", "balance_quantity", "balance_amount")},
        "pool_id": row["pool_id"], "document": str(row["document_id"]), "line_no": line_no,
        "type_label": label.type_label if label else "", "number": label.number if label else "",
        "balance_unit_cost": unit_cost(row["balance_amount"], row["balance_quantity"]),
        **(label.drill if label else {}),
    }  # fmt: skip


_WITHIN = ("pool_id",)
RULES = {
    "quantity": stands, "amount": stands, "balance_quantity": running(["quantity"], within=_WITHIN),
    "balance_amount": running(["amount"], within=_WITHIN), "balance_unit_cost": per("balance_amount", "balance_quantity"),
}  # fmt: skip
COST_LEDGER = ReportSpec(
    name="cost_ledger",
    label=Text("存货成本明细账", "Cost ledger"),
    group="stock",
    help=Text(
        "成本池的每一笔：数量、金额与其后的结存；倒填重算、负库存调整等更正单独成行，或并入被更正的单据",
        "Every entry of a cost pool and the pool after it; corrections in rows of their own, or put into the row they correct",
    ),
    parameters=(ITEM.but(required=True), WAREHOUSE, LOT, PLACE, PARTNER, VIEW),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
)
