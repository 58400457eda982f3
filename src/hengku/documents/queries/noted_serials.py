"""Where a serial number was noted: documents of goods that are not managed by serial number."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from hengku.kernel import sql

_NOTED = """
SELECT l.item_id, d.id, d.type, d.business_date, coalesce(w.name, '')
FROM documents_line l JOIN documents_document d ON d.id = l.document_id
LEFT JOIN masterdata_warehouse w ON w.id = l.warehouse_id
WHERE l.ext ? 'serials' AND l.ext->'serials' @> to_jsonb(%s::text) AND (%s::bigint IS NULL OR l.item_id = %s)
  AND d.book_id = %s AND d.state IN ('POSTED', 'REVERSED')
ORDER BY l.item_id, d.business_date, d.id
"""


@dataclass(frozen=True, slots=True)
class NotedSerial:
    """A posted document that noted the number (a reversal's mirror included)."""

    item_id: int
    document_id: int
    type: str
    business_date: date
    warehouse: str


def noted_serials(*, book_id: int, number: str, item_id: int | None = None) -> list[NotedSerial]:
    """Documents that noted this number, by item, oldest first."""
    return [NotedSerial(*row) for row in sql.rows(connection, _NOTED, [number, item_id, item_id, book_id])]
