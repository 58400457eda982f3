"""What is done with vouchers beside reading and making them."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.operations import make_vouchers, summaries, vouchers
from hengku.finance.queries.pending import PendingRow, pending
from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require
from hengku.metadata.api.routes import json_answer
from hengku.metadata.queries.records import read_record
from hengku.metadata.rules.registry import RESOURCES

router = Router()


class SummaryIn(Schema):
    """Documents up to and with `until` that wait for their day to be summed up."""

    until: date


class SummaryOut(Schema):
    """count: vouchers; documents: how many they state; vouchers: the first of them, as they are read one by one."""

    count: int
    documents: int
    vouchers: list[dict[str, Any]]


class ReverseVoucherIn(Schema):
    """business_date: of the red voucher; today unless said otherwise."""

    business_date: date | None = None
    reason: str = Field(default="", max_length=200)


class PendingOut(Schema):
    """keys: which keys have no account; since: when it was tried last."""

    document_id: str
    type: str
    label: str
    number: str
    business_date: date
    keys: str
    since: datetime


@router.post("/vouchers/{int:voucher_id}/reverse", response={201: dict[str, Any]}, summary="Take a voucher back in red")
def reverse_voucher(request: HttpRequest, voucher_id: int, payload: ReverseVoucherIn) -> HttpResponse:
    """Manual and closing vouchers; those of documents go with their document."""
    act = act_of(request)
    require(act.viewer, "vouchers", "reverse")
    red = vouchers.reverse_voucher(act=act, voucher_id=voucher_id, day=payload.business_date, reason=payload.reason)
    return json_answer(read_record(spec=RESOURCES.get("vouchers"), viewer=act.viewer, record_id=red), status=201)


@router.post("/vouchers/{int:voucher_id}/review", response=dict[str, Any], summary="Review a voucher")
def review_voucher(request: HttpRequest, voucher_id: int) -> HttpResponse:
    """Another person than the maker signs."""
    act = act_of(request)
    require(act.viewer, "vouchers", "review")
    vouchers.review_voucher(act=act, voucher_id=voucher_id)
    return json_answer(read_record(spec=RESOURCES.get("vouchers"), viewer=act.viewer, record_id=voucher_id))


@router.post("/vouchers/{int:voucher_id}/unreview", response=dict[str, Any], summary="Take a review back")
def unreview_voucher(request: HttpRequest, voucher_id: int) -> HttpResponse:
    """Not once the month was written out."""
    act = act_of(request)
    require(act.viewer, "vouchers", "review")
    vouchers.unreview_voucher(act=act, voucher_id=voucher_id)
    return json_answer(read_record(spec=RESOURCES.get("vouchers"), viewer=act.viewer, record_id=voucher_id))


@router.get("/pending-events", response=list[PendingOut], summary="Documents that wait for an account")
def list_pending(request: HttpRequest) -> list[PendingRow]:
    """Which keys have no account, and which documents wait for one."""
    require(viewer_of(request), "vouchers", "view")
    return pending()


@router.post("/pending-events/retry", response=list[PendingOut], summary="Try the waiting documents again")
def retry_pending(request: HttpRequest) -> list[PendingRow]:
    """Gives those that still wait."""
    act = act_of(request)
    require(act.viewer, "vouchers", "create")
    make_vouchers.try_again(at=act.at)
    return pending()


@router.get("/books/{int:book_id}/voucher-summaries", response=SummaryOut, summary="What summing up would make")
def preview_summaries(request: HttpRequest, book_id: int, until: date) -> HttpResponse:
    """The vouchers of documents that wait for their day, tried and taken back."""
    return json_answer(summaries.try_summing_up(act=act_of(request), until=until, book_id=book_id))


@router.post("/books/{int:book_id}/voucher-summaries", response=SummaryOut, summary="Sum up now")
def make_summaries(request: HttpRequest, book_id: int, payload: SummaryIn) -> HttpResponse:
    """Make the vouchers of documents that wait for their day."""
    return json_answer(summaries.sum_up(act=act_of(request), until=payload.until, book_id=book_id))
