"""Variants 颜色×尺码: a matrix of attribute values becomes items that belong to one parent."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Item
from hengku.masterdata.operations import records
from hengku.masterdata.operations.items import create_items, update_items
from hengku.masterdata.rules.variants import TooManyVariants, matrix
from hengku.masterdata.types import ItemDraft, UnitRatio

INHERITED = (
    "category_id", "brand_id", "base_unit_id", "purchase_unit_id", "sale_unit_id", "stock_unit_id", "tax_rate", "tracking", "weak_serials", "second_unit_id",
    "second_ratio", "second_tolerance",
    "has_expiry", "shelf_life", "shelf_life_unit", "lot_by_rule", "min_receipt_life", "min_life_days", "near_expiry_days", "expiry_tiers",
    "cost_method", "negative_stock", "receipt_tolerance", "shipment_tolerance",
    "weight_kg", "volume_m3", "origin", "inspection", "aql",
)  # fmt: skip


@transaction.atomic
def create_variants(*, act: Act, item_id: int, axes: Mapping[str, Sequence[str]]) -> list[int]:
    """Make the missing variants of an item, one per combination of values ({"颜色": ["红"], "尺码": ["L", "XL"]}).

    Combinations that exist stay as they are; gives the ids of all variants of the matrix. Refuses variants_none, variants_too_many,
    code_taken.
    """
    parent = records.locked(model=Item, record_id=item_id)
    try:
        wanted = matrix(code=parent.code, name=parent.name, axes=axes)
    except TooManyVariants as many:
        raise refuse("variants_too_many", count=str(many)) from None
    if not wanted:
        raise refuse("variants_none")
    known = {
        tuple(sorted(values.items())): pk
        for pk, values in Item.objects.filter(variant_of=parent).values_list("pk", "variant_values")
    }
    inherited = {name: getattr(parent, name) for name in INHERITED}
    drafts = {}
    for variant in wanted:
        key = tuple(sorted(variant.values.items()))
        if key not in known:
            records.ensure_unique(model=Item, value=variant.code)
            own = {"code": variant.code, "name": variant.name, "spec": variant.spec}
            drafts[key] = ItemDraft(
                {**inherited, **own, "variant_of_id": parent.pk, "variant_values": dict(variant.values)},
                units=_units(parent),
            )
    known |= dict(zip(drafts, create_items(act=act, drafts=list(drafts.values())), strict=True))
    update_items(
        act=act, drafts={parent.pk: ItemDraft({"variant_values": {axis: list(v) for axis, v in axes.items()}})}
    )
    return [known[tuple(sorted(variant.values.items()))] for variant in wanted]


def _units(parent: Item) -> tuple[UnitRatio, ...]:
    rows = parent.units.values_list("unit_id", "numerator", "denominator")
    return tuple(UnitRatio(unit_id, numerator, denominator) for unit_id, numerator, denominator in rows)
