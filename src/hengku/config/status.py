"""How far vouchers and projections have come, against what is posted."""

from dataclasses import dataclass

from django.db import connection

from hengku.documents.operations.outbox import sequence
from hengku.kernel import sql
from hengku.kernel.errors import refuse

CONSUMERS = ("vouchers",)
_NEWEST = (
    "SELECT coalesce((SELECT max(id) FROM documents_outbox), 0), coalesce((SELECT max(id) FROM ledger_posting), 0)"
)
_AT = "SELECT coalesce((SELECT id FROM documents_outbox WHERE position = %s), 0)"
_BEHIND = """
SELECT EXISTS (
    SELECT FROM unnest(%s::text[]) AS wanted(consumer) LEFT JOIN documents_cursor c ON c.consumer = wanted.consumer
    JOIN documents_outbox o ON o.position IS NULL OR o.position > coalesce(c.position, 0) WHERE o.id <= %s
) OR EXISTS (SELECT FROM ledger_fresh_posting WHERE posting_id <= %s)
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The newest outbox row and posting to wait for."""

    outbox_id: int
    posting_id: int


def target_of(after: str) -> Target:
    """What to wait for: "latest" = everything posted so far, or the position of an event. Raises Refused invalid_number (400)."""
    if after != "latest" and not after.isdigit():
        raise refuse("invalid_number", status=400, loc=("after",))
    sequence()
    ((outbox_id, posting_id),) = sql.rows(connection, _NEWEST)
    if after.isdigit():
        ((outbox_id,),) = sql.rows(connection, _AT, [int(after)])
    return Target(int(outbox_id), int(posting_id))


def caught_up(target: Target) -> bool:
    """Whether every consumer of the books has passed these events and every posting is folded."""
    return not sql.rows(connection, _BEHIND, [list(CONSUMERS), target.outbox_id, target.posting_id])[0][0]
