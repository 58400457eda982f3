"""对账单 by link: sent, listed and revoked by who may; opened and answered by whoever holds the link, without signing in."""

from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.finance.models import StatementLink
from hengku.finance.operations import statements
from hengku.identity.api.edge import act_of, keeps_own_transactions, stranger_act_of, viewer_of
from hengku.identity.api.request import address_of, bearer_of, moment_of
from hengku.identity.operations.sign_in import brake
from hengku.identity.queries.restrict import allowed_ids, require
from hengku.identity.rules.secrets import TokenParts, read_token
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import refuse

router = Router()
LOOKS_PER_ADDRESS = 60
"""Openings and answers of one address in ten minutes: enough for a firm's people, too few to guess."""


class SendIn(Schema):
    """days: how long the link holds."""

    book: int
    partner: int
    first: date
    last: date
    days: int = 30


class LinkOut(Schema):
    """state: SENT, OPENED, CONFIRMED, OBJECTED, REVOKED or EXPIRED."""

    id: str
    first: date
    last: date
    balance: str
    state: str
    sent_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    remark: str


class SentOut(LinkOut):
    """path: the page to send; it is told once and kept nowhere."""

    path: str


class AnswerIn(Schema):
    answer: Literal["CONFIRMED", "OBJECTED"]
    name: str = Field(max_length=60)
    remark: str = Field(default="", max_length=500)


class PaperOut(Schema):
    """The statement as it was sent, and what was answered."""

    statement: dict[str, Any]
    state: str
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    answered_by: str
    remark: str


def _state(one: StatementLink, at: datetime) -> str:
    if one.answer:
        return one.answer
    if one.revoked_at is not None:
        return "REVOKED"
    if one.expires_at <= at:
        return "EXPIRED"
    return "SENT" if one.opened_at is None else "OPENED"


def _told(one: StatementLink, at: datetime) -> dict[str, Any]:
    names = ("first", "last", "sent_at", "expires_at", "opened_at", "answered_at", "answered_by", "remark")
    told = {name: getattr(one, name) for name in names}
    return {**told, "id": str(one.pk), "balance": f"{one.balance:.2f}", "state": _state(one, at)}


@router.post("/statement-links", response={201: SentOut}, summary="Send a partner their statement by a link")
def send(request: HttpRequest, payload: SendIn) -> tuple[int, dict[str, Any]]:
    """The statement is kept as it stands now. The path is told once."""
    act = act_of(request)
    require(act.viewer, "statement-links", "create")
    _in_reach(request, payload.book, "create")
    sent = statements.send_statement(
        act=act,
        book_id=payload.book,
        partner_id=payload.partner,
        first=payload.first,
        last=payload.last,
        days=payload.days,
    )
    return 201, {**_told(sent.link, act.at), "path": f"/statement#{sent.key}"}


@router.get("/statement-links", response=list[LinkOut], summary="Statements a partner was sent")
def sent_links(request: HttpRequest, book: int, partner: int) -> list[dict[str, Any]]:
    """Newest first."""
    require(viewer_of(request), "statement-links", "view")
    _in_reach(request, book, "view")
    rows = StatementLink.objects.filter(book_id=book, partner_id=partner).order_by("-pk").defer("content")[:200]
    return [_told(one, moment_of(request)) for one in rows]


@router.post("/statement-links/{int:link_id}/revoke", response=LinkOut, summary="Take a link back")
def revoke(request: HttpRequest, link_id: int) -> dict[str, Any]:
    """What was answered stays."""
    act = act_of(request)
    require(act.viewer, "statement-links", "revoke")
    return _told(statements.revoke_statement(act=act, link_id=link_id), act.at)


@router.get("/public/statement", response=PaperOut, auth=None, summary="The statement behind a link")
@keeps_own_transactions
def read_statement(request: HttpRequest) -> dict[str, Any]:
    """`Authorization: Bearer` the key in the link; nobody signs in."""
    key, act = _held(request), stranger_act_of(request, on_behalf=SYSTEM)
    return _paper(statements.open_statement(act=act, link_id=key.token_id, secret=key.secret), act.at)


@router.post("/public/statement", response=PaperOut, auth=None, summary="Confirm a statement, or object")
@keeps_own_transactions
def answer(request: HttpRequest, payload: AnswerIn) -> dict[str, Any]:
    """Once, with a name; an objection with a remark."""
    key, act = _held(request), stranger_act_of(request, on_behalf=SYSTEM)
    told = statements.answer_statement(
        act=act, link_id=key.token_id, secret=key.secret, confirmed=payload.answer == statements.CONFIRMED,
        name=payload.name, remark=payload.remark,
    )  # fmt: skip
    return _paper(told, act.at)


def _paper(one: StatementLink, at: datetime) -> dict[str, Any]:
    told = _told(one, at)
    return {"statement": one.content, **{name: told[name] for name in PaperOut.model_fields if name in told}}


def _held(request: HttpRequest) -> TokenParts:
    """The key of the link, each look counted. Raises Refused link_wait (429), link_unknown (404)."""
    with transaction.atomic():
        wait = brake(key=f"link:{address_of(request)}", allowed=LOOKS_PER_ADDRESS, at=moment_of(request))
    if wait:
        raise refuse("link_wait", status=429, minutes=str(wait))
    key = read_token(bearer_of(request) or "")
    if key is None:
        raise refuse("link_unknown", status=404)
    return key


def _in_reach(request: HttpRequest, book_id: int, action: str) -> None:
    books = allowed_ids(viewer_of(request), "statement-links", action, "book")
    if books is not None and book_id not in books:
        raise refuse("not_found", status=404)
