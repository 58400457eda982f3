"""科目余额表, 明细账 and statements as plain rows; the reports show them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.models import Account
from hengku.finance.queries.carried import carried
from hengku.finance.queries.standing import Standing, standings
from hengku.finance.rules.statements import AccountAmount, StatementLine, balance_sheet, profit_statement
from hengku.finance.types import AccountClass, Side
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.masterdata.queries.books import book_facts


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account with what stands on it and on all below it (debits less credits)."""

    account: Account
    depth: int
    opening: Decimal
    debit: Decimal
    credit: Decimal
    is_leaf: bool

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


def trial_rows(*, book_id: int, first: date, last: date, with_empty: bool = False) -> list[TrialRow]:
    """Every account with something on it from month `first` to month `last`, parents with the sum of those below, by code."""
    accounts = {one.pk: one for one in Account.objects.filter(book_id=book_id).order_by("code")}
    standing = standings(book_id=book_id, first=first, last=last)
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    parents = {one.parent_id for one in accounts.values()}
    for account_id, one in standing.items():
        up: int | None = account_id
        while up is not None:
            for place, amount in enumerate((one.opening, one.debit, one.credit)):
                sums[up][place] += amount
            up = accounts[up].parent_id
    return [
        TrialRow(
            account,
            _depth(account, accounts),
            opening=sums[account.pk][0],
            debit=sums[account.pk][1],
            credit=sums[account.pk][2],
            is_leaf=account.pk not in parents,
        )
        for account in accounts.values()
        if with_empty or any(sums.get(account.pk, ()))
    ]


def _depth(account: Account, accounts: Mapping[int, Account]) -> int:
    depth, up = 0, account.parent_id
    while up is not None:
        depth, up = depth + 1, accounts[up].parent_id
    return depth


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry on an account with the running balance on its normal side."""

    voucher_id: int
    voucher: str
    date: date
    summary: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    quantity: Decimal | None
    partner: str
    item: str


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """opening and closing on the account's normal side."""

    opening: Decimal
    rows: list[LedgerRow]
    closing: Decimal


_LEDGER = """
SELECT v.id, v.word || '-' || v.number, l.date, l.summary, l.debit, l.credit, l.quantity, coalesce(p.name, ''),
       coalesce(i.code || ' ' || i.name, '')
FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
LEFT JOIN masterdata_partner p ON p.id = l.partner_id LEFT JOIN masterdata_item i ON i.id = l.item_id
WHERE l.account_id = ANY(%s::bigint[]) AND l.date >= %s AND l.date <= %s ORDER BY l.date, v.id, l.seq LIMIT %s
"""
_BEFORE = """
SELECT coalesce(sum(debit - credit), 0) FROM finance_voucher_line WHERE account_id = ANY(%s::bigint[]) AND date >= %s AND date < %s
"""
MOST_LEDGER_ROWS = 20_000


def account_ledger(*, book_id: int, account_id: int, first: date, last: date) -> AccountLedger:
    """明细账 of an account and those below it, from day `first` to day `last`."""
    accounts = {one.pk: one for one in Account.objects.filter(book_id=book_id)}
    ids = _below(account_id, accounts)
    start = book_facts(book_id).start_month
    month = first.replace(day=1)
    opened = standings(book_id=book_id, first=month, last=month)
    opening = sum((opened[pk].opening for pk in ids if pk in opened), ZERO)
    opening += sql.rows(connection, _BEFORE, [ids, max(month, start), first])[0][0]
    sign = 1 if accounts[account_id].side == Side.DEBIT else -1
    rows: list[LedgerRow] = []
    balance = opening
    for row in sql.rows(connection, _LEDGER, [ids, first, last, MOST_LEDGER_ROWS]):
        voucher_id, voucher, day, summary, debit, credit, quantity, partner, item = row
        balance += debit - credit
        rows.append(
            LedgerRow(voucher_id, voucher, day, summary, debit, credit, sign * balance, quantity, partner, item)
        )
    return AccountLedger(sign * opening, rows, sign * balance)


def _below(account_id: int, accounts: Mapping[int, Account]) -> list[int]:
    found = {account_id}
    while more := {pk for pk, one in accounts.items() if one.parent_id in found} - found:
        found |= more
    return sorted(found)


def _amounts(
    book_id: int, one: Mapping[int, Standing], two: Mapping[int, Standing], *, turnover: bool
) -> list[AccountAmount]:
    nothing = Standing(0, ZERO, ZERO, ZERO)

    def of(standing: Standing) -> Decimal:
        return standing.debit - standing.credit if turnover else standing.closing

    return [
        AccountAmount(
            account.code,
            AccountClass(account.account_class),
            (of(one.get(account.pk, nothing)), of(two.get(account.pk, nothing))),
        )
        for account in Account.objects.filter(book_id=book_id, pk__in={*one, *two}).order_by("code")
    ]


def balance_sheet_lines(*, book_id: int, month: date) -> list[StatementLine]:
    """资产负债表 at the end of a month, and at the beginning of its year."""
    before = date(month.year - 1, 12, 1)
    now, then = (standings(book_id=book_id, first=None, last=last) for last in (month, before))
    amounts = _amounts(book_id, now, then, turnover=False)
    return balance_sheet(book_facts(book_id).standard, amounts)


def _earned(book_id: int, first: date, last: date) -> dict[int, Standing]:
    """Turnover of these months without what carried it to profit."""
    gone = carried(book_id=book_id, first=first, last=last)
    return {
        pk: replace(one, debit=one.debit - gone.get(pk, ZERO))
        for pk, one in standings(book_id=book_id, first=first, last=last).items()
    }


def profit_lines(*, book_id: int, month: date) -> list[StatementLine]:
    """利润表 of a month, and of its year so far."""
    this, year = (_earned(book_id, first, month) for first in (month, date(month.year, 1, 1)))
    amounts = [
        one for one in _amounts(book_id, this, year, turnover=True) if one.account_class is AccountClass.PROFIT_LOSS
    ]
    return profit_statement(book_facts(book_id).standard, amounts)
