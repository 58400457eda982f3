"""Progress of source lines: one sorted upsert; the row locks it takes serialise everybody who draws on the same line."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from hengku.documents.types import LinkKind, ProgressChange
from hengku.kernel import sql
from hengku.kernel.money import ZERO

_UPSERT = """
INSERT INTO documents_line_progress AS p (line_id, document_id, linked_quantity, executed_quantity, returned_quantity)
SELECT t.line_id, t.document_id, t.linked, t.executed, t.returned
  FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[])
       AS t(line_id, document_id, linked, executed, returned)
 ORDER BY t.line_id
ON CONFLICT (line_id) DO UPDATE
   SET linked_quantity = p.linked_quantity + EXCLUDED.linked_quantity,
       executed_quantity = p.executed_quantity + EXCLUDED.executed_quantity,
       returned_quantity = p.returned_quantity + EXCLUDED.returned_quantity
RETURNING line_id, linked_quantity
"""


def change_progress(changes: Iterable[ProgressChange]) -> dict[int, Decimal]:
    """Add the changes up per source line and write them; gives the linked quantity each line has now."""
    documents: dict[int, int] = {}
    linked: dict[int, Decimal] = defaultdict(Decimal)
    executed: dict[int, Decimal] = defaultdict(Decimal)
    returned: dict[int, Decimal] = defaultdict(Decimal)
    for change in changes:
        documents[change.line_id] = change.document_id
        linked[change.line_id] += change.linked
        if change.kind == LinkKind.RETURN:
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
    )
    return dict(sql.rows(connection, _UPSERT, params))
