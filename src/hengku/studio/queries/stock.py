"""Stock on hand and its value as datasets."""

from collections.abc import Iterator

from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.ledger.queries.facts import stock_facts, value_facts
from hengku.masterdata.texts import COST_METHODS, STATUSES
from hengku.masterdata.types import PlaceKind
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.studio.queries.joins import fields_by_name
from hengku.studio.types import DataField, Dataset

_ITEM = FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE, ref="items")
_LAST = FieldSpec("last_date", Text("最近变动日期", "Last moved"), FieldType.DATE)
_QUANTITY = FieldSpec("quantity", Text("数量（基本单位）", "Quantity (base units)"), FieldType.QUANTITY)
_PLACES = (
    Choice(PlaceKind.WAREHOUSE.value, Text("在库", "In the warehouse")),
    Choice(PlaceKind.TRANSIT.value, Text("调拨在途", "In transit")),
)
STOCK_FIELDS = (
    _ITEM,
    FieldSpec("warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, column="place__warehouse", ref="warehouses"),
    FieldSpec("standing", Text("在库或在途", "Standing or on the way"), FieldType.ENUM, column="place__kind", choices=_PLACES),
    FieldSpec("bin", Text("库位", "Bin"), FieldType.REFERENCE, ref="bins"),
    FieldSpec("lot", Text("批号", "Lot"), FieldType.REFERENCE, ref="lots"),
    FieldSpec(
        "status", Text("库存状态", "Stock status"), FieldType.ENUM,
        choices=tuple(Choice(str(value), label) for value, label in STATUSES.items()),
    ),
    _QUANTITY,
    _LAST,
)  # fmt: skip
VALUE_FIELDS = (
    _ITEM,
    FieldSpec("scope", Text("核算范围", "Costing scope"), column="scope__name"),
    FieldSpec(
        "method", Text("计价方法", "Cost method"), FieldType.ENUM,
        choices=tuple(Choice(str(value), label) for value, label in COST_METHODS.items()),
    ),
    _QUANTITY,
    FieldSpec("amount", Text("库存金额", "Value"), FieldType.AMOUNT, mask="cost"),
    _LAST,
)  # fmt: skip


def stock_datasets(viewer: Viewer) -> Iterator[Dataset]:
    """What stands where, and what it is worth."""
    if not viewer.may("stock", "view"):
        return
    yield Dataset(
        name="stock",
        label=str(Text("即时库存", "Stock on hand")),
        kind="facts",
        group="stock",
        queryset=lambda: stock_facts(viewer=viewer),
        fields=_fields(stock_facts(viewer=viewer).model, STOCK_FIELDS, viewer),
    )
    yield Dataset(
        name="stock_value",
        label=str(Text("库存价值", "Stock value")),
        kind="facts",
        group="stock",
        queryset=lambda: value_facts(viewer=viewer),
        fields=_fields(value_facts(viewer=viewer).model, VALUE_FIELDS, viewer),
    )


def _fields(model: object, specs: tuple[FieldSpec, ...], viewer: Viewer) -> dict[str, DataField]:
    return fields_by_name(model, [DataField(spec) for spec in seen_by(viewer, specs)], viewer)
