"""Lots while a document is typed."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field

from hengku.documents.api.router import router
from hengku.documents.queries.lot_choice import LineAsked, offered_lots
from hengku.documents.schemas import MOST_LINES
from hengku.identity.api.edge import act_of
from hengku.kernel.quantity import QUANTITY_LIMIT
from hengku.masterdata.queries.books import book_facts, default_book, today
from hengku.masterdata.types import StockStatus


class LotLineIn(Schema):
    """A line as typed; quantity in `unit` (None = base unit)."""

    model_config = ConfigDict(extra="forbid")

    item: int
    warehouse: int
    quantity: Annotated[Decimal, Field(ge=0, lt=QUANTITY_LIMIT)]
    unit: int | None = None
    min_life_days: int = 0
    status: StockStatus = StockStatus.AVAILABLE


class LotChoiceIn(Schema):
    """Lines of a document of one type on one day (None = today)."""

    model_config = ConfigDict(extra="forbid")

    document_type: str
    book: int | None = None
    business_date: date | None = None
    lines: list[LotLineIn] = Field(max_length=MOST_LINES)


class LotChoiceOut(Schema):
    """Per line the lots that lie there, in the order in which they would be taken."""

    lines: list[list[dict[str, Any]]]


@router.post("/stock/lot-choice", response=LotChoiceOut, summary="Lots a line would take")
def choose_lots(request: HttpRequest, payload: LotChoiceIn) -> dict[str, Any]:
    """Nothing is reserved: the posting chooses again, while the stock is locked."""
    act = act_of(request)
    book = default_book() if payload.book is None else book_facts(payload.book)
    day = payload.business_date or today(book, act.at)
    asked = [
        LineAsked(one.item, one.warehouse, one.quantity, one.unit, one.min_life_days, one.status) for one in payload.lines
    ]  # fmt: skip
    code = payload.document_type
    return {"lines": offered_lots(viewer=act.viewer, book_id=book.id, on=day, document_type=code, lines=asked)}
