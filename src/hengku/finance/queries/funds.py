"""Fund accounts: what documents name, and what stands and moves on each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.documents.types import LoadedDocument
from hengku.finance.models import FundAccount
from hengku.finance.queries.money import JournalLine, journal_of
from hengku.finance.queries.standing import openings
from hengku.finance.rules.spending import fund_key
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_MOVED = """
SELECT l.account_id, coalesce(sum(l.debit - l.credit) FILTER (WHERE l.date < %s), 0),
       coalesce(sum(l.debit) FILTER (WHERE l.date >= %s), 0), coalesce(sum(l.credit) FILTER (WHERE l.date >= %s), 0)
FROM finance_voucher_line l WHERE l.account_id = ANY(%s::bigint[]) AND l.date <= %s GROUP BY 1
"""


class FundRow(NamedTuple):
    """A fund account as guards see it."""

    id: int
    book_id: int
    name: str
    currency: str
    active: bool


@dataclass(frozen=True, slots=True)
class FundStanding:
    """A fund account over some days, in book currency: closing = opening + received - paid."""

    fund: FundAccount
    opening: Decimal
    received: Decimal
    paid: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.received - self.paid


def named_fund(document: LoadedDocument, name: str) -> int | None:
    """The fund account a header field names."""
    raw = document.extra.get(name)
    if isinstance(raw, dict):
        raw = raw.get("id")
    return int(str(raw)) if raw not in (None, "") else None


def fund_rows(fund_ids: Collection[int]) -> dict[int, FundRow]:
    """These fund accounts by id."""
    if not fund_ids:
        return {}
    rows = FundAccount.objects.filter(pk__in=fund_ids).values_list("pk", "book_id", "name", "currency", "active")
    return {row[0]: FundRow(*row) for row in rows}


def fund_standings(*, book_id: int, first: date, last: date) -> list[FundStanding]:
    """资金日报: every fund account of the book, by code."""
    funds = list(FundAccount.objects.filter(book_id=book_id).order_by("code"))
    brought = openings(book_id=book_id)
    rows = sql.rows(connection, _MOVED, [first, first, first, [one.account_id for one in funds], last])
    moved = {account_id: told for account_id, *told in rows}
    found = []
    for fund in funds:
        before, received, paid = moved.get(fund.account_id, (ZERO, ZERO, ZERO))
        found.append(FundStanding(fund, brought.get(fund.account_id, ZERO) + before, received, paid))
    return found


def fund_journal(*, book_id: int, fund_id: int, first: date, last: date) -> tuple[Decimal, list[JournalLine]]:
    """资金日记账 of one fund account: what it began with, and every movement with the balance after it."""
    standing = next(
        (one for one in fund_standings(book_id=book_id, first=first, last=last) if one.fund.pk == fund_id), None
    )
    if standing is None:
        return ZERO, []
    return standing.opening, journal_of(
        account_ids=[standing.fund.account_id], opening=standing.opening, first=first, last=last
    )


def money_key(document: LoadedDocument) -> str:
    """Where the money of a payment comes from or goes to: the fund account named, else the default one of its method, else the
    method's own account."""
    named = named_fund(document, "fund_account")
    if named is not None:
        return fund_key(named)
    method = str(document.extra.get("method") or "BANK")
    found = FundAccount.objects.filter(book_id=document.book_id, kind=method, is_default=True, active=True)
    default = found.values_list("pk", flat=True).first()
    return method if default is None else fund_key(default)
