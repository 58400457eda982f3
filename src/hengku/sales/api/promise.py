"""Promising by date."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from hengku.documents.queries.promise import promise_json
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.masterdata.queries.books import default_book, today

router = Router()


class PromiseQuery(Schema):
    """quantity in base units; date: when it is wanted, today unless said otherwise."""

    item: int
    warehouse: int | None = None
    quantity: Decimal = Field(default=Decimal(0), max_digits=20, decimal_places=6)
    on: date | None = Field(default=None, alias="date")


class PromiseDay(Schema):
    """change: everything due that day; projected: what is there afterwards; atp: what may still be promised for it."""

    date: str
    change: str
    projected: str
    atp: str
    sources: list[dict[str, Any]]


class Promised(Schema):
    """usable: on hand and available now; sellable: of that what is neither reserved nor the book's safety buffer; promised_date: null when no day is known on which there is enough."""

    usable: str
    sellable: str
    atp: str
    enough: bool
    promised_date: str | None
    days: list[PromiseDay]


@router.get("/sales/promise", response=Promised, summary="When a quantity can be promised, and why")
def promise(request: HttpRequest, asked: Query[PromiseQuery]) -> dict[str, Any]:
    """ATP by date: stock, open purchase and sales orders, goods on the way between warehouses, claims by hand."""
    act = act_of(request)
    require(act.viewer, "stock", "view")
    book = default_book()
    now = today(book, act.at)
    return promise_json(
        viewer=act.viewer,
        book_id=book.id,
        item_id=asked.item,
        warehouse_id=asked.warehouse,
        quantity=asked.quantity,
        on=asked.on or now,
        today=now,
    )
