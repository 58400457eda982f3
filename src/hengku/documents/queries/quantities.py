"""Quantities told unit by unit: 12 cartons and 340 kg make no 352 of anything."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from hengku.documents.models import Document, Line
from hengku.kernel.quantity import plain

_UNIT = ("unit_id", "unit__code", "unit__name")


def quantities_by_unit(*, document_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """What the lines of each document add up to in each of their units, as [{unit: {id, code, name}, quantity}]."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Line.objects.filter(document_id__in=document_ids).values_list("document_id", *_UNIT)
    for document_id, *unit, quantity in rows.annotate(sum=Sum("quantity")).order_by("document_id", "unit__code"):
        found[document_id].append(_told(unit, quantity))
    return found


def total_by_unit(*, documents: QuerySet[Document]) -> list[dict[str, Any]]:
    """The same over all these documents together."""
    ids = documents.order_by().values("pk")
    rows = Line.objects.filter(document_id__in=ids).values_list(*_UNIT).annotate(sum=Sum("quantity"))
    return [_told(unit, quantity) for *unit, quantity in rows.order_by("unit__code")]


def in_words(quantities: Iterable[dict[str, Any]]) -> str:
    """ "12 箱 · 340 kg"; just the figure when there is one unit only, so that a spreadsheet can add it up."""
    told = list(quantities)
    if len(told) == 1:
        return str(told[0]["quantity"])
    return " · ".join(f"{one['quantity']} {one['unit']['name']}" for one in told)


def _told(unit: Sequence[Any], quantity: Decimal) -> dict[str, Any]:
    return {"unit": {"id": str(unit[0]), "code": unit[1], "name": unit[2]}, "quantity": plain(quantity)}
