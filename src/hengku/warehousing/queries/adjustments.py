"""Differences of confirmed sheets and the gain and loss documents that book them."""

from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql

_SETTLED = """
SELECT s.plan_id, d.id, coalesce(d.number, ''), l.id, c.difference,
       coalesce(sum(a.base_quantity * CASE a.type WHEN 'count_gain' THEN 1 ELSE -1 END) FILTER (WHERE g.state = 'POSTED'), 0),
       count(*) FILTER (WHERE g.state IN ('DRAFT', 'SUBMITTED', 'APPROVED', 'POSTED')), p.finished_at IS NOT NULL
  FROM warehousing_count_sheet s
  JOIN warehousing_count_plan p ON p.document_id = s.plan_id
  JOIN documents_document d ON d.id = s.document_id
  JOIN documents_line l ON l.document_id = d.id
  JOIN warehousing_count_line c ON c.line_id = l.id AND c.difference IS NOT NULL
  LEFT JOIN warehousing_count_adjustment_line x ON x.sheet_line_id = l.id
  LEFT JOIN documents_line a ON a.id = x.line_id
  LEFT JOIN documents_document g ON g.id = a.document_id AND g.reverses_id IS NULL
"""
_GROUP = " GROUP BY s.plan_id, d.id, d.number, l.id, c.difference, p.finished_at ORDER BY l.id"


class Settled(NamedTuple):
    """A confirmed line: its difference, what gains (+) and losses (−) posted of it, and how many documents carry it."""

    plan_id: int
    sheet_id: int
    sheet: str
    line_id: int
    difference: Decimal
    posted: Decimal
    documents: int
    finished: bool


def settled_lines(*, plan_id: int | None = None, sheet_id: int | None = None) -> list[Settled]:
    """Confirmed lines of a plan, of a sheet, or of every count there ever was.

    A difference is written when its sheet is confirmed, so lines that have one are confirmed (or just being).
    """
    if sheet_id is not None:
        found = sql.rows(connection, f"{_SETTLED} WHERE s.document_id = %s {_GROUP}", (sheet_id,))
    elif plan_id is not None:
        found = sql.rows(connection, f"{_SETTLED} WHERE s.plan_id = %s {_GROUP}", (plan_id,))
    else:
        found = sql.rows(connection, _SETTLED + _GROUP)
    return [Settled._make(row) for row in found]


def unsettled_sheets(plan_id: int) -> list[str]:
    """Numbers of sheets whose differences are not posted in full."""
    return list(dict.fromkeys(line.sheet for line in settled_lines(plan_id=plan_id) if line.posted != line.difference))
