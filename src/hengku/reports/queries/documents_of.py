"""Numbers and types of the documents behind ledger rows, as the viewer may see them, in one query for a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from hengku.documents.models import Document
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    """What a row says of its document; of one the viewer may not see, its type alone."""

    id: int
    type: str
    type_label: str
    number: str
    remarks: str
    partner: str

    seen: bool = True

    @property
    def path(self) -> str:
        return f"/documents/{self.type}/{self.id}" if self.seen else ""

    @property
    def drill(self) -> dict[str, object]:
        """The way to the document, for a row."""
        return {"_drill": {"path": self.path}} if self.seen else {}


def document_labels(*, viewer: Viewer, document_ids: Iterable[int]) -> dict[int, DocumentLabel]:
    """Labels by document id."""
    ids = set(document_ids)
    found = Document.objects.filter(id__in=ids).values_list("id", "type", "number", "remarks", "partner__name")
    seen = seen_documents(viewer=viewer, document_ids=ids)
    return {
        record_id: DocumentLabel(record_id, kind, type_label(code=kind), number or "", remarks, partner or "")
        if record_id in seen
        else DocumentLabel(record_id, kind, type_label(code=kind), "", "", "", seen=False)
        for record_id, kind, number, remarks, partner in found
    }


def seen_documents(*, viewer: Viewer, document_ids: Iterable[int]) -> set[int]:
    """Those of the documents that the viewer may see."""
    ids = set(document_ids)
    if viewer.all_powerful or not ids:
        return ids
    return set(visible(viewer=viewer).filter(pk__in=ids).values_list("pk", flat=True))


def type_label(*, code: str) -> str:
    """What people call a document type; the code itself for one nobody offers any more."""
    return str(DOCUMENT_TYPES.get(code).label) if code in DOCUMENT_TYPES else code
