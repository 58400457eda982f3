"""Shipping against orders."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hengku.identity.api.edge import act_of
from hengku.kernel.quantity import plain
from hengku.masterdata.queries.books import default_book, today
from hengku.sales.operations.order import reserve_again
from hengku.sales.queries.shippable import shippable_lines
from hengku.sales.schemas import OpenLines, Reserved, ShippableQuery

router = Router()


@router.get("/sales/shippable", response=OpenLines)
def shippable(request: HttpRequest, asked: Query[ShippableQuery]) -> dict[str, Any]:
    """Open order lines with what remains, what is reserved and what is there; short ones first."""
    act = act_of(request)
    rows = shippable_lines(
        viewer=act.viewer,
        on=today(default_book(), act.at),
        customer_id=asked.customer,
        warehouse_id=asked.warehouse,
        search=asked.q,
        limit=min(max(asked.limit, 1), 1000),
    )
    return {"items": rows}


@router.post("/sales/orders/{int:order_id}/reserve", response=Reserved)
def reserve(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """Reserve what has arrived since for the backorder of an approved order."""
    held = reserve_again(act=act_of(request), order_id=order_id)
    return {"reserved": {str(line_id): plain(quantity) for line_id, quantity in held.items()}}
