"""Usable stock whose lots have expired, or have so few days left that they are locked (domain specification 3.1, 3.5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.masterdata.types import StockStatus

_EXPIRING = """
SELECT b.book_id, p.warehouse_id, b.place_id, b.item_id, i.base_unit_id, b.bin_id, b.lot_id, b.status, b.quantity,
       CASE WHEN t.expiry_date < %s THEN 'EXPIRED' ELSE 'NEAR_EXPIRY' END, b.owner_id
FROM masterdata_lot t
JOIN ledger_balance b ON b.lot_id = t.id AND b.item_id = t.item_id AND b.quantity > 0
JOIN masterdata_place p ON p.id = b.place_id AND p.kind = 'WH'
JOIN masterdata_item i ON i.id = b.item_id
LEFT JOIN masterdata_item_category c ON c.id = i.category_id
WHERE (%s::bigint IS NULL OR b.book_id = %s)
  AND ((t.expiry_date < %s AND b.status IN ('AVAILABLE', 'NEAR_EXPIRY'))
       OR (b.status = 'AVAILABLE' AND t.expiry_date - %s::date + 1 <= coalesce(i.near_expiry_days, (
              SELECT a.near_expiry_days FROM masterdata_item_category a
               WHERE a.near_expiry_days IS NOT NULL AND (a.path = c.path OR c.path LIKE a.path || '/%%')
               ORDER BY length(a.path) DESC LIMIT 1))))
ORDER BY b.book_id, p.warehouse_id, b.item_id, t.expiry_date, t.number, b.id
"""


@dataclass(frozen=True, slots=True)
class Expiring:
    """Stock of one key and the status it ought to have. owner_id: whose it is, None = ours."""

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
    owner_id: int | None


def expiring_stock(*, on: date, book_id: int | None = None) -> list[Expiring]:
    """Stock that may no longer be used on this day, and stock to be locked because its end is near, as the item says, else the
    nearest category above it; in warehouses, whosever it is. book_id: None = of every book."""
    return [
        Expiring(
            book,
            warehouse,
            place,
            item,
            unit,
            bin_id,
            lot,
            StockStatus(status),
            quantity,
            StockStatus(to_status),
            owner,
        )
        for book, warehouse, place, item, unit, bin_id, lot, status, quantity, to_status, owner in sql.rows(
            connection, _EXPIRING, (on, book_id, book_id, on, on)
        )
    ]
