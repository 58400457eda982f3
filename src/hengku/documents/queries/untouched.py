"""What somebody may not change stays as it is when they save the rest of a document."""

from collections.abc import Iterable, Mapping
from typing import Any

from hengku.documents.models import Document, Line
from hengku.documents.queries.load import load_documents
from hengku.documents.rules.fieldset import HEADER_COLUMNS, LINE_COLUMNS
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Viewer
from hengku.metadata.types import FieldSpec

_IDS = frozenset({"partner", "warehouse", "to_warehouse", "item", "unit", "bin", "to_bin", "lot"})
_WITH_PRICE = ("price", "tax_rate", "discount")
"""Whoever may not write the price writes nothing of the money."""


def keep_untouched(*, viewer: Viewer, document_id: int, draft: DocumentDraft) -> None:
    """Fill a draft that replaces a document with what the viewer may not write, as the document has it."""
    if viewer.all_powerful or not (viewer.fields or viewer.masked):
        return
    spec = DOCUMENT_TYPES.get(draft.type)
    header = _closed(spec.header_fields, viewer)
    lines = _closed(spec.line_fields, viewer)
    if not header and not lines:
        return
    row = Document.objects.filter(pk=document_id).first()
    loaded = load_documents([document_id])
    if row is None or not loaded:
        return
    _keep(draft, row, header & HEADER_COLUMNS, loaded[0].extra, header - HEADER_COLUMNS)
    stored = {line.pk: line for line in Line.objects.filter(document_id=document_id)}
    extras = {line.id: line.extra for line in loaded[0].lines}
    if "price" in lines:
        lines |= set(_WITH_PRICE) & {one.name for one in spec.line_fields}
    for line in draft.lines:
        kept = stored.get(line.line_id or 0)
        if kept is not None and line.item_id in (None, kept.item_id):
            columns = (lines & LINE_COLUMNS) - {"amount", "tax", "source_line_id"}
            _keep(line, kept, columns, extras[kept.pk], lines - LINE_COLUMNS)


def _closed(fields: Iterable[FieldSpec], viewer: Viewer) -> set[str]:
    return {one.name for one in fields if not one.readonly and one.closed_to(viewer)}


def _keep(
    draft: DocumentDraft | LineDraft,
    stored: Any,
    columns: Iterable[str],
    extra: Mapping[str, object],
    more: Iterable[str],
) -> None:
    for name in columns:
        attribute = f"{name}_id" if name in _IDS else name
        setattr(draft, attribute, getattr(stored, attribute))
    for name in more:
        if name in extra:
            draft.extra[name] = extra[name]
