"""The common columns of documents as people see them; types pick theirs and change what differs (`SUPPLIER.but(...)`)."""

from collections.abc import Iterable

from hengku.kernel.texts import Text
from hengku.masterdata.texts import STATUSES
from hengku.masterdata.types import StockStatus
from hengku.metadata.types import Choice, FieldSpec, FieldType

BUSINESS_DATE = FieldSpec(
    "business_date",
    Text("业务日期", "Business date"),
    FieldType.DATE,
    required=True,
    width=110,
    aliases=("日期", "单据日期", "date"),
)
PARTNER = FieldSpec(
    "partner",
    Text("往来单位", "Partner"),
    FieldType.REFERENCE,
    ref="partners",
    required=True,
    width=180,
    aliases=("单位", "partner"),
)
SUPPLIER = PARTNER.but(
    label=Text("供应商", "Supplier"),
    ref_filter={"is_supplier": "true"},
    aliases=("供货商", "供应商名称", "vendor", "supplier"),
)
CUSTOMER = PARTNER.but(
    label=Text("客户", "Customer"), ref_filter={"is_customer": "true"}, aliases=("客户名称", "购货单位", "customer")
)
WAREHOUSE = FieldSpec(
    "warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses", required=True, width=120,
    aliases=("仓库名称", "库房", "warehouse"),
)  # fmt: skip
TO_WAREHOUSE = WAREHOUSE.but(
    name="to_warehouse", label=Text("调入仓库", "To warehouse"), aliases=("目的仓库", "to warehouse")
)
HANDLER = FieldSpec("handler", Text("经手人", "Handler"), width=90, aliases=("业务员", "采购员", "handler"))
EXTERNAL_NUMBER = FieldSpec(
    "external_number",
    Text("外部单号", "External number"),
    searchable=True,
    width=140,
    aliases=("对方单号", "原单号", "external number"),
)
REMARKS = FieldSpec(
    "remarks", Text("摘要", "Remarks"), FieldType.MULTILINE, width=160, aliases=("备注", "remark", "remarks", "note")
)
SELDOM = "more"
"""Group of header fields that few documents need; forms fold them away."""
CURRENCY = FieldSpec(
    "currency", Text("币别", "Currency"), in_list=False, width=70, group=SELDOM, aliases=("币种", "currency")
)
RATE = FieldSpec(
    "rate", Text("汇率", "Exchange rate"), FieldType.DECIMAL, precision=6, in_list=False, width=90, group=SELDOM,
    help=Text("一单位原币折合多少本位币；本位币单据不填", "Book currency for one unit of the document's currency; empty in book currency"),
    aliases=("exchange rate",),
)  # fmt: skip
PRICE_INCLUDES_TAX = FieldSpec(
    "price_includes_tax", Text("含税价", "Prices include tax"), FieldType.BOOLEAN, in_list=False, width=80
)

ORDER_DISCOUNT = FieldSpec(
    "order_discount", Text("整单折扣", "Order discount"), FieldType.AMOUNT, precision=2, in_list=False, width=100,
    help=Text("整单减去的金额，按行金额分摊到各行；单价含税时为含税金额",
              "Amount off the whole document, shared out over the lines; with tax where prices include it"),
    aliases=("整单优惠", "优惠金额", "order discount"),
)  # fmt: skip

