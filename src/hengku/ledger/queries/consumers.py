"""Who has used up what a receipt brought: the issues that an amount about the receipt may follow (domain specification R7)."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.ledger.types import MovementType

USING = frozenset(
    {
        MovementType.SALE,
        MovementType.SALE_RETURN,
        MovementType.MATERIAL_ISSUE,
        MovementType.MATERIAL_RETURN,
        MovementType.OTHER_OUT,
    }
)
"""Movements whose account can bear more of the cost of what they took. Losses wait for a decision of their own."""
_CONSUMERS = """
WITH about AS (
    SELECT k.id AS asked, a.posting_id, a.pool_id, a.method, s.id AS source_id, s.business_date AS day
    FROM unnest(%s::bigint[]) AS k(id) JOIN ledger_cost_entry e ON e.id = k.id
    JOIN ledger_cost_entry a ON a.kind = 'ADJUSTMENT'
     AND a.id = CASE WHEN e.corrects_id IS NOT NULL THEN e.corrects_id WHEN e.basis = 'MIRROR' THEN e.source_entry_id ELSE e.id END
    JOIN ledger_cost_entry s ON s.id = a.source_entry_id
), used AS (
    SELECT b.asked, CASE WHEN e.quantity > 0 THEN coalesce(e.source_entry_id, e.id) ELSE e.id END AS consumer, -e.quantity AS quantity
    FROM about b JOIN ledger_cost_entry e ON e.pool_id = b.pool_id AND (e.business_date, e.id) > (b.day, b.source_id)
     AND e.posting_id < b.posting_id AND e.kind IN ('ISSUE', 'OWN') AND e.movement_type = ANY(%s::text[])
    WHERE b.method <> 'FIFO'
    UNION ALL
    SELECT b.asked, e.id, p.quantity
    FROM about b JOIN ledger_cost_piece p ON p.layer_entry_id = b.source_id
    JOIN ledger_cost_entry e ON e.id = p.by_entry_id AND e.posting_id < b.posting_id AND e.movement_type = ANY(%s::text[])
    WHERE b.method = 'FIFO'
)
SELECT asked, consumer, sum(quantity) FROM used GROUP BY 1, 2 HAVING sum(quantity) > 0 ORDER BY 1, 2
"""


def consumers_of(*, entry_ids: Sequence[int]) -> dict[int, list[tuple[int, Decimal]]]:
    """For each of these adjustments (or corrections and reversals of one) the issues that had used up its receipt's goods before it
    was posted, with their quantity less what came back: from the receipt's own layer under FIFO, else from its pool after it."""
    kinds = sorted(USING)
    found: dict[int, list[tuple[int, Decimal]]] = {}
    for asked, consumer, quantity in sql.rows(connection, _CONSUMERS, [sorted(set(entry_ids)), kinds, kinds]):
        found.setdefault(asked, []).append((consumer, quantity))
    return found
