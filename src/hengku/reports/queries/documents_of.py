"""Numbers and types of the documents behind ledger rows, in one query for a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from hengku.documents.models import Document
from hengku.documents.rules.registry import DOCUMENT_TYPES


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    id: int
    type: str
    type_label: str
    number: str
    remarks: str
    partner: str

    @property
    def path(self) -> str:
        return f"/documents/{self.type}/{self.id}"


def document_labels(*, document_ids: Iterable[int]) -> dict[int, DocumentLabel]:
    """Labels by document id."""
    found = Document.objects.filter(id__in=set(document_ids)).values_list(
        "id", "type", "number", "remarks", "partner__name"
    )
    return {
        record_id: DocumentLabel(record_id, kind, type_label(code=kind), number or "", remarks, partner or "")
        for record_id, kind, number, remarks, partner in found
    }


def type_label(*, code: str) -> str:
    """What people call a document type; the code itself for one nobody offers any more."""
    return str(DOCUMENT_TYPES.get(code).label) if code in DOCUMENT_TYPES else code
