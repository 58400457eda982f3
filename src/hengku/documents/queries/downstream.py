"""What was made from a document and still lives: it must go before the document can."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
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


def live_downstream(numbers: Mapping[int, str]) -> list[Refusal]:
    """downstream_exists for every document (id -> number) somebody built upon, naming what to undo, newest first."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for source_id, _, code, number in sql.rows(connection, _LIVE, (list(numbers),)):
        found[source_id].append((code, number))
    refusals = []
    for document_id, number in numbers.items():
        if document_id in found:
            named = [f"{DOCUMENT_TYPES.get(code).label} {other}" for code, other in found[document_id][:_NAMED]]
            more = "…" if len(found[document_id]) > _NAMED else ""
            refusals.append(Refusal("downstream_exists", {"number": number, "documents": "、".join(named) + more}))
    return refusals
