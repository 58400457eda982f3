"""Closing stock of months. Closing and reopening is the office's: it looks at the general ledger too."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require
from hengku.ledger.queries.cost_book import snapshot_json, snapshot_values
from hengku.ledger.schemas import SnapshotsOut

router = Router()


@router.get("/books/{book_id}/periods/{month}/snapshots", response=SnapshotsOut, summary="Closing stock of a month")
def list_snapshots(request: HttpRequest, book_id: int, month: date, warehouse: int | None = None) -> dict[str, Any]:
    """Quantity and amount per cost pool at the close, and those of earlier closes that a reopening superseded; of one warehouse
    the pools of its cost scope."""
    viewer = viewer_of(request)
    require(viewer, "periods", "view")
    rows = snapshot_values(book_id=book_id, month=month.replace(day=1), warehouse_id=warehouse)
    return {"items": [snapshot_json(row, sees_cost="cost" not in viewer.masked) for row in rows]}
