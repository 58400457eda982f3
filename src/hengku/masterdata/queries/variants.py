"""The variants of an item as a matrix: its axes and the items behind the combinations."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hengku.kernel.errors import refuse
from hengku.masterdata.models import Barcode, Item


@dataclass(frozen=True, slots=True)
class VariantRow:
    """values: {"颜色": "红", "尺码": "L"}; barcodes: those of the base unit first."""

    id: int
    rev: int
    code: str
    name: str
    lifecycle: str
    values: Mapping[str, str]
    barcodes: tuple[str, ...]


def variants_of(*, item_id: int) -> tuple[dict[str, list[str]], list[VariantRow]]:
    """Axes with their values in the order of the matrix, and the variants by code. Refuses not_found (404)."""
    parent = Item.objects.filter(pk=item_id).values_list("variant_values", flat=True).first()
    if parent is None:
        raise refuse("not_found", status=404)
    rows = list(
        Item.objects.filter(variant_of_id=item_id)
        .order_by("code")
        .values_list("pk", "rev", "code", "name", "lifecycle", "variant_values")
    )
    codes: dict[int, list[str]] = defaultdict(list)
    known = Barcode.objects.filter(item_id__in=[row[0] for row in rows]).order_by("item_id", "pk")
    for owner, code in known.values_list("item_id", "code"):
        codes[owner].append(code)
    variants = [VariantRow(*row, tuple(codes[row[0]])) for row in rows]
    return _axes(parent, variants), variants


def _axes(stored: Mapping[str, object], variants: list[VariantRow]) -> dict[str, list[str]]:
    """The axes as they were given, with values of older variants behind."""
    axes = {name: [str(one) for one in values] for name, values in stored.items() if isinstance(values, list)}
    for variant in variants:
        for name, value in variant.values.items():
            if value not in axes.setdefault(name, []):
                axes[name].append(value)
    return axes
