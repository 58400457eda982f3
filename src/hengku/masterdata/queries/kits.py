"""组合装: what kits are made of, and what each component is worth in them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from hengku.kernel.money import ZERO
from hengku.masterdata.models import KitComponent
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.types import KitPart, PriceKind


def kit_parts(*, item_ids: Collection[int]) -> dict[int, list[tuple[int, Decimal]]]:
    """Components of the kits among these items: (item, base units per kit), in order."""
    found: dict[int, list[tuple[int, Decimal]]] = {}
    rows = KitComponent.objects.filter(item_id__in=item_ids).order_by("item_id", "pk")
    for kit_id, component_id, quantity in rows.values_list("item_id", "component_id", "quantity"):
        found.setdefault(kit_id, []).append((component_id, quantity))
    return found


def priced_parts(
    *, item_ids: Collection[int], book_id: int, partner_id: int | None, on: date
) -> dict[int, list[KitPart]]:
    """Components of kits with their reference prices: their own, else what the sales price list says that day."""
    rows = list(KitComponent.objects.filter(item_id__in=item_ids).select_related("component").order_by("item_id", "pk"))
    open_ids = sorted({row.component_id for row in rows if row.reference_price is None})
    listed = _listed(open_ids, book_id=book_id, partner_id=partner_id, on=on) if open_ids else {}
    found: dict[int, list[KitPart]] = {}
    for row in rows:
        price = listed.get(row.component_id, ZERO) if row.reference_price is None else row.reference_price
        part = KitPart(row.component_id, row.component.base_unit_id, row.quantity, price)
        found.setdefault(row.item_id, []).append(part)
    return found


def _listed(item_ids: Sequence[int], *, book_id: int, partner_id: int | None, on: date) -> Mapping[int, Decimal]:
    answers = find(
        questions=[PriceQuestion(item_id, None) for item_id in item_ids],
        kind=PriceKind.SALE,
        partner_id=partner_id,
        on=on,
        book_id=book_id,
    )
    return {item_id: one.price for item_id, one in zip(item_ids, answers, strict=True) if one is not None}
