"""Months of a book and the checklist of a close, as they go over the wire."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypedDict

from django.db import connection

from hengku.finance.rules.closing import CloseCheck, Rows
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.masterdata.queries.books import book_facts, today

MOST_MONTHS = 36


class MonthRow(TypedDict):
    """A month; only the oldest open one can be closed and the newest closed one reopened."""

    month: date
    closed_at: datetime | None
    closed_by: str | None
    can_close: bool
    can_reopen: bool


_CLOSED = """
SELECT p.month, p.closed_at, u.name FROM ledger_stock_period p LEFT JOIN identity_user u ON u.id = p.closed_by_id
WHERE p.book_id = %s AND p.closed_at IS NOT NULL
"""


def months(*, book_id: int, at: datetime) -> list[MonthRow]:
    """From this month back to the book's first, at most three years."""
    book = book_facts(book_id)
    closed = {month: (closed_at, name) for month, closed_at, name in sql.rows(connection, _CLOSED, [book_id])}
    newest = max(closed, default=None)
    month = max(today(book, at).replace(day=1), book.start_month)
    found: list[MonthRow] = []
    following = book.start_month if newest is None else (newest + timedelta(days=32)).replace(day=1)
    while month >= book.start_month and len(found) < MOST_MONTHS:
        closed_at, name = closed.get(month, (None, None))
        found.append(
            MonthRow(
                month=month, closed_at=closed_at, closed_by=name, can_close=month == following, can_reopen=month == newest
            )
        )  # fmt: skip
        month = (month - timedelta(days=1)).replace(day=1)
    return found


class Look(Protocol):
    """A check with what it found."""

    @property
    def check(self) -> CloseCheck: ...

    @property
    def rows(self) -> Rows: ...


def checks_json(checked: Sequence[Look], *, viewer: Viewer) -> list[dict[str, Any]]:
    """The checklist: each point with its state, and a sentence per finding."""
    return [
        {
            "id": one.check.id,
            "title": str(one.check.title),
            "status": one.check.state(one.rows).value,
            "blocks": one.check.blocks,
            "rows": [
                {**row, "message": refusal.message(viewer.language)}
                for row, refusal in zip(one.rows, one.check.refusals(one.rows), strict=True)
            ],
        }
        for one in checked
    ]
