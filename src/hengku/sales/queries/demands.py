"""Who wants an item out of a warehouse: open lines of approved sales orders."""

from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.completion import unfinished
from hengku.documents.types import DocumentState
from hengku.kernel.money import ZERO
from hengku.ledger.queries.custody import open_reservations
from hengku.sales.models import SalesOrder, SalesOrderLine
from hengku.sales.queries.notified import notified
from hengku.sales.rules.allocation import Demand
from hengku.sales.rules.order import PRIORITY


def open_demands(*, book_id: int, item_id: int, warehouse_id: int) -> tuple[list[Demand], dict[int, dict[str, Any]]]:
    """Demands of order lines, without what notices have taken over; and per line its document, for people."""
    lines = list(
        Line.objects.filter(
            unfinished(), type="sales_order", item_id=item_id, warehouse_id=warehouse_id, document__book_id=book_id,
            document__state=DocumentState.APPROVED, document__stopped_at__isnull=True,
        )
        .select_related("document__partner", "progress")
        .order_by("pk")
    )  # fmt: skip
    ids = [line.pk for line in lines]
    told, held = notified(line_ids=ids), open_reservations(demand_line_ids=ids)
    priorities = dict(
        SalesOrder.objects.filter(pk__in={line.document_id for line in lines}).values_list("pk", "priority")
    )
    promised = dict(SalesOrderLine.objects.filter(pk__in=ids).values_list("pk", "promised_date"))
    demands, shown = [], {}
    for line in lines:
        progress = getattr(line, "progress", None)
        done = progress.executed_quantity if progress is not None else ZERO
        wanted = line.base_quantity - done - told.get(line.pk, ZERO)
        if wanted <= 0:
            continue
        partner = line.document.partner
        demands.append(
            Demand(
                line_id=line.pk,
                wanted=wanted,
                held=held.get(line.pk, ZERO),
                priority=priorities.get(line.document_id, PRIORITY),
                promised=promised.get(line.pk),
                ordered=line.document.business_date,
            )
        )
        shown[line.pk] = {
            "document": {"id": str(line.document_id), "number": line.document.number or "", "type": line.type},
            "line_no": line.line_no,
            "partner": None if partner is None else {"id": str(partner.pk), "code": partner.code, "name": partner.name},
        }
    return demands, shown
