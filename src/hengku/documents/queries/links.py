"""上查/下查: the graph of documents around one document, as far as the viewer may see it."""

from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.models import Document
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.texts import LINK_LABELS
from hengku.documents.types import LinkKind
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain

_MOST_NODES = 200
_MOST_STEPS = 8
_EDGES = """
SELECT k.source_document_id, k.target_document_id, k.kind, sum(k.quantity)
  FROM documents_link k
 WHERE k.source_line_id IN (SELECT id FROM documents_line WHERE document_id = ANY(%s::bigint[]))
    OR k.target_line_id IN (SELECT id FROM documents_line WHERE document_id = ANY(%s::bigint[]))
 GROUP BY 1, 2, 3
"""


def link_graph(*, viewer: Viewer, document_id: int) -> dict[str, Any]:
    """`{nodes, edges}` up and down from a document; edges run from source to target. Raises Refused not_found (404)."""
    seen = {document_id}
    edges: dict[tuple[int, int, str], Decimal] = {}
    fresh = _visible_of(viewer, seen)
    if not fresh:
        raise refuse("not_found", status=404)
    for _ in range(_MOST_STEPS):
        ids = sorted(fresh)
        found = {(row[0], row[1], row[2]): row[3] for row in sql.rows(connection, _EDGES, (ids, ids))} if ids else {}
        edges.update(found)
        fresh = _visible_of(viewer, {end for edge in found for end in edge[:2]} - seen)
        seen |= fresh
        if not fresh or len(seen) > _MOST_NODES:
            break
    documents = Document.objects.filter(pk__in=seen).order_by("business_date", "pk")
    return {
        "nodes": [_node(document) for document in documents],
        "edges": [
            {
                "source": str(source),
                "target": str(target),
                "kind": kind,
                "label": str(LINK_LABELS[LinkKind(kind)]),
                "quantity": plain(quantity),
            }
            for (source, target, kind), quantity in sorted(edges.items())
            if source in seen and target in seen
        ],
    }


def _visible_of(viewer: Viewer, ids: set[int]) -> set[int]:
    return set(visible(viewer=viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _node(document: Document) -> dict[str, Any]:
    return {
        "id": str(document.pk),
        "type": document.type,
        "type_label": str(DOCUMENT_TYPES.get(document.type).label),
        "number": document.number or "",
        "state": document.state,
        "business_date": document.business_date.isoformat(),
        "total_quantity": plain(document.total_quantity),
    }
