"""By what weight the cost of goods taken apart was split."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_WEIGHTS = """
SELECT e.source_line_id, sum(w.weight) FROM ledger_cost_split w JOIN ledger_cost_entry e ON e.id = w.entry_id
WHERE e.source_line_id = ANY(%s::bigint[]) GROUP BY 1
"""


def split_weights(*, line_ids: Sequence[int]) -> dict[int, Decimal]:
    """Weight by document line; lines that took all there was have none."""
    return dict(sql.rows(connection, _WEIGHTS, [sorted(line_ids)]))
