"""What can still be received: open lines of approved purchase orders."""

from datetime import date
from typing import Any

from hengku.documents.queries.open_lines import open_line_json, open_lines
from hengku.identity.types import Viewer
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Warehouse
from hengku.purchasing.models import PurchaseOrderLine


def receivable_lines(
    *,
    viewer: Viewer,
    on: date,
    supplier_id: int | None = None,
    warehouse_id: int | None = None,
    search: str = "",
    limit: int = 200,
) -> list[dict[str, Any]]:
    """Open order lines the viewer may see, the earliest delivery first; `on` decides what is late.

    remaining counts drafts as received already, so that two people do not receive the same goods.
    """
    found = open_lines(
        viewer=viewer, order_type="purchase_order", partner_id=supplier_id, warehouse_id=warehouse_id, search=search
    )
    lines = list(found[:limit])
    due = dict(PurchaseOrderLine.objects.filter(pk__in=[line.pk for line in lines]).values_list("pk", "delivery_date"))
    warehouses = Warehouse.objects.in_bulk([line.warehouse_id for line in lines if line.warehouse_id])
    sees_price = "purchase_price" not in viewer.masked
    rows = []
    for line in lines:
        row = open_line_json(line, warehouses=warehouses, due=due.get(line.pk), on=on)
        if sees_price:
            row["price"] = None if line.price is None else plain(line.price)
        rows.append(row)
    return sorted(rows, key=lambda row: (row["due_date"] is None, row["due_date"] or "", int(row["line_id"])))
