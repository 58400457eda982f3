"""Order and pages of a list by key, never by offset: the next page costs what the first one did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, ForeignKey, Q, QuerySet
from django.db.models.expressions import OrderBy

from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import field_at, naming_of, related_to
from hengku.metadata.rules.cursor import BadCursor, read_cursor, write_cursor
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType

_UNSORTABLE = frozenset({FieldType.JSON, FieldType.IMAGE, FieldType.PASSWORD, FieldType.REFERENCES, FieldType.FILES})
_MOST_KEYS = 4


@dataclass(frozen=True, slots=True)
class SortKey:
    """One part of the order. Nothing sorts after everything ascending and before everything descending, as PostgreSQL does.

    own: a custom field. Where the order begins with one, rows without a value come last either way and are read apart, so that an
    index gives the others.
    """

    path: str
    descending: bool
    nullable: bool
    target: "Field[Any, Any] | None"
    own: bool = False

    def expression(self) -> OrderBy:
        return F(self.path).desc() if self.descending else F(self.path).asc()

    def expression_of_all(self) -> OrderBy:
        """For all rows at once: a custom field's empty rows come last either way."""
        if self.own and self.descending:
            return F(self.path).desc(nulls_last=True)
        return self.expression()


@dataclass(frozen=True, slots=True)
class Order:
    """text: as asked for, kept in the cursor; keys end with the row's id, so that no two rows are equal."""

    text: str
    keys: tuple[SortKey, ...]

    @property
    def apart(self) -> bool:
        """Whether rows without the first value are read apart."""
        return self.keys[0].own

    @property
    def without_first(self) -> "Order":
        """The order of the rows that have no first value."""
        return Order(self.text, self.keys[1:])


def order_of(queryset: QuerySet[Any, Any], fields: Sequence[FieldSpec], sort: str, default_sort: str) -> Order:
    """The order of a `sort` parameter ("-business_date,number"). Raises Refused sort_unknown (400)."""
    text = sort.strip() or default_sort
    known = {spec.name: spec for spec in fields if spec.sortable and spec.type not in _UNSORTABLE}
    keys: list[SortKey] = []
    for part in [part.strip() for part in text.split(",") if part.strip()][:_MOST_KEYS]:
        name = part.lstrip("+-")
        spec = known.get(name)
        path = _sort_path(queryset, spec) if spec else "pk" if name == "id" else ""
        if not path and sort.strip():
            raise refuse("sort_unknown", status=400, loc=("sort",), field=name)
        key = _key(queryset, path or name, descending=part.startswith("-"))
        own = spec is not None and bool(spec.key)
        keys.append(replace(key, own=own, nullable=key.nullable and not (own and not keys)))
    if not any(key.path in ("pk", "id") for key in keys):
        keys.append(_key(queryset, "pk", descending=bool(keys) and keys[-1].descending))
    return Order(text, tuple(keys))


def _sort_path(queryset: QuerySet[Any, Any], spec: FieldSpec) -> str:
    target = field_at(queryset.model, spec.path)
    if isinstance(target, ForeignKey):
        code, _ = naming_of(spec.ref, related_to(target))
        return f"{spec.path.removesuffix('_id')}__{code}"
    return spec.path


def _key(queryset: QuerySet[Any, Any], path: str, *, descending: bool) -> SortKey:
    if path == "pk":
        return SortKey("pk", descending, False, queryset.model._meta.pk)
    target = field_at(queryset.model, path)
    annotation = queryset.query.annotations.get(path)
    if target is None and annotation is not None:
        target = annotation.output_field
    return SortKey(path, descending, _nullable(queryset, path), target)


def _nullable(queryset: QuerySet[Any, Any], path: str) -> bool:
    """May the sort value be missing? True unless every step on the way is required."""
    parts = path.split("__")
    for length in range(1, len(parts) + 1):
        target = field_at(queryset.model, "__".join(parts[:length]))
        if target is None or target.null:
            return True
    return False


def after_cursor(queryset: QuerySet[Any, Any], order: Order, cursor: str) -> QuerySet[Any, Any]:
    """The rows behind the cursor. Raises Refused cursor_invalid (400)."""
    values = values_of(order, cursor)
    return behind_values(queryset, order, values)


def values_of(order: Order, cursor: str) -> list[Any]:
    """The values a cursor stands at. Raises Refused cursor_invalid (400)."""
    try:
        stored = read_cursor(cursor, order.text, len(order.keys))
        return [_typed(key, value) for key, value in zip(order.keys, stored, strict=True)]
    except (BadCursor, ValidationError, TypeError, ValueError):
        raise refuse("cursor_invalid", status=400, loc=("cursor",)) from None


def behind_values(queryset: QuerySet[Any, Any], order: Order, values: Sequence[Any]) -> QuerySet[Any, Any]:
    """The rows behind these values of the keys."""
    behind = Q()
    equal = Q()
    for key, value in zip(order.keys, values, strict=True):
        beyond = _beyond(key, value)
        if beyond is not None:
            behind |= equal & beyond
        equal &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    first = order.keys[0]
    if not first.nullable and values[0] is not None:
        # Said once more in a form that an index understands.
        queryset = queryset.filter(**{f"{first.path}__{'lte' if first.descending else 'gte'}": values[0]})
    return queryset.filter(behind)


def _typed(key: SortKey, value: Any) -> Any:
    return value if value is None or key.target is None else key.target.to_python(value)


def _beyond(key: SortKey, value: Any) -> Q | None:
    """Strictly behind in this key alone; None when nothing can be."""
    if value is None:
        return Q(**{f"{key.path}__isnull": False}) if key.descending else None
    beyond = Q(**{f"{key.path}__{'lt' if key.descending else 'gt'}": value})
    if key.nullable and not key.descending:
        beyond |= Q(**{f"{key.path}__isnull": True})
    return beyond


def cursor_after(order: Order, row: Mapping[str, Any]) -> str:
    """The cursor that starts behind this row."""
    return write_cursor(order.text, [row[key.path] for key in order.keys])


def totalled(fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """The fields whose sum a list shows."""
    return [spec for spec in fields if spec.total and spec.type in (*NUMBERS, FieldType.INTEGER)]
