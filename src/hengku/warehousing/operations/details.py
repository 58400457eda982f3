"""Writes what warehousing's documents have of their own beside the common document."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.warehousing.models import (
    CostAdjustment,
    CostAdjustmentLine,
    CountAdjustment,
    CountAdjustmentLine,
    CountLine,
    CountPlan,
    CountSheet,
)
from hengku.warehousing.types import CountMethod, Uncounted

Values = Mapping[int, Mapping[str, Any]]

_CHOICES = {
    "zones": "zone_ids",
    "bins": "bin_ids",
    "categories": "category_ids",
    "brands": "brand_ids",
    "items": "item_ids",
    "warehouses": "warehouse_ids",
}
_LIMITS = ("recount_quantity", "recount_percent", "recount_amount")


def write_cost_adjustments(headers: Values, lines: Values) -> None:
    CostAdjustment.objects.bulk_create(
        [CostAdjustment(document_id=key, credit=values.get("credit") or "") for key, values in headers.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["credit"],
    )
    CostAdjustmentLine.objects.bulk_create(
        [
            CostAdjustmentLine(line_id=line_id, adjusts_id=_id(values.get("adjusts_line")))
            for line_id, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["adjusts"],
    )


def forget_cost_adjustment_lines(line_ids: Sequence[int]) -> None:
    CostAdjustmentLine.objects.filter(line_id__in=line_ids).delete()


def write_count_plans(headers: Values, lines: Values) -> None:
    """Scope and rules of plans. The header's own warehouse joins the scope when the plan is released."""
    CountPlan.objects.bulk_create(
        [
            CountPlan(
                document_id=document_id,
                method=values.get("method") or CountMethod.DYNAMIC,
                blind=values.get("blind") is not False,
                uncounted=values.get("uncounted") or Uncounted.KEEP_BOOK,
                **{column: _ids(values.get(name)) for name, column in _CHOICES.items()},
                **{name: values.get(name) for name in _LIMITS},
            )
            for document_id, values in headers.items()
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["method", "blind", "uncounted", *_CHOICES.values(), *_LIMITS],
    )


def write_count_sheets(headers: Values, lines: Values) -> None:
    CountSheet.objects.bulk_create(
        [CountSheet(document_id=document_id, plan_id=_id(values["plan"])) for document_id, values in headers.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["plan"],
    )
    CountLine.objects.bulk_create(
        [
            CountLine(
                line_id=line_id,
                counted_at=values.get("counted_at"),
                counted_by_id=values.get("counted_by"),
                first_quantity=values.get("first_quantity"),
                rounds=values.get("rounds") or 1,
            )
            for line_id, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["counted_at", "counted_by_id", "first_quantity", "rounds"],
    )


def forget_count_lines(line_ids: Sequence[int]) -> None:
    CountLine.objects.filter(line_id__in=line_ids).delete()


def write_count_adjustments(headers: Values, lines: Values) -> None:
    """Which sheet a gain or loss comes from; nobody types it, so an edit that does not say it keeps it."""
    CountAdjustment.objects.bulk_create(
        [
            CountAdjustment(document_id=document_id, sheet_id=_id(values["sheet"]))
            for document_id, values in headers.items()
            if values.get("sheet")
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["sheet"],
    )
    CountAdjustmentLine.objects.bulk_create(
        [
            CountAdjustmentLine(line_id=line_id, sheet_line_id=_id(values["sheet_line"]))
            for line_id, values in lines.items()
            if values.get("sheet_line")
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["sheet_line"],
    )


def forget_count_adjustment_lines(line_ids: Sequence[int]) -> None:
    CountAdjustmentLine.objects.filter(line_id__in=line_ids).delete()


def _id(value: object) -> int | None:
    return None if value in (None, "") else int(str(value))


def _ids(value: object) -> list[int]:
    """Ids from a list of ids, or of references {"id": ...}."""
    if not isinstance(value, list | tuple | set | frozenset):
        return []
    return sorted({int(str(entry["id"] if isinstance(entry, dict) else entry)) for entry in value})
