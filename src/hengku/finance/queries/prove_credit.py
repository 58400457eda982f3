"""Invariant of credit (domain specification 10: I36): who owes more than the limit, and whether somebody let it pass."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.finance.queries.credit import credit_terms, exposure
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Partner
from hengku.masterdata.queries.books import all_books
from hengku.masterdata.types import SalesControl
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant

_MOST = 50
_LAST = """
SELECT d.id, coalesce(d.number, ''), e.at,
       d.reverses_id IS NULL AND e.from_state <> e.to_state AND (d.type, e.name) IN (('sales_order', 'approve'), ('shipment', 'post'))
FROM documents_document d JOIN documents_event e ON e.document_id = d.id
WHERE d.book_id = %s AND d.partner_id = %s AND e.to_state NOT IN ('DRAFT', 'SUBMITTED', 'REJECTED', 'VOID')
ORDER BY e.id DESC LIMIT 1
"""
"""The last thing that happened to a document of the customer, and whether credit is asked for when it happens."""
_CHANGED_SINCE = """
SELECT EXISTS (SELECT FROM identity_audit_entry WHERE entity = 'partners' AND entity_id = %s AND at > %s)
    OR EXISTS (SELECT FROM identity_audit_entry WHERE entity = 'books' AND entity_id = %s AND at > %s)
    OR EXISTS (SELECT FROM finance_match m JOIN finance_open_item o ON o.id = m.debit_id
               WHERE o.partner_id = %s AND m.undone_on >= (%s AT TIME ZONE %s)::date)
"""
_RELEASED = """
SELECT max(exposure + amount) FROM (
    SELECT max(exposure) AS exposure, sum(amount) AS amount FROM finance_credit_release
    WHERE book_id = %s AND partner_id = %s GROUP BY released_at) r
"""


class _Beyond(NamedTuple):
    """A customer beyond the limit. released: the most anybody let pass; decided: the document after which nothing happened, when
    credit was asked for at that document."""

    partner: str
    limit: Decimal
    used: Decimal
    released: Decimal | None
    decided: str

    def as_row(self) -> dict[str, str]:
        told = {"partner": self.partner, "limit": f"{self.limit:.2f}", "exposure": f"{self.used:.2f}"}
        return (
            told | {"released": f"{self.released or ZERO:.2f}"} | ({"document": self.decided} if self.decided else {})
        )


def _beyond() -> tuple[int, list[_Beyond]]:
    """Customers looked at, and those beyond their limit whom nobody let go so far."""
    found: list[_Beyond] = []
    watched = list(Partner.objects.filter(credit_limit__isnull=False).order_by("code").values_list("pk", "code"))
    books = all_books() if watched else []
    for book in books:
        for partner_id, code in watched:
            terms = credit_terms(book_id=book.id, partner_id=partner_id)
            if terms.control is SalesControl.OFF or terms.limit is None:
                continue
            used = exposure(book_id=book.id, partner_id=partner_id, on=date.max).counted(terms)
            if used <= terms.limit:
                continue
            ((released,),) = sql.rows(connection, _RELEASED, [book.id, partner_id])
            if released is None or released < used:
                decided = _decided(book.id, partner_id, book.timezone)
                found.append(_Beyond(code, terms.limit, used, released, decided))
    return len(watched) * len(books), found


def _decided(book_id: int, partner_id: int, timezone: str) -> str:
    """The number of the customer's last document, when credit was asked for there and nothing has changed since."""
    last = sql.rows(connection, _LAST, [book_id, partner_id])
    if not last or not last[0][3]:
        return ""
    _, number, at, _ = last[0]
    told = [str(partner_id), at, str(book_id), at, partner_id, at, timezone]
    ((changed,),) = sql.rows(connection, _CHANGED_SINCE, told)
    return "" if changed else str(number)


def limits_are_kept(window: CheckWindow) -> Findings:
    """I36: a document at which credit was asked for took nobody beyond the limit without a record of who let it pass."""
    if not window.full:
        return Findings(0)
    rows, found = _beyond()
    return Findings(rows, tuple(one.as_row() for one in found if one.decided)[:_MOST])


def limits_are_exceeded(window: CheckWindow) -> Findings:
    """Beyond the limit for another reason: the limit was lowered, a payment taken back, an invoice above its goods."""
    if not window.full:
        return Findings(0)
    rows, found = _beyond()
    return Findings(rows, tuple(one.as_row() for one in found if not one.decided)[:_MOST])


INVARIANTS = (
    Invariant("I36", Text("超信用额度都有特批记录", "Credit beyond a limit was let pass by somebody"), limits_are_kept),
    Invariant(
        "I36x", Text("客户欠款在信用额度内", "Customers are within their limits"), limits_are_exceeded, exception=True
    ),
)
