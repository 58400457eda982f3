"""A state changes: the document's row, its history and its outbox row in one statement for any number of documents."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from hengku.documents.operations.write import as_json
from hengku.documents.types import LoadedDocument, TransitionSpec
from hengku.identity.types import Act
from hengku.kernel import sql


class StateChange(NamedTuple):
    document: LoadedDocument
    verb: TransitionSpec
    reason: str


_CHANGE = """
WITH change AS (
  SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY
    AS t(id, type, name, from_state, to_state, reason, changes, position)
), act AS (
  SELECT %s::bigint AS actor, %s::timestamptz AS at, %s::text AS address
), changed AS (
  UPDATE documents_document d
     SET state = c.to_state, rev = d.rev + 1, updated_by_id = a.actor, updated_at = a.at,
         posted_by_id = CASE WHEN c.to_state = 'POSTED' THEN a.actor ELSE d.posted_by_id END,
         posted_at = CASE WHEN c.to_state = 'POSTED' THEN a.at ELSE d.posted_at END,
         stopped_at = CASE WHEN c.name = 'stop' THEN a.at WHEN c.name IN ('reopen', 'unapprove') THEN NULL ELSE d.stopped_at END,
         stop_reason = CASE WHEN c.name = 'stop' THEN left(c.reason, 200) WHEN c.name IN ('reopen', 'unapprove') THEN ''
                            ELSE d.stop_reason END
    FROM change c, act a
   WHERE d.id = c.id
), new_event AS (
  INSERT INTO documents_event (document_id, name, from_state, to_state, actor_id, at, address, reason, changes)
  SELECT c.id, c.name, c.from_state, c.to_state, a.actor, a.at, a.address, left(c.reason, 400), c.changes::jsonb
    FROM change c, act a ORDER BY c.position
)
INSERT INTO documents_outbox (kind, document_id, document_type, created_at, group_key)
SELECT c.type || '.' || c.name, c.id, c.type, a.at, %s::text FROM change c, act a ORDER BY c.position
"""


def record_changes(act: Act, changes: Sequence[StateChange], *, group_key: str | None = None) -> None:
    """Write new states with their history; the locks are held already. group_key: the batch they belong to, if any."""
    params = (
        [change.document.id for change in changes],
        [change.document.type for change in changes],
        [change.verb.name for change in changes],
        [str(change.document.state) for change in changes],
        [str(change.verb.target) for change in changes],
        [change.reason for change in changes],
        [as_json(_details(act, change)) for change in changes],
        act.actor_id,
        act.at,
        act.address,
        group_key,
    )
    sql.write(connection, _CHANGE, params)


def _details(act: Act, change: StateChange) -> dict[str, object]:
    details: dict[str, object] = {"rev": change.document.rev + 1}
    if act.request_id:
        details["request"] = act.request_id
    if act.origin:
        details["origin"] = act.origin
    return details
