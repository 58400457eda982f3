"""材料成本差异: the variance rate of items at standard cost in a month, and what each issue bears of it."""

from decimal import Decimal

from hengku.finance.operations.close import month_of
from hengku.finance.queries.variances import item_variances
from hengku.finance.rules.variances import ItemVariance
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Item
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.account_reports import MONTH, month_asked
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_costs import VARIANCE_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import DOCUMENT, DOCUMENT_TYPE, ITEM, NUMBER, cost_amount, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

TOTALS = ("variance_pool", "base", "closing_quantity", "closing_standard", "closing_variance")
RATE = FieldSpec("rate_percent", Text("差异率%", "Rate %"), FieldType.DECIMAL, precision=4, mask="cost")


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, cost_amount("variance_pool", "待分摊差异", "Variance"), cost_amount("base", "标准成本基数", "Base at standard"), RATE,
        quantity("closing_quantity", "结存数量", "Closing quantity"),
        cost_amount("closing_standard", "结存标准成本", "Closing at standard"),
        cost_amount("closing_variance", "结存差异", "Closing variance"),
        DOCUMENT_TYPE, NUMBER, DOCUMENT, cost_amount("share", "分摊差异", "Share"),
    )  # fmt: skip


def _figure(one: ItemVariance, name: str) -> Decimal:
    figure: Decimal = one.pool if name == "variance_pool" else getattr(one, name)
    return figure


def run(question: ReportQuestion) -> ReportResult:
    """One row per item, and one per document that used it up."""
    month = month_of(book_id=question.book_id, month=month_asked(question))
    asked = question.parameters["item"]
    found = item_variances(month=month, item_ids=None if asked is None else [asked])
    items = {item.pk: item for item in Item.objects.filter(pk__in=[one.item_id for one in found])}
    labels = document_labels(
        viewer=question.viewer, document_ids=[document_id for one in found for document_id in one.shares]
    )
    totals: dict[str, Decimal] = {name: sum((_figure(one, name) for one in found), ZERO) for name in TOTALS}
    pool = ItemVariance(0, totals["variance_pool"], totals["base"], ZERO, ZERO)
    rows = [
        {**row, "month": month, "item_id": one.item_id}
        for one in found
        for row in _rows(one, items[one.item_id], labels)
    ]
    return ReportResult(rows, {**totals, "rate_percent": pool.rate_percent}, len(rows))


def _rows(one: ItemVariance, item: Item, labels: dict[int, DocumentLabel]) -> list[Row]:
    named = {"item": {"id": str(item.pk), "code": item.code, "name": item.name}}
    rows: list[Row] = [{**named, **{name: _figure(one, name) for name in TOTALS}, "rate_percent": one.rate_percent}]
    for document_id, lines in one.shares.items():
        label = labels[document_id]
        rows.append(
            {
                **named, "document": str(document_id), "type_label": label.type_label, "number": label.number,
                "share": sum(lines.values(), ZERO), **label.drill,
            }
        )  # fmt: skip
    if one.rest:
        rows.append({**named, "share": one.rest})
    return rows


VARIANCE = ReportSpec(
    name="variance",
    label=Text("材料成本差异分摊", "Cost variances"),
    group="finance",
    help=Text(
        "差异率＝（期初差异＋本月差异）÷（期初标准成本＋本月收入标准成本±重估）；每张发出单按差异率分摊，其余留给结存",
        "Rate = (opening + the month's variance) ÷ (opening + receipts at standard ± revaluation); every issue bears its share, "
        "the rest stays with the goods on hand",
    ),
    parameters=(ITEM, MONTH),
    columns=columns,
    run=run,
    explain=by_row(run, columns, VARIANCE_RULES),
    resource="vouchers",
)
