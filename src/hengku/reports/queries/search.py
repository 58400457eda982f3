"""One box finds everything: documents by number, items and partners by code, name or pinyin."""

from typing import Any, TypedDict

from django.db.models import Q

from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer
from hengku.metadata.queries.records import look_up
from hengku.metadata.rules.registry import RESOURCES

PER_KIND = 6


class Hit(TypedDict):
    """kind: document, item, partner, warehouse; path: the page that shows it."""

    kind: str
    id: str
    code: str
    title: str
    subtitle: str
    path: str


def search(*, viewer: Viewer, q: str) -> list[Hit]:
    """What the words find, documents with exactly that number first. Fewer than two letters of a number find no documents."""
    text = q.strip()
    if not text:
        return []
    return [
        *_documents(viewer, text),
        *_records("item", "/records/items/", _hits("items", viewer, text)),
        *_records("partner", "/records/partners/", _hits("partners", viewer, text)),
        *_records("warehouse", "/records/warehouses/", _hits("warehouses", viewer, text)),
    ]


def _documents(viewer: Viewer, text: str) -> list[Hit]:
    if len(text) < 2:
        return []
    found = visible(viewer=viewer).filter(Q(number__icontains=text) | Q(external_number=text))
    rows = found.order_by("-id").values_list("id", "type", "number", "business_date", "partner__name")[:PER_KIND]
    hits = []
    for document_id, code, number, day, partner in rows:
        subtitle = " · ".join(part for part in (str(DOCUMENT_TYPES.get(code).label), f"{day}", partner or "") if part)
        path = f"/documents/{code}/{document_id}"
        hits.append(
            Hit(
                kind="document",
                id=str(document_id),
                code=number or "",
                title=number or "",
                subtitle=subtitle,
                path=path,
            )
        )
    return sorted(hits, key=lambda hit: hit["code"].lower() != text.lower())


def _hits(resource: str, viewer: Viewer, text: str) -> list[dict[str, Any]]:
    if not viewer.may(resource, "view"):
        return []
    return look_up(spec=RESOURCES.get(resource), viewer=viewer, q=text, limit=PER_KIND)


def _records(kind: str, path: str, found: list[dict[str, Any]]) -> list[Hit]:
    return [
        Hit(kind=kind, id=str(row["id"]), code=row["code"], title=row["name"], subtitle=row.get("hint") or "",
            path=f"{path}{row['id']}")
        for row in found
    ]  # fmt: skip
