"""批号追溯: from whom a lot came, through which other lots, who has it now; every quantity accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hengku.documents.models import Document
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.lot_flow import LotPaper, lot_edges, lot_ties, receipts_of, shipments_of
from hengku.masterdata.models import Lot
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.documents_of import seen_documents, type_label
from hengku.reports.queries.explain_rows import by_row, stands
from hengku.reports.queries.explain_trade import tie_of_lot
from hengku.reports.rules.columns import BUSINESS_DATE, DOCUMENT, DOCUMENT_TYPE, ITEM, LOT, NUMBER, PARTNER, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

RECEIVED, CAME_FROM, BECAME, SHIPPED = "RECEIVED", "CAME_FROM", "BECAME", "SHIPPED"
STEP = FieldSpec(
    "trace", Text("环节", "Step"), FieldType.ENUM, width=110,
    choices=(
        Choice(RECEIVED, Text("来源入库", "Received")),
        Choice(CAME_FROM, Text("由批号转来", "Made from lot")),
        Choice(BECAME, Text("转为批号", "Became lot")),
        Choice(SHIPPED, Text("发给客户", "Shipped")),
    ),
)  # fmt: skip
FROM_LOT = FieldSpec("from_lot", Text("来源批号", "From lot"), FieldType.TEXT, width=120)
RECEIPT = FieldSpec("receipt", Text("入库单 ID", "Receipt id"), FieldType.TEXT, in_list=False)
SUPPLIER = FieldSpec("supplier", Text("供应商", "Supplier"), FieldType.REFERENCE, ref="partners")
DELIVERY_NOTE = FieldSpec("delivery_note", Text("送货单号", "Delivery note"), FieldType.TEXT, width=120)
TIE_NAMES = (
    ("received", Text("净收入", "Received, net")),
    ("customers", Text("在客户", "At customers")),
    ("on_hand", Text("现存", "On hand")),
    ("in_transit", Text("在途", "On the way")),
    ("elsewhere", Text("在外", "Elsewhere")),
    ("converted", Text("已转换/耗用", "Converted or used")),
    ("destroyed", Text("已报废", "Scrapped")),
    ("returned", Text("其中已退供应商", "Returned before")),
    ("lost", Text("损耗/领用", "Lost or issued")),
    ("total", Text("合计", "Total")),
)
EXPIRES = FieldSpec("expiry_date", Text("有效期至", "Expires"), FieldType.DATE, width=110)


def trace_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        STEP, LOT, FROM_LOT, DOCUMENT_TYPE, NUMBER, BUSINESS_DATE, SUPPLIER, DELIVERY_NOTE, PARTNER,
        quantity("quantity", "数量", "Quantity"), RECEIPT, DOCUMENT,
    )  # fmt: skip


def tie_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return LOT, EXPIRES, *(quantity(name, label.zh, label.en) for name, label in TIE_NAMES)


def run_trace(question: ReportQuestion) -> ReportResult:
    """Rows backwards and forwards; what became of the lot in figures is its balance (lot_tie). A lot that has serial numbers is
    traced with all of them, each by its own number."""
    lot = _lot(question)
    own = [lot.pk, *Lot.objects.filter(parent=lot).order_by("number").values_list("pk", flat=True)]
    up = lot_edges(lot_ids=own, forward=False)
    down = lot_edges(lot_ids=own, forward=True)
    family = sorted({*own, *(one for edge in (*up, *down) for one in edge)})
    numbers = dict(Lot.objects.filter(pk__in=family).values_list("pk", "number"))
    above = [*own, *dict.fromkeys(edge[0] for edge in up)]
    below = [*own, *dict.fromkeys(edge[1] for edge in down)]
    receipts = receipts_of(book_id=question.book_id, lot_ids=above)
    shipments = shipments_of(book_id=question.book_id, lot_ids=below)
    papers = _papers(question.viewer, {one.document_id for one in (*receipts, *shipments)})
    rows = [*_backward(up, receipts, papers, numbers, _suppliers(family))]
    rows += [{"trace": BECAME, "lot": numbers[to], "from_lot": numbers[origin]} for origin, to in down]
    rows += [
        {"trace": SHIPPED, "lot": numbers[one.lot_id], **_paper(one, papers), "partner": papers[one.document_id]["partner"]}
        for one in shipments
        if one.document_id in papers
    ]  # fmt: skip
    return ReportResult(rows, {}, len(rows))


def _backward(
    edges: Sequence[tuple[int, int]],
    receipts: Sequence[LotPaper],
    papers: Mapping[int, Mapping[str, Any]],
    numbers: Mapping[int, str],
    suppliers: Mapping[int, dict[str, Any]],
) -> Iterable[Row]:
    """A row per receipt of the lot and of every lot it came from; and per receipt through which lot it came."""
    of_lot: dict[int, list[LotPaper]] = defaultdict(list)
    for one in receipts:
        of_lot[one.lot_id].append(one)
    for one in receipts:
        if one.document_id in papers:
            yield {
                "trace": RECEIVED,
                "lot": numbers[one.lot_id],
                **_paper(one, papers),
                **_source(one, papers, suppliers),
            }
    for origin, to in edges:
        through = [one for one in of_lot[origin] if one.document_id in papers]
        if not through:
            yield {"trace": CAME_FROM, "lot": numbers[to], "from_lot": numbers[origin]}
        for one in through:
            yield {
                "trace": CAME_FROM, "lot": numbers[to], "from_lot": numbers[origin], **_paper(one, papers),
                **_source(one, papers, suppliers),
            }  # fmt: skip


def _paper(one: LotPaper, papers: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    found = papers[one.document_id]
    return {
        "document": str(one.document_id), "type_label": found["type_label"], "number": found["number"],
        "business_date": one.business_date, "quantity": one.quantity, "_drill": {"path": found["path"]},
    }  # fmt: skip


def _source(
    one: LotPaper, papers: Mapping[int, Mapping[str, Any]], suppliers: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    """From whom: the document's partner, else whom the lot itself names (opening stock)."""
    found = papers[one.document_id]
    supplier = found["partner"] or suppliers.get(one.lot_id)
    return {"receipt": str(one.document_id), "supplier": supplier, "delivery_note": found["note"]}


