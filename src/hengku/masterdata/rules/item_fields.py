"""Fields of items and what describes them: categories, brands, units."""

from hengku.kernel.texts import Text
from hengku.masterdata import texts
from hengku.masterdata.rules.choices import choices
from hengku.masterdata.types import AQLS, Lifecycle, LifeUnit, NegativePolicy, PackageKind, Tracking
from hengku.metadata.types import Choice, FieldSpec, FieldType

BASIC, UNITS, STOCK, MORE = "basic", "units", "stock", "more"
GROUPS = {
    BASIC: Text("基本资料", "Basics"),
    UNITS: Text("单位与价税", "Units and tax"),
    STOCK: Text("库存管理", "Stock"),
    MORE: Text("其他", "More"),
}

CODE = FieldSpec(
    "code",
    Text("编码", "Code"),
    searchable=True,
    width=140,
    group=BASIC,
    help=Text("留空按编码规则自动生成", "Left empty, the number rule gives one"),
    aliases=("货号", "商品编码", "商品编号", "物料编码", "存货编码", "自编码", "编号", "item code", "product code", "sku", "stock code", "stockcode", "productnumber", "item no"),
)  # fmt: skip
NAME = FieldSpec(
    "name",
    Text("名称", "Name"),
    required=True,
    searchable=True,
    width=240,
    group=BASIC,
    aliases=(
        "品名",
        "商品名称",
        "物料名称",
        "存货名称",
        "货品名称",
        "item name",
        "product name",
        "description",
        "title",
    ),
)
UPDATED_AT = FieldSpec(
    "updated_at", Text("修改时间", "Changed at"), FieldType.DATETIME, readonly=True, in_form=False, in_list=False
)
ACCOUNT_KEY = FieldSpec(
    "account_key", Text("存货类别", "Inventory class"), FieldType.ENUM, choices=choices(texts.INVENTORY_KEYS), in_list=False,
    aliases=("存货科目", "account group", "valuation class"),
)  # fmt: skip
EXPIRY_TIERS = FieldSpec(
    "expiry_tiers", Text("近效期分档", "Expiry tiers"), in_list=False, filterable=False, sortable=False,
    help=Text("从宽到严，最多五档：180,90,30（天）或 2/3,1/3（占保质期）", "From the widest, five at most: 180,90,30 (days) or 2/3,1/3 (of the shelf life)"),
)  # fmt: skip
REMARKS = FieldSpec(
    "remarks", Text("备注", "Remarks"), FieldType.MULTILINE, in_list=False, sortable=False, group=MORE,
    aliases=("说明", "note", "notes", "comment", "comments"),
)  # fmt: skip

