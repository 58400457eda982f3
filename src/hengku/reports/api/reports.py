"""Reports: one address a report; the same figures as JSON, spreadsheet, CSV and PDF."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of
from hengku.identity.operations.taken_out import note_taken_out
from hengku.metadata.api.routes import json_answer
from hengku.metadata.operations.export import CSV_TYPE
from hengku.reports.queries.deliver import Delivery, deliver_report
from hengku.reports.queries.explain_cell import explain_cell, read_key, tree_csv, tree_json
from hengku.reports.queries.explain_document import explain_document
from hengku.reports.schemas import DerivationOut, ReportOut

router = Router()
NOT_PARAMETERS = frozenset({"format", "limit", "cursor"})


@router.get("/reports/{name}", response=ReportOut)
def read_report(
    request: HttpRequest,
    name: str,
    format: str = "json",  # noqa: A002 (its name in the address)
    limit: int = 500,
    cursor: int = 0,
) -> HttpResponse:
    """A report. Its parameters stand in the address (see /meta); format is json, xlsx, csv or pdf."""
    act = act_of(request)
    raw = {key: str(value) for key, value in request.GET.items() if key not in NOT_PARAMETERS}
    delivery = deliver_report(
        viewer=act.viewer, at=act.at, name=name, raw=raw, format=format, limit=limit, offset=cursor
    )
    if isinstance(delivery, dict):
        return json_answer(delivery)
    note_taken_out(act=act, kind="REPORT", what=name, form=format, filters=raw, rows=delivery.rows)
    return file_of(delivery)


@router.get("/reports/{name}/explain", response=DerivationOut, summary="How a figure of a report came about")
def explain_figure(
    request: HttpRequest,
    name: str,
    column: str,
    key: str = "{}",
    format: str = "json",  # noqa: A002 (its name in the address)
) -> HttpResponse:
    """The derivation of one figure, down to documents. key: the row's `_key`; the report's own parameters stand beside."""
    act = act_of(request)
    raw = {one: str(value) for one, value in request.GET.items() if one not in NOT_PARAMETERS | {"column", "key"}}
    tree = explain_cell(viewer=act.viewer, name=name, raw=raw, key=read_key(key), column=column, at=act.at)
    if format == "csv":
        return file_of(Delivery(tree_csv(tree, viewer=act.viewer), CSV_TYPE, f"{name} {column}.csv"))
    return json_answer(tree_json(tree, viewer=act.viewer))


@router.get(
    "/documents/{int:document_id}/explain", response=DerivationOut, summary="How a total of a document came about"
)
def explain_total(
    request: HttpRequest,
    document_id: int,
    column: str,
    format: str = "json",  # noqa: A002 (its name in the address)
) -> HttpResponse:
    """The derivation of a document's amount, tax or total: lines, quantity × price, tax, and where a price was taken from."""
    viewer = act_of(request).viewer
    tree = explain_document(viewer=viewer, document_id=document_id, column=column)
    if format == "csv":
        return file_of(Delivery(tree_csv(tree, viewer=viewer), CSV_TYPE, f"{document_id} {column}.csv"))
    return json_answer(tree_json(tree, viewer=viewer))


def file_of(delivery: Delivery) -> HttpResponse:
    """A file to save under its name, which may be Chinese."""
    answer = HttpResponse(delivery.content, content_type=delivery.media_type)
    name = quote(delivery.name)
    answer["Content-Disposition"] = f"{delivery.disposition}; filename=\"hengku\"; filename*=UTF-8''{name}"
    return answer
