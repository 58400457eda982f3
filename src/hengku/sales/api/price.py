"""Prices for customers."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.masterdata.queries.books import default_book, today
from hengku.sales.queries.price import selling_price

router = Router()


class PriceQuery(Schema):
    """quantity in the unit (base unit when left out)."""

    item: int
    unit: int | None = None
    quantity: Decimal = Field(default=Decimal(1), gt=0, max_digits=20, decimal_places=6)
    partner: int | None = None


class PriceOut(Schema):
    """price without tax, per unit; source: partner, group, list, last, components (of a kit) or none; entry: the price list entry it comes from."""

    price: str | None
    price_with_tax: str | None
    tax_rate: str
    source: str
    explain: str
    entry: str | None = None


@router.get("/sales/price", response=PriceOut, summary="What something costs a customer, and why")
def price(request: HttpRequest, asked: Query[PriceQuery]) -> dict[str, Any]:
    """The price list's price for customer, unit, quantity and day, else the last one."""
    act = act_of(request)
    require(act.viewer, "items", "view")
    book = default_book()
    return selling_price(
        viewer=act.viewer,
        book_id=book.id,
        item_id=asked.item,
        unit_id=asked.unit,
        quantity=asked.quantity,
        partner_id=asked.partner,
        on=today(book, act.at),
    )
