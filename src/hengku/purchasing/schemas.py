"""Shapes of purchasing's workbenches."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field

from hengku.purchasing.rules.quotes import Award, Offer


class ReceivableQuery(Schema):
    """What may be received: of one supplier, into one warehouse, matching a text."""

    supplier: int | None = None
    warehouse: int | None = None
    q: str = ""
    limit: int = 200


class OpenLines(Schema):
    items: list[dict[str, Any]]


class QuoteIn(Schema):
    """A supplier's answer for one line, per unit of the line."""

    line: int
    supplier: int
    price: Decimal = Field(max_digits=20, decimal_places=6)
    includes_tax: bool = False
    tax_rate: Decimal = Field(Decimal(0), ge=0, le=1, max_digits=9, decimal_places=6)
    lead_days: int | None = Field(None, ge=0, le=3650)
    minimum_quantity: Decimal = Field(Decimal(0), ge=0, max_digits=20, decimal_places=6)
    valid_to: date | None = None
    remarks: str = Field("", max_length=200)

    def offer(self) -> Offer:
        return Offer(
            self.line, self.supplier, self.price, self.includes_tax, self.tax_rate, self.lead_days, self.minimum_quantity,
            self.valid_to, self.remarks, Decimal(0),
        )  # fmt: skip


class QuotesIn(Schema):
    quotes: list[QuoteIn] = Field(max_length=2_000)


class AwardIn(Schema):
    """So much of a line for this supplier, in the line's unit."""

    line: int
    supplier: int
    quantity: Decimal = Field(max_digits=20, decimal_places=6)

    def award(self) -> Award:
        return Award(self.line, self.supplier, self.quantity)


class AwardsIn(Schema):
    awards: list[AwardIn] = Field(max_length=2_000)


class Comparison(Schema):
    document: dict[str, Any]
    suppliers: list[dict[str, Any]]
    lines: list[dict[str, Any]]


class Orders(Schema):
    """Documents that were made."""

    items: list[dict[str, Any]]


class RequestedIn(Schema):
    """A requisition's line to be ordered from this supplier; quantity in the line's unit, all that is left when not said."""

    line: int
    supplier: int
    quantity: Decimal | None = Field(None, max_digits=20, decimal_places=6)


class RequestsIn(Schema):
    lines: list[RequestedIn] = Field(min_length=1, max_length=2_000)
