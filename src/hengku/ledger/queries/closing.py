"""Whether a book, or a month of it, is closed."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql


def has_closed(*, book_id: int) -> bool:
    """Whether some period of the book is closed: opening stock belongs before that."""
    statement = "SELECT 1 FROM ledger_stock_period WHERE book_id = %s AND closed_at IS NOT NULL LIMIT 1"
    return bool(sql.rows(connection, statement, (book_id,)))


def is_closed(*, book_id: int, month: date) -> bool:
    """Whether the month (its first day), or one after it, is closed."""
    statement = "SELECT 1 FROM ledger_stock_period WHERE book_id = %s AND month >= %s AND closed_at IS NOT NULL LIMIT 1"
    return bool(sql.rows(connection, statement, (book_id, month)))


def last_closed(*, book_id: int) -> date | None:
    """First day of the last closed month; None while nothing was closed."""
    statement = "SELECT max(month) FROM ledger_stock_period WHERE book_id = %s AND closed_at IS NOT NULL"
    ((month,),) = sql.rows(connection, statement, (book_id,))
    return month if isinstance(month, date) else None


class UnsoundPool(NamedTuple):
    """A pool that may not be closed over: below zero in quantity or amount at the end of a month."""

    item_code: str
    item_name: str
    scope_name: str
    quantity: Decimal
    amount: Decimal


_UNSOUND = """
SELECT i.code, i.name, s.name, sum(e.quantity), sum(e.amount)
FROM ledger_cost_pool p JOIN ledger_cost_entry e ON e.pool_id = p.id
JOIN masterdata_item i ON i.id = p.item_id JOIN masterdata_cost_scope s ON s.id = p.scope_id
WHERE p.book_id = %s AND e.business_date < %s
GROUP BY p.id, i.code, i.name, s.name HAVING sum(e.quantity) < 0 OR sum(e.amount) < 0
ORDER BY i.code
"""


def unsound_pools(*, book_id: int, end: date) -> list[UnsoundPool]:
    """Pools with negative quantity or amount before `end` (the first day after the month)."""
    return [UnsoundPool(*row) for row in sql.rows(connection, _UNSOUND, (book_id, end))]
