"""Documents of one type as something fields refer to and pickers find; and what files of their fields are opened with."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from hengku.documents.models import Document, Line
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.visible import visible
from hengku.documents.rules import fields
from hengku.documents.rules.list_fields import LINE_START, list_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import LABELS
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Text
from hengku.metadata.queries.columns import field_at
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.queries.records import MOST_HITS
from hengku.metadata.rules.custom_fields import LINES
from hengku.metadata.types import FieldSpec, ResourceSpec


def documents_referred(code: str) -> ResourceSpec | None:
    """Documents of a type as a kind of record; None when there is no such type."""
    return _kind(code) if code in DOCUMENT_TYPES else None


def _kind(code: str) -> ResourceSpec:
    label: Text = DOCUMENT_TYPES.get(code).label
    return ResourceSpec(
        name=code, label=label, label_plural=label, model=Document, code_field="number", title_field="number", default_sort="-id",
        fields=(FieldSpec("number", LABELS["number"], readonly=True, searchable=True), fields.BUSINESS_DATE.but(readonly=True)),
        queryset=partial(_of_type, code), narrow=partial(_narrowed, code),
    )  # fmt: skip


def _of_type(code: str) -> QuerySet[Document]:
    return Document.objects.filter(type=code)


def _narrowed(code: str, rows: QuerySet[Document], viewer: Viewer) -> QuerySet[Document]:
    return rows.filter(pk__in=visible(viewer=viewer, types=[code]).values("pk"))


def find_documents(*, viewer: Viewer, code: str, q: str, limit: int) -> Sequence[dict[str, Any]]:
    """Documents of a type for a picker, newest first, by a part of their number or their partner's name. Raises Refused not_found."""
    if code not in DOCUMENT_TYPES or not viewer.may(code, "view"):
        raise refuse("not_found", status=404)
    hidden = {field.name for field in list_fields(DOCUMENT_TYPES.get(code)) if field.hidden_from(viewer)}
    rows = visible(viewer=viewer, types=[code]).exclude(number=None)
    for word in q[:100].split():
        told = Q(number__icontains=word)
        rows = rows.filter(told if "partner" in hidden else told | Q(partner__name__icontains=word))
    found = rows.order_by("-id").values_list("pk", "number", "partner__name", "business_date")[
        : max(1, min(limit, MOST_HITS))
    ]
    return [
        {
            "id": str(pk),
            "code": number,
            "name": number,
            "hint": " ".join(filter(None, ("" if "partner" in hidden else name, str(day)))),
            "extra": {},
        }
        for pk, number, name, day in found
    ]


def documents_as_source(name: str, viewer: Viewer) -> tuple[QuerySet[Document], list[FieldSpec]] | None:
    """Documents in force of a type as rows values come from; None when it is no type, or not the viewer's to see."""
    if name not in DOCUMENT_TYPES or not viewer.may(name, "view"):
        return None
    fields = seen_by(viewer, list_fields(DOCUMENT_TYPES.get(name)))
    told = [one for one in fields if not one.name.startswith(LINE_START) and (one.key or field_at(Document, one.path))]
    return visible(viewer=viewer, types=[name]).exclude(state__in=("VOID", "REVERSED")), told


def told_of_document(viewer: Viewer, target: str, record_id: int) -> Mapping[str, Any] | None:
    """The document, or one of its lines, as the viewer may see it; None when the target is no document type."""
    code = target.removesuffix(LINES)
    if code not in DOCUMENT_TYPES:
        return None
    if not target.endswith(LINES):
        return _told(viewer, code, record_id)
    document_id = Line.objects.filter(pk=record_id, type=code).values_list("document_id", flat=True).first()
    told = _told(viewer, code, document_id or 0)
    return next((line for line in told["lines"] if line["id"] == str(record_id)), {})


def _told(viewer: Viewer, code: str, document_id: int) -> dict[str, Any]:
    told = document_json(viewer=viewer, document_id=document_id)
    if told["type"] != code:
        raise refuse("not_found", status=404)
    return told
