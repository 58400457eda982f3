"""Which purchase orders bring an item, when and how much."""

from datetime import date
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.completion import unfinished
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocumentState
from hengku.identity.queries.restrict import restrict
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain

ORDERS_MOST = 50


def promised_supply(*, viewer: Viewer, book_id: int, item_id: int) -> list[dict[str, Any]]:
    """Open order lines of the item, earliest promise first: number, supplier, warehouse, quantity left, delivery date."""
    lines = restrict(
        Line.objects.filter(
            unfinished(),
            type="purchase_order",
            item_id=item_id,
            document__book_id=book_id,
            document__state=DocumentState.APPROVED,
            document__stopped_at=None,
        ),
        viewer=viewer,
        resource="stock",
        scope={"book": "document__book_id", "warehouse": "document__warehouse_id|warehouse_id"},
    ).select_related("document__partner", "document__warehouse", "progress")
    found = [
        (line, line.base_quantity - _received(line)) for line in lines.order_by("document__business_date")[:ORDERS_MOST]
    ]
    open_lines = [(line, left) for line, left in found if left > 0]
    side = DOCUMENT_TYPES.get("purchase_order").side
    own = side.read([], [line.pk for line, _ in open_lines])[1] if side else {}
    rows = [_row(line, plain(left), own.get(line.pk, {}).get("delivery_date")) for line, left in open_lines]
    return sorted(rows, key=lambda row: row["date"] or "9999")


def _received(line: Line) -> Any:
    progress = getattr(line, "progress", None)
    return progress.executed_quantity if progress is not None else ZERO


def _row(line: Line, quantity: str, promised: object) -> dict[str, Any]:
    document = line.document
    return {
        "document": {"id": str(document.pk), "type": document.type, "number": document.number or ""},
        "partner": document.partner.name if document.partner else "",
        "warehouse": document.warehouse.name if document.warehouse else "",
        "quantity": quantity,
        "date": promised.isoformat() if isinstance(promised, date) else None,
        "path": f"/documents/{document.type}/{document.pk}",
    }
