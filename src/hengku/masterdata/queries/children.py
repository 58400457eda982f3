"""Rows that belong to an item, as its form and export show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.kernel.quantity import plain
from hengku.masterdata.models import Barcode, ItemUnit, KitComponent, PartnerItemCode
from hengku.masterdata.rules.units import factor_text

Rows = dict[int, list[Mapping[str, Any]]]


def unit_rows(item_ids: Sequence[int]) -> Rows:
    """Further units of items with their ratios."""
    found: Rows = {}
    rows = ItemUnit.objects.filter(item_id__in=item_ids).select_related("unit").order_by("item_id", "pk")
    for row in rows:
        entry = {"unit": _reference(row.unit), "factor": factor_text(row.numerator, row.denominator)}
        found.setdefault(row.item_id, []).append(entry)
    return found


def barcode_rows(item_ids: Sequence[int]) -> Rows:
    """Barcodes of items."""
    found: Rows = {}
    for row in Barcode.objects.filter(item_id__in=item_ids).select_related("unit").order_by("item_id", "pk"):
        found.setdefault(row.item_id, []).append({"code": row.code, "unit": _reference(row.unit) if row.unit else None})
    return found


def partner_code_rows(item_ids: Sequence[int]) -> Rows:
    """What partners call the items."""
    found: Rows = {}
    rows = PartnerItemCode.objects.filter(item_id__in=item_ids).select_related("partner").order_by("item_id", "pk")
    for row in rows:
        entry = {"partner": _reference(row.partner), "code": row.code, "name": row.name}
        found.setdefault(row.item_id, []).append(entry)
    return found


def component_rows(item_ids: Sequence[int]) -> Rows:
    """What kits are made of."""
    found: Rows = {}
    rows = KitComponent.objects.filter(item_id__in=item_ids).select_related("component").order_by("item_id", "pk")
    for row in rows:
        price = None if row.reference_price is None else plain(row.reference_price)
        entry = {"component": _reference(row.component), "quantity": plain(row.quantity), "reference_price": price}
        found.setdefault(row.item_id, []).append(entry)
    return found


def _reference(record: Any) -> dict[str, str]:
    return {"id": str(record.pk), "code": record.code, "name": record.name}
