"""Writes what an inspection line has of its own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hengku.purchasing.models import InspectionLine


def write_inspection_lines(headers: Mapping[int, Mapping[str, Any]], lines: Mapping[int, Mapping[str, Any]]) -> None:
    """Insert or replace the own columns of inspection lines, by line id."""
    del headers
    InspectionLine.objects.bulk_create(
        [
            InspectionLine(
                line_id=line_id,
                concession=_number(values.get("concession_quantity")),
                refused=_number(values.get("refused_quantity")),
                sample_size=values.get("sample_size"),
                defects=values.get("defects"),
            )
            for line_id, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["concession", "refused", "sample_size", "defects"],
    )


def _number(value: object) -> Decimal:
    return Decimal(str(value)) if value not in (None, "") else Decimal(0)


def forget_inspection_lines(line_ids: Sequence[int]) -> None:
    """Remove the own columns of lines that are about to be deleted."""
    InspectionLine.objects.filter(line_id__in=line_ids).delete()
