"""Reads what a sales order has of its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.sales.models import SalesOrder, SalesOrderLine

Extras = dict[int, dict[str, object]]


def read_order_details(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    """Own columns of orders by document id, and of their lines by line id."""
    headers: Extras = {
        order.document_id: {
            "ship_to": order.ship_to,
            "priority": order.priority,
            "reserve_incoming": order.reserve_incoming,
            "pay_minutes": order.pay_minutes,
        }
        for order in SalesOrder.objects.filter(document_id__in=document_ids)
    }
    lines: Extras = {
        line.line_id: {"promised_date": line.promised_date, "tolerance": line.tolerance}
        for line in SalesOrderLine.objects.filter(line_id__in=line_ids)
    }
    return headers, lines


def over_shipment_allowed(line_ids: Sequence[int]) -> Mapping[int, Decimal]:
    """The tolerance agreed in the order line, where one was agreed."""
    found = SalesOrderLine.objects.filter(line_id__in=line_ids, tolerance__isnull=False)
    return {line_id: allowed for line_id, allowed in found.values_list("line_id", "tolerance") if allowed is not None}
