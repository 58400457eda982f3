"""The audit without values of fields that the reader's roles hide."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, JSONField, QuerySet, TextField, Value, When

from hengku.identity.models import AuditEntry
from hengku.identity.types import Viewer
from hengku.metadata.rules.registry import targets_of


def without_hidden(entries: QuerySet[AuditEntry, Any], viewer: Viewer) -> QuerySet[AuditEntry, Any]:
    """The entries with `before_seen` and `after_seen`: what changed, less the hidden fields of each kind of record."""
    hidden = _hidden_columns(viewer)
    return entries.annotate(before_seen=_seen("before", hidden), after_seen=_seen("after", hidden))


def _hidden_columns(viewer: Viewer) -> dict[str, list[str]]:
    """entity -> names under which the audit may keep a hidden field."""
    if viewer.all_powerful or not (viewer.fields or viewer.masked):
        return {}
    found: dict[str, list[str]] = {}
    for target in targets_of():
        names = [one.name for one in target.fields if one.hidden_from(viewer)]
        paths = [one.path for one in target.fields if one.hidden_from(viewer)]
        if names:
            columns = {*names, *paths, *(f"{name}_id" for name in (*names, *paths))}
            found[target.resource] = sorted({*found.get(target.resource, ()), *columns})
    return found


def _seen(column: str, hidden: dict[str, list[str]]) -> Any:
    if not hidden:
        return F(column)
    cases = [
        When(
            entity=entity,
            then=Func(
                F(column),
                Value(names, output_field=ArrayField(TextField())),
                template="%(expressions)s",
                arg_joiner=" - ",
                output_field=JSONField(),
            ),
        )
        for entity, names in hidden.items()
    ]
    return Case(*cases, default=F(column), output_field=JSONField())
