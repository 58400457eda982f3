"""Which documents the next vouchers are about: effective ones not dealt with yet, in their posting groups."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from hengku.kernel import sql

EFFECTIVE = ("post", "reverse")
"""Transitions that may have moved value or money."""


class Told(NamedTuple):
    """A document's effective event, in the order of the outbox. A reversal is an event of the mirror document."""

    document_id: int
    group_key: str


_MIRRORS = "SELECT reverses_id, id FROM documents_document WHERE reverses_id = ANY(%s::bigint[])"
_GROUPS = """
SELECT kind, document_id, group_key FROM documents_outbox
WHERE group_key = ANY(%s::text[]) AND position IS NOT NULL ORDER BY position
"""
_TREATED = """
SELECT document_id FROM finance_treated_event WHERE document_id = ANY(%s::bigint[])
"""


def told_documents(*, rows: Iterable[tuple[str, int, str | None]]) -> list[list[Told]]:
    """Posting groups of these outbox rows (kind, document, group key), without what was dealt with before. The rest of a batch is
    fetched, so that a group is never cut in two."""
    rows = list(rows)
    keys = sorted({key for _, _, key in rows if key})
    batched = sql.rows(connection, _GROUPS, [keys]) if keys else []
    events: dict[int, Told] = {}
    reversed_ids: list[int] = []
    for kind, document_id, key in [*rows, *batched]:
        _, _, transition = kind.rpartition(".")
        if transition == "reverse":
            reversed_ids.append(document_id)
        if transition in EFFECTIVE:
            events.setdefault(document_id, Told(document_id, key or f"#{document_id}"))
    mirrors = dict(sql.rows(connection, _MIRRORS, [reversed_ids])) if reversed_ids else {}
    told: list[Told] = []
    seen: set[int] = set()
    for kind, document_id, _ in [*rows, *batched]:
        event = events.get(document_id)
        if event is None:
            continue
        target = mirrors.get(document_id) if kind.endswith(".reverse") else document_id
        if target is not None and target not in seen:
            seen.add(target)
            told.append(Told(target, event.group_key))
    treated = {pk for (pk,) in sql.rows(connection, _TREATED, [sorted(seen)])} if seen else set()
    groups: dict[str, list[Told]] = {}
    for one in told:
        if one.document_id not in treated:
            groups.setdefault(one.group_key, []).append(one)
    return list(groups.values())


def as_groups(*, waiting: Sequence[tuple[int, str]]) -> list[list[Told]]:
    """Documents that waited, in their groups again."""
    groups: dict[str, list[Told]] = {}
    for document_id, key in waiting:
        groups.setdefault(key, []).append(Told(document_id, key))
    return list(groups.values())
