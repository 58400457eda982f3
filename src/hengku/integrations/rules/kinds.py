"""The kinds of files that can be imported, and their columns."""

from dataclasses import dataclass

from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text
from hengku.masterdata.rules import item_fields, partner_fields, setting_fields
from hengku.metadata.types import FieldSpec, FieldType

OPENING_PREFIX = "opening:"
"""A mapping target "opening:<warehouse>" makes a column of an items file the opening stock of that warehouse."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of file. document_type: what its rows become (None: records). resource: whose right to import is asked. by_row:
    rows without a number are documents of their own, whatever the options say."""

    code: str
    label: Text
    fields: tuple[FieldSpec, ...]
    resource: str
    document_type: str | None = None
    returns_type: str | None = None
    transition: str = "post"
    by_row: bool = False

    def field(self, name: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.name == name), None)


def _price(name: str, zh: str, en: str, *aliases: str) -> FieldSpec:
    mask = "purchase_price" if name == "purchase_price" else None
    return FieldSpec(name, Text(zh, en), FieldType.PRICE, precision=6, aliases=aliases, mask=mask)


_ITEM_COLUMNS = {spec.name: spec for spec in item_fields.ITEM_FIELDS}
_ITEM_CODE = _ITEM_COLUMNS["code"]
_ITEM_COLUMNS["code"] = _ITEM_CODE.but(
    aliases=(*_ITEM_CODE.aliases, "货品编号", "货品编码", "产品编码", "产品编号", "物料编号")
)
_ITEM_NAME = _ITEM_COLUMNS["name"]
_ITEM_COLUMNS["name"] = _ITEM_NAME.but(aliases=(*_ITEM_NAME.aliases, "货品名称", "产品名称", "物料名称"))
_ITEMS = (
    *(
        _ITEM_COLUMNS[name]
        for name in (
            "code", "name", "spec", "category", "brand", "base_unit", "tax_rate", "minimum_stock", "maximum_stock",
            "shelf_life", "weight_kg", "volume_m3", "origin", "remarks", "lifecycle",
        )
    ),
    FieldSpec(
        "barcode", Text("条码", "Barcode"),
        aliases=("基本条码", "国际条码", "商品条码", "69码", "ean", "upc", "gtin", "bar code"),
    ),
    FieldSpec("model", Text("型号", "Model"), help=Text("并入规格", "Becomes part of the specification")),
    FieldSpec("color", Text("颜色", "Colour"), aliases=("color",), help=Text("并入规格", "Becomes part of the specification")),
    FieldSpec("attributes", Text("多属性", "Attributes"), aliases=("属性",), help=Text("如 绿色,L", "Such as green,L")),
    FieldSpec("second_unit", Text("副单位", "Second unit"), aliases=("辅助单位", "大单位", "箱单位"), help=Text("可写 箱=12瓶", "May say 箱=12瓶")),
    FieldSpec("second_factor", Text("比例", "Ratio"), aliases=("换算率", "换算比例", "箱规", "进货规格", "装箱数")),
    FieldSpec("second_barcode", Text("副条码", "Second barcode"), aliases=("箱码",)),
    _price("purchase_price", "采购价", "Purchase price", "进货价", "进价", "成本价", "standardcost", "cost", "unit cost"),
    _price("sale_price", "销售价", "Sales price", "售价", "标准售价", "selling price"),
    _price("retail_price", "零售价", "Retail price", "listprice", "list price"),
    _price("wholesale_price", "批发价", "Wholesale price"),
    _price("member_price", "会员价", "Member price"),
    _price("floor_price", "最低售价", "Lowest price", "最低价"),
    FieldSpec("lot_tracked", Text("批号", "Lots"), FieldType.BOOLEAN, aliases=("批号管理", "lotandexpirycontrol")),
    FieldSpec("serial_tracked", Text("序列号", "Serial numbers"), FieldType.BOOLEAN),
)  # fmt: skip

_PARTNERS = (
    *(spec for spec in partner_fields.PARTNER_FIELDS if spec.name not in {"blocked", "updated_at"}),
    FieldSpec("active", Text("状态", "State"), FieldType.BOOLEAN, aliases=("启用", "activeflag", "active")),
)
_WAREHOUSES = tuple(
    spec for spec in setting_fields.WAREHOUSE_FIELDS if spec.name in {"code", "name", "address", "keeper", "cost_group"}
)
_BINS = tuple(
    spec
    for spec in setting_fields.BIN_FIELDS
    if spec.name in {"warehouse", "code", "name", "zone", "bin_type", "walk_order", "capacity"}
)
_PRICES = tuple(
    spec if spec.name != "kind" else spec.but(required=False)
    for spec in partner_fields.PRICE_FIELDS
    if spec.name != "updated_at"
)

