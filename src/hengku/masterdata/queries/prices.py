"""Effective prices: which of the dated prices holds for an item, unit, partner, quantity and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from hengku.identity.types import Viewer
from hengku.masterdata.models import Item, Partner, PriceEntry
from hengku.masterdata.queries.units import factors_of
from hengku.masterdata.rules.prices import Price, best, in_unit
from hengku.masterdata.types import PriceKind


def seen_prices(queryset: "QuerySet[PriceEntry, Any]", viewer: Viewer) -> "QuerySet[PriceEntry, Any]":
    """Without purchase prices for those who may not see them."""
    return queryset.exclude(kind=PriceKind.PURCHASE) if "purchase_price" in viewer.masked else queryset


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """One line asking for its price; unit None = base unit."""

    item_id: int
    unit_id: int | None
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The price per asked unit, with the entry it comes from (for "why this price?")."""

    price: Decimal
    includes_tax: bool
    entry_id: int
    own: bool
    group: str = ""
    minimum_quantity: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None


def find(
    *,
    questions: Iterable[PriceQuestion],
    kind: PriceKind,
    partner_id: int | None,
    on: date,
    book_id: int | None = None,
) -> list[PriceAnswer | None]:
    """Price of each question, in order; None where nobody set one. Order of precedence: rules.prices.best."""
    asked = list(questions)
    if not asked:
        return []
    group = Partner.objects.filter(pk=partner_id).values_list("group", flat=True).first() if partner_id else ""
    items = {question.item_id for question in asked}
    base = dict(Item.objects.filter(pk__in=items).values_list("pk", "base_unit_id"))
    factors = factors_of(item_ids=items)
    entries: dict[int, list[Price]] = {}
    for row in PriceEntry.objects.filter(item_id__in=items, kind=kind).values_list(
        "pk",
        "item_id",
        "unit_id",
        "partner_id",
        "price",
        "includes_tax",
        "minimum_quantity",
        "valid_from",
        "valid_to",
        "partner_group",
        "book_id",
    ):
        entries.setdefault(row[1], []).append(Price(*row))
    answers: list[PriceAnswer | None] = []
    for question in asked:
        base_unit = base.get(question.item_id)
        if base_unit is None:
            answers.append(None)
            continue
        unit = question.unit_id or base_unit
        found = best(
            entries.get(question.item_id, ()),
            unit_id=unit,
            base_unit_id=base_unit,
            partner_id=partner_id,
            on=on,
            quantity=question.quantity,
            factors=factors[question.item_id],
            partner_group=group or "",
            book_id=book_id,
        )
        answers.append(
            None
            if found is None
            else PriceAnswer(
                in_unit(found, unit_id=unit, base_unit_id=base_unit, factors=factors[question.item_id]),
                found.includes_tax,
                found.id,
                found.partner_id is not None,
                found.partner_group,
                found.minimum_quantity,
                found.valid_from,
                found.valid_to,
            )
        )
    return answers
