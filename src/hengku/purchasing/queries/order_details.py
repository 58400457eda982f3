"""Reads what a purchase order has of its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hengku.purchasing.models import PurchaseOrder, PurchaseOrderLine

Extras = dict[int, dict[str, object]]


def read_order_details(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    """Own columns of orders by document id, and of their lines by line id."""
    headers: Extras = {
        row.pop("document_id"): row
        for row in PurchaseOrder.objects.filter(document_id__in=document_ids).values(
            "document_id", "payment_terms", "delivery_address"
        )
    }
    lines: Extras = {
        row.pop("line_id"): row
        for row in PurchaseOrderLine.objects.filter(line_id__in=line_ids).values(
            "line_id", "delivery_date", "tolerance"
        )
    }
    return headers, lines


def over_receipt_allowed(line_ids: Sequence[int]) -> Mapping[int, Decimal]:
    """The tolerance agreed in the order line, where one was agreed."""
    found = PurchaseOrderLine.objects.filter(line_id__in=line_ids, tolerance__isnull=False)
    return dict(found.values_list("line_id", "tolerance"))
