"""The outbox: positions given after commit, consumers with cursors, one wake-up for many postings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hengku.kernel import sql

CHANNEL = "hengku_outbox"
"""LISTEN here; the payload is the account set's name."""
_SEQUENCER = "#sequencer"
_LOCK_CLASS = 4_201


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One effective transition. kind: "goods_receipt.post"; position rises without ever skipping a row that commits late.
    group_key: shared by documents of one batch. told: who is to hear of an approval ({people, comment}), as JSON."""

    position: int
    kind: str
    document_id: int
    document_type: str
    created_at: datetime
    group_key: str | None = None
    told: str | None = None


Handler = Callable[[Sequence[OutboxRow]], None]
"""Takes up to `limit` rows at once, in order; must not mind seeing a row twice after a crash of its own outside writes."""

_UNPLACED = "SELECT EXISTS (SELECT FROM documents_outbox WHERE position IS NULL)"
_TRY_LOCK = "SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))"
_SEQUENCE = """
WITH last AS (
  SELECT coalesce((SELECT position FROM documents_cursor WHERE consumer = %s), 0) AS position
), next AS (
  SELECT id, row_number() OVER (ORDER BY id) AS nth FROM documents_outbox WHERE position IS NULL ORDER BY id LIMIT %s
), numbered AS (
  UPDATE documents_outbox o SET position = last.position + next.nth FROM next, last WHERE o.id = next.id
  RETURNING o.position
)
INSERT INTO documents_cursor AS c (consumer, position)
SELECT %s, max(position) FROM numbered HAVING count(*) > 0
ON CONFLICT (consumer) DO UPDATE SET position = EXCLUDED.position
"""


def sequence(*, limit: int = 5_000) -> bool:
    """Give positions to committed rows that have none; True when there were some.

    A row's position is drawn after its commit, under one lock, so whoever has read up to a position has read everything
    before it. When somebody else is sequencing this returns at once: they do it.
    """
    if not sql.rows(connection, _UNPLACED)[0][0]:
        return False
    with transaction.atomic():
        if not sql.rows(connection, _TRY_LOCK, (_LOCK_CLASS,))[0][0]:
            return False
        given = sql.write(connection, _SEQUENCE, (_SEQUENCER, limit, _SEQUENCER)) > 0
    if given:
        wake()
    return given


_CLAIM = "INSERT INTO documents_cursor (consumer, position) VALUES (%s, 0) ON CONFLICT (consumer) DO NOTHING"
_CURSOR = "SELECT position FROM documents_cursor WHERE consumer = %s FOR UPDATE SKIP LOCKED"
_READ = """
SELECT position, kind, document_id, document_type, created_at, group_key, told::text FROM documents_outbox
 WHERE position > %s ORDER BY position LIMIT %s
"""
_WAITING = """
SELECT EXISTS (SELECT FROM documents_outbox
                WHERE position > coalesce((SELECT position FROM documents_cursor WHERE consumer = %s), 0))
"""
_ADVANCE = "UPDATE documents_cursor SET position = %s WHERE consumer = %s"


def drain(*, consumer: str, handler: Handler, limit: int = 500) -> int:
    """Hand the next rows to `handler` and move the consumer's cursor, in one transaction; gives how many.

    When the handler fails nothing moves and the same rows come again. Two drains of one consumer do not meet: the second
    gets 0 at once.
    """
    sequence()
    if not sql.rows(connection, _WAITING, (consumer,))[0][0]:
        return 0
    with transaction.atomic():
        at = sql.rows(connection, _CURSOR, (consumer,))
        if not at:
            if not sql.write(connection, _CLAIM, (consumer,)):
                return 0
            at = [(0,)]
        found = [OutboxRow(*row) for row in sql.rows(connection, _READ, (at[0][0], limit))]
        if found:
            handler(found)
            sql.write(connection, _ADVANCE, (found[-1].position, consumer))
    return len(found)


def wake() -> None:
    """Tell listeners there is news. Sent by the sequencer, once for all it found: a NOTIFY inside postings would make their
    commits wait for each other. Whoever misses one polls."""
    sql.rows(connection, "SELECT pg_notify(%s, current_schema()::text)", (CHANNEL,))
