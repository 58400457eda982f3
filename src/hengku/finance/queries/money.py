"""Money figures beside the ledger: realised exchange, what imports cost at the border, movements of cash and bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.finance.queries.balance_of_key import balance_of_key
from hengku.finance.queries.standing import accounts_of_key
from hengku.kernel import sql

_EXCHANGE = """
SELECT d.business_date, d.id, d.type, coalesce(d.number, ''), d.partner_id, d.currency, m.exchange
FROM finance_money_fact m JOIN documents_document d ON d.id = m.document_id
WHERE d.book_id = %s AND m.exchange <> 0 AND d.business_date BETWEEN %s AND %s AND (%s::bigint IS NULL OR d.id = %s)
UNION ALL
SELECT m.date, d.id, d.type, coalesce(d.number, ''), d.partner_id, d.currency, m.exchange
FROM finance_match m JOIN finance_open_item o ON o.id = m.credit_id JOIN documents_document d ON d.id = o.document_id
WHERE m.book_id = %s AND m.exchange <> 0 AND m.undone_on IS NULL AND m.date BETWEEN %s AND %s
  AND (%s::bigint IS NULL OR %s IN (o.document_id, m.document_id, (SELECT document_id FROM finance_open_item WHERE id = m.debit_id)))
ORDER BY 1, 2
"""
_CUSTOMS = """
SELECT d.business_date, d.id, d.type, coalesce(d.number, ''), m.customs_value, m.duty, m.tax
FROM finance_money_fact m JOIN documents_document d ON d.id = m.document_id
WHERE d.book_id = %s AND m.customs_value <> 0 AND d.business_date BETWEEN %s AND %s AND (%s::bigint IS NULL OR d.id = %s)
ORDER BY 1, 2
"""
_JOURNAL = """
SELECT v.date, v.id, v.word || '-' || v.number, l.summary, l.account_id, l.partner_id, l.debit, l.credit
FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
WHERE l.account_id = ANY(%s::bigint[]) AND l.date BETWEEN %s AND %s ORDER BY v.date, v.id, l.seq
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Realised exchange gain (+) or loss (-) of one document."""

    date: date
    document_id: int
    type: str
    number: str
    partner_id: int | None
    currency: str
    gain: Decimal


def realised_exchange(*, book_id: int, first: date, last: date, document_id: int | None = None) -> list[Exchange]:
    """汇兑损益 of payments and matches, oldest first."""
    asked = [book_id, first, last, document_id, document_id]
    return [Exchange(*row) for row in sql.rows(connection, _EXCHANGE, [*asked, *asked])]


@dataclass(frozen=True, slots=True)
class Import:
    """What customs took for one import."""

    date: date
    document_id: int
    type: str
    number: str
    customs_value: Decimal
    duty: Decimal
    import_vat: Decimal


def imports(*, book_id: int, first: date, last: date, document_id: int | None = None) -> list[Import]:
    """Customs value, duty and import tax per charge document, oldest first."""
    return [Import(*row) for row in sql.rows(connection, _CUSTOMS, [book_id, first, last, document_id, document_id])]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A movement of a money account; balance after it."""

    date: date
    voucher_id: int
    label: str
    summary: str
    account_id: int
    partner_id: int | None
    received: Decimal
    paid: Decimal
    balance: Decimal


def money_journal(*, book_id: int, key: str, first: date, last: date) -> tuple[Decimal, list[JournalLine]]:
    """现金/银行日记账: the balance carried in, and every movement with the balance after it."""
    ids = [account.pk for account in accounts_of_key(book_id=book_id, key=key)]
    rows = sql.rows(connection, _JOURNAL, [ids, first, last])
    closing = balance_of_key(book_id=book_id, key=key, upto=last)
    opening = closing - sum((row[6] - row[7] for row in rows), Decimal(0))
    return opening, _running(rows, opening)


def journal_of(*, account_ids: Sequence[int], opening: Decimal, first: date, last: date) -> list[JournalLine]:
    """Every movement of these accounts in order, with the balance after it."""
    return _running(sql.rows(connection, _JOURNAL, [list(account_ids), first, last]), opening)


def _running(rows: Sequence[Sequence[Any]], opening: Decimal) -> list[JournalLine]:
    balance, found = opening, []
    for row in rows:
        balance += row[6] - row[7]
        day, voucher_id, label, summary, account_id, partner_id, received, paid = row
        found.append(JournalLine(day, voucher_id, label, summary, account_id, partner_id, received, paid, balance))
    return found