ORDER_DISCOUNT_RATE = FieldSpec(
    "order_discount_rate", Text("整单折扣率", "Order discount %"), FieldType.RATE, in_list=False, filterable=False, sortable=False,
    width=100, help=Text("整单减去的比例，5% 填 0.05；填了整单折扣金额时以金额为准", "Part off the whole document, 0.05 = 5 %; an amount goes before it"),
    aliases=("整单折扣率", "order discount percent"),
)  # fmt: skip
ITEM = FieldSpec(
    "item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True, width=260,
    aliases=("商品编码", "物料编码", "货号", "商品", "sku", "item", "product"),
)  # fmt: skip
UNIT = FieldSpec(
    "unit", Text("单位", "Unit"), FieldType.REFERENCE, ref="units", width=80, aliases=("计量单位", "unit", "uom")
)
QUANTITY = FieldSpec(
    "quantity",
    Text("数量", "Quantity"),
    FieldType.QUANTITY,
    required=True,
    total=True,
    width=100,
    aliases=("数量", "qty", "quantity"),
)
SECOND_QUANTITY = FieldSpec(
    "second_quantity", Text("件数", "Pieces"), FieldType.QUANTITY, precision=6, width=80, in_list=False, filterable=False,
    sortable=False, aliases=("辅数量", "second quantity", "pieces"),
    help=Text("双计量商品的辅数量；留空按每件通常重量折算", "Second quantity of catch-weight goods; empty: by the usual weight of one"),
)  # fmt: skip
PRICE = FieldSpec(
    "price", Text("单价", "Price"), FieldType.PRICE, precision=6, width=100, aliases=("单价", "进价", "售价", "price")
)
AMOUNT = FieldSpec(
    "amount",
    Text("金额", "Amount"),
    FieldType.AMOUNT,
    precision=2,
    total=True,
    width=110,
    aliases=("金额", "不含税金额", "amount"),
)
DISCOUNT = FieldSpec(
    "discount", Text("折扣率", "Discount"), FieldType.RATE, width=80, in_list=False, aliases=("折扣", "discount")
)
DISCOUNT_AMOUNT = FieldSpec(
    "discount_amount", Text("折扣额", "Discount amount"), FieldType.AMOUNT, precision=2, width=90, in_list=False, filterable=False,
    sortable=False, aliases=("折扣金额", "discount amount"),
    help=Text("本行再减去的金额；单价含税时为含税金额", "Amount off the line, after its discount in percent; with tax where prices include it"),
)  # fmt: skip
TAX_RATE = FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE, width=70, aliases=("税率", "tax rate"))
TAX = FieldSpec(
    "tax", Text("税额", "Tax"), FieldType.AMOUNT, precision=2, total=True, width=90, aliases=("税额", "tax")
)
BIN = FieldSpec(
    "bin", Text("库位", "Bin"), FieldType.REFERENCE, ref="bins", width=100, aliases=("货位", "仓位", "bin", "location")
)
TO_BIN = BIN.but(name="to_bin", label=Text("调入库位", "To bin"), aliases=("目的库位", "to bin"))
LOT = FieldSpec(
    "lot", Text("批号", "Lot"), FieldType.REFERENCE, ref="lots", width=120, aliases=("批次", "批次号", "lot", "batch")
)
PRODUCTION_DATE = FieldSpec(
    "production_date", Text("生产日期", "Produced"), FieldType.DATE, width=110, in_list=False, filterable=False, sortable=False,
    aliases=("生产日期", "production date", "manufactured"),
)  # fmt: skip
EXPIRY_DATE = PRODUCTION_DATE.but(
    name="expiry_date", label=Text("有效期至", "Expires"), aliases=("有效期", "到期日", "expiry date", "best before"),
    help=Text("填了生产日期且商品有保质期时自动推算", "Worked out from the production date where the item has a shelf life"),
)  # fmt: skip
NEW_LOT = (LOT, PRODUCTION_DATE, EXPIRY_DATE)
"""What a line says that may bring in a lot nobody knew."""
MIN_LIFE_DAYS = FieldSpec(
    "min_life_days", Text("最低剩余天数", "Least days left"), FieldType.INTEGER, width=100, in_list=False, filterable=False,
    sortable=False, aliases=("最低剩余效期", "minimum remaining life"),
    help=Text("发出的批号至少还有这么多天（含到期当日）；留空按客户、商品", "Lots shipped have at least so many days left, counting the expiry day; empty: as customer or item say"),
)  # fmt: skip
LOTS = FieldSpec(
    "lots", Text("批号分配", "Lots chosen"), FieldType.JSON, in_list=False, in_form=False, filterable=False, sortable=False,
    help=Text("一行分几个批号：批号与数量", "A line of several lots: number and quantity of each"),
)  # fmt: skip
SERIALS = FieldSpec(
    "serials", Text("序列号", "Serial numbers"), FieldType.JSON, in_list=False, in_form=False, filterable=False, sortable=False,
    aliases=("序列号", "SN", "serial numbers", "serial number"),
    help=Text("列出或写成范围：SN001-SN020", "Listed, or as a range: SN001-SN020"),
)  # fmt: skip
PACKAGE = FieldSpec(
    "package", Text("包装", "Package"), FieldType.REFERENCE, ref="packages", width=130, in_list=False, filterable=False,
    sortable=False, aliases=("托盘", "包装号", "LPN", "package"),
    help=Text("货在哪个包装（托盘、箱）里；入库时装入它", "The package (pallet, carton) the goods stand in; goods that come in are put into it"),
)  # fmt: skip
GIFT_QUANTITY = FieldSpec(
    "gift_quantity", Text("赠品数量", "Free quantity"), FieldType.QUANTITY, width=90, in_list=False, filterable=False,
    sortable=False, aliases=("赠送数量", "gift quantity"),
    help=Text("同一商品随货赠送的数量，不计价；单位同本行", "Came free with the line, in its unit"),
)  # fmt: skip
KIT = FieldSpec(
    "kit", Text("组合装", "Kit"), readonly=True, width=130, in_list=False, filterable=False, sortable=False,
    help=Text("本行属于哪个组合装、几套；价款按参考价分到各商品", "The kit this line belongs to and how many; its price is shared out by reference price"),
)  # fmt: skip
KIT_OF = FieldSpec(
    "kit_of", Text("组合装构成", "Kit made of"), FieldType.JSON, readonly=True, in_list=False, in_form=False, filterable=False,
    sortable=False,
)  # fmt: skip
KITS = (KIT, KIT_OF)
"""What a component line says about the kit it was sold in."""
REASON = FieldSpec("reason", Text("原因", "Reason"), ref="reason-codes", width=110, aliases=("原因代码", "reason"))
"""The code of a reason, kept as text so that old documents outlive the list; `ref` is where the choices come from."""
LINE_WAREHOUSE = WAREHOUSE.but(required=False)
LINE_REMARKS = FieldSpec("remarks", Text("备注", "Remarks"), width=160, aliases=("行备注", "remark"))


def status_choices(statuses: Iterable[StockStatus]) -> tuple[Choice, ...]:
    """The stock statuses a type offers, with their names and colours."""
    return tuple(Choice(status.value, STATUSES[status], _COLOURS.get(status, "red")) for status in statuses)


_COLOURS = {StockStatus.AVAILABLE: "green", StockStatus.HOLD: "amber", StockStatus.NEAR_EXPIRY: "amber"}

STATUS = FieldSpec(
    "status", Text("库存状态", "Stock status"), FieldType.ENUM, choices=status_choices(StockStatus), width=90, in_list=False,
    aliases=("状态", "status"),
)  # fmt: skip
TO_STATUS = STATUS.but(name="to_status", label=Text("转换后状态", "New status"), aliases=("目标状态", "new status"))