ITEM_FIELDS = (
    CODE,
    NAME,
    FieldSpec(
        "spec", Text("规格型号", "Specification"), searchable=True, width=160, group=BASIC,
        aliases=("规格", "型号", "规格/型号", "specification", "model", "size"),
    ),
    FieldSpec(
        "category", Text("分类", "Category"), FieldType.REFERENCE, ref="item-categories", width=120, group=BASIC,
        aliases=("类别", "类别名称", "商品分类", "商品类别", "物料分组", "存货分类", "category name", "product category"),
    ),
    FieldSpec(
        "brand", Text("品牌", "Brand"), FieldType.REFERENCE, ref="brands", width=100, group=BASIC,
        aliases=("牌子", "brand name"),
    ),
    FieldSpec(
        "lifecycle", Text("状态", "State"), FieldType.STATE, choices=choices(texts.LIFECYCLES), default=Lifecycle.ACTIVE,
        width=80, group=BASIC, aliases=("商品状态", "status"),
    ),
    FieldSpec(
        "is_kit", Text("组合装", "Kit"), FieldType.BOOLEAN, readonly=True, in_form=False, in_list=False, group=BASIC,
        aliases=("套装", "bundle", "kit"),
    ),
    FieldSpec("image", Text("图片", "Picture"), FieldType.IMAGE, in_list=False, filterable=False, sortable=False, group=BASIC),
    FieldSpec(
        "base_unit", Text("基本单位", "Base unit"), FieldType.REFERENCE, ref="units", required=True, width=80, group=UNITS,
        aliases=("单位", "计量单位", "库存单位", "unit", "uom", "unit of measure", "unitofmeasure"),
    ),
    FieldSpec(
        "purchase_unit", Text("采购单位", "Purchase unit"), FieldType.REFERENCE, ref="units", in_list=False, group=UNITS,
        help=Text("新采购单的默认单位", "The unit of new purchase lines"),
    ),
    FieldSpec(
        "sale_unit", Text("销售单位", "Sales unit"), FieldType.REFERENCE, ref="units", in_list=False, group=UNITS,
        help=Text("新销售单的默认单位", "The unit of new sales lines"),
    ),
    FieldSpec(
        "stock_unit", Text("库存显示单位", "Stock unit"), FieldType.REFERENCE, ref="units", in_list=False, group=UNITS,
        help=Text("库存查询时换算显示的单位", "The unit in which stock is shown as well"),
    ),
    FieldSpec(
        "second_unit", Text("辅计量单位", "Second unit"), FieldType.REFERENCE, ref="units", in_list=False, group=UNITS,
        help=Text("双计量：基本单位（如 kg）计价核算，另记件数；有收发后不能再改", "Catch weight: the base unit (such as kg) is priced and valued, pieces are kept beside; fixed once goods moved"),
    ),
    FieldSpec(
        "second_ratio", Text("每件通常重量", "Usual weight of one"), FieldType.DECIMAL, precision=6, in_list=False, group=UNITS,
        help=Text("一个辅计量单位通常合多少基本单位", "Base units one second unit usually comes to"),
    ),
    FieldSpec(
        "second_tolerance", Text("重量容差", "Weight tolerance"), FieldType.RATE, precision=4, in_list=False, group=UNITS,
        help=Text("实际重量与件数 × 通常重量最多差多少；留空不检查", "By how much the real weight may differ from units × usual weight; empty = any"),
    ),
    FieldSpec(
        "tax_rate", Text("税率", "Tax rate"), FieldType.RATE, precision=6, width=80, group=UNITS,
        help=Text("留空用账簿的税率；13、13% 或 0.13 都是 13%", "Left empty, the book's rate holds; 13, 13% and 0.13 all mean 13%"),
        aliases=("税率(%)", "税率（%）", "销项税", "销项稅", "銷項稅", "销項稅", "增值税率", "vat", "vat rate", "tax"),
    ),
    FieldSpec(
        "tracking", Text("批次管理", "Tracking"), FieldType.ENUM, choices=choices(texts.TRACKINGS), default=Tracking.NONE,
        in_list=False, group=STOCK, aliases=("批号管理",),
    ),
    FieldSpec(
        "weak_serials", Text("登记序列号", "Note serial numbers"), FieldType.ENUM, choices=choices(texts.WEAK_SERIALS),
        in_list=False, group=STOCK,
        help=Text("只登记、不按件管库存：数量或重号不对时提示", "Noted only, stock is not kept by them: a wrong count or a number seen before is a warning"),
    ),
    FieldSpec(
        "has_expiry", Text("管理有效期", "Expiry dates"), FieldType.BOOLEAN, default=False, in_list=False, group=STOCK,
    ),
    FieldSpec(
        "shelf_life", Text("保质期", "Shelf life"), FieldType.INTEGER, in_list=False, group=STOCK,
        help=Text("由生产日期推算有效期至：含当日，共保质期天数", "Gives the expiry date from the production date; both days count"),
        aliases=("保质期(天)", "保质期天数", "shelf life (days)"),
    ),
    FieldSpec(
        "shelf_life_unit", Text("保质期单位", "Shelf life unit"), FieldType.ENUM, choices=choices(texts.LIFE_UNITS),
        default=LifeUnit.DAY, in_list=False, group=STOCK,
    ),
    FieldSpec(
        "lot_by_rule", Text("自动批号", "Lot numbers by rule"), FieldType.BOOLEAN, default=False, in_list=False, group=STOCK,
        help=Text("入库未填批号时按编码规则生成", "A receipt without a lot number gets the next one of the number rule"),
    ),
    FieldSpec(
        "min_receipt_life", Text("收货最低剩余效期", "Least life at receipt"), FieldType.RATE, precision=4, in_list=False,
        group=STOCK, help=Text("剩余天数占保质期的比例，低于它不收货", "Days left as a share of the shelf life; goods with less are not received"),
    ),
    FieldSpec(
        "min_life_days", Text("发货最低剩余天数", "Least days at shipment"), FieldType.INTEGER, in_list=False, group=STOCK,
        help=Text("含到期当日；客户或订单可另行约定", "Counting the expiry day; customer or order may agree otherwise"),
    ),
    FieldSpec(
        "near_expiry_days", Text("近效期锁定天数", "Near-expiry lock (days)"), FieldType.INTEGER, in_list=False, group=STOCK,
        help=Text("剩余天数不多于它时自动锁定；留空按分类，再无则不锁定", "Stock with no more days left is locked; empty: as the category says, else never"),
    ),
    EXPIRY_TIERS.but(group=STOCK, help=Text("如 180,90,30（天）或 2/3,1/3（占保质期）；留空按分类、账簿",
                                            "Such as 180,90,30 (days) or 2/3,1/3 (of the shelf life); empty: category, then book")),
    FieldSpec(
        "cost_method", Text("计价方法", "Cost method"), FieldType.ENUM, choices=choices(texts.COST_METHODS), in_list=False,
        group=STOCK,
        help=Text("留空按分类、账簿；有单据后不能再改", "Left empty, category and book decide; fixed once documents use the item"),
    ),
    FieldSpec(
        "previous_unit_cost", Text("上期单位成本", "Previous unit cost"), FieldType.COST, precision=6, in_list=False, group=STOCK,
        mask="cost",
        help=Text("启用前的单位成本；没有结存时按它暂估发出成本", "Unit cost before the first posting; prices issues while nothing is in stock"),
    ),
    ACCOUNT_KEY.but(group=STOCK, help=Text("决定存货科目；留空按分类，再按库存商品", "Decides the inventory account; left empty: the category's, else goods")),
    FieldSpec(
        "standard_cost", Text("标准成本", "Standard cost"), FieldType.DECIMAL, precision=6, mask="cost", in_list=False, group=STOCK,
        help=Text(
            "按标准成本计价的商品每基本单位的成本；有收发后用“标准成本调整单”修改",
            "Cost of a base unit of items kept at standard cost; once goods moved, a standard cost revision changes it",
        ),
        aliases=("计划单价", "计划成本", "planned price"),
    ),
    FieldSpec(
        "negative_stock", Text("负库存", "Negative stock"), FieldType.ENUM, choices=choices(texts.NEGATIVE_POLICIES),
        default=NegativePolicy.INHERIT, in_list=False, group=STOCK,
    ),
    FieldSpec(
        "minimum_stock", Text("安全库存", "Safety stock"), FieldType.QUANTITY, precision=6, in_list=False, group=STOCK,
        aliases=("最低库存", "库存下限", "minimum stock", "safety stock", "safetystocklevel", "minimum"),
    ),
    FieldSpec(
        "maximum_stock", Text("最高库存", "Maximum stock"), FieldType.QUANTITY, precision=6, in_list=False, group=STOCK,
        aliases=("库存上限", "maximum"),
    ),
    FieldSpec(
        "receipt_tolerance", Text("超收容差", "Over-receipt tolerance"), FieldType.RATE, precision=4, in_list=False, group=STOCK,
    ),
    FieldSpec(
        "shipment_tolerance", Text("超发容差", "Over-shipment tolerance"), FieldType.RATE, precision=4, in_list=False, group=STOCK,
    ),
    FieldSpec(
        "inspection", Text("来料检验", "Incoming inspection"), FieldType.ENUM, choices=choices(texts.INSPECTIONS), in_list=False,
        group=STOCK, help=Text("不填 = 按供应商的规定", "Empty = as the supplier says"),
    ),
    FieldSpec(
        "aql", Text("AQL(%)", "AQL (%)"), FieldType.ENUM, choices=tuple(Choice(one, Text(one, one)) for one in AQLS),
        in_list=False, group=STOCK,
        help=Text("抽检用：GB/T 2828.1 一次正常抽样 II 级", "For sampling: GB/T 2828.1, single, normal, level II"),
    ),
    FieldSpec(
        "weight_kg", Text("重量(kg)", "Weight (kg)"), FieldType.DECIMAL, precision=6, in_list=False, group=MORE,
        aliases=("重量", "基础重量(kg)", "基础重量", "weight"),
    ),
    FieldSpec(
        "volume_m3", Text("体积(m³)", "Volume (m³)"), FieldType.DECIMAL, precision=6, in_list=False, group=MORE,
        aliases=("体积", "volume"),
    ),
    FieldSpec("origin", Text("产地", "Origin"), in_list=False, group=MORE, aliases=("原产地", "country of origin")),
    FieldSpec(
        "variant_of", Text("所属商品", "Variant of"), FieldType.REFERENCE, ref="items", readonly=True, in_list=False, group=MORE,
    ),
    REMARKS,
    UPDATED_AT,
)  # fmt: skip

