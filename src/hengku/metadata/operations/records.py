"""Writing described records: rights, checks, the owning room's operation, and ready-made operations for plain tables.

The API and the import call create, update and delete. A room with nothing special to do wires create_record, update_record
and delete_record: `ResourceSpec(create=partial(create_record, resource="brands"), …)`.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from hengku.identity.models import AuditEntry
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.restrict import denied, require
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.metadata.operations.protection import refuse_while_used
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.columns import field_at
from hengku.metadata.queries.incoming import values_from
from hengku.metadata.queries.records import read_record, visible_to
from hengku.metadata.queries.unique_values import require_unique
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import Created, ResourceSpec

_UNTOLD = frozenset(
    {"secret", "id", "rev", "created_by_id", "created_at", "updated_by_id", "updated_at", "search_text"}
)


@transaction.atomic
def create(*, spec: ResourceSpec, act: Act, raw: Mapping[str, Any]) -> Created:
    """Make a record from what was sent. Raises Refused permission_denied and whatever does not fit."""
    if spec.create is None:
        raise refuse("method_not_allowed", status=405)
    require(act.viewer, spec.name, "create")
    values = values_from(spec=spec, viewer=act.viewer, raw=raw, at=act.at)
    made = spec.create(act=act, values=values)
    created = made if isinstance(made, Created) else Created(made.pk if isinstance(made, Model) else int(made), {})
    _keep_unique(spec, created.record_id)
    if not visible_to(spec=spec, viewer=act.viewer, action="create").filter(pk=created.record_id).exists():
        raise denied(spec.name, "create")  # outside the books or warehouses in which the viewer may
    return created


@transaction.atomic
def update(*, spec: ResourceSpec, act: Act, record_id: int, raw: Mapping[str, Any], rev: int | None) -> None:
    """Change what was sent of a record. Raises Refused not_found, permission_denied, stale_revision (409) and what does not fit."""
    if spec.update is None:
        raise refuse("method_not_allowed", status=405)
    _within_reach(spec, act, record_id, "update")
    _refuse_closed(spec, act, record_id, raw)
    values = values_from(
        spec=spec, viewer=act.viewer, raw=raw, at=act.at, record_id=record_id, kept=_kept(spec, record_id)
    )
    try:
        spec.update(act=act, record_id=record_id, values=values, rev=rev)
    except Refused as refusal:
        if refusal.code == "stale_revision" and rev is not None:
            raise stale(spec=spec, record_id=record_id, rev=rev) from refusal
        raise
    _keep_unique(spec, record_id)
    _within_reach(spec, act, record_id, "update")  # nor may it be moved out of reach


def _refuse_closed(spec: ResourceSpec, act: Act, record_id: int, raw: Mapping[str, Any]) -> None:
    """Raise Refused field_read_only when a field the viewer's roles only show is sent with another value than it has."""
    closed = (
        [one for one in spec.fields if act.viewer.access(one.target, one.name) == "read" and one.name in raw]
        if act.viewer.fields
        else []
    )
    if not closed:
        return
    now = read_record(spec=spec, viewer=act.viewer, record_id=record_id)
    wrong = [one for one in closed if _plain(raw[one.name]) != _plain(now.get(one.name))]
    if wrong:
        raise Refused([Refusal("field_read_only", {"field": str(one.label)}, (one.name,)) for one in wrong])


def _plain(value: Any) -> Any:
    """A value as it may be sent or told: references by id, nothing is nothing."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return str(value.get("id") or "")
    return "" if value is None else str(value)


def _keep_unique(spec: ResourceSpec, record_id: int) -> None:
    """Raise Refused value_taken where the record repeats a value that must be unique."""
    if any(one.rules is not None and one.rules.unique for one in spec.fields):
        require_unique(fields=spec.fields, target=spec.name, rows=[(record_id, _kept(spec, record_id), ())])


def _kept(spec: ResourceSpec, record_id: int) -> Mapping[str, Any]:
    """The record's custom values, where it may have some."""
    if not any(one.key for one in spec.fields):
        return {}
    return spec.model._default_manager.filter(pk=record_id).values_list("ext", flat=True).first() or {}


@transaction.atomic
def delete(*, spec: ResourceSpec, act: Act, record_id: int) -> None:
    """Delete a record nobody uses. Raises Refused not_found, permission_denied and the room's own reasons."""
    if spec.delete is None:
        raise refuse("method_not_allowed", status=405)
    _within_reach(spec, act, record_id, "delete")
    spec.delete(act=act, record_id=record_id)


