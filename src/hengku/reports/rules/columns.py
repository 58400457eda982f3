"""Columns and parameters that several reports share, so that the same thing has the same name everywhere."""

from hengku.kernel.texts import Text
from hengku.masterdata.texts import STATUSES
from hengku.metadata.types import Choice, FieldSpec, FieldType

BOOK = FieldSpec("book", Text("账簿", "Book"), FieldType.REFERENCE, ref="books")
ITEM = FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE, ref="items")
CATEGORY = FieldSpec("category", Text("商品分类", "Category"), FieldType.REFERENCE, ref="item-categories")
WAREHOUSE = FieldSpec("warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses")
BIN = FieldSpec("bin", Text("库位", "Bin"), FieldType.REFERENCE, ref="bins")
LOT = FieldSpec("lot", Text("批号", "Lot"), FieldType.TEXT)
UNIT = FieldSpec("unit", Text("单位", "Unit"), FieldType.TEXT)
PARTNER = FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners")
STATUS = FieldSpec(
    "status",
    Text("库存状态", "Stock status"),
    FieldType.ENUM,
    choices=tuple(Choice(str(value), label) for value, label in STATUSES.items()),
)
FROM = FieldSpec("from", Text("开始日期", "From"), FieldType.DATE)
TO = FieldSpec("to", Text("结束日期", "To"), FieldType.DATE)
SEARCH = FieldSpec("q", Text("编码、名称、拼音", "Code, name, pinyin"), FieldType.TEXT)
BUSINESS_DATE = FieldSpec("business_date", Text("业务日期", "Business date"), FieldType.DATE)
RECORDED_AT = FieldSpec("recorded_at", Text("过账时间", "Posted at"), FieldType.DATETIME)
DOCUMENT_TYPE = FieldSpec("type_label", Text("单据类型", "Document type"), FieldType.TEXT)
NUMBER = FieldSpec("number", Text("单号", "Number"), FieldType.TEXT)
REMARKS = FieldSpec("remarks", Text("摘要", "Remarks"), FieldType.TEXT)

LINE_NO = FieldSpec("line_no", Text("行号", "Line"), FieldType.INTEGER, width=70)
DOCUMENT = FieldSpec("document", Text("单据 ID", "Document id"), FieldType.TEXT, in_list=False)
SCOPE = FieldSpec("scope", Text("核算范围", "Costing scope"), FieldType.TEXT, width=120)

COST = "cost"
"""The mask of what stock is worth (identity.types.Mask)."""


def quantity(name: str, zh: str, en: str, *, group: str | None = None) -> FieldSpec:
    """A quantity in base units. No total row of its own unless `total` is set: litres and boxes do not add up."""
    return FieldSpec(name, Text(zh, en), FieldType.QUANTITY, total=True, group=group)


def cost_amount(name: str, zh: str, en: str, *, group: str | None = None) -> FieldSpec:
    """An amount of stock value without tax; hidden from who may not see cost."""
    return FieldSpec(name, Text(zh, en), FieldType.AMOUNT, total=True, mask=COST, group=group)


def unit_cost(name: str, zh: str, en: str, *, group: str | None = None) -> FieldSpec:
    """A derived unit cost (C3), shown to 6 places, never added up."""
    return FieldSpec(name, Text(zh, en), FieldType.COST, precision=6, mask=COST, group=group)
