"""Cost entries as value events: what the books of account are made from. No viewer: for the vouchers, not for pages."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.queries.month_costing import RETURNS
from hengku.ledger.rules.month_average import is_priced
from hengku.ledger.rules.turnover import AMOUNTS
from hengku.ledger.types import CostKind
from hengku.masterdata.types import CostMethod


class ValueEvent(NamedTuple):
    """One cost entry with the posting that wrote it and, for corrections, the entry they correct.

    amount, quantity: signed from the pool's view; expensed_amount: the part of an adjustment outside the pool. owner_*: the posting
    whose cost this is: the corrected one for DELTA, COVER, RESIDUAL, the entry's own otherwise; owner_line_id: its line,
    owner_quantity: quantity of the base entry. pool_place: kind of place of a pool outside the warehouses, else None.
    own_key, category_id: what decides the item's 存货类别 (masterdata.queries.inventory_keys). source_entry_id: the entry whose amount
    this one follows. is_month_priced: the month's unit cost decides the amount, at the close.
    """

    entry_id: int
    posting_id: int
    book_id: int
    document_id: int
    document_type: str
    is_reversal: bool
    posting_date: date
    kind: str
    basis: str
    method: str
    item_id: int
    own_key: str
    category_id: int | None
    warehouse_id: int | None
    pool_place: str | None
    quantity: Decimal
    amount: Decimal
    expensed_amount: Decimal
    date: date
    owner_posting_id: int
    owner_document_id: int
    owner_document_type: str
    owner_line_id: int
    owner_quantity: Decimal
    owner_is_reversal: bool
    source_entry_id: int | None
    movement_type: str
    corrects_id: int | None

    @property
    def is_month_priced(self) -> bool:
        if self.method != CostMethod.MONTH_AVERAGE:
            return False
        return self.kind in _CORRECTING or is_priced(
            self.kind, self.basis, self.quantity, is_return=self.movement_type in RETURNS
        )


_CORRECTING = frozenset({CostKind.DELTA, CostKind.COVER, CostKind.RESIDUAL})
_EVENTS = """
SELECT e.id, e.posting_id, p.book_id, p.document_id, p.document_type, p.reverses_id IS NOT NULL, p.business_date, e.kind, e.basis,
       e.method, pool.item_id, i.account_key, i.category_id, place.warehouse_id, outside.kind, e.quantity, e.amount, e.expensed_amount,
       e.business_date, owner.id, owner.document_id, owner.document_type,
       CASE WHEN e.corrects_id IS NULL THEN e.source_line_id ELSE corrected.source_line_id END,
       coalesce(corrected.quantity, e.quantity), owner.reverses_id IS NOT NULL, e.source_entry_id, e.movement_type, e.corrects_id
FROM ledger_posting p
JOIN ledger_cost_entry e ON e.posting_id = p.id
JOIN ledger_cost_pool pool ON pool.id = e.pool_id
JOIN masterdata_item i ON i.id = pool.item_id
LEFT JOIN masterdata_place place ON place.id = e.place_id
LEFT JOIN masterdata_place outside ON outside.id = pool.place_id
LEFT JOIN ledger_cost_entry corrected ON corrected.id = e.corrects_id
JOIN ledger_posting owner ON owner.id = coalesce(corrected.posting_id, p.id)
WHERE {which}
ORDER BY p.id, e.id
"""


def value_events(*, document_ids: Sequence[int]) -> list[ValueEvent]:
    """Every cost entry of these documents' postings, in posting order."""
    statement = _EVENTS.format(which="p.document_id = ANY(%s::bigint[])")
    return [ValueEvent(*row) for row in sql.rows(connection, statement, [sorted(set(document_ids))])]


def value_events_of_entries(*, entry_ids: Sequence[int]) -> list[ValueEvent]:
    """These cost entries (the ones a month-end method kept back)."""
    statement = _EVENTS.format(which="e.id = ANY(%s::bigint[])")
    return [ValueEvent(*row) for row in sql.rows(connection, statement, [sorted(set(entry_ids))])]


class CostRow(NamedTuple):
    """A cost entry with as little as a voucher of plain goods needs. is_own: it corrects nothing and nothing of it was expensed;
    pool_place_id: the place of a pool outside the warehouses."""

    document_id: int
    posting_id: int
    kind: str
    method: str
    is_own: bool
    item_id: int
    place_id: int | None
    pool_place_id: int | None
    quantity: Decimal
    amount: Decimal


