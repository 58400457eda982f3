"""Home, search, work queue, notifications, explanations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.reports.queries.dashboard import dashboard
from hengku.reports.queries.explain import explain
from hengku.reports.queries.money_home import money_home
from hengku.reports.queries.search import Hit, search
from hengku.reports.queries.work_queue import WorkItem, work_queue

router = Router()


@router.get("/dashboard", response=dict[str, Any])
def read_dashboard(request: HttpRequest) -> HttpResponse:
    """The home page's figures; parts the viewer may not see are missing."""
    act = act_of(request)
    return json_answer(dashboard(viewer=act.viewer, at=act.at))


class HomeMonth(Schema):
    """month as YYYY-MM; profit = revenue - cost; stock: value at the month's end."""

    month: str
    revenue: str
    cost: str
    profit: str
    stock: str


class HomeOwed(Schema):
    """side: AR or AP. Open amounts by days late; total = their sum."""

    side: str
    not_due: str
    d30: str
    d90: str
    more: str
    total: str


class MoneyHome(Schema):
    months: list[HomeMonth]
    owed: list[HomeOwed]


@router.get("/dashboard/money", response=MoneyHome | None, summary="Months and open items for the home page")
def read_money(request: HttpRequest) -> dict[str, Any] | None:
    """Gross profit and stock value of the last months, receivables and payables by age; null for those who may not see them."""
    act = act_of(request)
    return money_home(viewer=act.viewer, at=act.at)


@router.get("/search", summary="Find documents, items, partners and warehouses")
def find(request: HttpRequest, q: str) -> list[Hit]:
    """At most six of each kind, only what the viewer may see."""
    return search(viewer=viewer_of(request), q=q)


@router.get("/work-queue", summary="What waits for the viewer")
def list_work(request: HttpRequest) -> list[WorkItem]:
    """Orders to carry out, documents to decide on, own drafts; each with its count and its list."""
    act = act_of(request)
    return work_queue(viewer=act.viewer, at=act.at)


@router.get("/notifications", response=list[dict[str, Any]])
def read_notifications(request: HttpRequest) -> HttpResponse:
    """What needs attention: the pressing part of the work queue."""
    act = act_of(request)
    urgent = [one for one in work_queue(viewer=act.viewer, at=act.at) if one["tone"] in {"warning", "danger"}]
    return json_answer(urgent)


@router.get("/explain", response=dict[str, Any])
def read_explanation(
    request: HttpRequest, figure: str, item: int | None = None, warehouse: int | None = None, line: int | None = None
) -> HttpResponse:
    """How a figure came about: formula with values, ledger rows, documents, people."""
    viewer = viewer_of(request)
    return json_answer(explain(viewer=viewer, figure=figure, item_id=item, warehouse_id=warehouse, line_id=line))