def _suppliers(lot_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found = Lot.objects.filter(pk__in=lot_ids, supplier__isnull=False).values_list(
        "pk", "supplier_id", "supplier__code", "supplier__name"
    )
    return {pk: {"id": str(supplier), "code": code, "name": name} for pk, supplier, code, name in found}


def _papers(viewer: Viewer, document_ids: set[int]) -> dict[int, dict[str, Any]]:
    seen = seen_documents(viewer=viewer, document_ids=document_ids)
    found = Document.objects.filter(pk__in=document_ids).values_list(
        "pk", "type", "number", "external_number", "partner_id", "partner__code", "partner__name"
    )
    return {
        pk: {
            "type_label": type_label(code=kind), "number": number or "", "note": note, "path": f"/documents/{kind}/{pk}",
            "partner": {"id": str(partner), "code": code, "name": name} if partner else None,
        }
        for pk, kind, number, note, partner, code, name in found
        if pk in seen
    }  # fmt: skip


def run_tie(question: ReportQuestion) -> ReportResult:
    """One row per lot of the item, the serial numbers that belong to it included; totals over them (of one lot, when one is
    named)."""
    item, number = question.parameters["item"], question.parameters.get("lot")
    lots = Lot.objects.filter(item_id=item).order_by("expiry_date", "number")
    found = list(lots.filter(number=number) if number else lots.filter(parent=None))
    within = dict(Lot.objects.filter(parent__in=found).values_list("pk", "parent_id"))
    ties = lot_ties(book_id=question.book_id, lot_ids=[*(lot.pk for lot in found), *within])
    rows = []
    for lot in found:
        own = [ties[lot.pk], *(ties[serial] for serial, parent in within.items() if parent == lot.pk)]
        figures: dict[str, Any] = {name: sum((getattr(tie, name) for tie in own), ZERO) for name, _ in TIE_NAMES}
        rows.append({"lot": lot.number, "lot_id": lot.pk, "expiry_date": lot.expiry_date, **figures})
    totals = {name: sum(row[name] for row in rows) for name, _ in TIE_NAMES}
    return ReportResult(rows, totals, len(rows))


def _lot(question: ReportQuestion) -> Lot:
    lots = Lot.objects.filter(number=question.parameters["lot"])
    if question.parameters.get("item"):
        lots = lots.filter(item_id=question.parameters["item"])
    found = lots.order_by("pk").first()
    if found is None:
        raise refuse("not_found", status=404)
    return found


LOT_TRACE = ReportSpec(
    name="lot_trace",
    label=Text("批号追溯", "Lot trace"),
    group="stock",
    help=Text(
        "一个批号从哪张入库单、哪个供应商来，由哪些批号转换而成，又到了哪些批号和客户；收入 = 客户 + 现存 + 在途 + 其余去向",
        "From which receipt and supplier a lot came, through which lots, and to which lots and customers; "
        "received = customers + on hand + on the way + every other end",
    ),
    parameters=(ITEM, LOT.but(required=True)),
    columns=trace_columns,
    run=run_trace,
    explain=by_row(run_trace, trace_columns, {"quantity": stands}),
)
LOT_TIE = ReportSpec(
    name="lot_tie",
    label=Text("批号平衡", "Lot balance"),
    group="stock",
    help=Text(
        "每个批号净收入（已减退供应商）多少、都到了哪里；合计等于净收入",
        "What was received of each lot, less what went back to the supplier, and where it went; both are equal",
    ),
    parameters=(ITEM.but(required=True), LOT),
    columns=tie_columns,
    run=run_tie,
    explain=by_row(run_tie, tie_columns, {name: tie_of_lot(name) for name, _ in TIE_NAMES}),
)
