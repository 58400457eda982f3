"""Fields of open items and of what settles what."""

from hengku.finance import texts
from hengku.finance.rules.account_fields import BOOK
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

_SIDES = tuple(Choice(side, label) for side, label in texts.SIDE_LABELS.items())
PARTNER = FieldSpec(
    "partner",
    Text("往来单位", "Partner"),
    FieldType.REFERENCE,
    column="partner_id",
    ref="partners",
    readonly=True,
    width=180,
)
COST = "cost"

OPEN_ITEM_FIELDS = (
    FieldSpec("side", Text("类型", "Side"), FieldType.ENUM, choices=_SIDES, readonly=True, width=80),
    PARTNER,
    FieldSpec(
        "document", Text("单据", "Document"), FieldType.JSON, readonly=True, filterable=False, sortable=False, width=150
    ),
    FieldSpec("date", Text("日期", "Date"), FieldType.DATE, readonly=True, width=100),
    FieldSpec("due_date", Text("到期日", "Due date"), FieldType.DATE, readonly=True, width=100),
    FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, readonly=True, total=True, mask=COST, width=120),
    FieldSpec("open_amount", Text("未结算", "Open"), FieldType.AMOUNT, readonly=True, total=True, mask=COST, width=120),
    BOOK.but(readonly=True),
)

MATCH_FIELDS = (
    FieldSpec("date", Text("核销日期", "Date"), FieldType.DATE, width=110, help=Text("空 = 今天", "Empty = today")),
    FieldSpec("debit", Text("借方项目", "Debit item"), FieldType.INTEGER, column="debit_id", required=True, width=90),
    FieldSpec(
        "credit", Text("贷方项目", "Credit item"), FieldType.INTEGER, column="credit_id", required=True, width=90
    ),
    FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, required=True, total=True, mask=COST, width=120),
    PARTNER.but(column="debit__partner_id"),
    FieldSpec(
        "debit_document",
        Text("借方单据", "Debit document"),
        readonly=True,
        in_form=False,
        filterable=False,
        sortable=False,
    ),
    FieldSpec(
        "credit_document",
        Text("贷方单据", "Credit document"),
        readonly=True,
        in_form=False,
        filterable=False,
        sortable=False,
    ),
    FieldSpec("undone_on", Text("取消日期", "Taken back on"), FieldType.DATE, readonly=True, in_form=False, width=110),
    BOOK.but(readonly=True),
)