NUMBER = FieldSpec(
    "number", Text("单号", "Number"), help=Text("对方或原系统的单号；同号的行成为一张单据", "The other system's number; rows of one number become one document"),
    aliases=("单据编号", "单据号", "订单号", "订单编号", "发票号", "外部单号", "invoiceno", "invoice no", "invoice", "order number", "document number", "purchaseorderid", "order id", "external number"),
)  # fmt: skip
DATE = FieldSpec(
    "business_date", Text("业务日期", "Business date"), FieldType.DATE,
    aliases=("日期", "单据日期", "下单日期", "入库日期", "出库日期", "date", "order date", "orderdate", "invoicedate", "invoice date"),
)  # fmt: skip
WAREHOUSE = FieldSpec(
    "warehouse",
    Text("仓库", "Warehouse"),
    FieldType.REFERENCE,
    ref="warehouses",
    aliases=("仓库名称", "仓库编码", "库房"),
)
ITEM = FieldSpec(
    "item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True,
    help=Text("编码或条码", "Code or barcode"),
    aliases=("条码", "商品条码", "商品编码", "商品编号", "货号", "货品编号", "货品编码", "产品编码", "产品编号", "物料编码", "物料编号", "编码", "编号", "基本条码", "国际条码", "69码", "barcode", "sku", "stockcode", "stock code", "item code", "product code", "productid", "product number"),
)  # fmt: skip
ITEM_NAME = FieldSpec(
    "item_name", Text("商品名称", "Item name"), aliases=("名称", "品名", "item description", "description", "product name"),
    help=Text("仅供核对", "For checking only"),
)  # fmt: skip
UNIT = FieldSpec("unit", Text("单位", "Unit"), FieldType.REFERENCE, ref="units", aliases=("计量单位", "uom"))
QUANTITY = FieldSpec(
    "quantity",
    Text("数量", "Quantity"),
    FieldType.QUANTITY,
    required=True,
    aliases=(
        "qty",
        "实盘数量",
        "实存数量",
        "physical qoh",
        "期初数量",
        "采购数量",
        "销售数量",
        "发货数量",
        "入库数量",
        "出库数量",
        "订购数量",
        "库存数量",
        "库存量",
        "现存量",
        "现有库存",
        "现有数量",
        "当前库存",
        "结存数量",
        "件数",
        "盘点数量",
        "qoh",
        "quantity on hand",
        "orderqty",
        "order qty",
        "order quantity",
        "quantity ordered",
    ),
)
PRICE = FieldSpec(
    "price", Text("单价", "Price"), FieldType.PRICE,
    aliases=("价格", "采购单价", "销售单价", "进价", "售价", "unit price", "unitprice", "unit cost", "cost"),
)  # fmt: skip
AMOUNT = FieldSpec(
    "amount",
    Text("金额", "Amount"),
    FieldType.AMOUNT,
    aliases=("总金额", "期初金额", "库存金额", "linetotal", "total", "total cost"),
)
TAX_RATE = FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE, aliases=("税率(%)", "税率（%）", "vat"))
BIN = FieldSpec(
    "bin",
    Text("库位", "Bin"),
    FieldType.REFERENCE,
    ref="bins",
    aliases=("货位", "仓位", "储位", "存放位置", "库位编码", "货架", "仓位货架", "bin location", "shelf"),
)
LOT = FieldSpec("lot", Text("批号", "Lot"), aliases=("批次", "batch", "lot number"))
PRODUCED = FieldSpec("production_date", Text("生产日期", "Produced on"), FieldType.DATE, aliases=("production date",))
EXPIRES = FieldSpec(
    "expiry_date", Text("有效期至", "Expires on"), FieldType.DATE, aliases=("到期日", "expiration date", "expiry date")
)
ORDER = FieldSpec(
    "order_number", Text("来源订单号", "Order number"), aliases=("源单号", "采购订单号", "销售订单号", "source order")
)
REMARKS = FieldSpec("remarks", Text("备注", "Remarks"), aliases=("摘要", "note", "remark", "comment"))
SUPPLIER = FieldSpec(
    "partner",
    Text("供应商", "Supplier"),
    FieldType.REFERENCE,
    ref="partners",
    aliases=("供应商名称", "供应商编码", "供货商", "vendor", "vendorid"),
)
CUSTOMER = FieldSpec(
    "partner",
    Text("客户", "Customer"),
    FieldType.REFERENCE,
    ref="partners",
    aliases=("客户名称", "客户编码", "customerid", "customer id"),
)
_LINE = (ITEM, ITEM_NAME, UNIT, QUANTITY, PRICE, AMOUNT, TAX_RATE, REMARKS)
SERIALS = FieldSpec(
    "serials", Text("序列号", "Serial numbers"), aliases=("SN", "序列号范围", "serial number", "serials"),
    help=Text("列出或写成范围：SN001-SN020", "Listed, or as a range: SN001-SN020"),
)  # fmt: skip
_STOCK = (BIN, LOT, SERIALS, PRODUCED, EXPIRES)

