"""A document's content written anew: lines kept by their id, links, header, the type's own columns, and what changed."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from hengku.documents.models import Document, Line, LineProgress, Link
from hengku.documents.operations.draft import keep_unique, write_side_tables
from hengku.documents.operations.prepare import Prepared, custom
from hengku.documents.rules.changes import changes_between, line_changes
from hengku.documents.rules.headers import PreparedHeader
from hengku.documents.rules.lines import PreparedLine, columns_of
from hengku.documents.types import DocumentDraft
from hengku.identity.types import Act
from hengku.kernel import sql

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


def rewrite(*, act: Act, document_id: int, draft: DocumentDraft, prepared: Prepared, rev: int) -> dict[str, object]:
    """Replace the content of a document by what was prepared of `draft` and give it the revision `rev`; its links must be gone.
    Gives what changed, as an event keeps it."""
    old_header, old_lines = _header_values(document_id), _line_values(document_id)
    line_ids = _write_lines(document_id, prepared, draft)
    _write_links(document_id, prepared, line_ids)
    _write_header(act, document_id, prepared, rev)
    write_side_tables(prepared, [document_id], line_ids)
    keep_unique(prepared, [document_id], line_ids)
    header = changes_between(old_header, _header_values(document_id))
    lines = line_changes(old_lines, _line_values(document_id))
    return {"rev": rev, "fields": _names(header, lines), "header": header, "lines": lines}


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
        values = dict(zip(PreparedLine._fields, columns_of(new.line), strict=True))
        row = Line(pk=entered.line_id, document_id=document_id, type=draft.type, ext=new.ext, **values)
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
