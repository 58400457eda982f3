"""对账: stock value = general ledger + events not yet vouchered, per inventory account and to the cent, at every instant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hengku.finance.models import PendingEvent
from hengku.finance.queries.standing import (
    NO_ACCOUNT,
    account_ids,
    maps_by_warehouse,
    stock_chart,
)
from hengku.finance.rules.keys import STOCK_KEYS
from hengku.kernel import sql
from hengku.ledger.queries.value_events import ENTRIES, OF_DOCUMENTS, OPENING, POOLS, KeyAmount
from hengku.masterdata.types import PlaceKind

CONSUMER = "vouchers"
_AHEAD = """
WITH ahead AS MATERIALIZED (
    SELECT kind, document_id FROM documents_outbox
    WHERE position IS NULL OR position > coalesce((SELECT position FROM documents_cursor WHERE consumer = %s), 0)
), told AS MATERIALIZED (
    SELECT t.document_id FROM (
        SELECT document_id FROM ahead WHERE kind LIKE '%%.post'
        UNION SELECT m.id FROM ahead JOIN documents_document m ON m.reverses_id = ahead.document_id
         WHERE ahead.kind LIKE '%%.reverse'
    ) t JOIN documents_document d ON d.id = t.document_id
    WHERE d.book_id = %s AND NOT EXISTS (SELECT FROM finance_treated_event e WHERE e.document_id = t.document_id)
)
"""
_DOCUMENTS = "SELECT document_id FROM told UNION SELECT document_id FROM finance_pending_event"
_UNVOUCHERED = f"({OF_DOCUMENTS.format(documents=_DOCUMENTS)} OR e.id IN (SELECT entry_id FROM finance_deferred_entry))"  # noqa: S608 (constants only)
_STANDING = f"""{_AHEAD}
SELECT 'stock', NULL::bigint, s.* FROM ({{stock}}) s
UNION ALL SELECT 'stock', NULL, i.id, i.account_key, i.category_id, NULL, '{PlaceKind.CONSIGNMENT.value}', sum(c.cost - c.sold)
FROM finance_shipped_cost c JOIN masterdata_item i ON i.id = c.item_id WHERE c.book_id = %s AND c.cost <> c.sold GROUP BY i.id
UNION ALL SELECT 'waiting', NULL, w.* FROM ({ENTRIES.format(which=_UNVOUCHERED)}) w
UNION ALL SELECT 'ledger', NULL, o.* FROM ({OPENING}) o
UNION ALL SELECT 'ledger', t.account_id, NULL, NULL, NULL, NULL, NULL, t.debit - t.credit FROM finance_account_turnover t
WHERE t.account_id = ANY(%s::bigint[])
UNION ALL SELECT 'ledger', l.account_id, NULL, NULL, NULL, NULL, NULL, l.credit - l.debit FROM finance_estimate_reversal r
JOIN finance_voucher_line l ON l.voucher_id = r.voucher_id AND l.account_id = ANY(%s::bigint[])
WHERE r.book_id = %s AND r.back_voucher_id IS NULL
"""  # noqa: S608 (constants only)
"""Estimates that are out of the ledger until their invoice comes (月初回冲) count as if they stood there: the pools keep them (4.7). Goods shipped
whose invoice has not come are stock on the account of goods elsewhere.
One statement, so that all of it is of the same moment."""


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


@dataclass(frozen=True, slots=True)
class TiePart:
    """What one row says: part is stock, waiting or ledger; item_id 0: told of the account alone."""

    part: str
    account_id: int
    item_id: int
    amount: Decimal


def ahead_documents(*, book_id: int) -> list[int]:
    """Documents with value events that the consumer of the outbox has not reached."""
    statement = f"{_AHEAD} SELECT document_id FROM told"  # noqa: S608 (constants only)
    return [pk for (pk,) in sql.rows(connection, statement, [CONSUMER, book_id])]


def unvouchered_documents(*, book_id: int) -> list[int]:
    """Documents whose value events the vouchers have not dealt with: ahead of the consumer, or waiting for an account."""
    waiting = PendingEvent.objects.filter(book_id=book_id).values_list("document_id", flat=True)
    return sorted({*ahead_documents(book_id=book_id), *waiting})


def tie_parts(book_id: int, accounts: Sequence[int]) -> list[TiePart]:
    """What the pools hold, what waits, and (for `accounts`) what the ledger says: all of the same moment."""
    by_warehouse = maps_by_warehouse(stock_chart(book_id=book_id))
    stock = ENTRIES.format(which="true") if by_warehouse else POOLS
    params: list[object] = [CONSUMER, *[book_id] * 5, list(accounts), list(accounts), book_id]
    rows = sql.rows(connection, _STANDING.format(stock=stock), params)
    amounts = [KeyAmount(*row[2:]) for row in rows if row[1] is None]
    chart = stock_chart(book_id=book_id, amounts=amounts)
    found = iter(account_ids(chart=chart, amounts=amounts))
    return [TiePart(row[0], row[1] if row[1] is not None else next(found), row[2] or 0, row[7]) for row in rows]


STOCK_ACCOUNTS = """
WITH RECURSIVE stock_account AS (
    SELECT account_id AS id FROM finance_account_mapping WHERE {which} AND key = ANY(%s::text[])
    UNION SELECT a.id FROM finance_account a JOIN stock_account s ON a.parent_id = s.id
) """
"""Inventory accounts with those below them, to put before a question; `which` is a condition on the mapping."""


def stock_accounts(*, book_id: int) -> list[int]:
    """The inventory accounts of a book."""
    statement = f"{STOCK_ACCOUNTS.format(which='book_id = %s')} SELECT id FROM stock_account ORDER BY 1"  # noqa: S608 (constants only)
    return [pk for (pk,) in sql.rows(connection, statement, [book_id, sorted(STOCK_KEYS)])]


def tie_out(*, book_id: int) -> list[Tie]:
    """Every inventory account with what must be equal, all of the same moment."""
    accounts = stock_accounts(book_id=book_id)
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for part in tie_parts(book_id, accounts):
        sums[part.account_id, part.part] += part.amount
    return [
        Tie(account_id, *(sums[account_id, part] for part in ("stock", "ledger", "waiting")))
        for account_id in sorted({*accounts, *(account_id for account_id, _ in list(sums))})
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
SELECT item_id, sum(debit - credit) FROM finance_voucher_line WHERE account_id = %s AND voucher_id NOT IN (
    SELECT voucher_id FROM finance_estimate_reversal WHERE back_voucher_id IS NULL) GROUP BY 1
"""


def tie_out_items(*, book_id: int, account_id: int) -> list[ItemTie]:
    """The items that make one account differ. Value that changed items inside the account (conversions) shows as pairs."""
    sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for part in tie_parts(book_id, []):
        if part.account_id == account_id:
            sums[part.item_id, part.part] += part.amount
    for item_id, amount in sql.rows(connection, _BY_ITEM, [account_id]) if account_id != NO_ACCOUNT else ():
        sums[item_id or 0, "ledger"] += amount
    ties = [
        ItemTie(account_id, item_id, *(sums[item_id, part] for part in ("stock", "ledger", "waiting")))
        for item_id in sorted({item_id for item_id, _ in list(sums)})
    ]
    return [one for one in ties if one.difference]
