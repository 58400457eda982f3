"""序列号档案: every document a unit went through, from where to where, and where it is now, whose it is and in what state."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from hengku.documents.models import Document
from hengku.documents.queries.noted_serials import noted_serials
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.ledger.queries.serial_life import SerialStep, serial_life
from hengku.masterdata.models import Item
from hengku.masterdata.texts import PLACE_KINDS
from hengku.masterdata.types import PlaceKind
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.documents_of import seen_documents, type_label
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import BUSINESS_DATE, DOCUMENT, DOCUMENT_TYPE, ITEM, NUMBER, PARTNER, STATUS
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

SERIAL = FieldSpec("serial", Text("序列号", "Serial number"), FieldType.TEXT, required=True, width=140)
LOT_OF = FieldSpec("lot", Text("批号", "Lot"), FieldType.TEXT, width=110)
EVENT = FieldSpec("event", Text("环节", "Step"), FieldType.TEXT, width=90)
FROM = FieldSpec("from_place", Text("从", "From"), FieldType.TEXT, width=140)
TO = FieldSpec("to_place", Text("到", "To"), FieldType.TEXT, width=140)
OWNER = FieldSpec("owner", Text("货主", "Owner"), FieldType.TEXT, width=120)
NOW = Text("现在", "Now")
OURS = Text("本公司", "Ours")
NOTED = Text("登记", "Noted")
REVERSED = Text("冲销", "Reversed")
MOVED = Text("移动", "Moved")


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return EVENT, ITEM, LOT_OF, DOCUMENT_TYPE, NUMBER, BUSINESS_DATE, PARTNER, FROM, TO, STATUS, OWNER, DOCUMENT


def run(question: ReportQuestion) -> ReportResult:
    """Per item with this number: where the unit is now, then its documents from the first to the last; nothing for a number nobody
    knows."""
    number, item = str(question.parameters["serial"]).strip(), question.parameters.get("item")
    steps = serial_life(book_id=question.book_id, number=number, item_id=item)
    noted = noted_serials(book_id=question.book_id, number=number, item_id=item)
    papers = _papers(question.viewer, {one.document_id for one in steps} | {one.document_id for one in noted})
    items = _items({one.item_id for one in steps} | {one.item_id for one in noted})
    rows: list[Row] = []
    for item_id, life in groupby(steps, lambda step: step.item_id):
        rows += _life(list(life), items[item_id], papers)
    rows += [
        {"event": str(NOTED), "item": items[one.item_id], "from_place": one.warehouse, **papers[one.document_id]}
        for one in noted
        if one.document_id in papers
    ]
    return ReportResult(rows, {}, len(rows))


def _life(steps: Sequence[SerialStep], item: dict[str, Any], papers: dict[int, Row]) -> Iterable[Row]:
    last = steps[-1]
    yield {"event": str(NOW), "item": item, "to_place": _place(last.to_kind, last.to_name), **_state(last)}
    for step in steps:
        if step.document_id in papers:
            yield {
                "event": str(REVERSED if step.is_reversal else MOVED), "item": item,
                "from_place": _place(step.from_kind, step.from_name), "to_place": _place(step.to_kind, step.to_name),
                **_state(step), **papers[step.document_id], "business_date": step.business_date,
            }  # fmt: skip


def _state(step: SerialStep) -> Row:
    return {"lot": step.lot or "", "status": step.status, "owner": step.owner or str(OURS)}


def _place(kind: str, name: str) -> str:
    label = str(PLACE_KINDS[PlaceKind(kind)])
    return name if kind == PlaceKind.WAREHOUSE and name else " ".join(part for part in (label, name) if part)


def _items(ids: set[int]) -> dict[int, dict[str, Any]]:
    found = Item.objects.filter(pk__in=ids).values_list("pk", "code", "name", "spec")
    return {pk: {"id": str(pk), "code": code, "name": name, "spec": spec} for pk, code, name, spec in found}


def _papers(viewer: Viewer, document_ids: set[int]) -> dict[int, Row]:
    seen = seen_documents(viewer=viewer, document_ids=document_ids)
    found = Document.objects.filter(pk__in=document_ids).values_list(
        "pk", "type", "number", "business_date", "partner_id", "partner__code", "partner__name"
    )
    return {
        pk: {
            "document": str(pk), "type_label": type_label(code=kind), "number": number or "", "business_date": day,
            "partner": {"id": str(partner), "code": code, "name": name} if partner else None,
            "_drill": {"path": f"/documents/{kind}/{pk}"},
        }
        for pk, kind, number, day, partner, code, name in found
        if pk in seen
    }  # fmt: skip


SERIAL_HISTORY = ReportSpec(
    name="serial_history",
    label=Text("序列号档案", "Serial number history"),
    group="stock",
    help=Text(
        "一件货的一生：每张单据、从哪里到哪里、往来单位、状态、货主；第一行是现在。只登记的序列号列出登记它的单据",
        "The life of a unit: every document, from where to where, partner, status, owner; the first row is now. "
        "For numbers that are only noted, the documents that noted them",
    ),
    parameters=(SERIAL, ITEM),
    columns=columns,
    run=run,
    explain=by_row(run, columns, {}),
)
