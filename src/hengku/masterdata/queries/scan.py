"""What a scanned code means: an item in a unit, a package, or a bin."""

from dataclasses import dataclass
from typing import Literal

from hengku.identity.queries.restrict import allowed_ids, within_reach
from hengku.identity.types import Viewer
from hengku.masterdata.models import Barcode, Bin, Item, Package
from hengku.masterdata.rules.packages import package_number


@dataclass(frozen=True, slots=True)
class ScanHit:
    """item: one scan counts one `unit_id` of it. bin: it lies in `warehouse_id`."""

    kind: Literal["item", "bin", "package"]
    id: int
    code: str
    name: str
    spec: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    warehouse_id: int | None = None


def scan(*, viewer: Viewer, code: str) -> ScanHit | None:
    """The item whose barcode or code this is (barcode first), else the package, else the bin; None when nobody knows it or the viewer may not."""
    text = code.strip()
    if not text:
        return None
    if viewer.may("items", "view"):
        hit = _barcode(viewer, text) or _item(viewer, text)
        if hit is not None:
            return hit
    hit = _package(viewer, text) if viewer.may("packages", "view") else None
    if hit is None and viewer.may("bins", "view"):
        hit = _bin(viewer, text)
    return hit


def _barcode(viewer: Viewer, code: str) -> ScanHit | None:
    barcodes = Barcode.objects.filter(code=code).select_related("item__base_unit", "unit")
    if viewer.narrows("items"):
        barcodes = barcodes.filter(item__in=within_reach(Item.objects.all(), viewer=viewer, resource="items"))
    found = barcodes.first()
    if found is None:
        return None
    unit = found.unit or found.item.base_unit
    return ScanHit("item", found.item_id, found.item.code, found.item.name, found.item.spec, unit.pk, unit.name)


def _item(viewer: Viewer, code: str) -> ScanHit | None:
    items = Item.objects.filter(code=code).select_related("base_unit")
    item = within_reach(items, viewer=viewer, resource="items").first()
    if item is None:
        return None
    return ScanHit("item", item.pk, item.code, item.name, item.spec, item.base_unit_id, item.base_unit.name)


def _package(viewer: Viewer, code: str) -> ScanHit | None:
    packages = Package.objects.filter(number=package_number(code))
    found = within_reach(packages, viewer=viewer, resource="packages").first()
    return None if found is None else ScanHit("package", found.pk, found.number, found.number)


def _bin(viewer: Viewer, code: str) -> ScanHit | None:
    allowed = allowed_ids(viewer, "bins", "view", "warehouse")
    bins = within_reach(Bin.objects.filter(code=code), viewer=viewer, resource="bins").order_by("pk")
    if allowed is not None:
        bins = bins.filter(warehouse_id__in=allowed)
    found = bins.first()
    if found is None:
        return None
    return ScanHit("bin", found.pk, found.code, found.name or found.code, warehouse_id=found.warehouse_id)
