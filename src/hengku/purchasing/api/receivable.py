"""Receiving against orders."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hengku.identity.api.edge import act_of
from hengku.masterdata.queries.books import default_book, today
from hengku.purchasing.queries.receivable import receivable_lines
from hengku.purchasing.schemas import OpenLines, ReceivableQuery

router = Router()


@router.get("/purchasing/receivable", response=OpenLines)
def receivable(request: HttpRequest, asked: Query[ReceivableQuery]) -> dict[str, Any]:
    """Open order lines with what remains of them."""
    act = act_of(request)
    rows = receivable_lines(
        viewer=act.viewer,
        on=today(default_book(), act.at),
        supplier_id=asked.supplier,
        warehouse_id=asked.warehouse,
        search=asked.q,
        limit=min(max(asked.limit, 1), 1000),
    )
    return {"items": rows}
