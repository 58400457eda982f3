"""What stands where, for operations of the trades that have asked for rights themselves: counting and order promising."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql

_BALANCES = """
SELECT item_id, place_id, bin_id, lot_id, status, quantity
  FROM ledger_balance
 WHERE book_id = %s AND place_id = ANY(%s::bigint[]) AND owner_id IS NULL
   AND (cardinality(%s::bigint[]) = 0 OR item_id = ANY(%s::bigint[]))
"""

_LEGS = """
SELECT item_id, to_place_id, to_bin_id, lot_id, to_status, quantity, recorded_at
  FROM ledger_move
 WHERE recorded_at > %s AND book_id = %s AND owner_id IS NULL AND to_place_id = ANY(%s::bigint[])
UNION ALL
SELECT item_id, from_place_id, from_bin_id, lot_id, from_status, -quantity, recorded_at
  FROM ledger_move
 WHERE recorded_at > %s AND book_id = %s AND owner_id IS NULL AND from_place_id = ANY(%s::bigint[])
"""

_CLAIMS = """
SELECT demand_line_id, sum(quantity - consumed_quantity - released_quantity)
  FROM ledger_reservation
 WHERE demand_line_id = ANY(%s::bigint[]) AND quantity > consumed_quantity + released_quantity AND supply_line_id IS NULL
 GROUP BY demand_line_id
"""


class BalanceRow(NamedTuple):
    """Quantity at one stock key of our own goods, in base units; several projects give several rows."""

    item_id: int
    place_id: int
    bin_id: int | None
    lot_id: int | None
    status: str
    quantity: Decimal


class LegRow(NamedTuple):
    """One end of a move at one of the places, signed (in positive), with when it was recorded."""

    item_id: int
    place_id: int
    bin_id: int | None
    lot_id: int | None
    status: str
    quantity: Decimal
    recorded_at: datetime


def balances(*, book_id: int, place_ids: Sequence[int], item_ids: Sequence[int] = ()) -> list[BalanceRow]:
    """What stands now at these places; of these items, or of all when none are named."""
    if not place_ids:
        return []
    items = sorted(item_ids)
    return [
        BalanceRow._make(row) for row in sql.rows(connection, _BALANCES, (book_id, sorted(place_ids), items, items))
    ]


def legs_after(*, book_id: int, place_ids: Sequence[int], after: datetime) -> list[LegRow]:
    """Everything recorded after an instant that came to or left these places."""
    if not place_ids:
        return []
    places = sorted(place_ids)
    params = (after, book_id, places, after, book_id, places)
    return [LegRow._make(row) for row in sql.rows(connection, _LEGS, params)]


def open_reservations(*, demand_line_ids: Sequence[int]) -> dict[int, Decimal]:
    """What each demand line still holds reserved, in base units; lines that hold nothing are left out."""
    if not demand_line_ids:
        return {}
    return dict(sql.rows(connection, _CLAIMS, (sorted(demand_line_ids),)))
