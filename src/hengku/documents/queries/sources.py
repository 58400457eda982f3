"""What kind of document something was made from."""

from collections.abc import Collection

from django.db import connection

from hengku.kernel import sql


def types_of(document_ids: Collection[int]) -> dict[int, str]:
    """Type codes of these documents."""
    if not document_ids:
        return {}
    statement = "SELECT id, type FROM documents_document WHERE id = ANY(%s::bigint[])"
    return dict(sql.rows(connection, statement, [sorted(document_ids)]))
