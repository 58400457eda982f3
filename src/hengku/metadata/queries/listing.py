"""Lists of described records: filter, search, sort, pages, counts, totals; three statements however many rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Sum

from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import Column, column_of, fill_labels, selected
from hengku.metadata.queries.ext_sql import own_value
from hengku.metadata.queries.filters import apply_filter, apply_search, parse_filter
from hengku.metadata.queries.formula_total import formula_total
from hengku.metadata.queries.paging import (
    Order,
    after_cursor,
    behind_values,
    cursor_after,
    order_of,
    totalled,
    values_of,
)
from hengku.metadata.rules.values import to_json
from hengku.metadata.types import FieldSpec, FieldType

COUNT_CAP = 10_000
MOST_ROWS = 500
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class ListParams:
    """What a list was asked for, as in the address: filter is JSON, sort and fields are comma-separated, sum is a formula."""

    limit: int = 50
    cursor: str = ""
    sort: str = ""
    filter: str = ""
    q: str = ""
    fields: str = ""
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """count stops at COUNT_CAP (count_capped then says so); totals are over all rows, not over the page."""

    items: list[dict[str, Any]]
    next_cursor: str | None
    count: int
    count_capped: bool
    totals: dict[str, Any] = field(default_factory=dict)


def list_records(
    *,
    queryset: QuerySet[Any, Any],
    fields: Sequence[FieldSpec],
    viewer: Viewer,
    params: ListParams,
    default_sort: str = "id",
    always: Sequence[str] = (),
) -> Page:
    """One page of a queryset that is already restricted to what the viewer may see.

    Values the viewer's roles hide are neither shown nor filtered, sorted, searched or summed. always: further columns of
    the model every row carries under their own name ("rev"). Raises Refused (400) for parameters that do not fit, and
    sort_not_accelerated.
    """
    visible = seen_by(viewer, fields)
    found = narrowed(queryset=queryset, fields=fields, viewer=viewer, params=params)
    found = _with_sorted(found, visible, params.sort)
    order = order_of(found, visible, params.sort, default_sort)
    columns = [column_of(queryset.model, spec) for spec in shown(visible, params.fields)]
    limit = max(1, min(params.limit, MOST_ROWS))
    count = found.order_by()[: COUNT_CAP + 1].count()
    _refuse_slow_sort(visible, params.sort, count)
    rows = _page(found, columns, order, params.cursor, limit, always)
    asked = {"formula": formula_total(found, visible, params.sum)} if params.sum.strip() and not params.cursor else {}
    return Page(
        items=_as_items(columns, rows[:limit], always),
        next_cursor=cursor_after(order, rows[limit - 1]) if len(rows) > limit else None,
        count=min(count, COUNT_CAP),
        count_capped=count > COUNT_CAP,
        totals=_totals(found, visible) | asked,
    )


def _refuse_slow_sort(visible: Sequence[FieldSpec], sort: str, count: int) -> None:
    """Raise Refused sort_not_accelerated (400): more than COUNT_CAP rows are not sorted by a field no index answers for."""
    if count <= COUNT_CAP or not sort:
        return
    names = {part.strip().lstrip("+-") for part in sort.split(",")}
    slow = next((spec for spec in visible if spec.key and spec.name in names and not spec.indexed), None)
    if slow is not None:
        raise refuse("sort_not_accelerated", status=400, loc=("sort",), field=str(slow.label), most=f"{COUNT_CAP:,}")


def narrowed(
    *, queryset: QuerySet[Any, Any], fields: Sequence[FieldSpec], viewer: Viewer, params: ListParams
) -> QuerySet[Any, Any]:
    """The rows of all pages of a list: filtered and searched, in no order."""
    visible = seen_by(viewer, fields)
    return apply_search(apply_filter(queryset, visible, parse_filter(params.filter)), visible, params.q)


def each_record(
    *,
    queryset: QuerySet[Any, Any],
    fields: Sequence[FieldSpec],
    viewer: Viewer,
    params: ListParams,
    default_sort: str = "id",
) -> tuple[list[FieldSpec], Iterator[dict[str, Any]]]:
    """All rows of a list for an export: the fields shown, and the rows one after the other, a chunk in memory at a time."""
    visible = seen_by(viewer, fields)
    found = narrowed(queryset=queryset, fields=fields, viewer=viewer, params=params)
    found = _with_sorted(found, visible, params.sort)
    order = order_of(found, visible, params.sort, default_sort)
    chosen = shown(visible, params.fields)
    columns = [column_of(queryset.model, spec) for spec in chosen]
    rows = selected(found, columns, ["pk"]).order_by(*(key.expression_of_all() for key in order.keys))
    return chosen, _stream(rows, columns)


def _with_sorted(queryset: QuerySet[Any, Any], visible: Sequence[FieldSpec], sort: str) -> QuerySet[Any, Any]:
    """The queryset with the custom fields it is sorted by."""
    names = {part.strip().lstrip("+-") for part in sort.split(",")}
    own = [spec for spec in visible if spec.key and spec.name in names]
    return queryset.annotate(**{spec.name: own_value(spec) for spec in own}) if own else queryset


def _stream(rows: QuerySet[Any, Any], columns: Sequence[Column]) -> Iterator[dict[str, Any]]:
    chunk: list[dict[str, Any]] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield from _as_items(columns, chunk, ())
            chunk = []
    yield from _as_items(columns, chunk, ())


def known_to(viewer: Viewer, fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """The fields this viewer may know of, as they may use them."""
    return [spec.for_viewer(viewer) for spec in fields if not spec.hidden_from(viewer)]


def seen_by(viewer: Viewer, fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """The fields whose values this viewer may see; passwords are nobody's to see."""
    return [spec for spec in known_to(viewer, fields) if spec.type is not FieldType.PASSWORD]


