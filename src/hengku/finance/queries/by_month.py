"""A few figures month by month, read from the accounts' monthly turnover: cheap however long the history."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from django.db import connection

from hengku.finance.models import AccountTurnover
from hengku.finance.queries.carried import CARRY
from hengku.finance.queries.standing import accounts_of_key, openings
from hengku.finance.queries.tie_out import stock_accounts
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_CARRIED = """
SELECT v.month, sum(l.debit - l.credit) FROM finance_voucher v JOIN finance_voucher_line l ON l.voucher_id = v.id
WHERE v.book_id = %s AND v.template = %s AND v.month BETWEEN %s AND %s AND l.account_id = ANY(%s::bigint[]) GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """month: its first day. stock: balance of the inventory accounts at its end; revenue and cost of sales before results are carried."""

    month: date
    revenue: Decimal
    cost: Decimal
    stock: Decimal


def figures_by_month(*, book_id: int, months: Collection[date]) -> list[MonthFigures]:
    """The months asked for (first days), in order; as far as vouchers are made."""
    asked = sorted(months)
    stock, revenue, cost = (
        set(stock_accounts(book_id=book_id)), _meant(book_id, ("REV", "OREV")), _meant(book_id, ("COGS", "OCOGS")),
    )  # fmt: skip
    turnover = _turnover(stock | revenue | cost, asked[-1])
    balance = sum((amount for account, amount in openings(book_id=book_id).items() if account in stock), ZERO)

    def by_month(ids: set[int]) -> defaultdict[date, Decimal]:
        moved: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
        for (account, month), amount in turnover.items():
            if account in ids:
                moved[month] += amount
        return moved

    def results(ids: set[int]) -> defaultdict[date, Decimal]:
        moved = by_month(ids)
        for month, amount in sql.rows(connection, _CARRIED, [book_id, CARRY, asked[0], asked[-1], sorted(ids)]):
            moved[month] -= amount
        return moved

    earned, spent, stocked = results(revenue), results(cost), by_month(stock)
    known = sorted({*stocked, *asked})
    standing = dict(zip(known, list(accumulate((stocked[month] for month in known), initial=balance))[1:], strict=True))
    return [MonthFigures(month, revenue=-earned[month], cost=spent[month], stock=standing[month]) for month in asked]


def _meant(book_id: int, keys: tuple[str, ...]) -> set[int]:
    return {account.pk for key in keys for account in accounts_of_key(book_id=book_id, key=key)}


def _turnover(accounts: set[int], last: date) -> defaultdict[tuple[int, date], Decimal]:
    rows = AccountTurnover.objects.filter(account_id__in=accounts, month__lte=last)
    found: defaultdict[tuple[int, date], Decimal] = defaultdict(lambda: ZERO)
    for account_id, month, debit, credit in rows.values_list("account_id", "month", "debit", "credit"):
        found[account_id, month] += debit - credit
    return found
