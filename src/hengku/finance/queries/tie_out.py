"""对账: stock value = general ledger + events not yet vouchered, per inventory account and to the cent, at every instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hengku.finance.models import AccountTurnover, DeferredEntry, PendingEvent
from hengku.finance.queries.standing import (
    NO_ACCOUNT,
    account_ids,
    accounts_of_key,
    by_account,
    maps_by_warehouse,
    openings,
    stock_chart,
)
from hengku.finance.rules.keys import STOCK_KEYS
from hengku.finance.rules.resolve import Chart
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import (
    KeyAmount,
    amounts_of_documents,
    amounts_of_entries,
    opening_amounts,
    pool_amounts,
)

CONSUMER = "vouchers"
_AHEAD = """
WITH ahead AS (
    SELECT kind, document_id FROM documents_outbox
    WHERE position IS NULL OR position > coalesce((SELECT position FROM documents_cursor WHERE consumer = %s), 0)
), told AS (
    SELECT document_id FROM ahead WHERE kind LIKE '%%.post'
    UNION SELECT m.id FROM ahead JOIN documents_document m ON m.reverses_id = ahead.document_id WHERE ahead.kind LIKE '%%.reverse'
)
SELECT t.document_id FROM told t JOIN documents_document d ON d.id = t.document_id
WHERE d.book_id = %s AND NOT EXISTS (SELECT FROM finance_treated_event e WHERE e.document_id = t.document_id)
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """One inventory account. stock: Σ pools; ledger: its balance; waiting: events not yet vouchered; account_id 0: no account."""

    account_id: int
    stock: Decimal
    ledger: Decimal
    waiting: Decimal

    @property
    def difference(self) -> Decimal:
        return self.stock - self.ledger - self.waiting


def unvouchered_documents(*, book_id: int) -> list[int]:
    """Documents whose value events the vouchers have not dealt with: ahead of the consumer, or waiting for an account."""
    ahead = [pk for (pk,) in sql.rows(connection, _AHEAD, [CONSUMER, book_id])]
    waiting = PendingEvent.objects.filter(book_id=book_id).values_list("document_id", flat=True)
    return sorted({*ahead, *waiting})


def unvouchered_amounts(*, book_id: int) -> list[KeyAmount]:
    """What those documents and the entries kept for the month's end hold."""
    amounts: list[KeyAmount] = []
    documents = unvouchered_documents(book_id=book_id)
    if documents:
        amounts += amounts_of_documents(book_id=book_id, document_ids=documents)
    deferred = list(
        DeferredEntry.objects.filter(book_id=book_id).exclude(document_id__in=documents).values_list("pk", flat=True)
    )
    if deferred:
        amounts += amounts_of_entries(book_id=book_id, entry_ids=deferred)
    return amounts


def tie_out(*, book_id: int) -> list[Tie]:
    """Every inventory account with what must be equal."""
    chart = stock_chart(book_id=book_id)
    stock = pool_amounts(book_id=book_id, by_warehouse=maps_by_warehouse(chart))
    waiting = unvouchered_amounts(book_id=book_id)
    chart = stock_chart(book_id=book_id, amounts=[*stock, *waiting])
    accounts = {account.pk for key in STOCK_KEYS for account in accounts_of_key(book_id=book_id, key=key)}
    turnover: dict[int, Decimal] = {}
    for account_id, debit, credit in AccountTurnover.objects.filter(account_id__in=accounts).values_list(
        "account_id", "debit", "credit"
    ):
        turnover[account_id] = turnover.get(account_id, ZERO) + debit - credit
    opened = openings(book_id=book_id)
    held, pending = by_account(chart=chart, amounts=stock), by_account(chart=chart, amounts=waiting)
    return [
        Tie(
            account_id,
            held.get(account_id, ZERO),
            opened.get(account_id, ZERO) + turnover.get(account_id, ZERO),
            pending.get(account_id, ZERO),
        )
        for account_id in sorted({*accounts, *held, *pending})
    ]


@dataclass(frozen=True, slots=True)
class ItemTie:
    """One item on one inventory account: where the books differ."""

    account_id: int
    item_id: int
    stock: Decimal
    ledger: Decimal
    waiting: Decimal

    @property
    def difference(self) -> Decimal:
        return self.stock - self.ledger - self.waiting


_BY_ITEM = """
SELECT item_id, sum(debit - credit) FROM finance_voucher_line WHERE account_id = %s GROUP BY 1
"""


def tie_out_items(*, book_id: int, account_id: int) -> list[ItemTie]:
    """The items that make one account differ. Value that changed items inside the account (conversions) shows as pairs."""
    chart = stock_chart(book_id=book_id)
    stock = pool_amounts(book_id=book_id, by_warehouse=maps_by_warehouse(chart))
    waiting, opened = unvouchered_amounts(book_id=book_id), opening_amounts(book_id=book_id)
    chart = stock_chart(book_id=book_id, amounts=[*stock, *waiting, *opened])
    held, pending, opening = (_of_items(chart, account_id, amounts) for amounts in (stock, waiting, opened))
    booked = dict(sql.rows(connection, _BY_ITEM, [account_id])) if account_id != NO_ACCOUNT else {}
    found = [
        ItemTie(
            account_id,
            item_id,
            held.get(item_id, ZERO),
            opening.get(item_id, ZERO) + booked.get(item_id or None, ZERO),
            pending.get(item_id, ZERO),
        )
        for item_id in sorted({*held, *pending, *opening, *(one or 0 for one in booked)})
    ]
    return [one for one in found if one.difference]


def _of_items(chart: Chart, account_id: int, amounts: Sequence[KeyAmount]) -> dict[int, Decimal]:
    """What each item holds on this account."""
    found: dict[int, Decimal] = {}
    for one, account in zip(amounts, account_ids(chart=chart, amounts=amounts), strict=True):
        if account == account_id:
            found[one.item_id] = found.get(one.item_id, ZERO) + one.amount
    return found
