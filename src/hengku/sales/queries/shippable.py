"""What can go out: open lines of approved sales orders with what is reserved for them and what is there; short ones first."""

from datetime import date
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.open_lines import open_line_json, open_lines, taken_of
from hengku.identity.types import Viewer
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.stock import availability
from hengku.ledger.types import Availability
from hengku.masterdata.models import Warehouse
from hengku.sales.models import SalesOrderLine

NOTHING = Availability(ZERO, ZERO, ZERO)


def shippable_lines(
    *,
    viewer: Viewer,
    on: date,
    customer_id: int | None = None,
    warehouse_id: int | None = None,
    search: str = "",
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Open order lines the viewer may see, those that are short first, then the earliest promise; `on` decides what is late.

    reserved is what this line holds, available what nobody holds; short = what neither covers. All but quantity and remaining
    in base units. remaining counts drafts as shipped already.
    """
    found = open_lines(
        viewer=viewer, order_type="sales_order", partner_id=customer_id, warehouse_id=warehouse_id, search=search
    )
    lines = list(found[:limit])
    ids = [line.pk for line in lines]
    due = dict(SalesOrderLine.objects.filter(pk__in=ids).values_list("pk", "promised_date"))
    warehouses = Warehouse.objects.in_bulk([line.warehouse_id for line in lines if line.warehouse_id])
    reserved = open_reservations(demand_line_ids=ids)
    stock = _stock(viewer, lines)
    rows = []
    for line in lines:
        row = open_line_json(line, warehouses=warehouses, due=due.get(line.pk), on=on)
        there = stock.get((line.document.book_id, line.warehouse_id or 0, line.item_id or 0), NOTHING)
        held = reserved.get(line.pk, ZERO)
        short = max(line.base_quantity - taken_of(line) - held - max(there.available, ZERO), ZERO)
        row |= {
            "reserved": plain(held),
            "on_hand": plain(there.on_hand),
            "available": plain(there.available),
            "short": plain(short),
        }
        rows.append(row)
    return sorted(
        rows, key=lambda row: (row["short"] == "0", row["due_date"] is None, row["due_date"] or "", int(row["line_id"]))
    )


def _stock(viewer: Viewer, lines: list[Line]) -> dict[tuple[int, int, int], Availability]:
    """Availability by book, warehouse and item, as far as the viewer may look into stock."""
    wanted: dict[tuple[int, int], set[int]] = {}
    for line in lines:
        wanted.setdefault((line.document.book_id, line.warehouse_id or 0), set()).add(line.item_id or 0)
    if not viewer.may("stock", "view"):
        return {}
    return {
        (book_id, warehouse_id, item_id): found
        for (book_id, warehouse_id), items in wanted.items()
        for item_id, found in availability(
            viewer=viewer, book_id=book_id, item_ids=sorted(items), warehouse_id=warehouse_id
        ).items()
    }
