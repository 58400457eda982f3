"""The shortest answer about documents that were just changed."""

from collections.abc import Sequence

from hengku.documents.models import Document


def brief(document_ids: Sequence[int]) -> list[dict[str, object]]:
    """id, type, number, state, rev, in order. The caller has checked that they may be seen."""
    rows = Document.objects.filter(pk__in=document_ids).values_list("pk", "type", "number", "state", "rev")
    known = {
        row[0]: {"id": str(row[0]), "type": row[1], "number": row[2] or "", "state": row[3], "rev": row[4]}
        for row in rows
    }
    return [known[document_id] for document_id in document_ids if document_id in known]
