"""What stands on the accounts of a book: opening, turnover, balance. Amounts are debits less credits unless said otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from hengku.finance.models import AccountMapping, AccountTurnover, OpeningBalance
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.entries import stock_key
from hengku.finance.rules.keys import STOCK_KEYS
from hengku.finance.rules.resolve import Chart
from hengku.finance.types import Side
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.standards import opening_variances
from hengku.ledger.queries.value_events import KeyAmount, opening_amounts
from hengku.masterdata.queries.inventory_keys import inventory_keys

NO_ACCOUNT = 0
"""Stands for "no account is mapped" among account ids."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One account over a span of months: opening, debit and credit turnover; closing = opening + debit - credit."""

    account_id: int
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class KeyAccount:
    """An account a key may mean: its id, the side on which it grows, its class."""

    pk: int
    side: str
    account_class: str


_OF_KEY = """
WITH RECURSIVE found AS (
    SELECT account_id AS id FROM finance_account_mapping WHERE book_id = %s AND key = %s
    UNION SELECT account_id FROM finance_fund_account WHERE book_id = %s AND kind = %s
    UNION SELECT a.id FROM finance_account a JOIN found f ON a.parent_id = f.id
)
SELECT a.id, a.side, a.account_class FROM finance_account a JOIN found f ON f.id = a.id ORDER BY a.id
"""


def account_ids(*, chart: Chart, amounts: Sequence[KeyAmount]) -> list[int]:
    """The inventory account of each amount; NO_ACCOUNT where none is mapped."""
    keys = inventory_keys({one.item_id: (one.own_key, one.category_id) for one in amounts}) if amounts else {}
    return [
        chart.account_of(
            stock_key(keys[one.item_id], one.pool_place), item_id=one.item_id, warehouse_id=one.warehouse_id
        )
        or NO_ACCOUNT
        for one in amounts
    ]


def by_account(*, chart: Chart, amounts: Sequence[KeyAmount]) -> dict[int, Decimal]:
    """Stock value by inventory account; NO_ACCOUNT for what no account is mapped to."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for one, account_id in zip(amounts, account_ids(chart=chart, amounts=amounts), strict=True):
        found[account_id] += one.amount
    return found


def stock_chart(*, book_id: int, amounts: Iterable[KeyAmount] = ()) -> Chart:
    """The chart with what is needed to place these amounts."""
    return chart_of(book_id=book_id, item_ids={one.item_id for one in amounts})


def maps_by_warehouse(chart: Chart) -> bool:
    """Whether inventory accounts depend on the warehouse."""
    return any(one.warehouse_id is not None for key in STOCK_KEYS for one in chart.mappings.get(key, ()))


def openings(*, book_id: int) -> dict[int, Decimal]:
    """Opening balance by account: what was entered, and the opening stock on the inventory accounts."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = (
        OpeningBalance.objects.filter(book_id=book_id)
        .values_list("account_id", "account__side")
        .annotate(total=Sum("amount"))
    )
    for account_id, side, total in rows:
        found[account_id] += total if side == Side.DEBIT else -total
    stock = opening_amounts(book_id=book_id)
    for account_id, amount in by_account(chart=stock_chart(book_id=book_id, amounts=stock), amounts=stock).items():
        found[account_id] += amount
    beyond = opening_variances(book_id=book_id)
    for item_id, amount in beyond.items():
        found[chart_of(book_id=book_id, item_ids=beyond).account_of("PPV", item_id=item_id) or NO_ACCOUNT] += amount
    return found


def standings(*, book_id: int, first: date | None, last: date) -> dict[int, Standing]:
    """Every account with a balance or turnover from month `first` (None: since the beginning) to month `last`."""
    before: dict[int, Decimal] = openings(book_id=book_id)
    during: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    rows = AccountTurnover.objects.filter(account__book_id=book_id, month__lte=last).values_list(
        "account_id", "month", "debit", "credit"
    )
    for account_id, month, debit, credit in rows:
        if first is not None and month < first:
            before[account_id] = before.get(account_id, ZERO) + debit - credit
        else:
            during[account_id][0] += debit
            during[account_id][1] += credit
    return {
        account_id: Standing(account_id, before.get(account_id, ZERO), *during[account_id])
        for account_id in sorted({*before, *during})
        if account_id != NO_ACCOUNT
    }


def accounts_of_key(*, book_id: int, key: str) -> list[KeyAccount]:
    """The accounts a key may mean, fund accounts of its kind included, with those below them."""
    return [KeyAccount(*row) for row in sql.rows(connection, _OF_KEY, (book_id, key, book_id, key))]


def keys_by_account(*, book_id: int) -> Mapping[int, str]:
    """The key each account stands for; of several the most general mapping's."""
    rows = AccountMapping.objects.filter(book_id=book_id).order_by("-id")
    ranked = sorted(
        rows, key=lambda one: sum(part is not None for part in (one.category_id, one.warehouse_id, one.partner_id)),
        reverse=True,
    )  # fmt: skip
    return {one.account_id: one.key for one in ranked}
