"""The audit of every write."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hengku.identity.models import AuditEntry
from hengku.identity.types import Act

ChangeWatcher = Callable[[Act, str, str, Sequence[int | str]], None]
"""(act, entity, action, ids): told of every change of a record, inside its transaction."""
_watchers: list[ChangeWatcher] = []
_LONGEST_NAME = 100
_LONGEST_REASON = 400


def offer_change_watcher(watcher: ChangeWatcher) -> None:
    """Let `watcher` hear of every change of a record. It must cost nothing where nobody asked for it."""
    _watchers.append(watcher)


def record_change(
    *,
    act: Act,
    entity: str,
    entity_id: int | str,
    action: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str = "",
) -> None:
    """Note who did what, when, from where, in the caller's transaction.

    before, after: JSON values of the fields concerned (decimals and dates as text); None where there was or is nothing.
    """
    _entry(act, entity, entity_id, action, before, after, reason).save(force_insert=True)
    for watcher in _watchers:
        watcher(act, entity, action, [entity_id])


def record_attempt(*, act: Act, method: str, path: str, code: str, detail: str) -> None:
    """Note what somebody tried and was refused; written after the refusal took everything else back."""
    resource, _, rest = path.strip("/").partition("/")
    record_change(
        act=act, entity=resource[:60], entity_id=rest.split("/")[0][:60], action="refused", before=None,
        after={"code": code, "method": method, "path": path}, reason=detail,
    )  # fmt: skip


def record_changes(
    *,
    act: Act,
    entity: str,
    action: str,
    changes: Iterable[tuple[int | str, Mapping[str, Any] | None, Mapping[str, Any] | None]],
    reason: str = "",
) -> None:
    """The same for many records at once: (id, before, after) each, in few statements."""
    rows = [_entry(act, entity, entity_id, action, before, after, reason) for entity_id, before, after in changes]
    AuditEntry.objects.bulk_create(rows, batch_size=2000)
    for watcher in _watchers:
        watcher(act, entity, action, [row.entity_id for row in rows])


def _entry(
    act: Act,
    entity: str,
    entity_id: int | str,
    action: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
) -> AuditEntry:
    return AuditEntry(
        at=act.at,
        actor_id=act.actor_id,
        actor_name=act.viewer.name[:_LONGEST_NAME],
        address=act.address,
        request_id=act.request_id,
        entity=entity,
        entity_id=str(entity_id),
        action=action,
        before=before,
        after=after,
        reason=reason[:_LONGEST_REASON],
    )
