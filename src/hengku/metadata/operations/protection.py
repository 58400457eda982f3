"""Deleting what others still use is refused, with their names."""

from typing import Any

from django.db import models
from django.db.models import ForeignObjectRel, Model

from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import naming_of
from hengku.metadata.rules.registry import RESOURCES, usages_of
from hengku.metadata.types import ResourceSpec

EXAMPLES = 5


def refuse_while_used(*, spec: ResourceSpec, record: Model) -> None:
    """Raise Refused still_used when foreign keys of any room, or plain ids that rooms told of, point at the record."""
    parts = [*_by_keys(record), *_by_ids(spec.name, record.pk)]
    if parts:
        name = str(getattr(record, spec.field(spec.title_field).path, "") or record.pk)
        raise refuse("still_used", name=name, users="；".join(parts))


def _by_keys(record: Model) -> list[str]:
    found = []
    # Foreign keys of rooms above have no reverse name ("+"), so that only the hidden ones tell of them.
    for relation in record._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.on_delete not in (models.PROTECT, models.RESTRICT):
            continue
        model: Any = relation.related_model
        users = model._default_manager.filter(**{relation.field.attname: record.pk})
        count = users.count()
        if count:
            code, _ = naming_of(None, model)
            examples = users.order_by("pk").values_list(code, flat=True)[:EXAMPLES]
            found.append(_part(_label_of(model), count, [str(one) for one in examples]))
    return found


def _by_ids(resource: str, record_id: int) -> list[str]:
    found = []
    for label, find in usages_of(resource):
        users = list(find(record_id))
        if users:
            found.append(_part(str(label), len(users), users[:EXAMPLES]))
    return found


def _part(label: str, count: int, examples: list[str]) -> str:
    more = " …" if count > len(examples) else ""
    return f"{label} {count} ({'、'.join(examples)}{more})"


def _label_of(model: type[Model]) -> str:
    known = next((spec for spec in RESOURCES if spec.model is model), None)
    return str(known.label_plural) if known else str(model._meta.verbose_name)
