"""Writes and reads what documents that make goods have of their own beside the common document."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.types import SideTable
from hengku.kernel.money import ZERO
from hengku.warehousing.models import Making, MakingLine

Values = Mapping[int, Mapping[str, Any]]
Extras = dict[int, dict[str, object]]
_PLAIN = {
    "of_line": "of_line", "reference_cost": "reference_cost", "to_item_id": "to_item", "to_quantity": "to_quantity",
    "production_date": "to_production_date", "expiry_date": "to_expiry_date",
}  # fmt: skip
"""Column -> field. The dates are those of the lot the goods become."""
_TEXTS = ("role", "to_lot")


def _write(headers: Values, lines: Values) -> None:
    Making.objects.bulk_create(
        [Making(document_id=key, fee=values.get("fee") or ZERO) for key, values in headers.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["fee"],
    )
    MakingLine.objects.bulk_create(
        [
            MakingLine(
                line_id=key,
                **{column: values.get(name) or None for column, name in _PLAIN.items()},
                **{name: values.get(name) or "" for name in _TEXTS},
            )
            for key, values in lines.items()
        ],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=[*_PLAIN, *_TEXTS],
    )


def _read(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    fees = Making.objects.filter(document_id__in=document_ids).values_list("document_id", "fee")
    rows = MakingLine.objects.filter(line_id__in=line_ids).values("line_id", *_PLAIN, *_TEXTS)
    lines: Extras = {}
    for row in rows:
        line_id = row.pop("line_id")
        lines[line_id] = {_PLAIN.get(column, column): value or None for column, value in row.items()}
    return {key: {"fee": fee or None} for key, fee in fees}, lines


def _forget(line_ids: Sequence[int]) -> None:
    MakingLine.objects.filter(line_id__in=line_ids).delete()


SIDE = SideTable(_write, _read, _forget)
