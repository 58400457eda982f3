"""Standard costs and what stands at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.types import MovementType

_CURRENT = """
SELECT DISTINCT ON (item_id) item_id, unit_cost FROM ledger_standard_cost
WHERE book_id = %s AND item_id = ANY(%s::bigint[]) ORDER BY item_id, valid_from DESC, posting_id DESC NULLS LAST
"""
_ITEMS = "SELECT DISTINCT item_id FROM ledger_cost_pool WHERE book_id = %s AND method = 'STANDARD' ORDER BY 1"
_VARIANCE = "CASE WHEN e.method = 'STANDARD' THEN e.expensed_amount ELSE 0 END"
_BEFORE = f"""
SELECT pool.item_id, sum(e.quantity), sum(e.amount), sum({_VARIANCE}),
       coalesce(sum(e.amount) FILTER (WHERE e.movement_type = 'OPENING'), 0)
FROM ledger_cost_entry e JOIN ledger_cost_pool pool ON pool.id = e.pool_id
WHERE pool.book_id = %s AND pool.item_id = ANY(%s::bigint[]) AND (e.business_date < %s OR (e.movement_type = 'OPENING' AND e.business_date < %s))
GROUP BY 1
"""  # noqa: S608 (constants only)
_TURNED = f"""
SELECT pool.item_id, owner.document_id, owner.document_type, coalesce(base.source_line_id, e.source_line_id), e.movement_type,
       owner.business_date, i.account_key, i.category_id, min(place.warehouse_id), sum(e.quantity), sum(e.amount), sum({_VARIANCE})
FROM ledger_cost_entry e JOIN ledger_cost_pool pool ON pool.id = e.pool_id
JOIN masterdata_item i ON i.id = pool.item_id
LEFT JOIN ledger_cost_entry base ON base.id = e.corrects_id
LEFT JOIN masterdata_place place ON place.id = e.place_id
JOIN ledger_posting owner ON owner.id = coalesce(base.posting_id, e.posting_id)
WHERE pool.book_id = %s AND pool.item_id = ANY(%s::bigint[]) AND e.business_date >= %s AND e.business_date < %s
  AND e.movement_type <> 'OPENING'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY owner.business_date, owner.document_id, 4
"""  # noqa: S608 (constants only)
_BY_DOCUMENT = f"""
SELECT coalesce(sum({_VARIANCE}), 0) FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
JOIN ledger_cost_pool pool ON pool.id = e.pool_id WHERE pool.book_id = %s AND ({{which}})
"""  # noqa: S608 (constants only)


_OPENING = """
SELECT pool.item_id, sum(e.expensed_amount) FROM ledger_cost_pool pool JOIN ledger_cost_entry e ON e.pool_id = pool.id
WHERE pool.book_id = %s AND pool.method = 'STANDARD' AND e.movement_type = 'OPENING' GROUP BY 1 HAVING sum(e.expensed_amount) <> 0
"""


def opening_variances(*, book_id: int) -> dict[int, Decimal]:
    """By item, what opening stock was worth beyond its standard."""
    return dict(sql.rows(connection, _OPENING, [book_id]))


def current_standards(*, book_id: int, item_ids: Iterable[int]) -> dict[int, Decimal]:
    """The newest standard cost of these items in a book; items without one are left out."""
    return dict(sql.rows(connection, _CURRENT, [book_id, sorted(set(item_ids))]))


class StandardRow(NamedTuple):
    """A standard cost from a day on, the one before it, and the document that set it."""

    item_id: int
    valid_from: date
    unit_cost: Decimal
    document_id: int | None
    previous: Decimal | None


_HISTORY = """
SELECT s.item_id, s.valid_from, s.unit_cost, p.document_id,
       lag(s.unit_cost) OVER (PARTITION BY s.item_id ORDER BY s.valid_from, s.posting_id NULLS FIRST)