LOT_FIELDS = (
    FieldSpec(
        "number", Text("批号", "Lot number"), searchable=True, width=140,
        help=Text("留空按编码规则自动生成", "Left empty, the number rule gives one"), aliases=("批次", "lot", "batch"),
    ),
    FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True, width=220),
    FieldSpec("production_date", Text("生产日期", "Produced"), FieldType.DATE, width=110),
    FieldSpec("expiry_date", Text("有效期至", "Expires"), FieldType.DATE, width=110),
    FieldSpec(
        "supplier", Text("供应商", "Supplier"), FieldType.REFERENCE, ref="partners", ref_filter={"is_supplier": "true"}, width=160,
    ),
    FieldSpec(
        "parent", Text("所属批号", "Belongs to lot"), FieldType.REFERENCE, ref="lots", readonly=True, width=120,
        help=Text("序列号属于哪个批号", "The lot of a serial number"),
    ),
    FieldSpec("supplier_number", Text("供应商批号", "Supplier's lot"), searchable=True, width=140),
    FieldSpec(
        "attributes", Text("批次属性", "Attributes"), FieldType.JSON, in_list=False, in_form=False, filterable=False, sortable=False,
        help=Text("如 产地、等级、浓度", "Such as origin, grade, strength"),
    ),
    REMARKS.but(group=None),
    UPDATED_AT,
)  # fmt: skip

