"""Fields of fund accounts and of 收支项目."""

from hengku.finance.rules.account_fields import BOOK, UPDATED_AT
from hengku.finance.rules.keys import KEYS
from hengku.finance.rules.spending import MONEY_KEYS
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

DIRECTIONS = {"EXPENSE": Text("费用", "Expense"), "INCOME": Text("其他收入", "Other income")}
SPENDING_KEYS = (
    "ADMIN", "SELL", "FIN", "OVERHEAD", "R&D", "TAX-SUR", "NONOP-OUT", "PAYROLL", "OTHER-R", "OREV", "NONOP-IN", "OTHER-P",
)  # fmt: skip
"""Keys a category may mean."""

FUND_FIELDS = (
    FieldSpec("code", Text("编码", "Code"), required=True, searchable=True, width=100),
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=180),
    FieldSpec(
        "kind", Text("类型", "Kind"), FieldType.ENUM, required=True, default="BANK",
        choices=tuple(Choice(key, KEYS[key]) for key in MONEY_KEYS), width=120,
    ),
    FieldSpec(
        "account", Text("科目", "Account"), FieldType.REFERENCE, ref="accounts", width=200,
        help=Text("一个账户一个科目；空 = 自动", "Each has an account of its own; empty = found or made"),
    ),
    FieldSpec("currency", Text("币别", "Currency"), width=70, help=Text("空 = 本位币", "Empty = the book's")),
    FieldSpec(
        "opening_foreign", Text("期初原币", "Opening in its currency"), FieldType.AMOUNT, precision=2, default="0", in_list=False,
        help=Text("外币账户期初的原币金额；期初余额填本位币", "Of accounts in other currencies; the opening balance is in book currency"),
    ),
    FieldSpec("bank", Text("开户行", "Bank"), width=160),
    FieldSpec("number", Text("账号", "Account number"), searchable=True, width=170),
    FieldSpec(
        "is_default", Text("默认", "Default"), FieldType.BOOLEAN, default=False, width=70,
        help=Text("收付款单没有选账户时用它", "Taken where a payment names no account"),
    ),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=70),
    BOOK,
    UPDATED_AT,
)  # fmt: skip

CATEGORY_FIELDS = (
    FieldSpec("code", Text("编码", "Code"), required=True, searchable=True, width=100),
    FieldSpec("name", Text("名称", "Name"), required=True, searchable=True, width=180),
    FieldSpec(
        "direction", Text("收支", "Direction"), FieldType.ENUM, required=True, default="EXPENSE",
        choices=tuple(Choice(key, label) for key, label in DIRECTIONS.items()), width=100,
    ),
    FieldSpec(
        "key", Text("科目键", "Account key"), FieldType.ENUM, required=True, default="ADMIN",
        choices=tuple(Choice(key, KEYS[key]) for key in SPENDING_KEYS), width=160,
    ),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=70),
    UPDATED_AT,
)  # fmt: skip

CATEGORIES = (
    ("OFFICE", Text("办公费", "Office"), "EXPENSE", "ADMIN"),
    ("RENT", Text("房租水电", "Rent and utilities"), "EXPENSE", "ADMIN"),
    ("TRAVEL", Text("差旅费", "Travel"), "EXPENSE", "ADMIN"),
    ("FREIGHT", Text("运输费", "Freight out"), "EXPENSE", "SELL"),
    ("ADS", Text("广告宣传费", "Advertising"), "EXPENSE", "SELL"),
    ("BANKFEE", Text("银行手续费", "Bank charges"), "EXPENSE", "FIN"),
    ("WAGES", Text("工资", "Wages"), "EXPENSE", "PAYROLL"),
    ("SCRAP", Text("废品收入", "Scrap sold"), "INCOME", "NONOP-IN"),
    ("LEASE", Text("出租收入", "Rent earned"), "INCOME", "OREV"),
    ("INTEREST", Text("利息收入", "Interest"), "INCOME", "FIN"),
)
"""What a new account set begins with: code, name, direction, key."""
