"""What kind of document something was made from."""

from collections.abc import Collection

from hengku.documents.models import Document


def types_of(document_ids: Collection[int]) -> dict[int, str]:
    """Type codes of these documents."""
    if not document_ids:
        return {}
    return dict(Document.objects.filter(pk__in=document_ids).values_list("pk", "type"))
