"""The life of a serial number: every move of the unit, in the order in which it happened (domain specification 9.1)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from hengku.kernel import sql

_LIFE = """
SELECT m.item_id, m.lot_id, t.number, o.number, p.document_id, m.business_date, m.movement_type, m.reverses_id IS NOT NULL,
       f.kind, coalesce(fw.name, fp.name, ''), d.kind, coalesce(dw.name, dp.name, ''), m.to_status, m.owner_id, x.name
FROM masterdata_lot t JOIN ledger_move m ON m.lot_id = t.id JOIN ledger_posting p ON p.id = m.posting_id
JOIN masterdata_place f ON f.id = m.from_place_id JOIN masterdata_place d ON d.id = m.to_place_id
LEFT JOIN masterdata_warehouse fw ON fw.id = f.warehouse_id LEFT JOIN masterdata_partner fp ON fp.id = f.partner_id
LEFT JOIN masterdata_warehouse dw ON dw.id = d.warehouse_id LEFT JOIN masterdata_partner dp ON dp.id = d.partner_id
LEFT JOIN masterdata_lot o ON o.id = t.parent_id LEFT JOIN masterdata_partner x ON x.id = m.owner_id
WHERE t.number = %s AND (%s::bigint IS NULL OR t.item_id = %s) AND m.book_id = %s
ORDER BY m.item_id, m.id
"""


@dataclass(frozen=True, slots=True)
class SerialStep:
    """One move of a unit. lot: the lot it belongs to; from/to: kind of place and its name; owner: whose it is, None = ours."""

    item_id: int
    lot_id: int
    number: str
    lot: str | None
    document_id: int
    business_date: date
    movement_type: str
    is_reversal: bool
    from_kind: str
    from_name: str
    to_kind: str
    to_name: str
    status: str
    owner_id: int | None
    owner: str | None


def serial_life(*, book_id: int, number: str, item_id: int | None = None) -> list[SerialStep]:
    """Every move of the units with this number, by item, oldest first."""
    return [SerialStep(*row) for row in sql.rows(connection, _LIFE, [number, item_id, item_id, book_id])]
