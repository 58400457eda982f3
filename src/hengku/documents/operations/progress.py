"""Progress of source lines: one sorted upsert; the row locks it takes serialise everybody who draws on the same line."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.execution import passing_types
from hengku.documents.types import LinkKind, LoadedDocument, ProgressChange
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_UPSERT = """
WITH RECURSIVE change AS (
  SELECT t.line_id, t.document_id, t.linked, t.executed, t.returned
    FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])
         AS t(line_id, document_id, linked, executed, returned)
   UNION ALL
  SELECT k.source_line_id, k.source_document_id, -c.returned, c.executed, 0
    FROM change c
    JOIN documents_line l ON l.id = c.line_id AND l.type = ANY(%s::text[])
    JOIN documents_link k ON k.target_line_id = l.id AND k.kind = 'EXECUTE'
   WHERE c.executed <> 0 OR c.returned <> 0
)
INSERT INTO documents_line_progress AS p (line_id, document_id, linked_quantity, executed_quantity, returned_quantity)
SELECT line_id, document_id, sum(linked), sum(executed), sum(returned) FROM change GROUP BY 1, 2 ORDER BY 1
ON CONFLICT (line_id) DO UPDATE
   SET linked_quantity = p.linked_quantity + EXCLUDED.linked_quantity,
       executed_quantity = p.executed_quantity + EXCLUDED.executed_quantity,
       returned_quantity = p.returned_quantity + EXCLUDED.returned_quantity
RETURNING line_id, linked_quantity
"""
"""What is carried out of a task's line (a notice) is carried out of the line the task was made from as well, as far up as
there are tasks; what was refused of it is open again there."""

_EXECUTED = "SELECT line_id, executed_quantity FROM documents_line_progress WHERE line_id = ANY(%s::bigint[])"
_GONE = "SELECT line_id, executed_quantity + returned_quantity FROM documents_line_progress WHERE line_id = ANY(%s::bigint[])"


_BACK = frozenset({LinkKind.RETURN, LinkKind.REFUSE})


def executed_quantities(documents: Sequence[LoadedDocument]) -> dict[int, Decimal]:
    """What was carried out of each line of these documents (base units); lines of which nothing was are left out."""
    return dict(sql.rows(connection, _EXECUTED, (_line_ids(documents),)))


def gone_quantities(documents: Sequence[LoadedDocument]) -> dict[int, Decimal]:
    """What was carried out or refused of each line of these documents (base units); lines of which nothing was are left out."""
    return dict(sql.rows(connection, _GONE, (_line_ids(documents),)))


def _line_ids(documents: Sequence[LoadedDocument]) -> list[int]:
    return [line.id for document in documents for line in document.lines]


def change_progress(changes: Iterable[ProgressChange]) -> dict[int, Decimal]:
    """Add the changes up per source line and write them; gives the linked quantity each line has now."""
    documents: dict[int, int] = {}
    linked: dict[int, Decimal] = defaultdict(Decimal)
    executed: dict[int, Decimal] = defaultdict(Decimal)
    returned: dict[int, Decimal] = defaultdict(Decimal)
    for change in changes:
        documents[change.line_id] = change.document_id
        linked[change.line_id] += change.linked
        if change.kind in _BACK:
            returned[change.line_id] += change.done
        else:
            executed[change.line_id] += change.done
    if not documents:
        return {}
    ids = sorted(documents)
    params = (
        ids,
        [documents[line_id] for line_id in ids],
        [linked[line_id] for line_id in ids],
        [executed.get(line_id, ZERO) for line_id in ids],
        [returned.get(line_id, ZERO) for line_id in ids],
        passing_types() if executed or returned else [],
    )
    return dict(sql.rows(connection, _UPSERT, params))
