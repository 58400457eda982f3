"""先进先出: layers with goods left, and what a document took from which layers or lots."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.models import Line
from hengku.kernel.money import unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.layer_book import cost_consumption, cost_layers
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.cost_ledger import pool_question
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_costs import ENTRY_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    DOCUMENT,
    DOCUMENT_TYPE,
    ITEM,
    LINE_NO,
    LOT,
    NUMBER,
    SCOPE,
    WAREHOUSE,
    cost_amount,
    quantity,
)
from hengku.reports.rules.columns import unit_cost as unit_cost_column
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

PIECE = FieldSpec("piece", Text("层", "Layer"), FieldType.INTEGER, width=60)
OF_DOCUMENT = FieldSpec("document", Text("单据 ID", "Document id"), FieldType.INTEGER, required=True)
LINE = FieldSpec("line", Text("单据行 ID", "Line id"), FieldType.TEXT, in_list=False)
OF_LINE = FieldSpec("of_line_no", Text("本单行号", "This line"), FieldType.INTEGER, width=80)
FIGURES = (
    quantity("quantity", "数量", "Quantity"), cost_amount("amount", "金额", "Amount"),
    unit_cost_column("unit_cost", "单位成本", "Unit cost"),
)  # fmt: skip


def layer_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (SCOPE, BUSINESS_DATE, DOCUMENT_TYPE, NUMBER, LINE_NO, PIECE, *FIGURES, DOCUMENT)


def consumption_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (OF_LINE, DOCUMENT_TYPE, NUMBER, LINE_NO, PIECE, LOT, *FIGURES, LINE, DOCUMENT)


def run_layers(question: ReportQuestion) -> ReportResult:
    pools = pool_question(question)
    return _result(question, cost_layers(viewer=question.viewer, question=pools))


def run_consumption(question: ReportQuestion) -> ReportResult:
    document_id = int(question.parameters["document"])
    return _result(
        question, cost_consumption(viewer=question.viewer, book_id=question.book_id, document_id=document_id)
    )


def _result(question: ReportQuestion, found: Sequence[Mapping[str, Any]]) -> ReportResult:
    labels = document_labels(
        viewer=question.viewer, document_ids={row["document_id"] for row in found if row["document_id"] is not None}
    )
    lines = {row[name] for row in found for name in ("source_line_id", "line_id") if row.get(name) is not None}
    numbers = dict(Line.objects.filter(id__in=lines).values_list("id", "line_no"))
    totals = {name: sum(row[name] for row in found) for name in ("quantity", "amount")}
    return ReportResult([_row(row, labels, numbers) for row in found], totals, len(found))


def _row(row: Mapping[str, Any], labels: Mapping[int, DocumentLabel], numbers: Mapping[int, int]) -> Row:
    label = labels.get(row["document_id"])
    own = (
        {"line": str(row["line_id"]), "of_line_no": numbers.get(row["line_id"]), "lot": row["lot"]}
        if "line_id" in row
        else {}
    )
    return {
        **{name: row[name] for name in ("scope", "business_date", "piece", "quantity", "amount") if name in row}, **own,
        "document": str(row["document_id"]) if row["document_id"] is not None else None,
        "line_no": numbers.get(row["source_line_id"]),
        "type_label": label.type_label if label else "", "number": label.number if label else "",
        "unit_cost": unit_cost(row["amount"], row["quantity"]),
        **(label.drill if label else {}),
    }  # fmt: skip


COST_LAYERS = ReportSpec(
    name="cost_layers",
    label=Text("先进先出结存层", "FIFO layers"),
    group="stock",
    help=Text(
        "先进先出商品还没有发出的入库层，最早的在前",
        "What is left of each receipt of an item costed first in, first out; oldest first",
    ),
    parameters=(ITEM.but(required=True), WAREHOUSE, LOT),
    columns=layer_columns,
    run=run_layers,
    explain=by_row(run_layers, layer_columns, ENTRY_RULES),
)
COST_CONSUMPTION = ReportSpec(
    name="cost_consumption",
    label=Text("成本来源", "Cost consumption"),
    group="stock",
    help=Text(
        "一张单据每行取用了哪些入库层或批号；退回为负数，重算后为最新结果",
        "Which layers or lots each line of a document took; returns are negative; after a replay the current map",
    ),
    parameters=(OF_DOCUMENT,),
    columns=consumption_columns,
    run=run_consumption,
    explain=by_row(run_consumption, consumption_columns, ENTRY_RULES),
)
