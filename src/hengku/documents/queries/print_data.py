"""What a paper needs of a document: its JSON, its type's words, the fields to show."""

from dataclasses import dataclass
from typing import Any

from hengku.documents.queries.describe import told_fields
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import document_seen_by
from hengku.documents.rules.masks import visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import STATE_LABELS
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer
from hengku.metadata.types import FieldSpec


@dataclass(frozen=True, slots=True)
class PrintData:
    """document: the Document JSON without what the viewer's roles hide; labels and fields in the reader's language."""

    document: dict[str, Any]
    label: str
    state_label: str
    header_fields: tuple[FieldSpec, ...]
    line_fields: tuple[FieldSpec, ...]


def print_data(*, viewer: Viewer, document_id: int) -> PrintData:
    """Everything a paper shows. Raises Refused not_found (404), permission_denied (403) without the right to print."""
    document_seen_by(viewer, document_id, action="print")
    document = document_json(viewer=viewer, document_id=document_id)
    spec = DOCUMENT_TYPES.get(document["type"])
    return PrintData(
        document=document,
        label=str(spec.label),
        state_label=str(STATE_LABELS[DocumentState(document["state"])]),
        header_fields=tuple(visible_fields(spec.header_fields, viewer)),
        line_fields=tuple(visible_fields([*spec.line_fields, *told_fields(spec)], viewer)),
    )
