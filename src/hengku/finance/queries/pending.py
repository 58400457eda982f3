"""The queue of documents that wait for an account."""

from datetime import date, datetime
from typing import TypedDict

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.kernel import sql


class PendingRow(TypedDict):
    """keys: which keys have no account; since: when it was tried last."""

    document_id: str
    type: str
    label: str
    number: str
    business_date: date
    keys: str
    since: datetime


_PENDING = """
SELECT d.id, d.type, coalesce(d.number, ''), d.business_date, p.keys, p.since
FROM finance_pending_event p JOIN documents_document d ON d.id = p.document_id
WHERE p.day IS NULL AND (%s::bigint IS NULL OR p.book_id = %s) ORDER BY p.id LIMIT 500
"""


def pending(*, book_id: int | None = None) -> list[PendingRow]:
    """Oldest first, at most 500."""
    return [
        PendingRow(
            document_id=str(pk),
            type=type_,
            label=str(DOCUMENT_TYPES.get(type_).label) if type_ in DOCUMENT_TYPES else type_,
            number=number,
            business_date=day,
            keys=keys,
            since=since,
        )
        for pk, type_, number, day, keys, since in sql.rows(connection, _PENDING, [book_id, book_id])
    ]
