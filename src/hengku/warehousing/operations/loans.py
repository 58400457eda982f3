"""When lent goods should be back: kept beside the document."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.types import SideTable
from hengku.warehousing.models import Loan

Values = Mapping[int, Mapping[str, Any]]
Extras = dict[int, dict[str, object]]


def _write(headers: Values, lines: Values) -> None:
    del lines
    Loan.objects.bulk_create(
        [Loan(document_id=key, due_date=values.get("due_date") or None) for key, values in headers.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["due_date"],
    )


def _read(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    del line_ids
    found = Loan.objects.filter(document_id__in=document_ids).values_list("document_id", "due_date")
    return {key: {"due_date": due} for key, due in found}, {}


SIDE = SideTable(_write, _read)
