"""What can go out: open lines of approved sales orders with what is reserved for them and what is there; short ones first."""

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
from hengku.kernel.money import ZERO, round_half_up
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
    lines = list(_open_lines(viewer, customer_id, warehouse_id, search)[:limit])
    ids = [line.pk for line in lines]
    due = dict(SalesOrderLine.objects.filter(pk__in=ids).values_list("pk", "promised_date"))
    warehouses = {one.pk: one for one in Warehouse.objects.filter(pk__in={line.warehouse_id for line in lines})}
    reserved = open_reservations(demand_line_ids=ids)
    stock = _stock(viewer, lines)
    rows = []
    for line in lines:
        due_date = due.get(line.pk)
        row = _row(line, warehouses.get(line.warehouse_id or 0), due_date, late=due_date is not None and due_date < on)
        there = stock.get((line.document.book_id, line.warehouse_id or 0, line.item_id), NOTHING)
        held = reserved.get(line.pk, ZERO)
        short = max(line.base_quantity - _taken(line) - held - max(there.available, ZERO), ZERO)
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


def _open_lines(viewer: Viewer, customer_id: int | None, warehouse_id: int | None, search: str) -> QuerySet[Line]:
    orders = visible(viewer=viewer, types=["sales_order"]).filter(
        state=DocumentState.APPROVED.value, stopped_at__isnull=True
    )
    if customer_id is not None:
        orders = orders.filter(partner_id=customer_id)
    lines = (
        Line.objects.filter(type="sales_order", document__in=orders)
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


def _taken(line: Any) -> Decimal:
    """What live shipments, drafts too, take of the line (annotated by the query)."""
    return Decimal(line.taken)


def _stock(viewer: Viewer, lines: list[Line]) -> dict[tuple[int, int, int], Availability]:
    """Availability by book, warehouse and item, as far as the viewer may look into stock."""
    wanted: dict[tuple[int, int], set[int]] = {}
    for line in lines:
        wanted.setdefault((line.document.book_id, line.warehouse_id or 0), set()).add(line.item_id)
    if not viewer.may("stock", "view"):
        return {}
    return {
        (book_id, warehouse_id, item_id): found
        for (book_id, warehouse_id), items in wanted.items()
        for item_id, found in availability(
            viewer=viewer, book_id=book_id, item_ids=sorted(items), warehouse_id=warehouse_id
        ).items()
    }


def _row(line: Any, warehouse: Warehouse | None, due_date: date | None, *, late: bool) -> dict[str, Any]:
    document, partner = line.document, line.document.partner
    left = line.base_quantity - _taken(line)
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
