"""Words of the master data: refusals and the labels of enumerations."""

from hengku.kernel.texts import Text
from hengku.masterdata.types import (
    AccountingStandard,
    Backdating,
    BinType,
    Business,
    CloseWarnings,
    CostingScope,
    CostMethod,
    EstimateMode,
    GiftCost,
    Inspection,
    InventoryKey,
    InvoiceDifference,
    Lifecycle,
    LifeUnit,
    NegativePolicy,
    PackageKind,
    PlaceKind,
    PriceKind,
    PurchaseFreight,
    RevenueTiming,
    SalesControl,
    StockStatus,
    TaxpayerType,
    Tracking,
    UnlinkedReturnCost,
    VoucherGrouping,
    WeakSerials,
)

MESSAGES = {
    "code_taken": Text(
        "编码“{value}”已被“{name}”使用，请换一个编码", "Code “{value}” already belongs to “{name}”; choose another one"
    ),
    "code_missing": Text("请填写编码", "Enter a code"),
    "name_missing": Text("请填写名称", "Enter a name"),
    "base_unit_missing": Text("请选择基本单位", "Choose the base unit"),
    "unit_unknown": Text("没有单位“{value}”，请先新建", "There is no unit “{value}”; make it first"),
    "partner_unknown": Text("没有往来单位“{value}”", "There is no partner “{value}”"),
    "item_unknown": Text("没有商品“{value}”", "There is no item “{value}”"),
    "component_unknown": Text("没有商品“{value}”，不能作为组成商品", "There is no item “{value}” to be a component"),
    "component_quantity_bad": Text("每套数量要大于 0", "The quantity per kit must be above 0"),
    "component_twice": Text(
        "同一组成商品出现了两次，请合并数量", "A component is listed twice; put its quantities together"
    ),
    "kit_nested": Text(
        "组合装只能由普通商品组成，不能含自己或另一个组合装", "A kit is made of goods, not of itself or of another kit"
    ),
    "kit_in_use": Text(
        "商品已有单据或库存，不能改成组合装；请新建一个商品：{users}",
        "Documents or stock use this item, so it cannot become a kit; make a new item instead: {users}",
    ),
    "list_bad": Text("明细格式不对", "The list is malformed"),
    "number_rule_needs_one_serial": Text(
        "编码规则里要有且只有一个流水号，例如 {example}",
        "A number rule needs exactly one serial, for example {example}",
    ),
    "number_rule_token_unknown": Text(
        "编码规则里有不认识的部分；可用：{known}",
        "The number rule has an unknown part; known are {known}",
    ),
    "number_rule_missing": Text(
        "没有“{target}”的编码规则，请手工填写编码", "There is no number rule for “{target}”; enter the code"
    ),
    "factor_bad": Text(
        "“{value}”不是有效的换算率；请填大于 0 的数或分数，如 12 或 1/3",
        "“{value}” is no ratio; enter a number or fraction above 0, such as 12 or 1/3",
    ),
    "unit_twice": Text("单位“{unit}”出现了两次", "Unit “{unit}” is listed twice"),
    "unit_is_base": Text("“{unit}”已是基本单位，不需要换算率", "“{unit}” is the base unit already and needs no ratio"),
    "unit_not_of_item": Text(
        "“{unit}”不是该商品的单位；请先在单位里加上它",
        "“{unit}” is not a unit of this item; add it to the item's units first",
    ),
    "base_unit_fixed": Text(
        "商品已有单据（{users}），基本单位不能再改；请新建商品",
        "The item is used by {users}; its base unit cannot change any more: make a new item",
    ),
    "precision_fixed": Text(
        "单位已被使用（{users}），小数位不能减少", "The unit is used by {users}; its places cannot be reduced"
    ),
    "barcode_taken": Text("条码“{value}”已属于商品“{name}”", "Barcode “{value}” already belongs to item “{name}”"),
    "barcode_twice": Text("条码“{value}”重复", "Barcode “{value}” is listed twice"),
    "barcode_bad": Text(
        "条码“{value}”无效：最多 64 个字符，中间不能有空格",
        "Barcode “{value}” is not valid: at most 64 characters and no blanks",
    ),
    "partner_code_taken": Text(
        "“{partner}”的编码“{value}”已对应商品“{name}”", "Code “{value}” of “{partner}” already stands for item “{name}”"
    ),
    "tax_rate_bad": Text("税率应在 0 到 1 之间，例如 13% 填 0.13", "A tax rate lies between 0 and 1; 13% is 0.13"),
    "value_negative": Text("不能是负数", "This cannot be negative"),
    "maximum_below_minimum": Text("最高库存小于安全库存", "The maximum stock is below the safety stock"),
    "expiry_tiers_bad": Text(
        "近效期分档“{value}”看不懂：从宽到严写天数或占保质期的份额，如 180,90,30 或 2/3,1/3，最多五档",
        "Expiry tiers “{value}” make no sense: days or shares of the shelf life, tighter and tighter, such as 180,90,30 or 2/3,1/3; five at most",
    ),
    "second_ratio_bad": Text("每件通常重量必须大于零", "The usual weight of one must be more than nothing"),
    "second_unit_is_base": Text("辅计量单位不能就是基本单位", "The second unit is another than the base unit"),
    "second_unit_of_serials": Text(
        "按序列号管理的商品每件一个号，不用双计量", "Goods managed by serial number are counted one by one"
    ),
    "second_unit_fixed": Text("已有收发，辅计量单位不能再改", "Goods have moved: the second unit stays"),
    "weak_serials_too_many": Text(
        "按序列号管理的商品不需要再登记序列号", "Goods managed by serial number need no serial numbers noted besides"
    ),
    "serial_needs_lot": Text(
        "序列号 {lot} 要属于一个批号：先填批号", "Serial number {lot} belongs to a lot: name the lot first"
    ),
    "serial_of_other_lot": Text("序列号 {lot} 属于批号 {other}", "Serial number {lot} belongs to lot {other}"),
    "expiry_needs_lot": Text("管理有效期的商品必须按批号管理", "An item with expiry dates must be tracked by lot"),
    "tracking_fixed": Text(
        "商品已有单据（{users}），批号/序列号管理方式不能再改",
        "The item is used by {users}; its tracking cannot change any more",
    ),
    "cost_method_fixed": Text(
        "商品已有单据（{users}），计价方法不能再改；需要时请另建商品做形态转换",
        "The item is used by {users}; its cost method cannot change any more. Convert to another item if needed",
    ),
    "sampling_needs_aql": Text("抽检请选择 AQL", "Sampling needs an AQL"),
    "specific_needs_lot": Text(
        "个别计价的商品必须按批号或序列号管理", "An item costed by lot must be tracked by lot or serial number"
    ),
    "category_loop": Text("上级分类不能是自己或自己的下级", "A category cannot lie below itself"),
    "category_path_too_long": Text("分类层级太深", "The category lies too deep"),
    "partner_needs_role": Text("请至少勾选“供应商”或“客户”", "Tick supplier or customer (or both)"),
    "in_use": Text(
        "“{name}”不能删除：已被{users}使用。可以改为停用",
        "“{name}” cannot be deleted: used by {users}. It can be archived instead",
    ),
    "book_tolerance_bad": Text(
        "容差应大于等于 0、小于 1，例如 2% 填 0.02", "A tolerance is at least 0 and below 1; 2 % is 0.02"
    ),
    "in_use_cannot_stop": Text("“{name}”不能停用：{users}", "“{name}” cannot be switched off: {users}"),
    "account_key_has_value": Text(
        "还有库存金额，不能改存货类别（{users}）；请先清空库存，或另建商品做形态转换",
        "There is stock value: the inventory class cannot change ({users}); empty the stock first, or convert to another item",
    ),
    "standard_cost_bad": Text("标准成本必须大于零", "A standard cost must be more than nothing"),
    "standard_cost_in_use": Text(
        "商品已按标准成本 {users} 收发，不能直接改；请用“标准成本调整单”，从其日期起生效",
        "Goods have moved at the standard cost {users}: change it by a standard cost revision, which holds from its date on",
    ),
    "warehouse_needs_book": Text("仓库至少要属于一个核算账簿", "A warehouse must belong to at least one book"),
    "costing_scope_fixed": Text(
        "核算范围建账后不能再改；需要时请新建账簿",
        "The costing scope is fixed once the book exists; make a new book if needed",
    ),
    "cost_group_fixed": Text(
        "仓库组建好后不能再改（成本按组核算）",
        "The warehouse group is fixed once the warehouse exists (cost is kept per group)",
    ),
    "start_month_not_first": Text("启用月份应填该月第一天", "The start month must be the first day of a month"),
    "currency_bad": Text("币种应是三个大写字母，如 CNY", "A currency has three capital letters, such as CNY"),
    "timezone_unknown": Text("没有时区“{value}”", "There is no time zone “{value}”"),
    "warehouse_missing": Text("请选择仓库", "Choose a warehouse"),
    "precision_bad": Text("小数位应是 0 到 6", "The number of places lies between 0 and 6"),
    "zone_not_in_warehouse": Text("库区不属于该仓库", "The zone does not belong to this warehouse"),
    "bin_range_bad": Text(
        "库位范围“{value}”不对；请填 A 到 F 或 01 到 12 这样的范围，总数不超过 20000",
        "Range “{value}” is not valid; use A to F or 01 to 12, at most 20,000 bins",
    ),
    "price_for_one": Text(
        "价格要么给一个往来单位，要么给一个客户分组，不能同时填",
        "A price is for one partner or for one group, not for both",
    ),
    "credit_days_negative": Text("信用期不能为负", "Credit days are not negative"),
    "price_dates_swapped": Text("失效日期早于生效日期", "The price ends before it begins"),
    "price_taken": Text(
        "同一商品、单位、往来单位（分组、账簿）、数量和生效日期已有价格",
        "A price for this item, unit, partner, quantity and date exists already",
    ),
    "lot_dates_differ": Text(
        "批号“{lot}”已存在，生产日期 {production}、有效期至 {expiry}；请核对日期或换一个批号",
        "Lot “{lot}” exists already, produced {production}, expires {expiry}; check the dates or use another number",
    ),
    "lot_unknown": Text(
        "没有批号“{lot}”。请核对，或先做入库、在批号档案里建立。",
        "There is no lot “{lot}”. Check the number; receipts and the lot list make new ones.",
    ),
    "lot_from_the_future": Text(
        "生产日期 {production} 晚于业务日期，请核对。", "Produced on {production}, after the business date: check it."
    ),
    "lot_expires_before_production": Text(
        "有效期至 {expiry} 早于生产日期 {production}，请核对。",
        "It expires on {expiry}, before it was produced on {production}: check the dates.",
    ),
    "expiry_required": Text(
        "新批号“{lot}”需要有效期：请填写有效期至，或填写生产日期（商品有保质期时自动推算）。",
        "The new lot “{lot}” needs an expiry date: enter it, or the production date where the item has a shelf life.",
    ),
    "lot_item_untracked": Text(
        "{item} 不按批号管理；请先在商品资料里选择批次管理。",
        "{item} is not managed by lot; choose lot tracking on the item first.",
    ),
    "package_taken": Text("已有包装号“{package}”", "There is a package “{package}” already"),
    "package_loop": Text("包装不能放进自己里面", "A package cannot stand inside itself"),
    "lot_taken": Text("该商品已有批号“{lot}”", "The item has a lot “{lot}” already"),
    "lot_key_fixed": Text(
        "批号“{lot}”的商品和编号不能修改；改批号请开批号调整单。",
        "Item and number of lot “{lot}” stay; use a lot change document for another number.",
    ),
    "book_fact_fixed": Text("账簿已有单据，这一项不能再改", "The book has documents; this cannot change any more"),
    "book_is_last": Text("至少要保留一个核算账簿", "At least one book must remain"),
    "variants_none": Text("请至少填写一个属性值", "Enter at least one attribute value"),
    "variants_too_many": Text("组合太多（{count}），最多 1000 个", "Too many combinations ({count}); at most 1,000"),
    "number_target_taken": Text("“{value}”已有编码规则", "“{value}” has a number rule already"),
    "picture_bad": Text(
        "图片无法识别，或超过 8 MB；请用 PNG、JPEG、WebP 或 GIF",
        "Not a readable picture, or above 8 MB; use PNG, JPEG, WebP or GIF",
    ),
    "demo_missing": Text("没有可用的演示数据", "There is no demo company to load"),
}

