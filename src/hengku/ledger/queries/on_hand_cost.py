"""How much of receipts is on hand, as cost sees it."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_LEFT = """
SELECT e.source_line_id, sum(CASE WHEN e.method = 'FIFO'
       THEN coalesce((SELECT sum(l.left_quantity) FROM ledger_cost_layer l WHERE l.entry_id = e.id), 0) ELSE p.quantity END)
  FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id
 WHERE e.source_line_id = ANY(%s::bigint[]) AND e.quantity > 0 AND e.corrects_id IS NULL
 GROUP BY 1
"""


def left_of_receipts(*, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """What an adjustment of these receipt lines finds on hand (R7): what is left of their own layers under FIFO, of their lot
    under specific costing, else what their pool holds."""
    return dict(sql.rows(connection, _LEFT, (sorted(set(line_ids)),)))
