"""Progress rebuilt from the links: the stored copy is only a convenience (I33 compares, this repairs)."""

from django.db import connection, transaction

from hengku.documents.queries.prove import of_kind
from hengku.kernel import sql

_REBUILD = """
WITH live AS (
  SELECT k.source_line_id AS line_id, k.source_document_id AS document_id,
         sum(CASE WHEN {task} AND t.stopped_at IS NOT NULL THEN coalesce(n.executed_quantity, 0)
                WHEN {task} THEN k.quantity - coalesce(n.returned_quantity, 0) ELSE k.quantity END) AS linked,
         coalesce(sum(CASE WHEN {task} THEN n.executed_quantity
                           WHEN t.state = 'POSTED' OR (t.state = 'APPROVED' AND {order}) THEN k.quantity END)
                  FILTER (WHERE k.kind = 'EXECUTE'), 0) AS executed,
         coalesce(sum(k.quantity) FILTER (WHERE k.kind IN ('RETURN', 'REFUSE') AND t.state = 'POSTED'), 0) AS returned
    FROM documents_link k
    JOIN documents_document t ON t.id = k.target_document_id AND t.state NOT IN ('VOID', 'REVERSED')
    LEFT JOIN documents_line_progress n ON n.line_id = k.target_line_id AND {task}
   WHERE k.kind IN ('EXECUTE', 'RETURN', 'REFUSE')
   GROUP BY 1, 2
), cleared AS (
  UPDATE documents_line_progress p SET linked_quantity = 0, executed_quantity = 0, returned_quantity = 0
   WHERE NOT EXISTS (SELECT FROM live WHERE live.line_id = p.line_id)
     AND (p.linked_quantity, p.executed_quantity, p.returned_quantity) <> (0, 0, 0)
  RETURNING 1
), written AS (
  INSERT INTO documents_line_progress AS p (line_id, document_id, linked_quantity, executed_quantity, returned_quantity)
  SELECT line_id, document_id, linked, executed, returned FROM live ORDER BY line_id
  ON CONFLICT (line_id) DO UPDATE
     SET linked_quantity = EXCLUDED.linked_quantity, executed_quantity = EXCLUDED.executed_quantity,
         returned_quantity = EXCLUDED.returned_quantity
   WHERE (p.linked_quantity, p.executed_quantity, p.returned_quantity)
         <> (EXCLUDED.linked_quantity, EXCLUDED.executed_quantity, EXCLUDED.returned_quantity)
  RETURNING 1
)
SELECT (SELECT count(*) FROM cleared) + (SELECT count(*) FROM written)
"""


def rebuild_progress() -> int:
    """Recompute the progress of every line from its live links; gives how many rows were wrong. Postings wait meanwhile."""
    with transaction.atomic():
        sql.write(connection, "LOCK TABLE documents_line_progress, documents_link IN SHARE ROW EXCLUSIVE MODE")
        statement = _REBUILD.format(task=of_kind("task"), order=of_kind("order"))
        wrong = 0
        # What tasks pass on is read from their own progress, so one more pass for every task in a chain.
        while found := int(sql.rows(connection, statement)[0][0]):
            wrong += found
        return wrong
