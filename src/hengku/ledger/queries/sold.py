"""What was sold of items in a span of days, and what was left of them at its end: all of a book's own stock."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.types import MovementType

SALES = (MovementType.SALE.value, MovementType.SALE_RETURN.value, MovementType.CONSIGNMENT_SALE.value)
_SOLD = """
SELECT p.item_id,
       coalesce(-sum(e.quantity) FILTER (WHERE e.business_date >= %s AND e.movement_type = ANY(%s)), 0),
       sum(e.quantity), sum(e.amount)
FROM ledger_cost_pool p JOIN ledger_cost_entry e ON e.pool_id = p.id
WHERE p.book_id = %s AND p.item_id = ANY(%s::bigint[]) AND e.business_date < %s GROUP BY 1
"""


class Sold(NamedTuple):
    """sold: shipped less returned; quantity, cost: what was there at the end."""

    sold: Decimal
    quantity: Decimal
    cost: Decimal


def sold_of(*, book_id: int, item_ids: Collection[int], first: date, after: date) -> Mapping[int, Sold]:
    """By item, from `first` to the day before `after`. Under the month-end average an open month's costs are provisional."""
    if not item_ids:
        return {}
    params = [first, list(SALES), book_id, sorted(set(item_ids)), after]
    return {row[0]: Sold(*row[1:]) for row in sql.rows(connection, _SOLD, params)}
