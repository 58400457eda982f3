"""Working out values that come from somewhere else, with the rights of who writes."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet, Sum

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.columns import column_of, selected
from hengku.metadata.queries.ext_sql import own_value
from hengku.metadata.queries.filters import apply_filter
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.queries.records import visible_to
from hengku.metadata.rules.fills import ALL, BLOCK, EMPTY, SELF, SUM, Fill
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import NUMBERS, from_json, to_json
from hengku.metadata.types import FieldSpec, FieldType

Source = Callable[[str, Viewer], tuple[QuerySet[Any, Any], Sequence[FieldSpec]] | None]
"""(name, viewer) -> the rows they may see, with their fields; None = not its own."""
_sources: list[Source] = []
NOTHING = object()
"""The rule says nothing: a condition reads an empty field."""


def offer_fill_source(source: Source) -> None:
    """Let values come from these rows."""
    _sources.append(source)


def source_of(name: str, viewer: Viewer) -> tuple[QuerySet[Any, Any], Sequence[FieldSpec]] | None:
    """Rows and fields values may come from; None when there is no such source, or the viewer may not see it."""
    for source in _sources:
        found = source(name, viewer)
        if found is not None:
            return found
    if name not in RESOURCES or not viewer.may(name, "view"):
        return None
    spec = RESOURCES.get(name)
    return visible_to(spec=spec, viewer=viewer), seen_by(viewer, spec.fields)


def filled(fill: Fill, viewer: Viewer, value_at: Callable[[str], Any]) -> Any:
    """The value as the interface takes it, None for no row that fits, NOTHING where a condition reads an empty field or the viewer may
    not see the source. value_at: the value of a field of the form as the interface takes it. Raises Refused fill_several."""
    found = source_of(fill.source, viewer)
    if found is None:
        return NOTHING
    rows, fields = found
    told = [(name, value_at(path)) for name, path in fill.where]
    if any(value in (None, "") for _, value in told) and fill.match == ALL:
        return NOTHING
    take = next((one for one in fields if one.name == fill.take), None)
    if take is None:
        return NOTHING
    rows = _narrowed(rows, fields, [(name, value) for name, value in told if value not in (None, "")], fill.match)
    if fill.several == SUM:
        total = rows.aggregate(total=Sum(own_value(take) if take.key else take.path))["total"]
        return None if total is None else to_json(take, total)
    return _one(rows, take, fill)


def _narrowed(
    rows: QuerySet[Any, Any], fields: Sequence[FieldSpec], clauses: Sequence[tuple[str, Any]], match: str
) -> QuerySet[Any, Any]:
    parts = [
        rows.filter(pk=value) if name == SELF else apply_filter(rows, fields, [[name, "eq", value]])
        for name, value in clauses
    ]
    if not parts:
        return rows.none()
    if match == ALL:
        for name, value in clauses:
            rows = rows.filter(pk=value) if name == SELF else apply_filter(rows, fields, [[name, "eq", value]])
        return rows
    within = Q()
    for part in parts:
        within |= Q(pk__in=part.order_by().values("pk"))
    return rows.filter(within)


def _one(rows: QuerySet[Any, Any], take: FieldSpec, fill: Fill) -> Any:
    model: type[Model] = rows.model
    column = column_of(model, take)
    descending, name = fill.sort.startswith("-"), fill.sort.lstrip("-")
    order = [f"{'-' if descending else ''}{name}", "-pk"] if name else ["-pk"]
    found = list(selected(rows, [column], ["pk"]).order_by(*order)[:2])
    if not found:
        return None
    if len(found) > 1 and fill.several == BLOCK:
        raise Refused(Refusal("fill_several", {"field": str(take.label)}))
    value = column.read(found[0])
    return value.get("id") if isinstance(value, dict) else value


def fill_problem(fill: Fill, spec: FieldSpec, viewer: Viewer) -> str:
    """Why a field cannot be filled like this; "" when it can."""
    found = source_of(fill.source, viewer)
    if found is None:
        return "field_fill_source"
    known = {one.name: one for one in found[1]}
    take = known.get(fill.take)
    if take is None or not _fits(take, spec, fill):
        return "field_fill_take"
    if any(name != SELF and not (name in known and known[name].filterable) for name, _ in fill.where):
        return "field_fill_where"
    name = fill.sort.lstrip("-")
    return "field_fill_sort" if name and (name not in known or known[name].key or not known[name].sortable) else ""


def _fits(take: FieldSpec, spec: FieldSpec, fill: Fill) -> bool:
    numbers = NUMBERS | {FieldType.INTEGER}
    if fill.several == SUM:
        return take.type in numbers and spec.type in numbers
    if spec.type is FieldType.REFERENCE:
        return take.type is FieldType.REFERENCE and take.ref == spec.ref
    if spec.type in numbers:
        return take.type in numbers
    if spec.type in (FieldType.TEXT, FieldType.MULTILINE):
        return take.type in (FieldType.TEXT, FieldType.MULTILINE)
    return take.type is spec.type and take.choices == spec.choices


def is_asked(fill: Fill, value: Any) -> bool:
    """Does the rule fill in the field, given what was said?"""
    return fill.when != EMPTY or value in (None, "", [])


def as_typed(spec: FieldSpec, value: Any) -> Any:
    """What `filled` gave, as the program wants it. Raises Invalid."""
    return int(str(value)) if spec.type is FieldType.REFERENCE else from_json(spec, value)
