"""Selling at the counter."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.operations.counter import CounterLine, CounterSale, sell_at_counter
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.masterdata.queries.books import default_book, today

router = Router()


class CounterLineIn(Schema):
    """price with tax, per unit."""

    item: int
    unit: int | None = None
    quantity: Decimal = Field(gt=0, max_digits=20, decimal_places=6)
    price: Decimal = Field(ge=0, max_digits=20, decimal_places=6)


class PaymentIn(Schema):
    """method: CASH, BANK, OTHER-MONEY."""

    method: str
    amount: Decimal = Field(gt=0, max_digits=18, decimal_places=2)


class CounterSaleIn(Schema):
    """partner left out: a customer who walked in. round_off: taken off the whole (抹零)."""

    warehouse: int
    partner: int | None = None
    lines: list[CounterLineIn] = Field(min_length=1, max_length=500)
    payments: list[PaymentIn] = Field(max_length=10)
    round_off: Decimal = Field(default=Decimal(0), ge=0, max_digits=18, decimal_places=2)
    confirm: list[str] = []


class CounterSaleOut(Schema):
    total: str
    documents: list[dict[str, Any]]


@router.post("/sales/counter", response={201: CounterSaleOut}, summary="Sell at the counter")
def sell(request: HttpRequest, payload: CounterSaleIn) -> tuple[int, dict[str, Any]]:
    """Shipment, invoice and receipts of money in one go, or nothing."""
    act = act_of(request)
    for code in ("shipment", "sales_invoice", "money_receipt"):
        require(act.viewer, code, "post")
    book = default_book()
    lines = [CounterLine(line.item, line.unit, line.quantity, line.price) for line in payload.lines]
    payments = [(one.method, one.amount) for one in payload.payments]
    day = today(book, act.at)
    sale = CounterSale(book.id, payload.warehouse, day, lines, payments, payload.partner, payload.round_off)
    sold = sell_at_counter(act=act, sale=sale, confirm=payload.confirm)
    documents = [{"id": str(one.id), "type": one.type, "number": one.number} for one in sold.documents]
    return 201, {"total": f"{sold.total:.2f}", "documents": documents}
