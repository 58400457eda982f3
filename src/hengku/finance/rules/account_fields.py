"""Fields of accounts, mappings and opening balances."""

from hengku.finance import texts
from hengku.finance.rules.keys import KEYS
from hengku.finance.types import Side
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

BOOK = FieldSpec("book", Text("核算账簿", "Book"), FieldType.REFERENCE, column="book_id", ref="books", in_list=False)
ACCOUNT = FieldSpec("account", Text("科目", "Account"), FieldType.REFERENCE, ref="accounts", required=True, width=200)
PARTNER = FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners", width=160)
UPDATED_AT = FieldSpec(
    "updated_at", Text("修改时间", "Changed at"), FieldType.DATETIME, readonly=True, in_form=False, in_list=False
)
CLASS_CHOICES = tuple(Choice(key.value, label) for key, label in texts.CLASSES.items())
SIDE_CHOICES = tuple(Choice(key.value, label) for key, label in texts.SIDES.items())
KEY_CHOICES = tuple(Choice(key, Text(f"{label.zh} {key}", f"{label.en} {key}")) for key, label in KEYS.items())

ACCOUNT_FIELDS = (
    FieldSpec("code", Text("科目编码", "Code"), required=True, searchable=True, width=120),
    FieldSpec("name", Text("科目名称", "Name"), required=True, searchable=True, width=200),
    FieldSpec("parent", Text("上级科目", "Parent"), FieldType.REFERENCE, ref="accounts", width=160),
    FieldSpec(
        "account_class", Text("类别", "Class"), FieldType.ENUM, choices=CLASS_CHOICES, required=True, width=110
    ),
    FieldSpec(
        "side", Text("余额方向", "Normal side"), FieldType.ENUM, choices=SIDE_CHOICES, default=Side.DEBIT.value, width=90
    ),
    FieldSpec(
        "auxiliaries", Text("辅助核算", "Auxiliaries"), FieldType.JSON, filterable=False, sortable=False, width=140,
        help=Text("partner 往来单位、item 存货、document 单据、department 部门", "partner, item, document, department"),
    ),
    FieldSpec("by_quantity", Text("数量核算", "By quantity"), FieldType.BOOLEAN, default=False, width=90),
    FieldSpec("active", Text("启用", "Active"), FieldType.BOOLEAN, default=True, width=70),
    BOOK,
    UPDATED_AT,
)  # fmt: skip

MAPPING_FIELDS = (
    FieldSpec("key", Text("科目键", "Key"), FieldType.ENUM, choices=KEY_CHOICES, required=True, width=200),
    ACCOUNT,
    FieldSpec(
        "category", Text("商品分类", "Item category"), FieldType.REFERENCE, ref="item-categories", width=140,
        help=Text("只对该分类及其下级", "Only this category and those below"),
    ),
    FieldSpec("warehouse", Text("仓库", "Warehouse"), FieldType.REFERENCE, ref="warehouses", width=140),
    PARTNER,
    BOOK,
    UPDATED_AT,
)  # fmt: skip

OPENING_FIELDS = (
    ACCOUNT,
    PARTNER,
    FieldSpec(
        "amount", Text("期初余额", "Opening balance"), FieldType.AMOUNT, required=True, total=True, width=140,
        help=Text("按科目的余额方向填写；反方向填负数", "On the account's normal side; negative when it stands on the other"),
    ),
    BOOK,
    UPDATED_AT,
)  # fmt: skip
