"""Writes what a purchase order has of its own beside the common document."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.purchasing.models import PurchaseOrder, PurchaseOrderLine


def write_order_details(headers: Mapping[int, Mapping[str, Any]], lines: Mapping[int, Mapping[str, Any]]) -> None:
    """Insert or replace the own columns of orders and order lines, by document and line id."""
    PurchaseOrder.objects.bulk_create(
        [
            PurchaseOrder(
                document_id=document_id,
                payment_terms=values.get("payment_terms") or "",
                delivery_address=values.get("delivery_address") or "",
            )
            for document_id, values in headers.items()
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["payment_terms", "delivery_address"],
    )
    PurchaseOrderLine.objects.bulk_create(
        [
            PurchaseOrderLine(
                line_id=line_id, delivery_date=values.get("delivery_date"), tolerance=values.get("tolerance")
            )
            for line_id, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["delivery_date", "tolerance"],
    )


def forget_order_lines(line_ids: Sequence[int]) -> None:
    """Remove the own columns of lines that are about to be deleted."""
    PurchaseOrderLine.objects.filter(line_id__in=line_ids).delete()
