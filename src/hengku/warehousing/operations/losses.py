"""Cause of a loss and whether it is abnormal: kept beside the document, and told to the books."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.rules.accounting import AccountingHint
from hengku.documents.types import LoadedDocument, SideTable
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.warehousing.models import Loss, LossLine

Values = Mapping[int, Mapping[str, Any]]
Extras = dict[int, dict[str, object]]

_RATES = """
SELECT l.id, coalesce(nullif(l.tax_rate, 0), i.tax_rate, b.tax_rate)
FROM documents_line l JOIN documents_document d ON d.id = l.document_id JOIN masterdata_book b ON b.id = d.book_id
JOIN masterdata_item i ON i.id = l.item_id
LEFT JOIN warehousing_loss h ON h.document_id = d.id LEFT JOIN warehousing_loss_line o ON o.line_id = l.id
WHERE d.id = ANY(%s::bigint[]) AND coalesce(o.abnormal, h.abnormal, false) AND b.taxpayer = 'GENERAL'
"""


def _write(headers: Values, lines: Values) -> None:
    Loss.objects.bulk_create(
        [Loss(document_id=key, **_said(values)) for key, values in headers.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["cause", "abnormal"],
    )
    LossLine.objects.bulk_create(
        [LossLine(line_id=key, **_said(values)) for key, values in lines.items()],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["cause", "abnormal"],
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    abnormal = values.get("abnormal")
    return {"cause": values.get("cause") or "", "abnormal": abnormal if isinstance(abnormal, bool) else None}


def _read(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
    headers = Loss.objects.filter(document_id__in=document_ids).values_list("document_id", "cause", "abnormal")
    lines = LossLine.objects.filter(line_id__in=line_ids).values_list("line_id", "cause", "abnormal")
    return (
        {key: {"cause": cause or None, "abnormal": abnormal} for key, cause, abnormal in headers},
        {key: {"cause": cause or None, "abnormal": abnormal} for key, cause, abnormal in lines},
    )


def _forget(line_ids: Sequence[int]) -> None:
    LossLine.objects.filter(line_id__in=line_ids).delete()


SIDE = SideTable(_write, _read, _forget)


def beside(other: SideTable) -> SideTable:
    """What a loss says beside what the type says of itself already."""

    def write(headers: Values, lines: Values) -> None:
        other.write(headers, lines)
        _write(headers, lines)

    def read(document_ids: Sequence[int], line_ids: Sequence[int]) -> tuple[Extras, Extras]:
        headers, lines = other.read(document_ids, line_ids)
        more_headers, more_lines = _read(document_ids, line_ids)
        return (
            {key: {**headers.get(key, {}), **more_headers.get(key, {})} for key in {*headers, *more_headers}},
            {key: {**lines.get(key, {}), **more_lines.get(key, {})} for key in {*lines, *more_lines}},
        )

    def forget(line_ids: Sequence[int]) -> None:
        if other.forget is not None:
            other.forget(line_ids)
        _forget(line_ids)

    return SideTable(write, read, forget)


def guard_reasons(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A loss says why: a reason or a cause, on the line or for the whole document."""
    del act
    return [
        Refusal("required", {}, ("line", line.id, "reason"))
        for document in documents
        for line in document.lines
        if document.reverses_id is None and not (line.reason or line.extra.get("cause") or document.extra.get("cause"))
    ]


def loss_hints(document_ids: Sequence[int]) -> dict[int, AccountingHint]:
    """Abnormal losses of general taxpayers take their input VAT along, at the line's rate, else the item's, else the book's."""
    rows = sql.rows(connection, _RATES, [sorted(document_ids)])
    return {line_id: AccountingHint(transfer_out_rate=rate or Decimal(0)) for line_id, rate in rows}
