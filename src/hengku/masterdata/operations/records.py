"""How every master record is written: stamps, revision check, unique codes, audit."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

from hengku.identity.models import AuditEntry
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.masterdata.models.base import Record
from hengku.masterdata.rules.usage import named, usages_of
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.registry import RESOURCES

R = TypeVar("R", bound=Record)
UNTOLD = frozenset(
    {"id", "rev", "created_by_id", "created_at", "updated_by_id", "updated_at", "search_text", "search_grams"}
)
"""Columns that say nothing to a reader of the audit trail."""


def columns(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field name as values by column: {"category": 3} -> {"category_id": 3}. Unknown names are left out."""
    known = {field.name: field.attname for field in model._meta.concrete_fields}
    attributes = set(known.values())
    return {
        known.get(name, name): value
        for name, value in values.items()
        if (name in known or name in attributes) and known.get(name, name) not in UNTOLD
    }


def told(value: object) -> object:
    """A column's value as the audit trail keeps it."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def snapshot(record: models.Model) -> dict[str, object]:
    """What a record says, for the audit trail."""
    return {
        field.attname: told(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.attname not in UNTOLD
    }


def stamp_new(*, act: Act, record: Record) -> None:
    """Who made the record and when."""
    record.created_by_id = record.updated_by_id = act.actor_id
    record.created_at = record.updated_at = act.at


def insert(*, act: Act, entity: str, record: R) -> R:
    """Save a new record with stamps and audit."""
    stamp_new(act=act, record=record)
    record.save(force_insert=True)
    record_change(act=act, entity=entity, entity_id=record.pk, action="create", before=None, after=snapshot(record))
    return record


def locked(*, model: type[R], record_id: int, rev: int | None = None) -> R:
    """The record, locked for this transaction. Refuses not_found (404) and, when `rev` is given and old, stale_revision (409)."""
    record = model._default_manager.select_for_update(of=("self",)).filter(pk=record_id).first()
    if record is None:
        raise refuse("not_found", status=404)
    if rev is not None and rev != record.rev:
        raise _stale(record, rev)
    return record


def _stale(record: Record, rev: int) -> Refused:
    """The refusal of a lost race: who changed which fields since revision `rev`."""
    entity = ENTITIES.get(record._meta.label_lower, "")
    entries = AuditEntry.objects.filter(entity=entity, entity_id=str(record.pk), action="update").order_by("-pk")
    since = list(entries[: max(record.rev - rev, 1)])
    names = dict.fromkeys(name for entry in since for name in entry.after or {})
    return refuse(
        "stale_revision",
        status=409,
        changed_by=since[0].actor_name if since else "",
        changed_at=record.updated_at.astimezone(book_zone()).isoformat(timespec="seconds"),
        fields="、".join(_label(entity, name) for name in names),
    )


def _label(entity: str, column: str) -> str:
    """What people call a column."""
    if entity in RESOURCES:
        for spec in RESOURCES.get(entity).fields:
            if column in (spec.name, f"{spec.name}_id"):
                return str(spec.label)
    return column


ENTITIES = {
    "masterdata.item": "items",
    "masterdata.itemcategory": "item-categories",
    "masterdata.brand": "brands",
    "masterdata.unit": "units",
    "masterdata.partner": "partners",
    "masterdata.warehouse": "warehouses",
    "masterdata.zone": "zones",
    "masterdata.bin": "bins",
    "masterdata.reasoncode": "reason-codes",
    "masterdata.numberrule": "number-rules",
    "masterdata.priceentry": "price-entries",
    "masterdata.book": "books",
    "masterdata.lot": "lots",
    "masterdata.package": "packages",
}
"""Under which name each record is audited."""


def change(*, act: Act, entity: str, record: Record, values: Mapping[str, object]) -> dict[str, object]:
    """Set the columns that differ, save, count the revision, tell the audit; gives the columns that changed."""
    before = snapshot(record)
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    if not changed:
        return {}
    for name, value in changed.items():
        setattr(record, name, value)
    record.rev += 1
    record.updated_by_id, record.updated_at = act.actor_id, act.at
    record.save(update_fields=[*changed, "rev", "updated_by_id", "updated_at"])
    after = snapshot(record)
    told_names = [name for name in after if after[name] != before[name]]
    record_change(
        act=act,
        entity=entity,
        entity_id=record.pk,
        action="update",
        before={name: before[name] for name in told_names},
        after={name: after[name] for name in told_names},
    )
    return changed


def remove(*, act: Act, entity: str, record: Record) -> None:
    """Delete a record nobody uses. Refuses in_use, naming who does."""
    users = users_of(entity=entity, model=type(record), record_ids=[record.pk])
    if record.pk in users:
        raise refuse("in_use", name=name_of(record), users=users[record.pk])
    before, key = snapshot(record), record.pk
    record.delete()
    record_change(act=act, entity=entity, entity_id=key, action="delete", before=before, after=None)


def name_of(record: models.Model) -> str:
    """What people call a record."""
    return str(getattr(record, "name", "") or getattr(record, "code", "") or getattr(record, "number", "") or record.pk)


def ensure_unique(*, model: type[Record], value: str, field: str = "code", besides: int | None = None) -> None:
    """Refuse code_taken when another record has this code."""
    other = model._default_manager.filter(**{field: value}).exclude(pk=besides).first()
    if other is not None:
        raise refuse("code_taken", loc=(field,), value=value, name=name_of(other))


def stoppers(*, entity: str, record_ids: Sequence[int]) -> dict[int, str]:
    """Who keeps these records from being switched off, as text by record id: stock, reservations, open documents."""
    found: dict[int, list[str]] = {}
    for usage in usages_of(f"{entity}:archive") if record_ids else ():
        for key, users in usage.find(record_ids).items():
            if users:
                found.setdefault(key, []).append(f"{usage.label} {named(users)}")
    return {key: "；".join(users) for key, users in found.items()}


def ensure_stoppable(*, entity: str, record: Record, field: str) -> None:
    """Refuse in_use_cannot_stop, naming who still needs the record."""
    users = stoppers(entity=entity, record_ids=[record.pk])
    if record.pk in users:
        raise refuse("in_use_cannot_stop", loc=(field,), name=name_of(record), users=users[record.pk])


def users_of(
    *, entity: str, model: type[models.Model], record_ids: list[int], besides: Container[type[models.Model]] = ()
) -> dict[int, str]:
    """Who uses these records, as text by record id: protecting foreign keys of any room (but for the models `besides`), and
    what rooms offered as usage."""
    found: dict[int, list[str]] = {}
    for usage in usages_of(entity):
        for key, users in usage.find(record_ids).items():
            if users:
                found.setdefault(key, []).append(f"{usage.label} {named(users)}")
    # Every foreign key points down with related_name="+", so the hidden ones are the ones that matter.
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.PROTECT:
            continue
        user = relation.field.model
        if user in besides:
            continue
        for key, users in _protected_by(user, relation.field.attname, record_ids).items():
            found.setdefault(key, []).append(users)
    return {key: "；".join(users) for key, users in found.items()}


def _protected_by(model: type[models.Model], attribute: str, record_ids: list[int]) -> dict[int, str]:
    """Rows of one protecting relation that point at the records, named by number, code or document number."""
    rows = model._default_manager.filter(**{f"{attribute}__in": record_ids})
    users: dict[int, dict[str, None]] = {key: {} for key in rows.values_list(attribute, flat=True).distinct()}
    if not users:
        return {}
    for key, user in rows.values_list(attribute, _naming_path(model)).distinct()[:ENOUGH_EXAMPLES]:
        users[key].setdefault(str(user or ""))
    label = MODEL_LABELS.get(model._meta.label_lower, "")
    return {key: f"{label} {named(sorted(names))}".strip() for key, names in users.items()}


def _naming_path(model: type[models.Model]) -> str:
    """The column by which people know a row."""
    fields = {field.name for field in model._meta.concrete_fields}
    for name in ("number", "code", "target"):
        if name in fields:
            return name
    if "document" in fields:
        return "document__number"
    return "item__code" if "item" in fields else "pk"


ENOUGH_EXAMPLES = 200
MODEL_LABELS = {
    "masterdata.item": Text("商品", "items"),
    "masterdata.itemunit": Text("商品单位", "units of items"),
    "masterdata.itemcategory": Text("分类", "categories"),
    "masterdata.bookwarehouse": Text("账簿仓库", "warehouses of books"),
    "masterdata.bin": Text("库位", "bins"),
    "masterdata.zone": Text("库区", "zones"),
    "masterdata.barcode": Text("条码", "barcodes"),
    "masterdata.priceentry": Text("价格", "prices"),
    "masterdata.lot": Text("批号", "lots"),
    "masterdata.package": Text("包装", "packages"),
    "documents.document": Text("单据", "documents"),
    "documents.line": Text("单据", "documents"),
}
"""What to call the rows that protect a record; rows of other tables go by their own names."""
