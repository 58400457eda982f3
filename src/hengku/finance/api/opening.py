"""期初开账: what a book brought with it, whether it agrees, opening and reopening."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.api.periods import CheckOut
from hengku.finance.operations import opening
from hengku.finance.queries.opening_json import opening_json
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

router = Router()


class SideOut(Schema):
    """Papers of a key against its opening balance, on the normal side."""

    key: str
    label: str
    detail: str
    ledger: str
    difference: str


class ReasonOut(Schema):
    """Why 反开账 is refused (block), or what it asks to confirm (warn)."""

    code: str
    message: str
    severity: str
    path: str


class OpeningOut(Schema):
    start: date
    opened_at: datetime | None
    opened_by: str
    checks: list[CheckOut]
    sides: list[SideOut]
    debit: str
    credit: str
    reasons: list[ReasonOut]


class ReopenOpeningIn(Schema):
    reason: str = Field(default="", max_length=400)
    confirm: list[str] = Field(default_factory=list)


@router.get(
    "/books/{int:book_id}/opening", response=OpeningOut, summary="What a book began with, and whether it agrees"
)
def read_opening(request: HttpRequest, book_id: int) -> dict[str, Any]:
    """The checklist of 开账 as it stands now."""
    return _told(_asked(request, "view"), book_id)


@router.post("/books/{int:book_id}/opening/open", response=OpeningOut, summary="Lock the openings of a book")
def open_book(request: HttpRequest, book_id: int) -> dict[str, Any]:
    """开账; refused with every key that differs."""
    act = _asked(request, "open")
    opening.open_books(act=act, book_id=book_id)
    return _told(act, book_id)


@router.post("/books/{int:book_id}/opening/reopen", response=OpeningOut, summary="Let the openings be changed again")
def reopen_opening(request: HttpRequest, book_id: int, payload: ReopenOpeningIn) -> dict[str, Any]:
    """反开账; refused once a period is closed or later papers rest on opening ones. Documents posted since are confirmed."""
    act = _asked(request, "reopen")
    opening.reopen_openings(act=act, book_id=book_id, reason=payload.reason, confirm=payload.confirm)
    return _told(act, book_id)


@router.post("/books/{int:book_id}/opening/carry", response=OpeningOut, summary="Opening balances from the papers")
def carry_opening(request: HttpRequest, book_id: int) -> dict[str, Any]:
    """Receivables, payables, advances and estimates open with what their opening papers say, by partner."""
    act = _asked(request, "view")
    require(act.viewer, "opening-balances", "create")
    opening.carry_papers(act=act, book_id=book_id)
    return _told(act, book_id)


def _asked(request: HttpRequest, action: str) -> Act:
    act = act_of(request)
    require(act.viewer, "opening", action)
    if "cost" in act.viewer.masked:
        raise refuse("permission_denied", status=403, resource="opening", action=action)
    return act


def _told(act: Act, book_id: int) -> dict[str, Any]:
    return opening_json(book_id=book_id, viewer=act.viewer)
