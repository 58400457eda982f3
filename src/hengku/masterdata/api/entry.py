"""Help while entering records: duplicate hints, variants, bins in bulk, number previews, pictures of items."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require
from hengku.masterdata.operations.pictures import picture_path, set_picture
from hengku.masterdata.operations.variants import create_variants
from hengku.masterdata.operations.warehouses import create_bins
from hengku.masterdata.queries.duplicates import item_duplicates, partner_duplicates
from hengku.masterdata.queries.variants import variants_of
from hengku.masterdata.rules.bins import Axis
from hengku.masterdata.rules.duplicates import Hint
from hengku.masterdata.rules.numbering import faults, preview
from hengku.masterdata.types import BinType

router = Router()


class HintOut(Schema):
    id: str
    code: str
    name: str
    spec: str
    same: bool
    likeness: str


class VariantAxes(Schema):
    axes: dict[str, list[str]]


class VariantOut(Schema):
    """values: {"颜色": "红", "尺码": "L"}."""

    id: str
    rev: int
    code: str
    name: str
    lifecycle: str
    values: dict[str, str]
    barcodes: list[str]


class VariantMatrix(Schema):
    axes: dict[str, list[str]]
    items: list[VariantOut]


class Ids(Schema):
    ids: list[str]


class AxisIn(Schema):
    first: str
    last: str


class BinRange(Schema):
    axes: list[AxisIn]
    zone: str | None = None
    bin_type: BinType = BinType.STORAGE
    separator: str = "-"


class PatternIn(Schema):
    pattern: str
    prefix: str = ""
    on: date


class PatternOut(Schema):
    number: str | None
    faults: list[str]


def _hint(hint: Hint) -> HintOut:
    known = hint.known
    return HintOut(
        id=str(known.id),
        code=known.code,
        name=known.name,
        spec=known.spec,
        same=hint.same,
        likeness=f"{hint.likeness:.2f}",
    )


@router.get("/items/duplicates", response=list[HintOut])
def read_item_duplicates(
    request: HttpRequest, name: str = "", spec: str = "", barcodes: str = "", besides: int | None = None
) -> list[HintOut]:
    """Items that look like the one being entered, or carry one of its barcodes (comma-separated)."""
    codes = [code.strip() for code in barcodes.split(",") if code.strip()]
    found = item_duplicates(viewer=viewer_of(request), name=name, spec=spec, barcodes=codes, besides=besides)
    return [_hint(hint) for hint in found]


@router.get("/partners/duplicates", response=list[HintOut])
def read_partner_duplicates(request: HttpRequest, name: str, besides: int | None = None) -> list[HintOut]:
    """Partners that look like the one being entered."""
    return [_hint(hint) for hint in partner_duplicates(viewer=viewer_of(request), name=name, besides=besides)]


@router.get("/items/{int:item_id}/variants", response=VariantMatrix)
def read_variants(request: HttpRequest, item_id: int) -> VariantMatrix:
    """The variants of an item and the axes they are told apart by."""
    require(viewer_of(request), "items", "view")
    axes, rows = variants_of(item_id=item_id)
    return VariantMatrix(axes=axes, items=[VariantOut(**{**asdict(row), "id": str(row.id)}) for row in rows])


@router.post("/items/{int:item_id}/variants", response=Ids)
def make_variants(request: HttpRequest, item_id: int, payload: VariantAxes) -> Ids:
    """Make the missing variants of an item, one per combination of values."""
    require(viewer_of(request), "items", "create")
    made = create_variants(act=act_of(request), item_id=item_id, axes=payload.axes)
    return Ids(ids=[str(key) for key in made])


@router.post("/warehouses/{int:warehouse_id}/bins", response=Ids)
def make_bins(request: HttpRequest, warehouse_id: int, payload: BinRange) -> Ids:
    """Make bins in bulk from ranges such as A..F, 01..12."""
    require(viewer_of(request), "bins", "create")
    made = create_bins(
        act=act_of(request), warehouse_id=warehouse_id, zone_id=int(payload.zone) if payload.zone else None,
        axes=[Axis(axis.first, axis.last) for axis in payload.axes], bin_type=payload.bin_type,
        separator=payload.separator,
    )  # fmt: skip
    return Ids(ids=[str(key) for key in made])


@router.post("/number-rules/preview", response=PatternOut)
def preview_number(request: HttpRequest, payload: PatternIn) -> PatternOut:
    """The number a pattern would give, or what is wrong with it."""
    require(viewer_of(request), "number-rules", "view")
    wrong = faults(payload.pattern)
    number = None if wrong else preview(payload.pattern, prefix=payload.prefix, on=payload.on)
    return PatternOut(number=number, faults=wrong)


@router.post("/items/{int:item_id}/image", response=dict[str, Any])
def upload_picture(request: HttpRequest, item_id: int, file: File[UploadedFile]) -> dict[str, Any]:
    """Give an item its picture (PNG, JPEG, WebP or GIF up to 8 MB)."""
    require(viewer_of(request), "items", "update")
    return {"image": set_picture(act=act_of(request), item_id=item_id, content=file.read())}


@router.get("/items/{int:item_id}/image")
def read_picture(request: HttpRequest, item_id: int) -> FileResponse:
    """The picture of an item."""
    require(viewer_of(request), "items", "view")
    return FileResponse(picture_path(item_id=item_id).open("rb"), content_type="image/webp")
