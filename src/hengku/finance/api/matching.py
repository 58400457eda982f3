"""核销 by hand."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.operations.matching import create_match
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require

router = Router()


class MatchIn(Schema):
    """debit, credit: open items; on: the day it counts for, today unless said otherwise."""

    debit: int
    credit: int
    amount: Decimal = Field(max_digits=18, decimal_places=2)
    on: date | None = None


class MatchOut(Schema):
    id: str


@router.post("/open-items/match", response={201: MatchOut}, summary="Let two open items settle each other")
def match_items(request: HttpRequest, payload: MatchIn) -> tuple[int, dict[str, str]]:
    """Of one partner: an invoice and money, an advance and an invoice. Items of different accounts make a voucher."""
    act = act_of(request)
    require(act.viewer, "matches", "create")
    values = {"debit": payload.debit, "credit": payload.credit, "amount": payload.amount, "date": payload.on}
    return 201, {"id": str(create_match(act=act, values=values))}
