"""One command = one transaction: retried as a whole when the database asks for it, numbers given last."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from django.db import connection, transaction

from hengku.kernel import sql
from hengku.ledger.operations.retry import run_posting
from hengku.masterdata.rules.numbering import NumberFrame

Result = TypeVar("Result")


class NumberWanted(NamedTuple):
    """A new document that waits for its number until the end of the command."""

    document_id: int
    key: str
    numbering: NumberFrame


_afterwards: ContextVar[list[Callable[[], None]] | None] = ContextVar("hengku_follow_ups", default=None)
_waiting: ContextVar[list[NumberWanted] | None] = ContextVar("hengku_numbers_wanted", default=None)


def in_command(work: Callable[[], Result]) -> Result:
    """Run `work` as one command, or as a part of the command that is already running.

    The outermost call opens the transaction, runs `work` again after a deadlock, a lock time-out or a serialisation
    failure (so `work` must not keep anything outside the database), and gives the numbers as the last statement. Inside a
    transaction of the caller, a refusal takes back this command alone.
    """
    if _waiting.get() is not None:
        return work()
    if connection.in_atomic_block:
        with transaction.atomic(), sql.gathering(connection, commit=False):
            return _numbered(work)
    return run_posting(lambda: _numbered(work))


def _numbered(work: Callable[[], Result]) -> Result:
    token, later = _waiting.set([]), _afterwards.set([])
    try:
        result = work()
        _follow_up()
        finish_numbers()
        return result
    finally:
        _waiting.reset(token)
        _afterwards.reset(later)


def follow_up(work: Callable[[], None]) -> None:
    """Run `work` in the same transaction when everything the command was asked for is written: for documents that others bring
    about by themselves. Must run inside `in_command`."""
    later = _afterwards.get()
    if later is None:
        raise RuntimeError("follow-ups are run inside in_command only")
    later.append(work)


def _follow_up() -> None:
    later = _afterwards.get()
    while later:
        later.pop(0)()


def want_numbers(wanted: list[NumberWanted]) -> None:
    """Let these new documents have numbers when the command ends. Must run inside `in_command`."""
    waiting = _waiting.get()
    if waiting is None:
        raise RuntimeError("numbers are given inside in_command only")
    waiting.extend(wanted)


_GIVE = """
WITH wanted AS (
  SELECT t.id, t.key, t.before, t.width, t.after, row_number() OVER (PARTITION BY t.key ORDER BY t.position) AS nth
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::text[]) WITH ORDINALITY
         AS t(id, key, before, width, after, position)
), many AS (
  SELECT key, count(*) AS size FROM wanted GROUP BY key
), taken AS (
  INSERT INTO documents_number_counter AS c (key, value) SELECT key, size FROM many ORDER BY key
  ON CONFLICT (key) DO UPDATE SET value = c.value + EXCLUDED.value
  RETURNING key, value
), given AS (
  SELECT w.id, w.before, w.after, w.width, (t.value - m.size + w.nth)::text AS serial
    FROM wanted w JOIN many m ON m.key = w.key JOIN taken t ON t.key = w.key
)
UPDATE documents_document d
   SET number = g.before || lpad(g.serial, greatest(g.width, length(g.serial)), '0') || g.after
  FROM given g
 WHERE d.id = g.id
"""


def finish_numbers() -> None:
    """Give every waiting document its number: one statement, the last before commit, so that the counters' row locks are
    held for the shortest time and a rolled-back command leaves no gap."""
    waiting = _waiting.get()
    if not waiting:
        return
    params = (
        [want.document_id for want in waiting],
        [want.key for want in waiting],
        [want.numbering.head for want in waiting],
        [want.numbering.width for want in waiting],
        [want.numbering.tail for want in waiting],
    )
    sql.later(connection, _GIVE, params)
    waiting.clear()
