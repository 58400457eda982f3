"""What the account set says about its fields, remembered per version: built-in fields ⊕ its own ⊕ what it changed about them."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

import orjson
from django.db import connection

from hengku.identity.queries import epoch
from hengku.kernel import sql
from hengku.kernel.registry import Glass
from hengku.metadata.rules.custom_fields import CustomFieldRow, spec_of_row
from hengku.metadata.rules.overrides import changed
from hengku.metadata.rules.registry import with_choices
from hengku.metadata.types import FieldSpec, ResourceSpec

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Definitions:
    """One version. made: what was worked out from it, by name (whole descriptions of document types and resources)."""

    own: Mapping[str, tuple[FieldSpec, ...]]
    changes: Mapping[str, Mapping[str, Any]]
    layouts: Mapping[str, Any]
    trees: Mapping[str, Mapping[str, Mapping[str, Any]]]
    made: dict[str, Any] = field(default_factory=dict)

    def applied(self, target: str, fields: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
        """The fields of a target as the account set wants them."""
        whole = (*fields, *self.own.get(target, ()))
        return changed(whole, self.changes.get(target, {}), self.trees.get(target, {}))

    def touches(self, target: str) -> bool:
        return target in self.own or target in self.changes


_known: OrderedDict[str, Definitions] = OrderedDict()

_LOAD = """
SELECT (SELECT e.token FROM identity_epoch e),
       (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.position, f.id), '[]') FROM metadata_custom_field f WHERE NOT f.hidden)::text,
       (SELECT coalesce(jsonb_object_agg(d.target, d.fields), '{}') FROM metadata_form_design d)::text,
       (SELECT coalesce(jsonb_object_agg(d.target, d.layout), '{}') FROM metadata_form_design d WHERE d.layout IS NOT NULL)::text,
       (SELECT coalesce(jsonb_object_agg(d.target, d.trees), '{}') FROM metadata_form_design d WHERE d.trees <> '{}')::text
"""


def definitions() -> Definitions | None:
    """The version noted for this request, job or command; None when the account set describes nothing of its own."""
    token = epoch.noted()
    if not token:
        return None
    found = _known.get(token)
    return found if found is not None else _load()


def own_of(target: str) -> tuple[FieldSpec, ...]:
    """The account set's own fields of a target."""
    found = definitions()
    return found.own.get(target, ()) if found else ()


def _load() -> Definitions | None:
    """Read the version there is now (perhaps newer than the one noted), in one statement so that the two belong together."""
    [(token, own_text, changes_text, layouts_text, trees_text)] = sql.rows(connection, _LOAD)
    epoch.note(token)
    if not token:
        return None
    rows = [_row(one) for one in orjson.loads(own_text)]
    own: dict[str, tuple[FieldSpec, ...]] = {}
    for row in rows:
        own[row.target] = (*own.get(row.target, ()), spec_of_row(row))
    found = Definitions(own, orjson.loads(changes_text), orjson.loads(layouts_text), orjson.loads(trees_text))
    _known[token] = found
    while len(_known) > _KEPT:
        _known.popitem(last=False)
    return found


def _row(told: Mapping[str, Any]) -> CustomFieldRow:
    values = {name: told[name] for name in CustomFieldRow.__dataclass_fields__}
    for name in ("least", "most"):
        values[name] = None if values[name] is None else Decimal(str(values[name]))
    return CustomFieldRow(**values)


def resources_seen() -> Glass[ResourceSpec] | None:
    """How the account set wants resources: what RESOURCES is seen through."""
    found = definitions()
    return None if found is None else partial(_seen, found)


def _seen(found: Definitions, spec: ResourceSpec) -> ResourceSpec:
    made = found.made.get(spec.name)
    if made is None:
        made = with_choices(spec)
        if found.touches(spec.name):
            made = made.but(fields=found.applied(spec.name, made.fields))
        found.made[spec.name] = made
    return made if isinstance(made, ResourceSpec) else spec