FROM ledger_standard_cost s LEFT JOIN ledger_posting p ON p.id = s.posting_id
WHERE s.book_id = %s AND (%s::bigint IS NULL OR s.item_id = %s)
ORDER BY s.item_id, s.valid_from DESC, s.posting_id DESC NULLS LAST
"""


def standard_history(*, book_id: int, item_id: int | None) -> list[StandardRow]:
    """Standard costs of an item, or of all in a book, newest first."""
    return [StandardRow(*row) for row in sql.rows(connection, _HISTORY, [book_id, item_id, item_id])]


def standard_items(*, book_id: int) -> list[int]:
    """Items of a book that are kept at standard cost."""
    return [item_id for (item_id,) in sql.rows(connection, _ITEMS, [book_id])]


def variances_posted(*, book_id: int, document_ids: Iterable[int] | None = None) -> Decimal:
    """Cost variances of everything posted in a book, or of some documents' postings."""
    if document_ids is None:
        ((total,),) = sql.rows(connection, _BY_DOCUMENT.format(which="true"), [book_id])
    else:
        asked = [book_id, sorted(set(document_ids))]
        ((total,),) = sql.rows(connection, _BY_DOCUMENT.format(which="p.document_id = ANY(%s::bigint[])"), asked)
    return Decimal(total)


class Turned(NamedTuple):
    """What a document line did to an item kept at standard cost, later corrections included, in one month: signed quantity, value at
    standard, and cost variance."""

    item_id: int
    document_id: int
    document_type: str
    line_id: int
    movement_type: str
    date: date
    own_key: str
    category_id: int | None
    warehouse_id: int | None
    quantity: Decimal
    amount: Decimal
    variance: Decimal


@dataclass(frozen=True, slots=True)
class StandardMonth:
    """An item kept at standard cost in one month: what the month began with (opening stock of the month itself included), the opening
    stock of the book among it, and what happened."""

    item_id: int
    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    variance: Decimal = ZERO
    book_opening: Decimal = ZERO
    turned: tuple[Turned, ...] = ()


def standard_months(
    *, book_id: int, first: date, after: date, item_ids: Iterable[int] | None = None
) -> list[StandardMonth]:
    """Items kept at standard cost between `first` and the day before `after`, all pools of an item together."""
    items = standard_items(book_id=book_id)
    if item_ids is not None:
        items = sorted(set(items) & set(item_ids))
    if not items:
        return []
    begun: dict[int, Sequence[Decimal]] = {
        row[0]: row[1:] for row in sql.rows(connection, _BEFORE, [book_id, items, first, after])
    }
    turned: dict[int, list[Turned]] = {}
    for row in sql.rows(connection, _TURNED, [book_id, items, first, after]):
        turned.setdefault(row[0], []).append(Turned(*row))
    found = []
    for item in items:
        quantity, amount, variance, opening = begun.get(item, (ZERO, ZERO, ZERO, ZERO))
        found.append(StandardMonth(item, quantity, amount, variance, opening, tuple(turned.get(item, ()))))
    return found


ISSUES = frozenset(
    {
        MovementType.SALE,
        MovementType.SALE_RETURN,
        MovementType.MATERIAL_ISSUE,
        MovementType.MATERIAL_RETURN,
        MovementType.OTHER_OUT,
        MovementType.SCRAP,
        MovementType.COUNT_LOSS,
        MovementType.TRANSIT_LOSS,
    }
)
"""Movements that use goods up, and take them back; they bear their share of the cost variances."""
RECEIPTS = frozenset(
    {
        MovementType.PURCHASE,
        MovementType.PURCHASE_RETURN,
        MovementType.OTHER_IN,
        MovementType.COUNT_GAIN,
        MovementType.COST_ADJUSTMENT,
        MovementType.TRANSFER,
        MovementType.BIN_MOVE,
        MovementType.STATUS_CHANGE,
    }
)
"""Movements that bring goods, take purchased goods back, or only carry them from place to place."""
