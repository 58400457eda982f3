"""拆卸成本分摊: what each component of a disassembly took of the product's cost, and by what share."""

from decimal import Decimal

from hengku.documents.queries.history import document_seen_by
from hengku.documents.queries.load import load_documents
from hengku.documents.types import LoadedLine
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO, round_half_up
from hengku.kernel.texts import Text
from hengku.ledger.queries.cost import line_values
from hengku.ledger.queries.splits import split_weights
from hengku.masterdata.models import Item
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_costs import SPLIT_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, LINE_NO, cost_amount, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row
from hengku.warehousing.rules.making import role_of
from hengku.warehousing.types import Role

DOCUMENT = FieldSpec("document", Text("拆卸单 ID", "Disassembly id"), FieldType.INTEGER)
SHARE = FieldSpec("share", Text("分摊比例", "Share"), FieldType.RATE, precision=6, mask="cost")
_PLACES = 6


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (LINE_NO, ITEM, quantity("quantity", "数量", "Quantity"), cost_amount("amount", "金额", "Amount"), SHARE)


def run(question: ReportQuestion) -> ReportResult:
    """Nothing is asked without a document. Raises Refused not_found for what is no disassembly, or not the viewer's to see."""
    named = question.parameters["document"]
    if named is None:
        return ReportResult([], {"amount": ZERO})
    document_id = int(named)
    if document_seen_by(question.viewer, document_id).type != "disassembly":
        raise refuse("not_found", status=404)
    (document,) = load_documents([document_id])
    lines = [line for line in document.lines if role_of(line) is Role.COMPONENT]
    values = line_values(line_ids=[line.id for line in lines])
    weights = split_weights(line_ids=[line.id for line in lines])
    whole = sum(weights.values(), ZERO)
    items = Item.objects.in_bulk([line.item_id for line in lines])
    rows: list[Row] = [
        {
            **_row(line, items[line.item_id], values.get(line.id, ZERO), weights.get(line.id), whole),
            "line_id": line.id, "document": document_id, "weight": weights.get(line.id), "weights": whole,
        }
        for line in lines
    ]  # fmt: skip
    return ReportResult(rows, {"amount": sum(values.values(), ZERO)}, len(rows))


def _row(line: LoadedLine, item: Item, amount: Decimal, weight: Decimal | None, whole: Decimal) -> Row:
    return {
        "line_no": line.line_no,
        "item": {"id": str(item.pk), "code": item.code, "name": item.name},
        "quantity": line.base_quantity,
        "amount": amount,
        "share": Decimal(1) if weight is None else round_half_up(weight / whole, _PLACES),
    }


COST_SPLIT = ReportSpec(
    name="cost_split",
    label=Text("拆卸成本分摊", "Disassembly cost split"),
    group="stock",
    help=Text(
        "拆卸单各组件分到的成本：成品成本加费用按“数量×参考成本”分摊，含后来的成本更正",
        "What each component took of the product's cost and the fee, by quantity × reference cost, later corrections included",
    ),
    parameters=(DOCUMENT,),
    columns=columns,
    run=run,
    explain=by_row(run, columns, SPLIT_RULES),
    resource="disassembly",
)
