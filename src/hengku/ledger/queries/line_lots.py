"""What posted lines moved, by lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_PARTS = """
SELECT m.source_line_id, m.lot_id, t.number, t.expiry_date, sum(m.quantity)
FROM ledger_move m JOIN masterdata_lot t ON t.id = m.lot_id
WHERE m.source_line_id = ANY(%s::bigint[]) AND m.lot_id IS NOT NULL
GROUP BY 1, 2, 3, 4 ORDER BY min(m.id)
"""


@dataclass(frozen=True, slots=True)
class LinePart:
    """Base units of one lot."""

    lot_id: int
    number: str
    expiry_date: date | None
    quantity: Decimal


def lots_of_lines(*, line_ids: Sequence[int]) -> dict[int, list[LinePart]]:
    """The lots each line moved, in the order in which they were taken; drafts have none."""
    found: dict[int, list[LinePart]] = {}
    for line_id, *part in sql.rows(connection, _PARTS, [list(line_ids)]):
        found.setdefault(line_id, []).append(LinePart(*part))
    return found
