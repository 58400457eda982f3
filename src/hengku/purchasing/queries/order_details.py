"""Reads what a purchase order has of its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.purchasing.models import PurchaseOrder, PurchaseOrderLine

Extras = dict[int, dict[str, object]]


def read_order_details(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    """Own columns of orders by document id, and of their lines by line id."""
    headers: Extras = {
        order.document_id: {"payment_terms": order.payment_terms, "delivery_address": order.delivery_address}
        for order in PurchaseOrder.objects.filter(document_id__in=document_ids)
    }
    lines: Extras = {
        line.line_id: {"delivery_date": line.delivery_date, "tolerance": line.tolerance}
        for line in PurchaseOrderLine.objects.filter(line_id__in=line_ids)
    }
    return headers, lines


def over_receipt_allowed(line_ids: Sequence[int]) -> Mapping[int, Decimal]:
    """The tolerance agreed in the order line, where one was agreed."""
    found = PurchaseOrderLine.objects.filter(line_id__in=line_ids, tolerance__isnull=False)
    return {line_id: allowed for line_id, allowed in found.values_list("line_id", "tolerance") if allowed is not None}
