"""Single records: what a viewer may see of them, and short answers for pickers."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from hengku.identity.queries.restrict import require, restrict
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import Column, column_of, field_at, fill_labels, selected
from hengku.metadata.queries.filters import apply_filter, apply_search
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.rules.values import Invalid, from_json, jsonable, to_json
from hengku.metadata.types import ChildSpec, FieldSpec, FieldType, ResourceSpec

MOST_HITS = 100
_MOST_NARROWED = 1000


def visible_to(*, spec: ResourceSpec, viewer: Viewer, action: str = "view") -> QuerySet[Any, Any]:
    """The records on which the viewer may do `action`."""
    queryset = spec.queryset() if spec.queryset else spec.model._default_manager.all()
    if spec.narrow is not None:
        queryset = spec.narrow(queryset, viewer)
    return restrict(queryset, viewer=viewer, resource=spec.name, action=action, scope=spec.scope)


def nameable(*, spec: ResourceSpec, viewer: Viewer) -> QuerySet[Any, Any]:
    """The records the viewer may refer to: those they see, and those everybody may name."""
    if spec.named_by_all is None or not viewer.grants or viewer.may(spec.name, "view"):
        return visible_to(spec=spec, viewer=viewer)
    everybody: QuerySet[Any, Any] = spec.model._default_manager.filter(**spec.named_by_all)
    return everybody


def require_to_name(viewer: Viewer, spec: ResourceSpec) -> None:
    """Raise Refused permission_denied (403) when the viewer may not even name such records."""
    if spec.named_by_all is None or not viewer.grants:
        require(viewer, spec.name, "view")


def stamps(model: type[Model]) -> tuple[str, ...]:
    """Columns every answer carries beside the described fields."""
    return ("rev",) if field_at(model, "rev") is not None else ()


def read_record(*, spec: ResourceSpec, viewer: Viewer, record_id: int) -> dict[str, Any]:
    """One record with its children as JSON. Raises Refused not_found (404), also when the viewer may not see it."""
    found = as_json(spec=spec, viewer=viewer, queryset=visible_to(spec=spec, viewer=viewer).filter(pk=record_id))
    if not found:
        raise refuse("not_found", status=404)
    return found[0]


def as_json(*, spec: ResourceSpec, viewer: Viewer, queryset: QuerySet[Any, Any]) -> list[dict[str, Any]]:
    """The records of a restricted queryset in full, without what the viewer's roles hide."""
    columns = [column_of(spec.model, one) for one in seen_by(viewer, spec.fields) if one.in_list or one.in_form]
    more = ["pk", *stamps(spec.model)]
    records = [_record(columns, row, stamps(spec.model)) for row in selected(queryset, columns, more)]
    fill_labels(columns, records)
    for child in spec.children:
        _add_children(child, viewer, records)
    return records


def _record(columns: Sequence[Column], row: Mapping[str, Any], always: Sequence[str]) -> dict[str, Any]:
    head = {"id": str(row["pk"]), **{name: row[name] for name in always}}
    return head | {column.spec.name: column.read(row) for column in columns}


def _add_children(child: ChildSpec, viewer: Viewer, records: Sequence[dict[str, Any]]) -> None:
    fields = seen_by(viewer, child.fields)
    rows = child.read([int(record["id"]) for record in records])
    for record in records:
        own = rows.get(int(record["id"]), ())
        record[child.name] = [_child(fields, row) for row in own]


def _child(fields: Sequence[FieldSpec], row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {
        one.name: jsonable(row.get(one.name)) if one.type is FieldType.REFERENCE else to_json(one, row.get(one.name))
        for one in fields
    }
    return {"id": str(row["id"]), **shown} if "id" in row else shown


def _narrowed_by(spec: ResourceSpec, clauses: Sequence[Sequence[Any]]) -> dict[str, Any] | None:
    """The clauses as keywords of the resource's own search; None when it cannot narrow by one of them."""
    if any(op != "eq" or name not in spec.lookup_by for name, op, _ in clauses):
        return None
    try:
        return {name: from_json(spec.field(name), value) for name, _, value in clauses}
    except Invalid:
        return None


def look_up(
    *, spec: ResourceSpec, viewer: Viewer, q: str, limit: int, clauses: Sequence[Sequence[Any]] = ()
) -> list[dict[str, Any]]:
    """Up to `limit` records for a picker: {id, code, name, hint, extra}; the code that equals `q` comes first."""
    limit = max(1, min(limit, MOST_HITS))
    if not viewer.may(spec.name, "view"):
        title = spec.field(spec.title_field).path
        found = nameable(spec=spec, viewer=viewer).filter(**{f"{title}__icontains": q.strip()})
        rows = found.order_by(title, "pk").values_list("pk", title)[:limit]
        return [{"id": str(pk), "code": "", "name": name, "hint": "", "extra": {}} for pk, name in rows]
    narrowed = _narrowed_by(spec, clauses)
    if spec.lookup is not None and narrowed is not None:
        ask = partial(spec.lookup, viewer=viewer, q=q, **narrowed)
        hits = list(ask(limit=limit)) if not viewer.narrows(spec.name) else _within_rows(spec, viewer, ask, limit)
        return _without_hidden(spec, viewer, hits)
    return _found(spec, viewer, q, limit, clauses)


def _within_rows(
    spec: ResourceSpec, viewer: Viewer, ask: Callable[..., Sequence[dict[str, Any]]], limit: int
) -> list[dict[str, Any]]:
    """Hits of the resource's own search among the rows the viewer's roles leave: the best of its first thousand."""
    hits = list(ask(limit=_MOST_NARROWED))
    ids = [int(hit["id"]) for hit in hits]
    seen = set(visible_to(spec=spec, viewer=viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return [hit for hit in hits if int(hit["id"]) in seen][:limit]


def _without_hidden(spec: ResourceSpec, viewer: Viewer, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hits without what they say besides, where a role hides fields of the record."""
    hidden = {one.name for one in spec.fields if one.hidden_from(viewer)} if viewer.fields else set()
    if not hidden:
        return hits
    return [
        {**hit, "hint": "", "extra": {name: value for name, value in hit["extra"].items() if name not in hidden}}
        for hit in hits
    ]


def _found(
    spec: ResourceSpec, viewer: Viewer, q: str, limit: int, clauses: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    """The generic search in what is searchable."""
    visible = seen_by(viewer, spec.fields)
    code, title = spec.field(spec.code_field), spec.field(spec.title_field)
    searched = (
        visible if any(one.searchable for one in visible) else [code.but(searchable=True), title.but(searchable=True)]
    )
    queryset = apply_search(apply_filter(visible_to(spec=spec, viewer=viewer), visible, clauses), searched, q)
    rows = list(queryset.order_by(code.path, "pk").values_list("pk", code.path, title.path)[:limit])
    exact = (
        visible_to(spec=spec, viewer=viewer).filter(**{code.path: q.strip()})
        if len(rows) == limit and q.strip()
        else None
    )
    if exact is not None and not clauses:
        first = list(exact.values_list("pk", code.path, title.path)[:1])
        rows = (first + [row for row in rows if row not in first])[:limit]
    return [
        {"id": str(pk), "code": str(one or ""), "name": str(two or ""), "hint": "", "extra": {}}
        for pk, one, two in rows
    ]
