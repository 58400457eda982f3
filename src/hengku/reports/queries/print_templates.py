"""Templates as a kind of record, what may stand on them, and the paper of one document by one."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.queries.describe import told_fields
from hengku.documents.queries.history import events_of
from hengku.documents.queries.print_data import print_data
from hengku.documents.queries.visible import visible
from hengku.documents.rules.masks import visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import Refused, refuse
from hengku.kernel.texts import Text, current_language
from hengku.masterdata.queries.books import book_facts
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec
from hengku.reports.models import PrintTemplate
from hengku.reports.operations import print_templates
from hengku.reports.queries.days import zone_of
from hengku.reports.queries.paper_pictures import paper_pictures
from hengku.reports.rules.paper import PaperFields, PaperJob
from hengku.reports.rules.templates import (
    COMMON,
    OWN_COLUMNS,
    SIZES,
    TrailStep,
    block_problems,
    standard_blocks,
    template_paper,
)
from hengku.reports.rules.typeset import pictures

MOST_PAGES = 3
_TRAIL = frozenset({"create", "submit", "approve", "reject", "unapprove", "post", "reverse", "void"})
FIELDS = (
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True),
    FieldSpec("document_type", Text("单据类型", "Document type"), required=True),
    FieldSpec(
        "paper", Text("纸张", "Paper"), FieldType.ENUM, required=True, default="a4",
        choices=tuple(Choice(code, size[0]) for code, size in SIZES.items()),
    ),
    FieldSpec("blocks", Text("内容", "Blocks"), FieldType.JSON, default=list, in_list=False, filterable=False, sortable=False),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True),
    FieldSpec("updated_at", Text("修改时间", "Changed"), FieldType.DATETIME, readonly=True, in_form=False),
)  # fmt: skip
PRINT_TEMPLATES = ResourceSpec(
    "print-templates", Text("打印模板", "Print template"), Text("打印模板", "Print templates"), PrintTemplate, FIELDS,
    code_field="name", default_sort="document_type,name", group="prints",
    create=print_templates.create_template, update=print_templates.update_template, delete=print_templates.delete_template,
)  # fmt: skip


def template_words(*, viewer: Viewer, document_type: str) -> dict[str, Any]:
    """What the maker of a template chooses from, and what a new one starts with. Raises not_found (404)."""
    if document_type not in DOCUMENT_TYPES or not viewer.may(document_type, "view"):
        raise refuse("not_found", status=404)
    spec = DOCUMENT_TYPES.get(document_type)
    header = [field for field in visible_fields(spec.header_fields, viewer) if not field.rows]
    line = visible_fields([*spec.line_fields, *told_fields(spec)], viewer)
    money = [(name, label) for name, label in _MONEY if spec.has_prices]
    head = _words([*COMMON.values(), *(field for field in header if field.name not in COMMON)])
    return {
        "header": head,
        "lines": _words(
            [*OWN_COLUMNS.values(), *(field for field in line if field.name not in ("item", "unit", "source_line_id"))]
        ),
        "tags": [*head, *({"value": name, "label": str(label)} for name, label in (*_TAGS, *money))],
        "blocks": standard_blocks(header, line, str(spec.label)),
    }


_TAGS = (
    ("company", Text("公司", "Company")),
    ("printed_by", Text("打印人", "Printed by")),
    ("printed_at", Text("打印时间", "Printed at")),
    ("print_count", Text("打印次数", "Times printed")),
)
_MONEY = (
    ("total_net", Text("金额合计", "Net total")),
    ("total_tax", Text("税额合计", "Tax total")),
    ("total_amount", Text("价税合计", "Total with tax")),
    ("uppercase", Text("大写金额", "Amount in capitals")),
)


def _words(fields: Sequence[FieldSpec]) -> list[dict[str, str]]:
    return [{"value": field.name, "label": str(field.label)} for field in fields]


def templated(
    *, act: Act, document_id: int, paper: str, blocks: Sequence[Mapping[str, Any]], print_count: int, with_prices: bool
) -> dict[str, object]:
    """The data of the template `custom`, with what whoever prints may see. Raises Refused not_found, permission_denied (print)."""
    data = print_data(viewer=act.viewer, document_id=document_id)
    book_id = int(data.document["book"]["id"])
    zone = zone_of(book_id=book_id)
    job = PaperJob(
        layout="a4", language=current_language(), company=book_facts(book_id).name, zone=zone,
        printed_by=act.viewer.name, printed_at=act.at, print_count=print_count, with_prices=with_prices,
        pictures=paper_pictures(data.document, data.header_fields),
    )  # fmt: skip
    wants_trail = any(block["kind"] == "trail" for block in blocks)
    trail = _trail(act.viewer, document_id) if wants_trail else []
    return template_paper(
        data.document, PaperFields(data.header_fields, data.line_fields), job, paper=paper, blocks=blocks, trail=trail
    )


def _trail(viewer: Viewer, document_id: int) -> list[TrailStep]:
    events = events_of(viewer=viewer, document_id=document_id)
    return [
        TrailStep(event["at"][:16].replace("T", " "), event["actor"]["name"], event["label"], event["reason"] or "")
        for event in reversed(events)
        if event["transition"] in _TRAIL
    ]


def kept_template(*, template_id: int, document_type: str) -> PrintTemplate:
    """A template in use for documents of this type. Raises Refused unknown_layout."""
    found = PrintTemplate.objects.filter(pk=template_id, document_type=document_type, active=True).first()
    if found is None:
        raise refuse("unknown_layout", layout=f"template-{template_id}")
    return found


def preview(*, act: Act, document_type: str, paper: str, blocks: Any) -> dict[str, list[str]]:
    """What the newest document of the type would look like. Raises permission_denied (403), template_…, template_no_document (422)."""
    require(act.viewer, "print-templates", "view")
    wrong = block_problems(blocks, paper)
    if wrong:
        raise Refused(wrong)
    types = [document_type] if document_type in DOCUMENT_TYPES else []
    newest = (
        visible(viewer=act.viewer, types=types, action="print").order_by("-id").values_list("pk", flat=True).first()
    )
    if newest is None:
        raise refuse("template_no_document")
    data = templated(act=act, document_id=newest, paper=paper, blocks=blocks, print_count=0, with_prices=True)
    pages = pictures("custom", data, most=MOST_PAGES)
    return {"pages": [f"data:image/png;base64,{b64encode(page).decode()}" for page in pages]}
