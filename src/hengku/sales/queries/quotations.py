"""Quotations as orders made from them see them."""

from collections.abc import Sequence
from datetime import date

from hengku.documents.models import Document
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refusal
from hengku.sales.rules.order import day_of


def expired_quotations(*, document_ids: Sequence[int], documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """A warning for each quotation among `document_ids` that had run out on the day of an order made from it."""
    offers: dict[int, tuple[str, date]] = {}
    for pk, number, ext in Document.objects.filter(pk__in=document_ids, type="quotation").values_list(
        "pk", "number", "ext"
    ):
        until = day_of(ext.get("valid_until"))
        if until is not None:
            offers[pk] = number or "", until
    found = []
    for document in documents:
        for source in dict.fromkeys(line.source_document_id for line in document.lines):
            if source in offers and offers[source][1] < document.business_date:
                number, until = offers[source]
                params = {"number": number, "valid_until": until.isoformat()}
                found.append(Refusal("quotation_expired", params, ("header", "business_date"), "warn"))
    return found
