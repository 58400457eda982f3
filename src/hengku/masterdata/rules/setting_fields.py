"""Fields of warehouses, zones, bins, reason codes, number rules and books."""

from hengku.kernel.texts import Text
from hengku.masterdata import texts
from hengku.masterdata.rules.choices import choices
from hengku.masterdata.rules.item_fields import EXPIRY_TIERS, UPDATED_AT
from hengku.masterdata.rules.seeds import DOCUMENT_PATTERN
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
    InvoiceDifference,
    NegativePolicy,
    PurchaseFreight,
    RevenueTiming,
    SalesControl,
    TaxpayerType,
    UnlinkedReturnCost,
    VoucherGrouping,
)
from hengku.metadata.types import FieldSpec, FieldType

CODE = FieldSpec(
    "code", Text("编码", "Code"), searchable=True, width=120, help=Text("留空自动生成", "Left empty, one is given")
)
NAME = FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=200)
WAREHOUSE = FieldSpec(
    "warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses", required=True, width=160
)
ACTIVE = FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=70)
BIN_TYPE = FieldSpec(
    "bin_type",
    Text("类型", "Type"),
    FieldType.ENUM,
    choices=choices(texts.BIN_TYPES),
    default=BinType.STORAGE,
    width=90,
)
NEGATIVE = FieldSpec(
    "negative_stock", Text("负库存", "Negative stock"), FieldType.ENUM, choices=choices(texts.NEGATIVE_POLICIES),
    default=NegativePolicy.INHERIT, width=90,
)  # fmt: skip

WAREHOUSE_FIELDS = (
    CODE.but(aliases=("仓库编码", "warehouse code")),
    NAME.but(aliases=("仓库", "仓库名称", "warehouse", "warehouse name", "location")),
    FieldSpec("address", Text("地址", "Address"), width=200),
    FieldSpec("keeper", Text("仓管员", "Keeper"), width=100, aliases=("负责人", "manager")),
    FieldSpec("uses_bins", Text("启用库位", "Uses bins"), FieldType.BOOLEAN, default=False, width=90),
    NEGATIVE,
    FieldSpec(
        "cost_group", Text("核算仓库组", "Cost group"), in_list=False,
        help=Text("账簿按仓库组核算时，同组仓库共用成本", "Warehouses of one group share cost when the book keeps cost per group"),
    ),
    ACTIVE,
    UPDATED_AT,
)  # fmt: skip
ZONE_FIELDS = (WAREHOUSE, CODE.but(required=True, help=None), NAME, BIN_TYPE, UPDATED_AT)
BIN_FIELDS = (
    WAREHOUSE.but(aliases=("仓库名称", "warehouse")),
    CODE.but(required=True, help=None, aliases=("库位", "货位", "仓位", "库位编码", "仓位货架", "bin", "bin code", "bin location", "shelf")),
    NAME.but(required=False),
    FieldSpec("zone", Text("库区", "Zone"), FieldType.REFERENCE, ref="zones", width=100),
    BIN_TYPE,
    FieldSpec("walk_order", Text("走位顺序", "Walk order"), FieldType.INTEGER, default=0, width=90),
    FieldSpec("capacity", Text("容量", "Capacity"), FieldType.QUANTITY, precision=6, in_list=False),
    FieldSpec("locked_in", Text("禁止入", "No putting in"), FieldType.BOOLEAN, default=False, width=80),
    FieldSpec("locked_out", Text("禁止出", "No taking out"), FieldType.BOOLEAN, default=False, width=80),
    ACTIVE,
    UPDATED_AT,
)  # fmt: skip

REASON_FIELDS = (
    CODE,
    NAME,
    FieldSpec(
        "purpose", Text("适用单据", "Used in"), width=140,
        help=Text("单据类型代码；空 = 全部", "Code of a document type; empty = all"),
    ),
    FieldSpec(
        "account_key", Text("对方科目键", "Account key"), in_list=False,
        help=Text("例：SELL 销售费用、ADMIN 管理费用、R&D 研发支出；空 = 单据类型的默认", "E.g. SELL, ADMIN, R&D; empty = the document type's own"),
    ),
    UPDATED_AT,
)  # fmt: skip
NUMBER_RULE_FIELDS = (
    FieldSpec("target", Text("对象", "For"), required=True, searchable=True, width=160, help=Text("单据类型或资料", "Document type or kind of record")),
    FieldSpec("prefix", Text("前缀", "Prefix"), width=100),
    FieldSpec("pattern", Text("编码规则", "Pattern"), required=True, default=DOCUMENT_PATTERN, width=240,
              help=Text("例：{prefix}-{yyyyMM}-{seq:4}", "Example: {prefix}-{yyyyMM}-{seq:4}")),
    UPDATED_AT,
)  # fmt: skip

