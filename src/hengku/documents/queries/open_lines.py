"""Lines of orders in force of which something is left, for the workbenches that carry them out."""

from collections.abc import Mapping
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


def open_lines(
    *, viewer: Viewer, order_type: str, partner_id: int | None, warehouse_id: int | None, search: str
) -> "QuerySet[Line]":
    """Open order lines the viewer may see, oldest order first, with document, partner, item and unit; `taken` is what live
    targets, drafts too, take of each (base units)."""
    orders = visible(viewer=viewer, types=[order_type]).filter(
        state=DocumentState.APPROVED.value, stopped_at__isnull=True
    )
    if partner_id is not None:
        orders = orders.filter(partner_id=partner_id)
    lines = (
        Line.objects.filter(type=order_type, document__in=orders)
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


def taken_of(line: Any) -> Decimal:
    """What live targets take of a line of `open_lines`."""
    return Decimal(line.taken)


def open_line_json(line: Any, *, warehouses: Mapping[int, Warehouse], due: date | None, on: date) -> dict[str, Any]:
    """A line of `open_lines` as the workbenches show it; quantity and remaining in its unit. `due` before `on` is late."""
    document, partner, warehouse = line.document, line.document.partner, warehouses.get(line.warehouse_id or 0)
    left = line.base_quantity - taken_of(line)
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
        "due_date": None if due is None else due.isoformat(),
        "late": due is not None and due < on,
    }
