"""标准成本一览: what items cost by the standard, from when, and by which revision."""

from hengku.kernel.texts import Text
from hengku.ledger.queries.standards import standard_history
from hengku.masterdata.models import Item
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.documents_of import document_labels
from hengku.reports.queries.explain_rows import by_row, stands
from hengku.reports.rules.columns import DOCUMENT, DOCUMENT_TYPE, ITEM, NUMBER
from hengku.reports.rules.columns import unit_cost as unit_cost_column
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

FROM_DAY = FieldSpec("valid_from", Text("生效日期", "Valid from"), FieldType.DATE, width=120)


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, FROM_DAY, unit_cost_column("standard_cost", "标准成本", "Standard cost"),
        unit_cost_column("previous", "原标准成本", "Before"), DOCUMENT_TYPE, NUMBER, DOCUMENT,
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    """Newest first, item by item; the first standard of an item has no date and no document."""
    found = standard_history(book_id=question.book_id, item_id=question.parameters["item"])
    items = {item.pk: item for item in Item.objects.filter(pk__in={one.item_id for one in found})}
    labels = document_labels(
        viewer=question.viewer, document_ids={one.document_id for one in found if one.document_id is not None}
    )
    rows: list[Row] = []
    for one in found:
        item = items[one.item_id]
        row: dict[str, object] = {
            "item": {"id": str(item.pk), "code": item.code, "name": item.name},
            "valid_from": one.valid_from if one.document_id is not None else None,
            "standard_cost": one.unit_cost,
            "previous": one.previous,
        }
        label = labels.get(one.document_id or 0)
        if label is not None:
            row |= {"document": str(label.id), "type_label": label.type_label, "number": label.number}
            row |= label.drill
        rows.append(row)
    return ReportResult(rows, {}, len(rows))


STANDARD_COSTS = ReportSpec(
    name="standard_costs",
    label=Text("标准成本一览", "Standard costs"),
    group="stock",
    help=Text(
        "每个商品各时期的标准成本及其调整单；没有生效日期的是物料上填写的第一个标准成本",
        "Every standard cost of an item with the revision that set it; the one without a date is the first, from the item's card",
    ),
    parameters=(ITEM,),
    columns=columns,
    run=run,
    explain=by_row(run, columns, {"standard_cost": stands, "previous": stands}),
)