PACKAGE_FIELDS = (
    FieldSpec(
        "number", Text("包装号", "Package number"), searchable=True, width=180, aliases=("托盘号", "LPN", "SSCC"),
        help=Text("留空按编码规则自动生成（可设为 SSCC）", "Left empty, the number rule gives one (an SSCC if it says so)"),
    ),
    FieldSpec(
        "kind", Text("种类", "Kind"), FieldType.ENUM, choices=choices(texts.PACKAGE_KINDS), default=PackageKind.CARTON, width=90,
    ),
    FieldSpec(
        "parent", Text("放在包装", "Stands in"), FieldType.REFERENCE, ref="packages", width=160,
        help=Text("如：这一箱放在哪个托盘上；移动托盘时一起走", "Such as the pallet a carton stands on; it moves along"),
    ),
    REMARKS.but(group=None),
    UPDATED_AT,
)  # fmt: skip

UNIT_ROWS = (
    FieldSpec("unit", Text("单位", "Unit"), FieldType.REFERENCE, ref="units", required=True),
    FieldSpec(
        "factor", Text("换算率", "Ratio"), required=True,
        help=Text("1 个该单位 = 多少基本单位，可写 12 或 1/3", "How many base units one unit holds: 12 or 1/3"),
    ),
)  # fmt: skip
BARCODE_ROWS = (
    FieldSpec("code", Text("条码", "Barcode"), required=True),
    FieldSpec(
        "unit", Text("单位", "Unit"), FieldType.REFERENCE, ref="units", help=Text("空 = 基本单位", "Empty = base unit")
    ),
)
COMPONENT_ROWS = (
    FieldSpec(
        "component", Text("组成商品", "Component"), FieldType.REFERENCE, ref="items", required=True,
        help=Text("填了组成商品，本商品就是组合装：按一行销售，保存时拆成组成商品发货，自身没有库存", "With components the item is a kit: sold as one line, shipped as its components, without stock of its own"),
    ),
    FieldSpec("quantity", Text("每套数量", "Per kit"), FieldType.QUANTITY, required=True, help=Text("每 1 个基本单位的组合装含多少（组成商品的基本单位）", "Base units of the component in one base unit of the kit")),
    FieldSpec(
        "reference_price", Text("参考价", "Reference price"), FieldType.PRICE, precision=6,
        help=Text("按“参考价 × 数量”把套价分到各商品，最后一项取余；留空取销售价格表", "The kit's price is shared out by reference price × quantity, the last takes the rest; empty = sales price list"),
    ),
)  # fmt: skip
PARTNER_CODE_ROWS = (
    FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners", required=True),
    FieldSpec("code", Text("对方编码", "Their code"), required=True),
    FieldSpec("name", Text("对方名称", "Their name")),
)

