"""What an open balance of a partner stands on: items, and the matches that settled them; what an invoice released of an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_ITEMS = """
SELECT o.id, o.side, o.document_id, o.date, o.due_date, o.amount, o.open_amount FROM finance_open_item o
WHERE o.book_id = %s AND o.partner_id = %s AND o.side = ANY(%s::text[]) ORDER BY o.date, o.id
"""
_MATCHES = """
SELECT x.item_id, x.date, x.document_id, x.amount FROM (
  SELECT m.id, m.debit_id AS item_id, m.date, coalesce(m.document_id, c.document_id) AS document_id, m.amount, d.amount AS whole
    FROM finance_match m JOIN finance_open_item d ON d.id = m.debit_id JOIN finance_open_item c ON c.id = m.credit_id
   WHERE m.undone_on IS NULL
  UNION ALL
  SELECT m.id, m.credit_id, m.date, coalesce(m.document_id, d.document_id), m.amount + m.exchange, c.amount
    FROM finance_match m JOIN finance_open_item d ON d.id = m.debit_id JOIN finance_open_item c ON c.id = m.credit_id
   WHERE m.undone_on IS NULL
) x WHERE x.item_id = ANY(%s::bigint[]) ORDER BY x.date, x.id
"""
_RELEASED = """
SELECT f.document_id, d.business_date, f.quantity, f.released FROM finance_invoice_fact f JOIN documents_document d ON d.id = f.document_id
WHERE f.goods_line_id = %s ORDER BY d.business_date, f.line_id
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What one match took of an item, without sign, and the document that brought it."""

    day: date
    document_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One open item with what settled it; amounts on the side's normal side."""

    id: int
    side: str
    document_id: int
    day: date
    due_date: date
    amount: Decimal
    open_amount: Decimal
    settled: tuple[Settled, ...]


def items_behind(*, book_id: int, partner_id: int, sides: Sequence[str]) -> list[ItemFact]:
    """A partner's items of some sides, oldest first, with their live matches."""
    rows = sql.rows(connection, _ITEMS, [book_id, partner_id, list(sides)])
    matches: dict[int, list[Settled]] = {}
    for item_id, *told in sql.rows(connection, _MATCHES, [[row[0] for row in rows]]) if rows else ():
        matches.setdefault(item_id, []).append(Settled(*told))
    return [
        ItemFact(pk, side, document, day, due, amount, left, tuple(matches.get(pk, ())))
        for pk, side, document, day, due, amount, left in rows
    ]


@dataclass(frozen=True, slots=True)
class Released:
    """What one invoice charged of a goods line (base units) and released of its estimate."""

    document_id: int
    day: date
    quantity: Decimal
    amount: Decimal


def released_behind(*, goods_line_id: int) -> list[Released]:
    """Invoices of one goods line, oldest first; what was reversed stands with its mirror."""
    return [Released(*row) for row in sql.rows(connection, _RELEASED, [goods_line_id])]
