"""Writes what a sales order has of its own beside the common document."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.sales.models import SalesOrder, SalesOrderLine
from hengku.sales.rules.order import PRIORITY


def write_order_details(headers: Mapping[int, Mapping[str, Any]], lines: Mapping[int, Mapping[str, Any]]) -> None:
    """Insert or replace the own columns of orders and order lines, by document and line id."""
    SalesOrder.objects.bulk_create(
        [
            SalesOrder(
                document_id=document_id,
                ship_to=values.get("ship_to") or "",
                priority=PRIORITY if values.get("priority") is None else values["priority"],
                reserve_incoming=bool(values.get("reserve_incoming")),
                pay_minutes=values.get("pay_minutes"),
            )
            for document_id, values in headers.items()
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["ship_to", "priority", "reserve_incoming", "pay_minutes"],
    )
    SalesOrderLine.objects.bulk_create(
        [
            SalesOrderLine(
                line_id=line_id, promised_date=values.get("promised_date"), tolerance=values.get("tolerance")
            )
            for line_id, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["promised_date", "tolerance"],
    )


def forget_order_lines(line_ids: Sequence[int]) -> None:
    """Remove the own columns of lines that are about to be deleted."""
    SalesOrderLine.objects.filter(line_id__in=line_ids).delete()
