"""Editing a draft: replaced as a whole, line ids kept, and a lost race told by name."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import F

from hengku.documents.models import Document, Event, Line, LineProgress, Link
from hengku.documents.operations.command import in_command
from hengku.documents.operations.draft import write_side_tables
from hengku.documents.operations.prepare import Prepared, custom, prepare, progress_of
from hengku.documents.operations.progress import change_progress
from hengku.documents.operations.stale import stale
from hengku.documents.operations.tolerance import check_tolerance
from hengku.documents.queries.load import load_documents
from hengku.documents.rules.changes import changes_between, line_changes
from hengku.documents.rules.drawing import links_taken_back
from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import document_allows, document_sees
from hengku.documents.texts import STATE_LABELS
from hengku.documents.types import DocumentDraft, DocumentState, LoadedDocument
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused, refuse

_HEADER_NAMES = {
    "partner_id": "partner", "warehouse_id": "warehouse", "to_warehouse_id": "to_warehouse", "business_date": "business_date",
    "currency": "currency", "price_includes_tax": "price_includes_tax", "handler": "handler",
    "external_number": "external_number", "remarks": "remarks", "total_amount": "total_amount",
}  # fmt: skip
_LINE_NAMES = {
    "item_id": "item", "unit_id": "unit", "quantity": "quantity", "price": "price", "tax_rate": "tax_rate", "net": "net",
    "tax": "tax", "warehouse_id": "warehouse", "bin_id": "bin", "to_warehouse_id": "to_warehouse", "to_bin_id": "to_bin",
    "lot_id": "lot", "status": "status", "to_status": "to_status", "reason": "reason", "remarks": "remarks",
}  # fmt: skip


def update_document(
    *, act: Act, document_id: int, draft: DocumentDraft, rev: int, confirm: Collection[str] = ()
) -> int:
    """Replace a draft by `draft`; gives its new rev. Lines with a line_id keep it; lines left out are deleted.

    The draft's type and book must stay. Raises Refused: not_found (404), not_a_draft and stale_revision (409, saying who
    changed what and when), permission_denied (403), and everything create_documents refuses.
    """

    def work() -> int:
        before = _editable(act, document_id, draft, rev)
        change_progress(links_taken_back([before], executed=False))
        Link.objects.filter(target_line__document_id=document_id).delete()
        prepared = prepare(act=act, drafts=[draft], action="update")
        linked = change_progress(progress_of(prepared))
        check_tolerance(prepared, linked, act=act, confirm=confirm)
        old_header, old_lines = _header_values(document_id), _line_values(document_id)
        line_ids = _write_lines(document_id, prepared, draft)
        _write_links(document_id, prepared, line_ids)
        _write_header(act, document_id, prepared, rev + 1)
        write_side_tables(prepared, [document_id], line_ids)
        header = changes_between(old_header, _header_values(document_id))
        lines = line_changes(old_lines, _line_values(document_id))
        changed = {"rev": rev + 1, "fields": _names(header, lines), "header": header, "lines": lines}
        Event.objects.create(
            document_id=document_id, name="edit", from_state=before.state, to_state=before.state, actor_id=act.actor_id,
            at=act.at, address=act.address, changes=changed,
        )  # fmt: skip
        return rev + 1

    return in_command(work)


def _editable(act: Act, document_id: int, draft: DocumentDraft, rev: int) -> LoadedDocument:
    found = load_documents([document_id], for_update=True)
    if not found or not document_sees(act.viewer, found[0]):
        raise refuse("not_found", status=404)
    document = found[0]
    spec = DOCUMENT_TYPES.get(document.type)
    if rev != document.rev:
        raise stale(document_id, rev, spec)
    if document.state != DocumentState.DRAFT:
        params = {"number": document.number, "state": str(STATE_LABELS[document.state])}
        raise Refused(Refusal("not_a_draft", params), status=409)
    if not document_allows(act.viewer, document, spec, "update"):
        raise Refused(Refusal("permission_denied", {"resource": str(spec.label), "action": "update"}), status=403)
    if draft.type != document.type or draft.book_id != document.book_id:
        raise refuse("type_is_fixed", number=document.number)
    known = {line.id for line in document.lines}
    strangers = [
        Refusal("unknown_reference", {"field": "id", "id": str(line.line_id)}, ("lines", index, "id"))
        for index, line in enumerate(draft.lines)
        if line.line_id is not None and line.line_id not in known
    ]
    if strangers:
        raise Refused(strangers)
    return document


def _write_lines(document_id: int, prepared: Prepared, draft: DocumentDraft) -> list[int]:
    """Update kept lines, delete the others, add new ones; ids in the order of the draft."""
    kept = {line.line_id for line in draft.lines if line.line_id is not None}
    present = Line.objects.filter(document_id=document_id)
    gone = list(present.exclude(pk__in=kept).values_list("pk", flat=True))
    side = prepared.specs[0].side
    if gone:
        if side is not None and side.forget is not None:
            side.forget(gone)
        LineProgress.objects.filter(pk__in=gone).delete()
        sql.write(connection, "DELETE FROM documents_line WHERE id = ANY(%s::bigint[])", (gone,))
    present.update(line_no=-F("line_no"))
    rows: list[Line] = []
    fresh: list[Line] = []
    staying: list[Line] = []
    for entered, new in zip(draft.lines, prepared.lines, strict=True):
        row = Line(pk=entered.line_id, document_id=document_id, type=draft.type, ext=new.ext, **new.line._asdict())
        rows.append(row)
        (fresh if entered.line_id is None else staying).append(row)
    Line.objects.bulk_update(staying, [*PreparedLine._fields, "ext"])
    Line.objects.bulk_create(fresh)
    return [row.pk for row in rows]


def _write_links(document_id: int, prepared: Prepared, line_ids: Sequence[int]) -> None:
    Link.objects.bulk_create(
        Link(
            source_line_id=link.source_line_id,
            target_line_id=line_ids[link.line],
            source_document_id=link.source_document_id,
            target_document_id=document_id,
            kind=link.kind,
            quantity=link.quantity,
            tolerance=link.tolerance,
        )
        for link in prepared.links
    )


_WRITTEN = (
    "partner_id", "warehouse_id", "to_warehouse_id", "business_date", "currency", "price_includes_tax", "handler",
    "external_number", "remarks", "total_quantity", "total_net", "total_tax", "total_amount",
)  # fmt: skip


def _write_header(act: Act, document_id: int, prepared: Prepared, rev: int) -> None:
    header: PreparedHeader = prepared.headers[0]
    Document.objects.filter(pk=document_id).update(
        **{name: getattr(header, name) for name in _WRITTEN},
        ext=custom(prepared.specs[0], header.extra),
        rev=rev,
        updated_by_id=act.actor_id,
        updated_at=act.at,
    )


def _header_values(document_id: int) -> dict[str, object]:
    row = Document.objects.filter(pk=document_id).values(*_HEADER_NAMES, "ext").get()
    return {_HEADER_NAMES.get(name, name): value for name, value in row.items()}


def _line_values(document_id: int) -> dict[int, dict[str, object]]:
    rows = Line.objects.filter(document_id=document_id).values("line_no", "ext", *_LINE_NAMES)
    return {row["line_no"]: {_LINE_NAMES[name]: row[name] for name in _LINE_NAMES} | row["ext"] for row in rows}


def _names(header: dict[str, list[object]], lines: dict[str, dict[str, list[object]]]) -> list[str]:
    return list(dict.fromkeys([*header, *(name for changed in lines.values() for name in changed)]))
