"""Fields of the records a row refers to: a receipt is asked about by the class of its supplier, a line by the category of its item."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import ForeignKey

from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.metadata.queries.columns import field_at
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.queries.own_fields import own_data_fields
from hengku.studio.rules.aggregates import groups
from hengku.studio.types import DataField

_FOLLOWED = frozenset(
    {"items", "partners", "warehouses", "bins", "lots", "accounts", "fund-accounts", "spending-categories"}
)
"""Kinds of records whose own fields are offered; others (users, books) say enough by their name."""


def fields_by_name(model: Any, fields: Iterable[DataField], viewer: Viewer) -> dict[str, DataField]:
    """The fields, and behind each reference those of the record it names, as far as the viewer may see such records."""
    found: dict[str, DataField] = {}
    for field in fields:
        found[field.spec.name] = field
        for joined in _behind(model, field, viewer):
            found[joined.spec.name] = joined
    return found


def _behind(model: Any, field: DataField, viewer: Viewer) -> Iterator[DataField]:
    spec = field.spec
    if spec.type is not FieldType.REFERENCE or spec.ref not in _FOLLOWED or spec.ref not in RESOURCES:
        return
    if not isinstance(field_at(model, spec.path), ForeignKey) or not viewer.may(spec.ref, "view"):
        return
    base = spec.path.removesuffix("_id")
    seen = seen_by(viewer, RESOURCES.get(spec.ref).fields)
    for other in seen:
        path = f"{base}__{other.path}"
        if not other.key and groups(other) and field_at(model, path) is not None:
            yield DataField(_joined(spec, other, path), adds_up=False)
    for own in own_data_fields(seen, f"{base}__ext"):
        yield DataField(_joined(spec, own.spec, own.spec.path), own.annotate, adds_up=False)


def _joined(spec: FieldSpec, other: FieldSpec, path: str) -> FieldSpec:
    return other.but(
        name=f"{spec.name}.{other.name}",
        label=Text(f"{spec.label.zh}·{other.label.zh}", f"{spec.label.en} · {other.label.en}"),
        column=path,
        required=False,
        in_list=False,
        in_form=True,
        searchable=False,
        total=False,
    )
