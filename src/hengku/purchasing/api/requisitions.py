"""From what departments asked for to orders."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of, viewer_of
from hengku.masterdata.queries.books import default_book, today
from hengku.purchasing.operations.requisitions import Chosen, order_requisitions
from hengku.purchasing.queries.requisitions import requested_json
from hengku.purchasing.schemas import OpenLines, Orders, RequestsIn

router = Router()


@router.get("/purchasing/requested", response=OpenLines)
def requested(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """Open lines of approved requisitions."""
    return {"items": requested_json(viewer=viewer_of(request), search=q)}


@router.post("/purchasing/requested/orders", response=Orders)
def order_requested(request: HttpRequest, payload: RequestsIn) -> dict[str, Any]:
    """Make draft orders of these lines, merged by supplier."""
    act = act_of(request)
    chosen = [Chosen(one.line, one.supplier, one.quantity) for one in payload.lines]
    return {"items": brief(order_requisitions(act=act, chosen=chosen, on=today(default_book(), act.at)))}
