"""Reads what warehousing's documents have of their own."""

from collections.abc import Sequence

from hengku.documents.rules.accounting import AccountingHint
from hengku.warehousing.models import (
    CostAdjustment,
    CostAdjustmentLine,
    CountAdjustment,
    CountAdjustmentLine,
    CountLine,
    CountPlan,
    CountSheet,
)

Extras = dict[int, dict[str, object]]


def read_cost_adjustments(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    lines = CostAdjustmentLine.objects.filter(line_id__in=line_ids).values_list("line_id", "adjusts_id")
    headers = CostAdjustment.objects.filter(document_id__in=document_ids).values_list("document_id", "credit")
    return (
        {document_id: {"credit": credit or None} for document_id, credit in headers},
        {line_id: {"adjusts_line": adjusts} for line_id, adjusts in lines},
    )


def cost_adjustment_hints(document_ids: Sequence[int]) -> dict[int, AccountingHint]:
    """The other side of adjustments that name it: a payable of a freight bill, a bank account."""
    rows = CostAdjustmentLine.objects.filter(line__document_id__in=document_ids).values_list(
        "line_id", "line__document_id"
    )
    named = dict(
        CostAdjustment.objects.filter(document_id__in=document_ids)
        .exclude(credit="")
        .values_list("document_id", "credit")
    )
    return {
        line_id: AccountingHint(counter=named[document_id]) for line_id, document_id in rows if document_id in named
    }


def read_count_plans(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    headers: Extras = {}
    for plan in CountPlan.objects.filter(document_id__in=document_ids):
        headers[plan.document_id] = {
            "method": plan.method,
            "blind": plan.blind,
            "warehouses": plan.warehouse_ids,
            "zones": plan.zone_ids,
            "bins": plan.bin_ids,
            "categories": plan.category_ids,
            "brands": plan.brand_ids,
            "items": plan.item_ids,
            "recount_quantity": plan.recount_quantity,
            "recount_percent": plan.recount_percent,
            "recount_amount": plan.recount_amount,
            "uncounted": plan.uncounted,
        }
    return headers, {}


def read_count_sheets(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    headers: Extras = {
        document_id: {"plan": str(plan_id)}
        for document_id, plan_id in CountSheet.objects.filter(document_id__in=document_ids).values_list(
            "document_id", "plan_id"
        )
    }
    lines: Extras = {}
    for row in CountLine.objects.filter(line_id__in=line_ids).values():
        lines[row["line_id"]] = {
            "counted_at": row["counted_at"],
            "counted_by": row["counted_by_id"],
            "first_quantity": row["first_quantity"],
            "rounds": row["rounds"],
            "snapshot_quantity": row["snapshot_quantity"],
            "moved_quantity": row["moved_quantity"],
            "difference": row["difference"],
        }
    return headers, lines


def read_count_adjustments(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    headers: Extras = {
        document_id: {"sheet": str(sheet_id) if sheet_id else None}
        for document_id, sheet_id in CountAdjustment.objects.filter(document_id__in=document_ids).values_list(
            "document_id", "sheet_id"
        )
    }
    lines: Extras = {
        line_id: {"sheet_line": sheet_line}
        for line_id, sheet_line in CountAdjustmentLine.objects.filter(line_id__in=line_ids).values_list(
            "line_id", "sheet_line_id"
        )
    }
    return headers, lines
