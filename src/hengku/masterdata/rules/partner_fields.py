"""Fields of partners, and of prices agreed with them."""

from hengku.kernel.texts import Text
from hengku.masterdata import texts
from hengku.masterdata.rules.choices import choices
from hengku.masterdata.rules.item_fields import REMARKS, UPDATED_AT
from hengku.masterdata.types import PriceKind
from hengku.metadata.types import FieldSpec, FieldType

PARTNER_FIELDS = (
    FieldSpec(
        "code", Text("编码", "Code"), searchable=True, width=120, help=Text("留空自动生成", "Left empty, one is given"),
        aliases=("编号", "供应商编码", "客户编码", "往来单位编码", "code", "account number", "accountnumber", "customer id", "customerid", "vendor code"),
    ),
    FieldSpec(
        "name", Text("名称", "Name"), required=True, searchable=True, width=220,
        aliases=("供应商", "供应商名称", "客户", "客户名称", "单位名称", "往来单位", "公司名称", "company", "vendor", "supplier", "customer", "vendor name", "customer name", "supplier name"),
    ),
    FieldSpec("short_name", Text("简称", "Short name"), searchable=True, width=100),
    FieldSpec("is_supplier", Text("供应商", "Supplier"), FieldType.BOOLEAN, default=False, width=80, aliases=("是供应商",)),
    FieldSpec("is_customer", Text("客户", "Customer"), FieldType.BOOLEAN, default=False, width=80, aliases=("是客户",)),
    FieldSpec("contact", Text("联系人", "Contact"), searchable=True, width=100),
    FieldSpec("phone", Text("电话", "Phone"), searchable=True, width=120, aliases=("手机号码", "联系电话", "手机", "mobile", "telephone", "tel")),
    FieldSpec("email", Text("电子邮箱", "E-mail"), in_list=False, aliases=("邮箱", "email", "mail")),
    FieldSpec("address", Text("地址", "Address"), in_list=False, aliases=("联系地址", "收货地址")),
    FieldSpec("tax_number", Text("纳税人识别号", "Tax number"), in_list=False, aliases=("税号", "统一社会信用代码", "vat number")),
    FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE, precision=6, in_list=False, aliases=("税率(%)", "税率（%）")),
    FieldSpec(
        "group", Text("客户分组", "Group"), searchable=True, in_list=False, width=100,
        help=Text("同一分组共用价格表中该分组的价格", "Customers of a group share the prices of that group"), aliases=("客户级别", "分组", "group", "customer group"),
    ),
    FieldSpec(
        "credit_limit", Text("信用额度", "Credit limit"), FieldType.AMOUNT, precision=2, in_list=False,
        help=Text("最多可欠多少（含税）；空 = 不限", "Most the customer may owe, tax included; empty = no limit"), aliases=("信用额度", "credit limit"),
    ),
    FieldSpec(
        "credit_days", Text("信用期（天）", "Credit days"), FieldType.INTEGER, in_list=False,
        help=Text("有应收逾期超过这些天就不再发货；空 = 不查", "Nothing more is shipped when an item is overdue by more days; empty = not checked"),
        aliases=("信用期", "账期", "credit days"),
    ),
    FieldSpec(
        "price_includes_tax", Text("含税价录入", "Prices with tax"), FieldType.BOOLEAN, in_list=False,
        help=Text("新单据的单价是否含税；空 = 按账簿", "Whether prices of new documents include tax; empty = as the book says"),
    ),
    FieldSpec("bank", Text("开户行", "Bank"), in_list=False),
    FieldSpec("bank_account", Text("银行账号", "Bank account"), in_list=False, aliases=("账号", "银行帐号")),
    FieldSpec(
        "inspects_goods", Text("来料检验", "Inspect its goods"), FieldType.BOOLEAN, default=False, in_list=False,
        help=Text("商品未注明检验方式时，该供应商的来料都要检验", "Goods of this supplier are inspected on arrival unless the item says otherwise"),
    ),
    FieldSpec(
        "blocked", Text("停用", "Blocked"), FieldType.BOOLEAN, default=False, width=80,
        help=Text("停用后不能再开单", "No new documents with a blocked partner"),
    ),
    FieldSpec(
        "min_life_days", Text("最低剩余效期(天)", "Least life (days)"), FieldType.INTEGER, in_list=False,
        help=Text("发给该客户的货至少还有这么多天（含到期当日）", "Goods for this customer have at least so many days left, counting the expiry day"),
    ),
    REMARKS,
    UPDATED_AT,
)  # fmt: skip

PRICE_FIELDS = (
    FieldSpec(
        "item", Text("商品", "Item"), FieldType.REFERENCE, ref="items", required=True, width=220,
        aliases=("货号", "商品编码", "条码", "编码", "基本条码", "barcode", "sku", "item code"),
    ),
    FieldSpec(
        "kind", Text("价格类型", "Kind"), FieldType.ENUM, choices=choices(texts.PRICE_KINDS), required=True,
        default=PriceKind.SALE, width=100, aliases=("类型",),
    ),
    FieldSpec(
        "unit", Text("单位", "Unit"), FieldType.REFERENCE, ref="units", width=80,
        help=Text("空 = 基本单位", "Empty = base unit"),
    ),
    FieldSpec(
        "partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners", width=160,
        help=Text("空 = 对所有人", "Empty = for everybody"), aliases=("客户", "供应商", "customer", "supplier"),
    ),
    FieldSpec(
        "partner_group", Text("客户分组", "Group"), width=100, help=Text("空 = 对所有人", "Empty = for everybody"),
        aliases=("分组", "客户级别", "customer group"),
    ),
    FieldSpec(
        "book", Text("账簿", "Book"), FieldType.REFERENCE, ref="books", in_list=False,
        help=Text("空 = 所有账簿", "Empty = every book"),
    ),
    FieldSpec(
        "price", Text("价格", "Price"), FieldType.PRICE, required=True, precision=6, width=100,
        aliases=("单价", "价钱", "unit price", "list price", "listprice"),
    ),
    FieldSpec("includes_tax", Text("含税", "With tax"), FieldType.BOOLEAN, default=False, width=70),
    FieldSpec(
        "minimum_quantity", Text("起订量", "From quantity"), FieldType.QUANTITY, precision=6, default=0, width=90,
        aliases=("最小数量",),
    ),
    FieldSpec("valid_from", Text("生效日期", "Valid from"), FieldType.DATE, width=110, aliases=("开始日期", "start date")),
    FieldSpec("valid_to", Text("失效日期", "Valid to"), FieldType.DATE, width=110, aliases=("结束日期", "end date")),
    UPDATED_AT,
)  # fmt: skip