CATEGORY_FIELDS = (
    CODE,
    NAME,
    FieldSpec("parent", Text("上级分类", "Parent"), FieldType.REFERENCE, ref="item-categories"),
    FieldSpec("path", Text("路径", "Path"), readonly=True, in_form=False, searchable=True),
    FieldSpec(
        "cost_method",
        Text("计价方法", "Cost method"),
        FieldType.ENUM,
        choices=choices(texts.COST_METHODS),
        help=Text("对还没有收发的商品生效", "For items without movements so far; the others keep their method"),
    ),
    ACCOUNT_KEY,
    FieldSpec(
        "near_expiry_days",
        Text("近效期锁定天数", "Near-expiry lock (days)"),
        FieldType.INTEGER,
        in_list=False,
        help=Text("商品未填时用它", "For items that say nothing themselves"),
    ),
    EXPIRY_TIERS,
    FieldSpec(
        "lot_attributes",
        Text("批次属性", "Lot attributes"),
        FieldType.JSON,
        in_list=False,
        filterable=False,
        sortable=False,
        help=Text(
            "这类商品的批号要记录的属性，如 产地、等级、浓度",
            "What lots of these items tell, such as origin, grade, strength",
        ),
    ),
    UPDATED_AT,
)
BRAND_FIELDS = (CODE, NAME, UPDATED_AT)
UNIT_FIELDS = (
    CODE,
    NAME,
    FieldSpec(
        "precision", Text("小数位", "Places"), FieldType.INTEGER, default=0,
        help=Text("0 = 不可分割（个、台）", "0 = indivisible (pieces, machines)"),
    ),
    FieldSpec(
        "aliases", Text("别名", "Other names"), FieldType.JSON, filterable=False, sortable=False,
        help=Text("导入时也认得的写法", "Spellings an import understands as well"),
    ),
    UPDATED_AT,
)  # fmt: skip
