"""What delivery notices have taken over from order lines."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql

_NOTIFIED = """
SELECT k.source_line_id, sum(n.base_quantity - coalesce(p.executed_quantity, 0))
  FROM documents_link k
  JOIN documents_line n ON n.id = k.target_line_id AND n.type = 'delivery_notice'
  JOIN documents_document d ON d.id = n.document_id AND d.state = 'APPROVED' AND d.stopped_at IS NULL
  LEFT JOIN documents_line_progress p ON p.line_id = n.id
 WHERE k.source_line_id = ANY(%s::bigint[]) AND k.kind = 'EXECUTE'
 GROUP BY 1
"""


def notified(*, line_ids: Sequence[int]) -> dict[int, Decimal]:
    """Base quantity per order line that notices in force still tell the warehouse to ship."""
    return dict(sql.rows(connection, _NOTIFIED, (list(line_ids),)))