BOOK_FIELDS = (
    CODE,
    NAME.but(help=Text("公司（核算组织）名称", "Name of the company")),
    FieldSpec("currency", Text("本位币", "Currency"), default="CNY", width=80),
    FieldSpec(
        "standard", Text("会计准则", "Accounting standard"), FieldType.ENUM, choices=choices(texts.STANDARDS),
        default=AccountingStandard.SBE, width=140,
    ),
    FieldSpec(
        "taxpayer", Text("纳税人类型", "Taxpayer"), FieldType.ENUM, choices=choices(texts.TAXPAYERS),
        default=TaxpayerType.GENERAL, width=120,
    ),
    FieldSpec("start_month", Text("启用月份", "Start month"), FieldType.DATE, required=True, width=110,
              help=Text("第一个会计期间的第一天", "First day of the first period")),
    FieldSpec(
        "costing_scope", Text("核算范围", "Costing scope"), FieldType.ENUM, choices=choices(texts.COSTING_SCOPES),
        default=CostingScope.BOOK, width=120,
    ),
    FieldSpec(
        "cost_method", Text("计价方法", "Cost method"), FieldType.ENUM, choices=choices(texts.COST_METHODS),
        default=CostMethod.MOVING_AVERAGE, in_list=False,
    ),
    NEGATIVE.but(default=NegativePolicy.FORBID, in_list=False, choices=tuple(
        choice for choice in choices(texts.NEGATIVE_POLICIES) if choice.value != NegativePolicy.INHERIT)),
    FieldSpec("timezone", Text("时区", "Time zone"), default="Asia/Shanghai", in_list=False),
    FieldSpec(
        "backdating", Text("补录以前日期", "Back-dating"), FieldType.ENUM, choices=choices(texts.BACKDATINGS),
        default=Backdating.REPLAY, in_list=False,
    ),
    FieldSpec("backdate_days", Text("可倒填天数", "Days to back-date"), FieldType.INTEGER, default=31, in_list=False),
    FieldSpec(
        "free_before_first_close", Text("首次结账前不限倒填天数", "No limit before the first close"), FieldType.BOOLEAN,
        default=True, in_list=False,
        help=Text("启用以来的业务需要补录时打开", "While what happened since the start is keyed in"),
    ),
    FieldSpec(
        "unlinked_return_cost", Text("无源退货成本", "Cost of returns without shipment"), FieldType.ENUM,
        choices=choices(texts.UNLINKED_RETURN_COSTS), default=UnlinkedReturnCost.CURRENT_AVERAGE, in_list=False,
    ),
    FieldSpec("receipt_tolerance", Text("超收容差", "Over-receipt tolerance"), FieldType.RATE, precision=4, default=0, in_list=False),
    FieldSpec("shipment_tolerance", Text("超发容差", "Over-shipment tolerance"), FieldType.RATE, precision=4, default=0, in_list=False),
    FieldSpec(
        "short_tolerance", Text("短装容差", "Short tolerance"), FieldType.RATE, precision=4, default="0.02", in_list=False,
        help=Text("订单行剩余不超过此比例即视为完成，2% 填 0.02", "An order line with no more than this left is done; 2 % is 0.02"),
    ),
    FieldSpec(
        "match_amount", Text("发票匹配容差(金额)", "Invoice match: amount"), FieldType.AMOUNT, precision=2, default="50.00", in_list=False,
        help=Text("采购发票行与订单价格的差额不超过它即视为匹配", "A purchase invoice line this close to the order's price matches"),
    ),
    FieldSpec(
        "match_percent", Text("发票匹配容差(比例)", "Invoice match: percent"), FieldType.RATE, precision=4, default="0.005", in_list=False,
        help=Text("或不超过订单金额的这个比例，0.5% 填 0.005；两者取其宽", "Or by this part of it, 0.5 % is 0.005; the wider of the two holds"),
    ),
    FieldSpec(
        "gift_cost", Text("赠品成本", "Cost of gifts"), FieldType.ENUM, choices=choices(texts.GIFT_COSTS),
        default=GiftCost.SPREAD, in_list=False,
    ),
    FieldSpec(
        "business", Text("经营类型", "Business"), FieldType.ENUM, choices=choices(texts.BUSINESSES),
        default=Business.MANUFACTURER, in_list=False,
    ),
    FieldSpec(
        "estimate_mode", Text("暂估方式", "Estimates"), FieldType.ENUM, choices=choices(texts.ESTIMATE_MODES),
        default=EstimateMode.REVERSE_ON_INVOICE, in_list=False,
        help=Text("货到票未到时按订单价暂估，发票到后怎样处理", "What happens to the estimate of goods whose invoice comes later"),
    ),
    FieldSpec(
        "invoice_difference", Text("发票差异", "Invoice differences"), FieldType.ENUM, choices=choices(texts.INVOICE_DIFFERENCES),
        default=InvoiceDifference.ON_HAND_SHARE, in_list=False,
        help=Text("发票与暂估的差额：按在库部分进存货、其余进成本，或全部进存货",
                  "Invoice less estimate: the share on hand to stock and the rest to cost of sales, or all to stock"),
    ),
    FieldSpec(
        "purchase_freight", Text("采购费用", "Purchase charges"), FieldType.ENUM, choices=choices(texts.PURCHASE_FREIGHTS),
        default=PurchaseFreight.BY_BUSINESS, in_list=False,
        help=Text("按经营类型：小企业准则下的商贸企业计入销售费用，其余计入存货成本；关税总是成本",
                  "By kind of business: selling expense for traders under SBE, cost for everybody else; duty is always cost"),
    ),
    FieldSpec(
        "revenue_timing", Text("收入确认", "Revenue"), FieldType.ENUM, choices=choices(texts.REVENUE_TIMINGS),
        default=RevenueTiming.AT_ISSUE, in_list=False,
        help=Text("发货时：税额先记待转销项税额，开票时转销项；开票时：货先记发出商品",
                  "As goods leave: tax is pending until the invoice; with the invoice: until then they are goods shipped"),
    ),
    FieldSpec(
        "voucher_grouping", Text("凭证汇总", "Vouchers"), FieldType.ENUM, choices=choices(texts.VOUCHER_GROUPINGS),
        default=VoucherGrouping.DOCUMENT, in_list=False,
        help=Text("汇总时，同一天同类单据合成一张凭证：次日、点“生成”时、结账时生成",
                  "Summed up: documents of a day and kind share a voucher, made the day after, on demand, or by the close"),
    ),
    FieldSpec(
        "close_warnings", Text("结账警告", "Warnings of a close"), FieldType.ENUM, choices=choices(texts.CLOSE_WARNINGS),
        default=CloseWarnings.CONFIRM, in_list=False,
    ),
    FieldSpec("tax_rate", Text("默认税率", "Tax rate"), FieldType.RATE, precision=6, default=0, in_list=False),
    FieldSpec("price_includes_tax", Text("单价含税", "Prices with tax"), FieldType.BOOLEAN, default=False, in_list=False),
    FieldSpec(
        "credit_control", Text("信用控制", "Credit control"), FieldType.ENUM, choices=choices(texts.SALES_CONTROLS),
        default=SalesControl.APPROVAL, in_list=False,
        help=Text("订单审核和出库过账时，客户超过信用额度或信用期怎么办",
                  "When an order is approved or goods are shipped beyond the customer's credit limit or days"),
    ),
    FieldSpec(
        "credit_counts_shipped", Text("信用计入已发未开票", "Credit counts shipments not invoiced"), FieldType.BOOLEAN,
        default=True, in_list=False,
    ),
    FieldSpec(
        "credit_counts_orders", Text("信用计入未发订单", "Credit counts open orders"), FieldType.BOOLEAN, default=True,
        in_list=False,
    ),
    FieldSpec(
        "credit_less_advances", Text("信用扣除预收", "Credit less advances"), FieldType.BOOLEAN, default=True, in_list=False,
    ),
    FieldSpec(
        "reservation_days", Text("预留保留天数", "Days a reservation lasts"), FieldType.INTEGER, in_list=False,
        help=Text("订单审核后预留超过这么多天未发货自动释放；留空不自动释放", "What an order reserved and did not ship is free again after so many days; empty = never by itself"),
    ),
    FieldSpec(
        "safety_buffer", Text("可售缓冲", "Safety buffer"), FieldType.QUANTITY, precision=6, default=0, in_list=False,
        help=Text("每种商品对外少报这么多：可售 = 可用量 − 缓冲", "So much of every item is not offered: sellable = available − buffer"),
    ),
    FieldSpec(
        "floor_control", Text("最低售价控制", "Floor price control"), FieldType.ENUM, choices=choices(texts.SALES_CONTROLS),
        default=SalesControl.APPROVAL, in_list=False,
        help=Text("售价低于价格表中的“最低售价”时怎么办", "When a price is below the floor price of the price list"),
    ),
    EXPIRY_TIERS.but(default="180,90,30"),
    UPDATED_AT,
)  # fmt: skip

