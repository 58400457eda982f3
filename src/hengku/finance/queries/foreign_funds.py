"""Money on fund accounts in other currencies: in that currency from the documents that moved it, and as the books carry it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import orjson
from django.db import connection

from hengku.finance.models import FundAccount
from hengku.finance.queries.standing import openings
from hengku.finance.rules.revaluation import ForeignDebt
from hengku.finance.rules.spending import entries_from, fund_key
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Book

_MOVED = """
SELECT f.kind, f.account, sign(f.net), coalesce(o.ext, d.ext)::text
FROM finance_money_fact f JOIN documents_document d ON d.id = f.document_id
LEFT JOIN documents_document o ON o.id = d.reverses_id
WHERE d.book_id = %s AND d.business_date <= %s
  AND (f.account = ANY(%s::text[]) OR (f.kind = 'TRANSFER' AND f.settled->0->>'key' = ANY(%s::text[])))
"""
_CARRIED = """
SELECT l.account_id, sum(l.debit - l.credit) FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
WHERE l.account_id = ANY(%s::bigint[]) AND l.date <= %s AND v.template <> %s GROUP BY 1
"""
_OUT = frozenset({"PAYMENT", "EXPENSE", "TRANSFER"})


def _funds(book_id: int) -> list[FundAccount]:
    own = Book.objects.values_list("currency", flat=True).get(pk=book_id)
    return list(FundAccount.objects.filter(book_id=book_id).exclude(currency=own).order_by("code"))


def has_foreign_funds(*, book_id: int) -> bool:
    """Whether the book keeps money in other currencies."""
    return bool(_funds(book_id))


def foreign_funds(*, book_id: int, last: date, without: str) -> list[ForeignDebt]:
    """Fund accounts with something on them at the end of the day; vouchers of the template `without` (earlier revaluations) left aside.
    What was booked on such an account by hand is in the books only."""
    funds = _funds(book_id)
    if not funds:
        return []
    moved = _moved(book_id, {fund_key(one.pk) for one in funds}, last)
    rows = sql.rows(connection, _CARRIED, [[one.account_id for one in funds], last, without])
    carried, brought = dict(rows), openings(book_id=book_id)
    found = [
        ForeignDebt(
            fund_key(one.pk), None, one.currency, one.opening_foreign + moved[fund_key(one.pk)],
            brought.get(one.account_id, ZERO) + carried.get(one.account_id, ZERO), one.name,
        )
        for one in funds
    ]  # fmt: skip
    return [one for one in found if one.foreign or one.carried]


def _moved(book_id: int, keys: set[str], last: date) -> defaultdict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    named = sorted(keys)
    for kind, account, sign, told in sql.rows(connection, _MOVED, [book_id, last, named, named]):
        ext = orjson.loads(told)
        amount = _amount(kind, ext) * sign
        if account in keys:
            fee = Decimal(str(ext.get("fee") or 0)) * sign if kind == "TRANSFER" else ZERO
            found[account] += -(amount + fee) if kind in _OUT else amount
        target = ext.get("to_fund") if kind == "TRANSFER" else None
        key = f"FUND:{target['id'] if isinstance(target, Mapping) else target}"
        if key in keys:
            found[key] += amount
    return found


def _amount(kind: str, ext: Mapping[str, object]) -> Decimal:
    """What moved, in the document's currency, which is the account's."""
    if kind in {"EXPENSE", "INCOME"}:
        return sum((one.net + one.tax for one in entries_from(ext.get("entries"))), ZERO)
    return Decimal(str(ext.get("amount") or 0))
