"""出入库流水: every move, newest first."""

from typing import Any

from hengku.kernel.texts import Text
from hengku.ledger.queries.journal import JournalQuestion, stock_journal
from hengku.ledger.types import MovementType
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.days import period_of
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_costs import of_move
from hengku.reports.queries.explain_rows import by_row, stands
from hengku.reports.queries.stock_filters import STOCK_PARAMETERS, filter_of, sees_cost
from hengku.reports.rules.columns import (
    BIN,
    BUSINESS_DATE,
    DOCUMENT_TYPE,
    FROM,
    ITEM,
    LOT,
    NUMBER,
    RECORDED_AT,
    STATUS,
    TO,
    UNIT,
    WAREHOUSE,
    cost_amount,
    quantity,
)
from hengku.reports.rules.stock_rows import with_references
from hengku.reports.texts import MOVEMENT_LABELS
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

MOVEMENT_TYPE = FieldSpec(
    "movement_type",
    Text("出入库类型", "Movement type"),
    FieldType.ENUM,
    choices=tuple(Choice(str(value), MOVEMENT_LABELS[value]) for value in MovementType),
)
COLUMNS = (
    BUSINESS_DATE,
    RECORDED_AT,
    DOCUMENT_TYPE,
    NUMBER,
    MOVEMENT_TYPE,
    ITEM,
    UNIT,
    WAREHOUSE,
    BIN,
    LOT,
    STATUS,
    quantity("in_quantity", "收入数量", "In"),
    quantity("out_quantity", "发出数量", "Out"),
    cost_amount("amount", "成本金额", "Cost amount").but(total=False),
)


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return COLUMNS


def run(question: ReportQuestion) -> ReportResult:
    first, last = period_of(question=question)
    found = stock_journal(
        viewer=question.viewer,
        question=JournalQuestion(
            question.book_id,
            filter_of(asked=question.parameters),
            first,
            last,
            movement_type=question.parameters["movement_type"],
            with_amounts=sees_cost(viewer=question.viewer),
        ),
        limit=question.page.limit,
        offset=question.page.offset,
    )
    labels = document_labels(viewer=question.viewer, document_ids=(row["document_id"] for row in found.rows))
    rows = [_row(row, labels.get(row["document_id"])) for row in found.rows]
    totals = {"in_quantity": found.in_quantity, "out_quantity": found.out_quantity}
    return ReportResult(rows, totals, found.count, has_more=question.page.offset + len(rows) < found.count)


def _row(row: dict[str, Any], label: DocumentLabel | None) -> Row:
    shown = with_references(row)
    if label is not None:
        shown |= {"type_label": label.type_label, "number": label.number, **label.drill}
    return shown


STOCK_JOURNAL = ReportSpec(
    name="stock_journal",
    label=Text("出入库流水", "Stock journal"),
    group="stock",
    help=Text("每一笔出入库，按业务日期倒序", "Every move in and out, newest first"),
    parameters=(FROM, TO, MOVEMENT_TYPE, *STOCK_PARAMETERS, STATUS),
    columns=columns,
    for_period=True,
    run=run,
    explain=by_row(run, columns, {"in_quantity": stands, "out_quantity": stands, "amount": of_move}, pages=True),
)
