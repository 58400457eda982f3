"""Reports: one address a report; the same figures as JSON, spreadsheet, CSV and PDF."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of
from hengku.metadata.api.routes import json_answer
from hengku.reports.queries.deliver import Delivery, deliver_report
from hengku.reports.schemas import ReportOut

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
    return json_answer(delivery) if isinstance(delivery, dict) else file_of(delivery)


def file_of(delivery: Delivery) -> HttpResponse:
    """A file to save under its name, which may be Chinese."""
    answer = HttpResponse(delivery.content, content_type=delivery.media_type)
    name = quote(delivery.name)
    answer["Content-Disposition"] = f"{delivery.disposition}; filename=\"hengku\"; filename*=UTF-8''{name}"
    return answer
