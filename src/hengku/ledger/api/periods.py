"""Closing and reopening months."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations.second_person import confirm_by_second_person
from hengku.identity.queries.restrict import require
from hengku.ledger.operations import period
from hengku.ledger.queries.cost_book import snapshot_json, snapshot_values
from hengku.ledger.queries.periods import PeriodRow, periods
from hengku.ledger.schemas import PeriodOut, ReopenIn, SnapshotsOut

router = Router()


@router.get("/books/{book_id}/periods", response=list[PeriodOut], summary="Months of a book")
def list_periods(request: HttpRequest, book_id: int) -> list[PeriodRow]:
    """Newest first, with who closed them and when."""
    require(viewer_of(request), "periods", "view")
    return periods(book_id=book_id)


@router.post("/books/{book_id}/periods/{month}/close", response=list[PeriodOut], summary="Close a month")
def close_period(request: HttpRequest, book_id: int, month: date) -> list[PeriodRow]:
    """Freezes the month and keeps its closing stock. Refused with what stands in the way."""
    act = act_of(request)
    require(act.viewer, "periods", "close")
    period.close(act=act, book_id=book_id, month=month.replace(day=1))
    return periods(book_id=book_id)


@router.post(
    "/books/{book_id}/periods/{month}/reopen", response=list[PeriodOut], summary="Reopen the last closed month"
)
def reopen_period(request: HttpRequest, book_id: int, month: date, payload: ReopenIn) -> list[PeriodRow]:
    """Needs a reason and a second person's signature; the old snapshot is kept."""
    act = act_of(request)
    require(act.viewer, "periods", "reopen")
    second = confirm_by_second_person(act=act, username=payload.second_username, password=payload.second_password)
    period.reopen(act=act, book_id=book_id, month=month.replace(day=1), reason=payload.reason, confirmed_by_id=second)
    return periods(book_id=book_id)


@router.get("/books/{book_id}/periods/{month}/snapshots", response=SnapshotsOut, summary="Closing stock of a month")
def list_snapshots(request: HttpRequest, book_id: int, month: date) -> dict[str, Any]:
    """Quantity and amount per cost pool at the close, and those of earlier closes that a reopening superseded."""
    viewer = viewer_of(request)
    require(viewer, "periods", "view")
    rows = snapshot_values(book_id=book_id, month=month.replace(day=1))
    return {"items": [snapshot_json(row, sees_cost="cost" not in viewer.masked) for row in rows]}
