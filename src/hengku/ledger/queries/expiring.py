"""Usable stock whose lots have expired, or have so few days left that they are locked (domain specification 3.1, 3.5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.masterdata.types import StockStatus

_EXPIRING = """
SELECT b.book_id, p.warehouse_id, b.place_id, b.item_id, i.base_unit_id, b.bin_id, b.lot_id, b.status, b.quantity,
       CASE WHEN t.expiry_date < %s THEN 'EXPIRED' ELSE 'NEAR_EXPIRY' END
FROM masterdata_lot t
JOIN ledger_balance b ON b.lot_id = t.id AND b.item_id = t.item_id AND b.quantity > 0 AND b.owner_id IS NULL
JOIN masterdata_place p ON p.id = b.place_id AND p.kind = 'WH'
JOIN masterdata_item i ON i.id = b.item_id
WHERE (t.expiry_date < %s AND b.status IN ('AVAILABLE', 'NEAR_EXPIRY'))
   OR (b.status = 'AVAILABLE' AND i.near_expiry_days IS NOT NULL AND t.expiry_date - %s::date + 1 <= i.near_expiry_days)
ORDER BY b.book_id, p.warehouse_id, b.item_id, t.expiry_date, t.number, b.id
"""


@dataclass(frozen=True, slots=True)
class Expiring:
    """Stock of one key and the status it ought to have."""

    book_id: int
    warehouse_id: int
    place_id: int
    item_id: int
    base_unit_id: int
    bin_id: int | None
    lot_id: int
    status: StockStatus
    quantity: Decimal
    to_status: StockStatus


def expiring_stock(*, on: date) -> list[Expiring]:
    """Stock that may no longer be used on this day, and stock to be locked because its end is near; our own, in warehouses."""
    return [
        Expiring(book, warehouse, place, item, unit, bin_id, lot, StockStatus(status), quantity, StockStatus(to_status))
        for book, warehouse, place, item, unit, bin_id, lot, status, quantity, to_status in sql.rows(
            connection, _EXPIRING, (on, on, on)
        )
    ]
