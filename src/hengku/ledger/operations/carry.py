"""Carry stock over the ends of months, behind the folds, so that any past day is read from the month end before it.

A month is carried when the month after next has begun: by then hardly anything is posted into it. What still comes late carries
its items anew, in the fold's own transaction.

Locks on ledger_carried_month: a fold holds it for reading its months (ROW SHARE); carrying a new month waits for folds under way
and holds new ones up (EXCLUSIVE), so that no late posting slips between the two.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from hengku.kernel import sql
from hengku.ledger.rules.month_end import carry
from hengku.ledger.rules.months import next_month

_FOLDING = "LOCK TABLE ledger_carried_month IN ROW SHARE MODE"
_ALONE = "LOCK TABLE ledger_carried_month IN EXCLUSIVE MODE"
_ONE_BY_ONE = "LOCK TABLE ledger_carried_month IN SHARE ROW EXCLUSIVE MODE"
_LATE = """
SELECT p.book_id, min(p.business_date), array_agg(p.id), min(p.business_date) < min(c.first)
FROM ledger_posting p
JOIN (SELECT book_id, min(month) AS first, max(month) AS last FROM ledger_carried_month GROUP BY 1) c ON c.book_id = p.book_id
WHERE p.id = ANY(%s::bigint[]) AND p.business_date < c.last + interval '1 month' GROUP BY 1
"""
_START_ANEW = ("DELETE FROM ledger_month_end WHERE book_id = %s", "DELETE FROM ledger_carried_month WHERE book_id = %s")
_ITEMS = """
SELECT item_id FROM ledger_move WHERE posting_id = ANY(%s::bigint[])
UNION SELECT p.item_id FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id WHERE e.posting_id = ANY(%s::bigint[])
"""
_CARRIED = "SELECT month FROM ledger_carried_month WHERE book_id = %s AND month >= %s ORDER BY 1"
_FORGET = "DELETE FROM ledger_month_end WHERE book_id = %s AND month = %s AND item_id = ANY(%s::bigint[])"
_DUE = """
SELECT book_id, min(month), max(month), (SELECT max(c.month) FROM ledger_carried_month c WHERE c.book_id = s.book_id)
FROM ledger_stock_period s GROUP BY book_id ORDER BY book_id
"""
_CARRY_MONTH = "INSERT INTO ledger_carried_month (book_id, month) VALUES (%s, %s)"


def hold_months() -> None:
    """Lock the carried months until the fold commits: none is added meanwhile."""
    sql.write(connection, _FOLDING)


def carry_late(posting_ids: Sequence[int]) -> int:
    """Carry the items of folded postings anew over the months they came late for; gives the number of postings that did.

    What comes before the first carried month makes all months of the book due again.
    """
    late = 0
    for book_id, first, ids, is_before_all in sql.rows(connection, _LATE, [posting_ids]):
        sql.write(connection, _ONE_BY_ONE)
        late += len(ids)
        if is_before_all:
            for statement in _START_ANEW:
                sql.write(connection, statement, [book_id])
            continue
        items = [pk for (pk,) in sql.rows(connection, _ITEMS, [ids, ids])]
        for (month,) in sql.rows(connection, _CARRIED, [book_id, first.replace(day=1)]):
            sql.write(connection, _FORGET, [book_id, month, items])
            sql.write(connection, *carry(book_id, month, items))
    return late


def carry_due() -> int:
    """Carry every month that is due; gives how many. Each in a transaction of its own."""
    carried = 0
    while _due():
        with transaction.atomic():
            sql.write(connection, _ALONE)
            for book_id, month in _due():
                carry_month(book_id, month)
                carried += 1
    return carried


def carry_month(book_id: int, month: date) -> None:
    """Keep the end of one month; the months before it must be kept already."""
    sql.write(connection, *carry(book_id, month))
    sql.write(connection, _CARRY_MONTH, [book_id, month])


def _due() -> list[tuple[int, date]]:
    """The next month of every book that has one to carry."""
    due: list[tuple[int, date]] = []
    for book_id, first, newest, carried in sql.rows(connection, _DUE):
        month = first if carried is None else next_month(carried)
        if next_month(month) < newest:
            due.append((book_id, month))
    return due
