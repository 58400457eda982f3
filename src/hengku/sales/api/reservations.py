"""Open reservations and what became of others."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.ledger.operations.reserve import keep, release_one
from hengku.masterdata.queries.books import default_book
from hengku.sales.queries.reservations import log_json, reservations_json

router = Router()


class ReservationsAsked(Schema):
    """Of one item or one document, or all."""

    item: int | None = None
    document: int | None = None


class Rows(Schema):
    items: list[dict[str, Any]]


class Why(Schema):
    reason: str


@router.get("/stock/reservations", response=Rows, summary="Who has what reserved")
def reservations(request: HttpRequest, asked: Query[ReservationsAsked]) -> dict[str, Any]:
    """Open claims of orders, notices and locks, on stock and on goods to come; those that end first first."""
    act = act_of(request)
    require(act.viewer, "stock", "view")
    rows = reservations_json(
        viewer=act.viewer, book_id=default_book().id, item_id=asked.item, document_id=asked.document
    )
    return {"items": rows}


@router.get("/stock/reservation-log", response=Rows, summary="What became of reservations")
def reservation_log(request: HttpRequest, asked: Query[ReservationsAsked]) -> dict[str, Any]:
    """Released, expired, re-allocated, arrived; the newest first."""
    act = act_of(request)
    require(act.viewer, "stock", "view")
    rows = log_json(viewer=act.viewer, book_id=default_book().id, item_id=asked.item, document_id=asked.document)
    return {"items": rows}


@router.post(
    "/stock/reservations/{int:reservation_id}/release", response={204: None}, summary="Give up a reservation by hand"
)
def release_by_hand(request: HttpRequest, reservation_id: int, payload: Why) -> tuple[int, None]:
    """What it held is available again; the reason is kept."""
    act = act_of(request)
    require(act.viewer, "reservations", "release")
    release_one(act=act, reservation_id=reservation_id, reason=payload.reason)
    return 204, None


@router.post("/stock/reservations/{int:reservation_id}/keep", response={204: None}, summary="Let a reservation not end")
def keep_reservation(request: HttpRequest, reservation_id: int) -> tuple[int, None]:
    """The order was paid: its reservation does not end by itself any more."""
    act = act_of(request)
    require(act.viewer, "reservations", "release")
    keep(act=act, reservation_id=reservation_id)
    return 204, None
