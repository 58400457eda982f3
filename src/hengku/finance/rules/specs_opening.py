"""What a book brings with it: opening items of partners, and goods received before the start whose invoice has not come."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, QuantityRule
from hengku.finance import texts
from hengku.finance.rules import opening_texts
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

MASK = "purchase_price"
OPENING_DUE = DocTypeSpec(
    code="opening_due",
    label=opening_texts.OPENING_DUE,
    prefix="QCWL",
    room="finance",
    kind="money",
    help=opening_texts.OPENING_DUE_HELP,
    header_fields=(
        fields.PARTNER,
        FieldSpec(
            "side", Text("类型", "Side"), FieldType.ENUM, required=True, default="AR",
            choices=tuple(Choice(key, label) for key, label in texts.SIDE_LABELS.items()),
            in_list=False, filterable=False, sortable=False,
        ),
        fields.BUSINESS_DATE.but(label=Text("原单日期", "Date of the paper")),
        fields.EXTERNAL_NUMBER.but(label=Text("原单号", "Its number")),
        FieldSpec(
            "due_date", Text("到期日", "Due date"), FieldType.DATE, in_list=False, filterable=False, sortable=False,
            help=Text("空 = 原单日期", "Empty = the paper's date"),
        ),
        FieldSpec(
            "amount", Text("未结算金额", "Amount open"), FieldType.AMOUNT, required=True, precision=2, mask=MASK, in_list=False,
            filterable=False, sortable=False,
            help=Text("启用日还未收付的金额；红字填负数", "What was not paid on the first day; negative for a credit note"),
        ),
        fields.CURRENCY,
        fields.RATE,
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(),
    transitions=STOCK_TRANSITIONS,
    quantity=QuantityRule.NONE,
    needs_lines=False,
)  # fmt: skip

OPENING_ESTIMATE = DocTypeSpec(
    code="opening_estimate",
    label=opening_texts.OPENING_ESTIMATE,
    prefix="QCZG",
    room="finance",
    kind="money",
    help=opening_texts.OPENING_ESTIMATE_HELP,
    header_fields=(
        fields.SUPPLIER,
        fields.WAREHOUSE,
        fields.BUSINESS_DATE.but(label=Text("入库日期", "Received on")),
        fields.EXTERNAL_NUMBER.but(label=Text("原单号", "Its number")),
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY,
        fields.PRICE.but(label=Text("暂估单价", "Estimated price"), mask=MASK),
        fields.TAX_RATE,
        fields.AMOUNT.but(label=Text("暂估金额", "Estimate"), mask=MASK),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    has_prices=True,
    partner_role="supplier",
)

OPENING_AHEAD = DocTypeSpec(
    code="opening_ahead",
    label=opening_texts.OPENING_AHEAD,
    prefix="QCZW",
    room="finance",
    kind="money",
    help=opening_texts.OPENING_AHEAD_HELP,
    header_fields=(
        fields.SUPPLIER,
        fields.BUSINESS_DATE.but(label=Text("发票日期", "Invoiced on")),
        fields.EXTERNAL_NUMBER.but(label=Text("发票号", "Invoice number")),
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY,
        fields.PRICE.but(mask=MASK),
        fields.TAX_RATE,
        fields.AMOUNT.but(mask=MASK),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    has_prices=True,
    partner_role="supplier",
)

OPENING_TYPES = (OPENING_DUE, OPENING_ESTIMATE, OPENING_AHEAD)
