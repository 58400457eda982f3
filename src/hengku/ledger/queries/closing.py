"""Whether a book was ever closed."""

from django.db import connection

from hengku.kernel import sql


def has_closed(*, book_id: int) -> bool:
    """Whether some period of the book is closed: opening stock belongs before that."""
    statement = "SELECT 1 FROM ledger_stock_period WHERE book_id = %s AND closed_at IS NOT NULL LIMIT 1"
    return bool(sql.rows(connection, statement, (book_id,)))