LIFECYCLES = {
    Lifecycle.DRAFT: Text("草稿", "Draft"),
    Lifecycle.ACTIVE: Text("启用", "Active"),
    Lifecycle.NO_PURCHASE: Text("停采", "No purchase"),
    Lifecycle.NO_SALE: Text("停售", "No sale"),
    Lifecycle.ARCHIVED: Text("归档", "Archived"),
}
WEAK_SERIALS = {
    WeakSerials.OUT: Text("出库时登记", "Noted at issue"),
    WeakSerials.IN: Text("入库时登记", "Noted at receipt"),
}
LIFE_UNITS = {
    LifeUnit.DAY: Text("天", "Days"),
    LifeUnit.MONTH: Text("月", "Months"),
    LifeUnit.YEAR: Text("年", "Years"),
}
TRACKINGS = {
    Tracking.NONE: Text("不管理", "None"),
    Tracking.LOT: Text("批号", "Lot"),
    Tracking.SERIAL: Text("序列号", "Serial number"),
    Tracking.LOT_SERIAL: Text("批号+序列号", "Lot and serial number"),
}
NEGATIVE_POLICIES = {
    NegativePolicy.INHERIT: Text("按上级", "As above"),
    NegativePolicy.FORBID: Text("禁止", "Forbidden"),
    NegativePolicy.WARN: Text("提示后允许", "Allowed after a warning"),
    NegativePolicy.ALLOW: Text("允许", "Allowed"),
}
INSPECTIONS = {
    Inspection.EXEMPT: Text("免检", "No inspection"),
    Inspection.FULL: Text("全检", "Every unit"),
    Inspection.SAMPLING: Text("抽检", "Sampling"),
}
INVENTORY_KEYS = {
    InventoryKey.GOODS: Text("库存商品", "Goods"),
    InventoryKey.RAW: Text("原材料", "Raw materials"),
    InventoryKey.TURNOVER: Text("周转材料", "Turnover materials"),
}
"""存货类别: the keys whose accounts may carry an item's value."""
COST_METHODS = {
    CostMethod.MOVING_AVERAGE: Text("移动加权平均", "Moving average"),
    CostMethod.MONTH_AVERAGE: Text("全月一次加权平均", "Month-end average"),
    CostMethod.FIFO: Text("先进先出", "First in, first out"),
    CostMethod.SPECIFIC: Text("个别计价（按批号）", "Specific (by lot)"),
    CostMethod.STANDARD: Text("标准成本", "Standard cost"),
}
"""The cost methods a user may choose today; the others are named in types.CostMethod for the books to come."""
COSTING_SCOPES = {
    CostingScope.BOOK: Text("总仓核算", "Whole book"),
    CostingScope.GROUP: Text("按仓库组核算", "Per warehouse group"),
    CostingScope.WAREHOUSE: Text("分仓核算", "Per warehouse"),
}
STANDARDS = {
    AccountingStandard.SBE: Text("小企业会计准则", "Standard for small businesses"),
    AccountingStandard.CAS: Text("企业会计准则", "Accounting standards for enterprises"),
}
TAXPAYERS = {
    TaxpayerType.GENERAL: Text("一般纳税人", "General taxpayer"),
    TaxpayerType.SMALL_SCALE: Text("小规模纳税人", "Small-scale taxpayer"),
}
BACKDATINGS = {
    Backdating.REPLAY: Text("允许，并重算其后的成本", "Allowed; costs of later issues follow"),
    Backdating.NO_REPLAY: Text("允许，按现行成本，不改历史", "Allowed at today's cost; history stays"),
    Backdating.FORBID: Text("不允许", "Not allowed"),
}
UNLINKED_RETURN_COSTS = {
    UnlinkedReturnCost.CURRENT_AVERAGE: Text("现行成本", "Current cost"),
    UnlinkedReturnCost.LATEST_RECEIPT: Text("最近一次入库单价", "Latest receipt"),
    UnlinkedReturnCost.MANUAL: Text("手工填写", "Entered by hand"),
}
GIFT_COSTS = {
    GiftCost.SPREAD: Text("与同种商品分摊", "Share the price of the same item"),
    GiftCost.ZERO: Text("零成本", "Nothing"),
}
BUSINESSES = {
    Business.MANUFACTURER: Text("生产", "Manufacturer"),
    Business.TRADER: Text("商贸", "Trader"),
}
SALES_CONTROLS = {
    SalesControl.OFF: Text("不检查", "Not checked"),
    SalesControl.WARN: Text("提示，可确认", "Warn, may be confirmed"),
    SalesControl.APPROVAL: Text("特批（有权的人可确认）", "Special approval by whoever has the right"),
    SalesControl.BLOCK: Text("拒绝", "Refuse"),
}
VOUCHER_GROUPINGS = {
    VoucherGrouping.DOCUMENT: Text("逐单", "Document by document"),
    VoucherGrouping.DAY: Text("按日汇总", "Summed up by day"),
    VoucherGrouping.PARTNER: Text("按日和往来单位汇总", "Summed up by day and partner"),
}
ESTIMATE_MODES = {
    EstimateMode.REVERSE_ON_INVOICE: Text("单到冲回", "Reverse when the invoice comes"),
    EstimateMode.MONTH_START_REVERSAL: Text("月初回冲", "Reverse on the first of the month"),
    EstimateMode.DIFFERENCE_ON_INVOICE: Text("单到补差", "Book the difference when the invoice comes"),
}
INVOICE_DIFFERENCES = {
    InvoiceDifference.ON_HAND_SHARE: Text("按在库比例", "Share on hand to stock"),
    InvoiceDifference.ALL_TO_STOCK: Text("全部进存货", "All to stock"),
    InvoiceDifference.FOLLOW_USE: Text("跟随耗用", "Where the goods were used"),
}
REVENUE_TIMINGS = {
    RevenueTiming.AT_ISSUE: Text("发货时确认", "As goods leave"),
    RevenueTiming.AT_INVOICE: Text("开票时确认", "With the invoice"),
}
CLOSE_WARNINGS = {
    CloseWarnings.CONFIRM: Text("确认后可结账", "Confirmed by whoever closes"),
    CloseWarnings.BLOCK: Text("不允许结账", "Stop the close"),
}
PURCHASE_FREIGHTS = {
    PurchaseFreight.BY_BUSINESS: Text("按经营类型", "By kind of business"),
    PurchaseFreight.CAPITALISE: Text("计入存货成本", "Part of the goods' cost"),
    PurchaseFreight.EXPENSE: Text("计入销售费用", "Selling expense"),
}
BIN_TYPES = {
    BinType.STORAGE: Text("存储", "Storage"),
    BinType.PICKING: Text("拣货", "Picking"),
    BinType.RECEIVING: Text("收货", "Receiving"),
    BinType.INSPECTION: Text("待检", "Inspection"),
    BinType.REJECTED: Text("不合格", "Rejected"),
    BinType.RETURNS: Text("退货", "Returns"),
    BinType.STAGING: Text("暂存", "Staging"),
}
PACKAGE_KINDS = {
    PackageKind.CARTON: Text("箱", "Carton"),
    PackageKind.PALLET: Text("托盘", "Pallet"),
    PackageKind.OTHER: Text("其他", "Other"),
}
PRICE_KINDS = {
    PriceKind.PURCHASE: Text("采购价", "Purchase price"),
    PriceKind.SALE: Text("销售价", "Sales price"),
    PriceKind.RETAIL: Text("零售价", "Retail price"),
    PriceKind.WHOLESALE: Text("批发价", "Wholesale price"),
    PriceKind.MEMBER: Text("会员价", "Member price"),
    PriceKind.FLOOR: Text("最低售价", "Lowest selling price"),
}
STATUSES = {
    StockStatus.AVAILABLE: Text("可用", "Available"),
    StockStatus.HOLD: Text("待检", "Quality hold"),
    StockStatus.BLOCKED: Text("冻结", "Blocked"),
    StockStatus.REJECTED: Text("不合格", "Rejected"),
    StockStatus.NEAR_EXPIRY: Text("近效期锁定", "Near-expiry lock"),
    StockStatus.EXPIRED: Text("已过期", "Expired"),
    StockStatus.RECALL: Text("召回", "Recall"),
}

PLACE_KINDS = {
    PlaceKind.WAREHOUSE: Text("仓库", "Warehouse"),
    PlaceKind.ARRIVAL: Text("到货待检区", "Arrival area"),
    PlaceKind.TRANSIT: Text("调拨在途", "In transit"),
    PlaceKind.SUBCONTRACTOR: Text("委外商库存", "At subcontractor"),
    PlaceKind.CONSIGNMENT: Text("寄售在外", "On consignment"),
    PlaceKind.LOAN: Text("借出在外", "On loan"),
    PlaceKind.PRODUCTION: Text("生产", "Production"),
    PlaceKind.ASSEMBLY: Text("组装", "Assembly"),
    PlaceKind.SUPPLIER: Text("供应商", "Supplier"),
    PlaceKind.CUSTOMER: Text("客户", "Customer"),
    PlaceKind.PARTNER: Text("外部货主", "Other owner"),
    PlaceKind.ADJUSTMENT: Text("调整", "Adjustment"),
    PlaceKind.SCRAP: Text("报废", "Scrap"),
    PlaceKind.DESTROYED: Text("已销毁", "Destroyed"),
    PlaceKind.OPENING: Text("期初", "Opening"),
}
"""Where stock can be (domain specification 3.1)."""
