"""The entries a figure of the books of account stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.queries.standing import openings
from hengku.kernel import sql
from hengku.kernel.money import ZERO

MOST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a voucher: debit less credit, or one side of it."""

    voucher_id: int
    voucher: str
    date: date
    summary: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Entries:
    """The newest entries, and the sum of the older ones that are not listed."""

    listed: list[Entry]
    older: Decimal
    older_count: int


_SIDES = {"debit": "l.debit", "credit": "l.credit", "both": "l.debit - l.credit"}
_ENTRIES = """
SELECT v.id, to_char(v.date, 'YYYY-MM') || ' ' || v.word || '-' || v.number, l.date, l.summary, {side},
       sum({side}) OVER (), count(*) OVER ()
FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
WHERE l.account_id = ANY(%s::bigint[]) AND l.date >= %s AND l.date <= %s AND {side} <> 0
      AND (%s::text IS NULL OR v.kind <> %s)
      AND (%s::text IS NULL OR v.template <> %s) AND (%s::bigint IS NULL OR coalesce(l.item_id, 0) = %s)
      AND (%s::bigint IS NULL OR l.document_id = %s)
ORDER BY l.date DESC, v.id DESC, l.seq DESC LIMIT {most}
"""


def entries_behind(
    *, account_ids: Sequence[int], first: date, last: date, side: str = "both", without_kind: str | None = None,
    item_id: int | None = None, document_id: int | None = None, without_template: str | None = None,
) -> Entries:  # fmt: skip
    """Entries on some accounts in days first..last. side: debit, credit or both (debit less credit). item_id: of one item, 0 = of none;
    document_id: of one cost object."""
    statement = _ENTRIES.format(side=_SIDES[side], most=MOST)
    narrowed = [part for one in (without_kind, without_template, item_id, document_id) for part in (one, one)]
    params = [list(account_ids), first, last, *narrowed]
    rows = sql.rows(connection, statement, params)
    listed = [Entry(*row[:5]) for row in rows]
    whole, count = (rows[0][5], rows[0][6]) if rows else (ZERO, 0)
    return Entries(listed, whole - sum((one.amount for one in listed), ZERO), count - len(listed))


def opening_of(*, book_id: int, account_ids: Sequence[int]) -> Decimal:
    """Opening balances of some accounts, debits less credits, opening stock included."""
    found = openings(book_id=book_id)
    return sum((found.get(pk, ZERO) for pk in account_ids), ZERO)