SET_UP_QUESTIONS = (
    FieldSpec("book_name", Text("公司名称", "Company name"), required=True),
    FieldSpec("currency", Text("本位币", "Currency"), required=True, default="CNY"),
    FieldSpec(
        "standard", Text("会计准则", "Accounting standard"), FieldType.ENUM, choices=choices(texts.STANDARDS),
        required=True, default=AccountingStandard.SBE,
    ),
    FieldSpec("start_month", Text("启用月份", "Start month"), FieldType.DATE, required=True,
              help=Text("从哪个月开始记账（该月第一天）", "The month in which bookkeeping starts (its first day)")),
    FieldSpec(
        "costing_scope", Text("核算范围", "Costing scope"), FieldType.ENUM, choices=choices(texts.COSTING_SCOPES),
        required=True, default=CostingScope.BOOK,
        help=Text("不确定就选总仓核算", "If in doubt: whole book"),
    ),
    FieldSpec("warehouse_name", Text("第一个仓库", "First warehouse"), required=True, default="主仓库"),
    FieldSpec("owner_username", Text("管理员账号", "Owner's user name"), required=True, default="admin"),
    FieldSpec("owner_password", Text("管理员密码", "Owner's password"), FieldType.PASSWORD, required=True,
              help=Text("至少 8 位", "At least 8 characters")),
)  # fmt: skip
"""At most eight questions stand between a new user and the first document."""