_DUES = (
    FieldSpec(
        "side", Text("类型", "Side"), required=True, aliases=("往来类型", "往来性质", "kind"),
        help=Text("应收、应付、预收、预付", "Receivable, Payable, Advance received, Prepaid"),
    ),
    SUPPLIER.but(
        label=Text("往来单位", "Partner"), required=True,
        aliases=("单位", "单位名称", "客户", "供应商", "客户名称", "供应商名称", "往来单位名称", "customer", "supplier", "vendor"),
    ),
    NUMBER,
    DATE,
    FieldSpec("due_date", Text("到期日", "Due date"), FieldType.DATE, aliases=("到期日期", "收款到期日", "付款到期日", "due")),
    AMOUNT.but(
        required=True, aliases=("未结算金额", "余额", "期初余额", "应收余额", "应付余额", "欠款", "未收金额", "未付金额", "open amount", "balance")
    ),
    FieldSpec("currency", Text("币别", "Currency"), aliases=("币种",)),
    FieldSpec("rate", Text("汇率", "Exchange rate"), FieldType.DECIMAL),
)  # fmt: skip
_BALANCES = (
    FieldSpec(
        "account", Text("科目", "Account"), required=True,
        aliases=("科目编码", "科目代码", "会计科目", "科目名称", "account code"),
    ),
    SUPPLIER.but(label=Text("往来单位", "Partner"), aliases=("单位", "客户", "供应商", "核算项目", "customer", "supplier")),
    AMOUNT.but(required=True, aliases=("期初余额", "余额", "年初余额", "balance", "opening balance")),
)  # fmt: skip

KINDS: Registry[ImportKind] = Registry("import kind")
for _kind in (
    ImportKind("items", Text("商品", "Items"), _ITEMS, "items"),
    ImportKind("partners", Text("往来单位", "Partners"), _PARTNERS, "partners"),
    ImportKind("suppliers", Text("供应商", "Suppliers"), _PARTNERS, "partners"),
    ImportKind("customers", Text("客户", "Customers"), _PARTNERS, "partners"),
    ImportKind("warehouses", Text("仓库", "Warehouses"), _WAREHOUSES, "warehouses"),
    ImportKind("bins", Text("库位", "Bins"), _BINS, "bins"),
    ImportKind("prices", Text("价格", "Prices"), _PRICES, "price-entries"),
    ImportKind(
        "opening-stock", Text("期初库存", "Opening stock"),
        (DATE, WAREHOUSE, ITEM, ITEM_NAME, UNIT, QUANTITY,
         PRICE.but(label=Text("单位成本", "Unit cost"), aliases=("单价", "成本单价", "成本价", "期初单价", "期初成本", "进货价", "进价", "采购价", "unit cost", "cost", "price")),
         AMOUNT, *_STOCK, REMARKS),
        "opening_stock", "opening_stock",
    ),
    ImportKind("opening-dues", Text("期初往来", "Opening items"), (*_DUES, REMARKS), "opening_due"),
    ImportKind(
        "opening-estimates", Text("期初暂估", "Opening estimates"),
        (NUMBER, DATE, SUPPLIER, WAREHOUSE, ITEM, ITEM_NAME, UNIT, QUANTITY,
         PRICE.but(aliases=(*PRICE.aliases, "暂估单价", "暂估价")), AMOUNT.but(aliases=(*AMOUNT.aliases, "暂估金额")), REMARKS),
        "opening_estimate", "opening_estimate",
    ),
    ImportKind(
        "opening-ahead", Text("期初在途物资", "Opening goods invoiced ahead"),
        (NUMBER, DATE, SUPPLIER, ITEM, ITEM_NAME, UNIT, QUANTITY, PRICE, AMOUNT, REMARKS), "opening_ahead", "opening_ahead",
    ),
    ImportKind("opening-balances", Text("科目期初余额", "Opening balances"), _BALANCES, "opening-balances"),
    ImportKind(
        "purchase-orders", Text("采购订单", "Purchase orders"), (NUMBER, DATE, SUPPLIER, WAREHOUSE, *_LINE),
        "purchase_order", "purchase_order", transition="approve",
    ),
    ImportKind(
        "goods-receipts", Text("采购入库", "Goods receipts"), (NUMBER, DATE, SUPPLIER, WAREHOUSE, *_LINE, *_STOCK, ORDER),
        "goods_receipt", "goods_receipt", "purchase_return",
    ),
    ImportKind(
        "sales-orders", Text("销售订单", "Sales orders"), (NUMBER, DATE, CUSTOMER, WAREHOUSE, *_LINE),
        "sales_order", "sales_order", transition="approve",
    ),
    ImportKind(
        "shipments", Text("销售出库", "Shipments"), (NUMBER, DATE, CUSTOMER, WAREHOUSE, *_LINE, BIN, LOT, SERIALS, ORDER),
        "shipment", "shipment", "sales_return",
    ),
):  # fmt: skip
    KINDS.offer(_kind.code, _kind)

ALIASES = {
    "item": "items",
    "goods": "items",
    "vendors": "suppliers",
    "deliveries": "shipments",
    "opening": "opening-stock",
    "opening_stock": "opening-stock",
    "purchase_orders": "purchase-orders",
    "goods_receipts": "goods-receipts",
    "receipts": "goods-receipts",
    "sales_orders": "sales-orders",
}
"""Other words for kinds on the command line."""


def kind_of(code: str) -> ImportKind | None:
    """The kind called so, also by its other words; None when there is none."""
    name = ALIASES.get(code, code)
    return KINDS.get(name) if name in KINDS else None
