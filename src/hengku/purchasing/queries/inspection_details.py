"""Reads what an inspection line has of its own, with the plan it follows."""

from collections.abc import Sequence

from django.db import connection

from hengku.kernel import sql
from hengku.purchasing.rules.inspection import plan_text

Extras = dict[int, dict[str, object]]

_LINES = """
SELECT x.line_id, x.concession, x.refused, x.sample_size, x.defects, i.inspection, i.aql, coalesce(s.base_quantity, 0)
  FROM purchasing_inspection_line x
  JOIN documents_line l ON l.id = x.line_id
  JOIN masterdata_item i ON i.id = l.item_id
  LEFT JOIN documents_link k ON k.target_line_id = l.id AND k.kind <> 'REVERSE'
  LEFT JOIN documents_line s ON s.id = k.source_line_id
 WHERE x.line_id = ANY(%s::bigint[])
"""


def read_inspection_lines(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    """Own values of inspection lines by line id; headers have none."""
    del document_ids
    lines: Extras = {
        pk: {
            "concession_quantity": concession,
            "refused_quantity": refused,
            "sample_size": sample,
            "defects": defects,
            "plan": plan_text(says, aql, lot),
        }
        for pk, concession, refused, sample, defects, says, aql, lot in sql.rows(connection, _LINES, (list(line_ids),))
    }
    return {}, lines
