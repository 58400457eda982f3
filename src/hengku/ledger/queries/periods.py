"""The months of a book, open and closed."""

from datetime import date, datetime
from typing import TypedDict

from django.db import connection

from hengku.kernel import sql


class PeriodRow(TypedDict):
    month: date
    closed_at: datetime | None
    closed_by: str | None


_PERIODS = """
SELECT p.month, p.closed_at, u.name FROM ledger_stock_period p LEFT JOIN identity_user u ON u.id = p.closed_by_id
WHERE p.book_id = %s ORDER BY p.month DESC LIMIT 36
"""


def periods(*, book_id: int) -> list[PeriodRow]:
    """Months in which something was posted, newest first."""
    return [
        PeriodRow(month=month, closed_at=closed_at, closed_by=closed_by)
        for month, closed_at, closed_by in sql.rows(connection, _PERIODS, [book_id])
    ]