def _within_reach(spec: ResourceSpec, act: Act, record_id: int, action: str) -> None:
    if visible_to(spec=spec, viewer=act.viewer, action=action).filter(pk=record_id).exists():
        return
    if visible_to(spec=spec, viewer=act.viewer).filter(pk=record_id).exists():
        raise denied(spec.name, action)
    raise refuse("not_found", status=404)


def stale(*, spec: ResourceSpec, record_id: int, rev: int) -> Refused:
    """The refusal that says who changed which fields since revision `rev`, and when."""
    now = spec.model._default_manager.filter(pk=record_id).values_list("rev", flat=True).first() or rev
    entries = AuditEntry.objects.filter(entity=spec.name, entity_id=str(record_id)).order_by("-id")
    latest = list(entries[: max(1, min(now - rev, 20))])
    changed = {name for entry in latest for name in (entry.after or {})}
    labels = [str(one.label) for one in spec.fields if changed & {one.name, one.path, f"{one.path}_id"}]
    return refuse(
        "stale_revision",
        status=409,
        changed_by=latest[0].actor_name if latest else "",
        changed_at=latest[0].at.astimezone(book_zone()).isoformat(timespec="seconds") if latest else "",
        fields="、".join(labels),
    )


@transaction.atomic
def create_record(*, resource: str, act: Act, values: Mapping[str, Any]) -> int:
    """Make a record of a plain table, with stamps and audit; gives its id."""
    spec = RESOURCES.get(resource)
    record = spec.model(**_columns(spec, values))
    _stamp(record, act, fresh=True)
    record.save(force_insert=True)
    record_change(act=act, entity=resource, entity_id=record.pk, action="create", before=None, after=snapshot(record))
    return int(record.pk)


@transaction.atomic
def update_record(
    *, resource: str, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None
) -> None:
    """Change a record of a plain table; what stays equal is not written. Raises Refused not_found, stale_revision."""
    spec = RESOURCES.get(resource)
    record = spec.model._default_manager.select_for_update(of=("self",)).filter(pk=record_id).first()
    if record is None:
        raise refuse("not_found", status=404)
    if rev is not None and getattr(record, "rev", rev) != rev:
        raise stale(spec=spec, record_id=record_id, rev=rev)
    before = snapshot(record)
    changed = {name: value for name, value in _columns(spec, values).items() if getattr(record, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(record, name, value)
    record.save(update_fields=[*changed, *_stamp(record, act, fresh=False)])
    after = snapshot(record)
    told = [name for name in after if after[name] != before[name]]
    record_change(
        act=act, entity=resource, entity_id=record_id, action="update",
        before={name: before[name] for name in told}, after={name: after[name] for name in told},
    )  # fmt: skip


@transaction.atomic
def delete_record(*, resource: str, act: Act, record_id: int) -> None:
    """Delete a record of a plain table. Raises Refused not_found, still_used (naming the users)."""
    spec = RESOURCES.get(resource)
    record = spec.model._default_manager.select_for_update(of=("self",)).filter(pk=record_id).first()
    if record is None:
        raise refuse("not_found", status=404)
    refuse_while_used(spec=spec, record=record)
    before = snapshot(record)
    record.delete()
    record_change(act=act, entity=resource, entity_id=record_id, action="delete", before=before, after=None)


def snapshot(record: Model) -> dict[str, Any]:
    """What a record says, as JSON values by column, for the audit."""
    columns = [column.attname for column in record._meta.concrete_fields if column.attname not in _UNTOLD]
    return {name: jsonable(getattr(record, name)) for name in columns}


def _columns(spec: ResourceSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by column: {"category": 3} -> {"category_id": 3}."""
    found = {}
    for name, value in values.items():
        column = field_at(spec.model, spec.field(name).path)
        if column is not None:
            found[column.attname] = value
    return found


def _stamp(record: Any, act: Act, *, fresh: bool) -> list[str]:
    """Who and when, and the revision, as far as the table has such columns; gives the columns touched."""
    stamps: dict[str, Any] = {"updated_at": act.at, "updated_by_id": act.actor_id}
    if fresh:
        stamps |= {"created_at": act.at, "created_by_id": act.actor_id}
    elif hasattr(record, "rev"):
        stamps["rev"] = record.rev + 1
    touched = [name for name in stamps if hasattr(record, name)]
    for name in touched:
        setattr(record, name, stamps[name])
    return touched
