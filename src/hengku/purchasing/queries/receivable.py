"""What can still be received: open lines of approved purchase orders."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from hengku.documents.models import Line
from hengku.documents.queries.completion import unfinished
from hengku.documents.queries.visible import visible
from hengku.documents.types import DocumentState
from hengku.identity.types import Viewer
from hengku.kernel.money import round_half_up
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
    lines = list(_open_lines(viewer, supplier_id, warehouse_id, search)[:limit])
    due = dict(PurchaseOrderLine.objects.filter(pk__in=[line.pk for line in lines]).values_list("pk", "delivery_date"))
    warehouses = {one.pk: one for one in Warehouse.objects.filter(pk__in={line.warehouse_id for line in lines})}
    sees_price = "purchase_price" not in viewer.masked
    rows = []
    for line in lines:
        warehouse, due_date = warehouses.get(line.warehouse_id or 0), due.get(line.pk)
        row = _row(line, warehouse, due_date, late=due_date is not None and due_date < on)
        if sees_price:
            row["price"] = None if line.price is None else plain(line.price)
        rows.append(row)
    return sorted(rows, key=lambda row: (row["due_date"] is None, row["due_date"] or "", int(row["line_id"])))


def _open_lines(viewer: Viewer, supplier_id: int | None, warehouse_id: int | None, search: str) -> QuerySet[Line]:
    orders = visible(viewer=viewer, types=["purchase_order"]).filter(
        state=DocumentState.APPROVED.value, stopped_at__isnull=True
    )
    if supplier_id is not None:
        orders = orders.filter(partner_id=supplier_id)
    lines = (
        Line.objects.filter(type="purchase_order", document__in=orders)
        .annotate(taken=Coalesce(F("progress__linked_quantity"), Value(Decimal(0)), output_field=DecimalField()))
        .filter(unfinished(), base_quantity__gt=F("taken"))
        .select_related("document__partner", "item", "unit")
    )
    if warehouse_id is not None:
        lines = lines.filter(warehouse_id=warehouse_id)
    for word in search.lower().split():
        lines = lines.filter(
            Q(item__search_text__contains=word)
            | Q(document__number__icontains=word)
            | Q(document__partner__search_text__contains=word)
        )
    return lines.order_by("document__business_date", "pk")


def _row(line: Any, warehouse: Warehouse | None, due_date: date | None, *, late: bool) -> dict[str, Any]:
    document, partner = line.document, line.document.partner
    left = line.base_quantity - line.taken
    return {
        "line_id": str(line.pk),
        "line_no": line.line_no,
        "document": {"id": str(document.pk), "number": document.number or ""},
        "business_date": document.business_date.isoformat(),
        "partner": None if partner is None else {"id": str(partner.pk), "code": partner.code, "name": partner.name},
        "warehouse": None
        if warehouse is None
        else {"id": str(warehouse.pk), "code": warehouse.code, "name": warehouse.name},
        "item": {"id": str(line.item_id), "code": line.item.code, "name": line.item_name, "spec": line.item_spec},
        "unit": {"id": str(line.unit_id), "code": line.unit.code, "name": line.unit.name},
        "quantity": plain(line.quantity),
        "remaining": plain(round_half_up(left * line.factor_denominator / line.factor_numerator, 6)),
        "remaining_base": plain(left),
        "due_date": None if due_date is None else due_date.isoformat(),
        "late": late,
    }