_COSTS = """
SELECT p.document_id, p.id, e.kind, e.method, e.corrects_id IS NULL AND e.expensed_amount = 0, pool.item_id, e.place_id, pool.place_id,
       e.quantity, e.amount
FROM ledger_posting p JOIN ledger_cost_entry e ON e.posting_id = p.id JOIN ledger_cost_pool pool ON pool.id = e.pool_id
WHERE p.document_id = ANY(%s::bigint[]) ORDER BY p.id, e.id
"""


def cost_rows(*, document_ids: Sequence[int]) -> list[CostRow]:
    """Every cost entry of these documents' postings, in posting order, without what only corrections need."""
    return list(map(CostRow._make, sql.rows(connection, _COSTS, [sorted(set(document_ids))])))


_CORRECTIONS = """
SELECT e.id, e.posting_id, p.document_id, p.book_id FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.corrects_id = ANY(%s::bigint[]) ORDER BY e.id
"""


def corrections_of(*, entry_ids: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """(entry, posting, its document, book) of what corrects these cost entries."""
    return sql.rows(connection, _CORRECTIONS, [sorted(set(entry_ids))])


class KeyAmount(NamedTuple):
    """Value under one item's inventory class. pool_place: kind of place of pools outside the warehouses, else None. warehouse_id:
    of the entries' place, where it was asked for."""

    item_id: int
    own_key: str
    category_id: int | None
    warehouse_id: int | None
    pool_place: str | None
    amount: Decimal


_KEY = "pool.item_id, i.account_key, i.category_id, {warehouse}, outside.kind"
_OF_POOL = """
JOIN masterdata_item i ON i.id = pool.item_id
LEFT JOIN masterdata_place outside ON outside.id = pool.place_id
"""
POOLS = f"""
SELECT {_KEY.format(warehouse="NULL::bigint")}, sum(pool.amount) FROM ledger_cost_pool pool {_OF_POOL}
WHERE pool.amount <> 0 AND pool.book_id = %s GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 (constants only)
"""What the pools of a book hold now, as the columns of KeyAmount."""
ENTRIES = f"""
SELECT {_KEY.format(warehouse="place.warehouse_id")}, sum(e.amount) FROM ledger_cost_entry e
JOIN ledger_cost_pool pool ON pool.id = e.pool_id {_OF_POOL}
LEFT JOIN masterdata_place place ON place.id = e.place_id
WHERE pool.book_id = %s AND {{which}} GROUP BY 1, 2, 3, 4, 5 HAVING sum(e.amount) <> 0
"""  # noqa: S608 (constants only)
"""What some cost entries `e` of a book brought in and took out; `which` is a condition on e."""
OF_DOCUMENTS = """
e.posting_id IN (SELECT p.id FROM ledger_posting p WHERE p.document_id IN ({documents}) AND p.document_type <> 'opening_stock')
"""
"""A condition on entries: of the postings of these documents; opening stock is no event."""
OPENING = f"""
SELECT {_KEY.format(warehouse="place.warehouse_id")}, sum(t.in_amount - t.out_amount) FROM (
    SELECT pool_id, place_id, in_amount, out_amount FROM ledger_pool_turnover WHERE movement_type = 'OPENING'
    UNION ALL
    SELECT f.pool_id, f.place_id, f.in_amount, f.out_amount FROM (
        {AMOUNTS.format(which="e.movement_type = 'OPENING' AND e.posting_id IN (SELECT posting_id FROM ledger_fresh_posting)")}
    ) AS f (pool_id, place_id, month, movement_type, kind, in_quantity, out_quantity, in_amount, out_amount)
) t JOIN ledger_cost_pool pool ON pool.id = t.pool_id {_OF_POOL}
LEFT JOIN masterdata_place place ON place.id = t.place_id
WHERE pool.book_id = %s GROUP BY 1, 2, 3, 4, 5 HAVING sum(t.in_amount - t.out_amount) <> 0
"""  # noqa: S608 (constants only)
"""Opening stock of a book."""


def opening_amounts(*, book_id: int) -> list[KeyAmount]:
    """Opening stock of a book."""
    return [KeyAmount(*row) for row in sql.rows(connection, OPENING, [book_id])]


def pool_amounts(*, book_id: int) -> list[KeyAmount]:
    """What the pools of a book hold now."""
    return [KeyAmount(*row) for row in sql.rows(connection, POOLS, [book_id])]


def items_with_value(*, item_ids: Sequence[int]) -> dict[int, list[str]]:
    """Items whose pools hold money, with the amount as text: their 存货类别 cannot change."""
    found = sql.rows(
        connection,
        "SELECT item_id, sum(amount)::text FROM ledger_cost_pool WHERE item_id = ANY(%s::bigint[]) AND amount <> 0 GROUP BY 1",
        [sorted(set(item_ids))],
    )
    return {item_id: [amount] for item_id, amount in found}
