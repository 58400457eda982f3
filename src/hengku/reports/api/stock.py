"""Stock: on hand, the book of an item, its card, the scan field."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.reports.queries.item_card import item_card
from hengku.reports.queries.scan import scanned
from hengku.reports.queries.stock_pages import ledger_page, on_hand_page

router = Router()
PAGING = frozenset({"limit", "cursor", "group_by"})


def _raw(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items() if key not in PAGING}


@router.get("/stock/on-hand", response=dict[str, Any])
def read_on_hand(request: HttpRequest, group_by: str = "item", limit: int = 50, cursor: int = 0) -> HttpResponse:
    """Stock by item, category, warehouse, bin, lot, status (any of them in group_by); now, as_of a day, known_at a moment."""
    viewer = viewer_of(request)
    return json_answer(on_hand_page(viewer=viewer, raw=_raw(request), group_by=group_by, limit=limit, offset=cursor))


@router.get("/stock/ledger", response=dict[str, Any])
def read_ledger(request: HttpRequest) -> HttpResponse:
    """库存台账 of one item (item, warehouse, from, to) with running balance."""
    act = act_of(request)
    return json_answer(ledger_page(viewer=act.viewer, raw=_raw(request), at=act.at))


@router.get("/stock/scan", response=dict[str, Any])
def read_scan(request: HttpRequest, code: str) -> HttpResponse:
    """What a scanned code is: item, bin or document, and where to go."""
    return json_answer(scanned(viewer=viewer_of(request), code=code))


@router.get("/stock/items/{int:item_id}", response=dict[str, Any])
def read_card(request: HttpRequest, item_id: int) -> HttpResponse:
    """The stock card of one item."""
    act = act_of(request)
    return json_answer(item_card(viewer=act.viewer, item_id=item_id, at=act.at))
