"""Generated routes of one resource: list, look up, export, create, read, change, delete."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations.taken_out import Tallied, note_taken_out
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.api.shapes import Hit, page_shape, record_shape, write_shape
from hengku.metadata.operations import records
from hengku.metadata.operations.export import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from hengku.metadata.queries.filters import parse_filter
from hengku.metadata.queries.listing import ListParams, each_record, list_records
from hengku.metadata.queries.records import look_up, read_record, require_to_name, stamps, visible_to
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.schemas import ListQuery, LookupQuery
from hengku.metadata.types import ResourceSpec


def router_of(spec: ResourceSpec) -> Router:
    """The routes of `spec`; what its room does not offer has no route."""
    router = Router(tags=[spec.name])
    shape = record_shape(spec)
    _add_reading(router, spec, shape)
    _add_files(router, spec)
    body = write_shape(spec) if spec.create is not None or spec.update is not None else None
    if spec.create is not None and body is not None:
        _add_create(router, spec, shape, body)
    if spec.update is not None and body is not None:
        _add_update(router, spec, shape, body)
    if spec.delete is not None:
        _add_delete(router, spec)
    return router


def now(spec: ResourceSpec) -> ResourceSpec:
    """The resource as the account set describes it for this request, its own fields included."""
    return RESOURCES.get(spec.name)


def json_answer(body: Any, status: int = 200) -> HttpResponse:
    """JSON that is already in its final shape: it is not checked against the declared one again."""
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json; charset=utf-8")


def _id_of(verb: str, spec: ResourceSpec) -> str:
    return f"{verb}_{spec.name.replace('-', '_')}"


def _params(query: ListQuery) -> ListParams:
    return ListParams(**query.dict())


def _narrowed(params: ListParams, spec: ResourceSpec, request: HttpRequest) -> ListParams:
    """Address parameters that are names of fields narrow a list too (`/vouchers?document=12`)."""
    named = [clause for clause in _named_clauses(spec, request) if clause[0] not in ListParams.__dataclass_fields__]
    if not named:
        return params
    return replace(params, filter=orjson.dumps([*parse_filter(params.filter), *named]).decode())


def _add_reading(router: Router, spec: ResourceSpec, shape: type[Schema]) -> None:
    @router.get(
        f"/{spec.name}",
        response=page_shape(spec, shape),
        operation_id=_id_of("list", spec),
        summary=spec.label_plural.en,
    )
    def list_page(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
        viewer = viewer_of(request)
        require(viewer, spec.name, "view")
        return json_answer(list_json(now(spec), viewer, _narrowed(_params(query), spec, request)))

    @router.get(
        f"/{spec.name}/lookup",
        response=list[Hit],
        operation_id=_id_of("lookup", spec),
        summary=f"Find {spec.label_plural.en}",
    )
    def find_hits(request: HttpRequest, query: Query[LookupQuery]) -> HttpResponse:
        viewer = viewer_of(request)
        require_to_name(viewer, spec)
        clauses = [*parse_filter(query.filter), *_named_clauses(spec, request)]
        return json_answer(look_up(spec=now(spec), viewer=viewer, q=query.q, limit=query.limit, clauses=clauses))

    @router.get(
        f"/{spec.name}/{{int:record_id}}", response=shape, operation_id=_id_of("read", spec), summary=spec.label.en
    )
    def read_one(request: HttpRequest, record_id: int) -> HttpResponse:
        return json_answer(read_record(spec=now(spec), viewer=viewer_of(request), record_id=record_id))


def list_json(spec: ResourceSpec, viewer: Viewer, params: ListParams) -> dict[str, Any]:
    """A page of the resource as it goes over the wire."""
    page = list_records(
        queryset=visible_to(spec=spec, viewer=viewer), fields=spec.fields, viewer=viewer, params=params,
        default_sort=spec.default_sort, always=stamps(spec.model),
    )  # fmt: skip
    return {
        "items": page.items, "next_cursor": page.next_cursor, "count": page.count,
        "count_capped": page.count_capped, "totals": page.totals,
    }  # fmt: skip


def _named_clauses(spec: ResourceSpec, request: HttpRequest) -> list[list[Any]]:
    """Address parameters that are names of fields narrow too (`?warehouse=3`)."""
    names = {one.name for one in now(spec).fields} - {"q", "limit", "filter"}
    return [[name, "eq", value] for name, value in request.GET.items() if name in names and value]


def _add_files(router: Router, spec: ResourceSpec) -> None:
    @router.get(
        f"/{spec.name}/export", operation_id=_id_of("export", spec), summary=f"{spec.label_plural.en} as a file"
    )
    def export_file(request: HttpRequest, query: Query[ListQuery], format: str = "xlsx") -> HttpResponse:  # noqa: A002 (its name in the address)
        viewer = viewer_of(request)
        require(viewer, spec.name, "view")
        require(viewer, spec.name, "export")
        fields, rows = each_record(
            queryset=visible_to(spec=spec, viewer=viewer), fields=now(spec).fields, viewer=viewer, params=_params(query),
            default_sort=spec.default_sort,
        )  # fmt: skip
        write: Callable[..., bytes] = write_csv if format == "csv" else write_xlsx
        kind, tallied = "csv" if format == "csv" else "xlsx", Tallied(rows)
        content = write(fields, tallied)
        note_export(request, what=spec.name, form=kind, rows=tallied.count)
        return file_answer(content, name=str(spec.label_plural), kind=kind)


def note_export(request: HttpRequest, *, what: str, form: str, rows: int | None) -> None:
    """The log of exports: the question is told as it stood in the address."""
    asked = {name: value for name, value in request.GET.items() if value and name not in ("format", "limit", "cursor")}
    note_taken_out(act=act_of(request), kind="EXPORT", what=what, form=form, filters=asked, rows=rows)


def file_answer(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """A file to save, with a name that may be Chinese; kind "csv" or "xlsx"."""
    answer = HttpResponse(content, content_type=CSV_TYPE if kind == "csv" else XLSX_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
    return answer


def _add_create(router: Router, spec: ResourceSpec, shape: type[Schema], body: type[Schema]) -> None:
    @router.post(
        f"/{spec.name}", response={201: shape}, operation_id=_id_of("create", spec), summary=f"New {spec.label.en}"
    )
    def create_one(request: HttpRequest, payload: body) -> HttpResponse:  # type: ignore[valid-type]  # a class made at run time
        act = act_of(request)
        made = records.create(spec=now(spec), act=act, raw=sent(request))
        record = read_record(spec=now(spec), viewer=act.viewer, record_id=made.record_id)
        answer = json_answer({**record, **made.shown_once}, status=201)
        if made.shown_once:
            answer["Cache-Control"] = "no-store"
        return answer


def _add_update(router: Router, spec: ResourceSpec, shape: type[Schema], body: type[Schema]) -> None:
    @router.patch(
        f"/{spec.name}/{{int:record_id}}",
        response=shape,
        operation_id=_id_of("update", spec),
        summary=f"Change {spec.label.en}",
    )
    def update_one(request: HttpRequest, record_id: int, payload: body) -> HttpResponse:  # type: ignore[valid-type]  # a class made at run time
        act = act_of(request)
        values = sent(request)
        records.update(spec=now(spec), act=act, record_id=record_id, raw=values, rev=_revision(request, values))
        return json_answer(read_record(spec=now(spec), viewer=act.viewer, record_id=record_id))


def sent(request: HttpRequest) -> dict[str, Any]:
    """Just what the request named, unknown names included. Raises Refused malformed (400)."""
    body = orjson.loads(request.body)
    if not isinstance(body, dict):
        raise refuse("malformed", status=400)
    return body


def _revision(request: HttpRequest, values: dict[str, Any]) -> int | None:
    match = request.headers.get("If-Match", "").strip('"')
    rev = values.get("rev")
    return rev if isinstance(rev, int) else int(match) if match.isdigit() else None


def _add_delete(router: Router, spec: ResourceSpec) -> None:
    @router.delete(
        f"/{spec.name}/{{int:record_id}}",
        response={204: None},
        operation_id=_id_of("delete", spec),
        summary=f"Delete {spec.label.en}",
    )
    def delete_one(request: HttpRequest, record_id: int) -> HttpResponse:
        records.delete(spec=spec, act=act_of(request), record_id=record_id)
        return HttpResponse(status=204)
