"""New standard costs in one call."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of
from hengku.warehousing.operations.standards import revise_standards
from hengku.warehousing.schemas import DocumentRef

router = Router()


class StandardIn(Schema):
    item: int
    standard_cost: Decimal = Field(gt=0, max_digits=18, decimal_places=6)


class StandardsIn(Schema):
    """From business_date on these items cost this per base unit."""

    business_date: date
    rows: list[StandardIn] = Field(min_length=1, max_length=5000)


@router.post(
    "/books/{int:book_id}/standard-costs", response={201: DocumentRef}, summary="Change standard costs from a date on"
)
def change_standards(request: HttpRequest, book_id: int, payload: StandardsIn) -> tuple[int, dict[str, Any]]:
    """Posts a standard cost revision: goods on hand are revalued, earlier documents keep the old standard."""
    costs = [(row.item, row.standard_cost) for row in payload.rows]
    made = revise_standards(act=act_of(request), book_id=book_id, day=payload.business_date, costs=costs)
    return 201, brief([made])[0]