def shown(visible: Sequence[FieldSpec], names: str) -> list[FieldSpec]:
    """The fields asked for by name, else those a list shows. Raises Refused field_unknown (400)."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted:
        return [spec for spec in visible if spec.in_list]
    known = {spec.name: spec for spec in visible}
    for name in wanted:
        if name not in known and name != "id":
            raise refuse("field_unknown", status=400, loc=("fields",), field=name)
    return [known[name] for name in dict.fromkeys(wanted) if name != "id"]


def _page(
    queryset: QuerySet[Any, Any],
    columns: Sequence[Column],
    order: Order,
    cursor: str,
    limit: int,
    always: Sequence[str],
) -> list[dict[str, Any]]:
    more = ["pk", *always, *(key.path for key in order.keys)]
    if order.apart:
        return _page_apart(queryset, columns, order, cursor, limit, more)
    rows = after_cursor(queryset, order, cursor) if cursor else queryset
    return list(selected(rows, columns, more).order_by(*(key.expression() for key in order.keys))[: limit + 1])


def _page_apart(
    queryset: QuerySet[Any, Any],
    columns: Sequence[Column],
    order: Order,
    cursor: str,
    limit: int,
    more: Sequence[str],
) -> list[dict[str, Any]]:
    """Rows with a first value as their index gives them, then the empty ones."""
    first = order.keys[0].path
    values = values_of(order, cursor) if cursor else []
    found: list[dict[str, Any]] = []
    if not values or values[0] is not None:
        filled = queryset.filter(**{f"{first}__isnull": False})
        filled = behind_values(filled, order, values) if values else filled
        found = list(selected(filled, columns, more).order_by(*(key.expression() for key in order.keys))[: limit + 1])
    if len(found) <= limit:
        empty = queryset.filter(**{f"{first}__isnull": True})
        rest = order.without_first
        empty = behind_values(empty, rest, values[1:]) if values and values[0] is None else empty
        rows = selected(empty, columns, more).order_by(*(key.expression() for key in rest.keys))
        found += list(rows[: limit + 1 - len(found)])
    return found


def _as_items(columns: Sequence[Column], rows: Sequence[dict[str, Any]], always: Sequence[str]) -> list[dict[str, Any]]:
    items = [
        {
            "id": str(row["pk"]),
            **{name: row[name] for name in always},
            **{column.spec.name: column.read(row) for column in columns},
        }
        for row in rows
    ]
    fill_labels(columns, items)
    return items


def _totals(queryset: QuerySet[Any, Any], visible: Sequence[FieldSpec]) -> dict[str, Any]:
    summed = totalled(visible)
    if not summed:
        return {}
    sums = queryset.order_by().aggregate(
        **{f"total_{spec.name}": Sum(own_value(spec) if spec.key else spec.path) for spec in summed}
    )
    return {spec.name: to_json(spec, sums[f"total_{spec.name}"] or 0) for spec in summed}
