"""Requests for quotation: compare what suppliers answer, award lines."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.documents.queries.brief import brief
from hengku.identity.api.edge import act_of
from hengku.identity.types import Act
from hengku.masterdata.queries.books import default_book, today
from hengku.purchasing.operations.quotes import award, save_quotes
from hengku.purchasing.queries.quotes import comparison
from hengku.purchasing.schemas import AwardsIn, Comparison, Orders, QuotesIn

router = Router()


def _today(act: Act) -> date:
    return today(default_book(), act.at)


@router.get("/purchasing/rfqs/{int:document_id}/comparison", response=Comparison)
def compare(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """Lines down, suppliers across, the best quote of each line named."""
    act = act_of(request)
    return comparison(viewer=act.viewer, document_id=document_id, on=_today(act))


@router.put("/purchasing/rfqs/{int:document_id}/quotes", response=Comparison)
def put_quotes(request: HttpRequest, document_id: int, payload: QuotesIn) -> dict[str, Any]:
    """Keep quotes; those of the same supplier and line are replaced."""
    act = act_of(request)
    save_quotes(act=act, document_id=document_id, quotes=[one.offer() for one in payload.quotes])
    return comparison(viewer=act.viewer, document_id=document_id, on=_today(act))


@router.post("/purchasing/rfqs/{int:document_id}/award", response=Orders)
def award_lines(request: HttpRequest, document_id: int, payload: AwardsIn) -> dict[str, Any]:
    """Give lines to suppliers; answers with the draft orders that were made."""
    act = act_of(request)
    awards = [one.award() for one in payload.awards]
    return {"items": brief(award(act=act, document_id=document_id, awards=awards, on=_today(act)))}
