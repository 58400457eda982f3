"""What was made from a document and still lives: it must go before the document can."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import LoadedDocument
from hengku.kernel import sql
from hengku.kernel.errors import Refusal

_LIVE = """
SELECT DISTINCT k.source_document_id, d.id, d.type, coalesce(d.number, '')
  FROM documents_line l
  JOIN documents_link k ON k.source_line_id = l.id AND k.kind <> 'REVERSE'
  JOIN documents_document d ON d.id = k.target_document_id AND d.state NOT IN ('VOID', 'REVERSED')
 WHERE l.document_id = ANY(%s::bigint[])
 ORDER BY d.id DESC
"""
_NAMED = 10


def live_downstream(documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """downstream_exists for every document somebody built upon, naming what to undo, newest first."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for source_id, _, code, number in sql.rows(connection, _LIVE, ([document.id for document in documents],)):
        found[source_id].append((code, number))
    refusals = []
    for document in documents:
        if document.id in found:
            named = [f"{DOCUMENT_TYPES.get(code).label} {number}" for code, number in found[document.id][:_NAMED]]
            more = "…" if len(found[document.id]) > _NAMED else ""
            params = {"number": document.number, "documents": "、".join(named) + more}
            refusals.append(Refusal("downstream_exists", params))
    return refusals
