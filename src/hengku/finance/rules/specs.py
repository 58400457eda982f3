"""The money documents as the house knows them."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec, QuantityRule
from hengku.finance import texts
from hengku.finance.rules.invoicing import ORDER, RETURNS
from hengku.finance.rules.keys import KEYS
from hengku.finance.rules.specs_funds import FUND, FUND_TYPES
from hengku.finance.rules.specs_method import METHOD_CHANGE
from hengku.finance.rules.specs_opening import OPENING_TYPES
from hengku.finance.types import Basis, CostElement, InvoiceType, Purpose
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

_INVOICE_TYPE = FieldSpec(
    "invoice_type", Text("发票类型", "Invoice type"), FieldType.ENUM, required=True, default=InvoiceType.SPECIAL.value,
    choices=tuple(Choice(one.value, label) for one, label in texts.INVOICE_TYPES.items()), width=110,
    in_list=False, filterable=False, sortable=False,
)  # fmt: skip
_RED = FieldSpec(
    "red", Text("红字", "Credit note"), FieldType.BOOLEAN, in_list=False, filterable=False, sortable=False,
    help=Text("数量和金额照填正数", "Quantities and amounts are entered as positive figures"),
)  # fmt: skip
_DUE = FieldSpec(
    "due_date", Text("到期日", "Due date"), FieldType.DATE, in_list=False, filterable=False, sortable=False
)
_PAID_FROM = FieldSpec(
    "credit", Text("贷方科目", "Credited account"), FieldType.ENUM, in_list=False, filterable=False, sortable=False,
    group=fields.SELDOM,
    choices=tuple(Choice(key, label) for key, label in KEYS.items()),
    help=Text("空 = 应付账款", "Empty = accounts payable"),
)  # fmt: skip
_ADVANCES = FieldSpec(
    "matches", Text("冲预付/预收", "Advances taken"), FieldType.JSON, in_list=False, filterable=False, sortable=False,
    help=Text("用哪些预付款、预收款抵付", "Advances this invoice takes"),
)  # fmt: skip
_INVOICE_NUMBER = fields.EXTERNAL_NUMBER.but(label=Text("发票号码", "Invoice number"))
_AMOUNTS = (fields.PRICE, fields.DISCOUNT, fields.TAX_RATE, fields.AMOUNT, fields.TAX)
_PURCHASE_AMOUNTS = tuple(
    one.but(mask="purchase_price") if one.name in {"price", "amount", "tax"} else one for one in _AMOUNTS
)
_SOURCE = FieldSpec(
    "source_line_id", Text("出入库行", "Goods line"), FieldType.INTEGER, required=True, in_list=False, in_form=False,
    filterable=False,
)  # fmt: skip


def _invoice(code: str, label: Text, prefix: str, help_: Text, *, buying: bool) -> DocTypeSpec:
    sources = (
        ("goods_receipt", "purchase_return", "custody_use", "opening_estimate", ORDER)
        if buying
        else ("shipment", "sales_return", "consignment_settlement")
    )
    return DocTypeSpec(
        code=code,
        label=label,
        prefix=prefix,
        room="finance",
        kind="money",
        help=help_,
        header_fields=(
            fields.SUPPLIER if buying else fields.CUSTOMER,
            fields.BUSINESS_DATE,
            _INVOICE_TYPE,
            _INVOICE_NUMBER,
            _RED,
            _DUE,
            *((_PAID_FROM,) if buying else ()),
            _ADVANCES,
            fields.HANDLER,
            fields.CURRENCY,
            fields.RATE,
            fields.PRICE_INCLUDES_TAX,
            fields.REMARKS,
        ),
        line_fields=(
            fields.ITEM,
            *(() if buying else fields.KITS),
            fields.UNIT,
            fields.QUANTITY,
            *(_PURCHASE_AMOUNTS if buying else _AMOUNTS),
            _SOURCE,
            fields.LINE_REMARKS,
        ),
        transitions=STOCK_TRANSITIONS,
        links=tuple(
            LinkSpec(source, LinkKind.INVOICE, header={"red": True} if source in RETURNS else {}) for source in sources
        ),
        has_prices=True,
        partner_role="supplier" if buying else "customer",
    )


PURCHASE_INVOICE = _invoice(
    "purchase_invoice", texts.PURCHASE_INVOICE, "CGFP", texts.PURCHASE_INVOICE_HELP, buying=True
)
SALES_INVOICE = _invoice("sales_invoice", texts.SALES_INVOICE, "XSFP", texts.SALES_INVOICE_HELP, buying=False)


def _money(code: str, label: Text, prefix: str, help_: Text, *, paying: bool) -> DocTypeSpec:
    mask = "purchase_price" if paying else None
    return DocTypeSpec(
        code=code,
        label=label,
        prefix=prefix,
        room="finance",
        kind="money",
        help=help_,
        header_fields=(
            fields.SUPPLIER if paying else fields.CUSTOMER,
            fields.BUSINESS_DATE,
            FieldSpec(
                "amount", Text("金额", "Amount"), FieldType.AMOUNT, required=True, precision=2, mask=mask, in_list=False,
                filterable=False, sortable=False,
            ),
            FieldSpec(
                "purpose", Text("用途", "Purpose"), FieldType.ENUM, required=True, default=Purpose.GOODS.value,
                choices=tuple(Choice(one.value, label) for one, label in texts.PURPOSES.items()),
                in_list=False, filterable=False, sortable=False,
            ),
            FieldSpec(
                "method", Text("结算方式", "Method"), FieldType.ENUM, default="BANK",
                choices=tuple(Choice(key, label) for key, label in texts.METHODS.items()),
                in_list=False, filterable=False, sortable=False,
            ),
            FUND,
            FieldSpec(
                "matches", Text("核销", "Settles"), FieldType.JSON, in_list=False, filterable=False, sortable=False, mask=mask,
                help=Text("核销哪些单据；也可以以后再核销", "What it settles; may be done later"),
            ),
            FieldSpec(
                "discount", Text("抹零/折扣", "Discount"), FieldType.AMOUNT, precision=2, mask=mask, in_list=False,
                filterable=False, sortable=False,
                help=Text("不收付现金而结清的金额，计入财务费用", "What is settled without money: finance expense or income"),
            ),
            fields.CURRENCY,
            fields.RATE,
            fields.EXTERNAL_NUMBER.but(label=Text("银行流水号", "Bank reference")),
            fields.HANDLER,
            fields.REMARKS,
        ),
        line_fields=(),
        transitions=STOCK_TRANSITIONS,
        partner_role="supplier" if paying else "customer",
        quantity=QuantityRule.NONE,
        needs_lines=False,
    )  # fmt: skip


PAYMENT = _money("payment", texts.PAYMENT, "FKD", texts.PAYMENT_HELP, paying=True)
MONEY_RECEIPT = _money("money_receipt", texts.MONEY_RECEIPT, "SKD", texts.MONEY_RECEIPT_HELP, paying=False)

_CHARGE = (
    FieldSpec(
        "cost", Text("费用", "Charge"), FieldType.ENUM, required=True, default=CostElement.FREIGHT.value,
        choices=tuple(Choice(one.value, label) for one, label in texts.COST_ELEMENTS.items()),
    ),
    FieldSpec(
        "basis", Text("分摊依据", "Shared out"), FieldType.ENUM, required=True, default=Basis.AMOUNT.value,
        choices=tuple(Choice(one.value, label) for one, label in texts.BASES.items()),
    ),
    FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, precision=2),
    FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE),
    FieldSpec("includes_tax", Text("含税", "Tax included"), FieldType.BOOLEAN),
)  # fmt: skip
_BORNE = (
    FieldSpec(
        "key", Text("承担方式", "Borne as"), FieldType.ENUM, required=True,
        choices=tuple(Choice(key, label) for key, label in texts.BEARERS.items()),
    ),
    FieldSpec("partner", Text("往来单位", "Partner"), FieldType.REFERENCE, ref="partners"),
    FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, required=True, precision=2),
)  # fmt: skip

LANDED_COST = DocTypeSpec(
    code="landed_cost",
    label=texts.LANDED_COST,
    prefix="CGFY",
    room="finance",
    kind="money",
    help=texts.LANDED_COST_HELP,
    header_fields=(
        fields.SUPPLIER.but(required=False, help=Text("付款科目已填时可空", "May be empty where it was paid at once")),
        fields.BUSINESS_DATE,
        _INVOICE_TYPE.but(required=False),
        _INVOICE_NUMBER,
        FieldSpec(
            "charges", Text("费用", "Charges"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False,
            mask="purchase_price",
            rows=_CHARGE,
        ),
        _PAID_FROM,
        FieldSpec(
            "customs_value_of", Text("完税价格单据", "Customs value of"), FieldType.JSON, in_list=False, filterable=False, sortable=False,
            mask="purchase_price", group=fields.SELDOM,
            help=Text(
                "进口：货款和运费单据；关税费用不填金额时，按其金额 × 关税税率计算，进口增值税一并计算",
                "Imports: papers of goods and freight; a duty without amount is their value × the duty rate, with the import VAT",
            ),
        ),
        FieldSpec(
            "duty_rate", Text("关税税率", "Duty rate"), FieldType.RATE, precision=6, in_list=False, filterable=False,
            sortable=False, group=fields.SELDOM,
        ),
        FieldSpec(
            "import_vat_rate", Text("进口增值税率", "Import VAT rate"), FieldType.RATE, precision=6, in_list=False,
            filterable=False, sortable=False, group=fields.SELDOM,
        ),
        fields.CURRENCY,
        fields.RATE,
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.AMOUNT.but(
            label=Text("手工分摊金额", "Share by hand"), mask="purchase_price",
            help=Text("只在按手工分摊时填写", "Only where shares are made by hand"),
        ),
        _SOURCE.but(label=Text("入库行", "Receipt line")),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("goods_receipt", LinkKind.REFER),),
    partner_role="supplier",
    quantity=QuantityRule.NONE,
)  # fmt: skip

LOSS_SETTLEMENT = DocTypeSpec(
    code="loss_settlement",
    label=texts.LOSS_SETTLEMENT,
    prefix="SYCL",
    room="finance",
    kind="money",
    help=texts.LOSS_SETTLEMENT_HELP,
    header_fields=(
        fields.BUSINESS_DATE,
        FieldSpec(
            "settlement", Text("处理", "Borne by"), FieldType.JSON, in_list=False, filterable=False, sortable=False, mask="cost",
            rows=_BORNE, help=Text("其余按会计准则处理", "The rest goes as the standard says"),
        ),
        FieldSpec(
            "disaster", Text("自然灾害", "Disaster"), FieldType.BOOLEAN, in_list=False, filterable=False, sortable=False,
            help=Text("企业会计准则下计入营业外支出，不是管理费用", "Under CAS a non-operating loss instead of an expense"),
        ),
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(fields.ITEM, _SOURCE.but(label=Text("损溢行", "Line of the loss")), fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    links=tuple(
        LinkSpec(source, LinkKind.REFER) for source in ("scrap", "count_loss", "count_gain", "transit_loss")
    ),
    quantity=QuantityRule.NONE,
)  # fmt: skip

VARIANCE_RUN = DocTypeSpec(
    code="variance_run",
    label=texts.VARIANCE_RUN,
    prefix="CYFT",
    room="finance",
    kind="money",
    help=texts.VARIANCE_RUN_HELP,
    header_fields=(fields.BUSINESS_DATE, fields.HANDLER, fields.REMARKS),
    line_fields=(),
    transitions=STOCK_TRANSITIONS,
    quantity=QuantityRule.NONE,
    needs_lines=False,
)

WRITE_DOWN = DocTypeSpec(
    code="write_down",
    label=texts.WRITE_DOWN,
    prefix="DJZB",
    room="finance",
    kind="money",
    help=texts.WRITE_DOWN_HELP,
    header_fields=(
        fields.BUSINESS_DATE,
        FieldSpec(
            "by_category", texts.BY_CATEGORY, FieldType.BOOLEAN, in_list=False, filterable=False, sortable=False,
            help=texts.BY_CATEGORY_HELP,
        ),
        fields.HANDLER,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.PRICE.but(label=texts.EXPECTED_PRICE, required=True, mask="cost", help=texts.EXPECTED_PRICE_HELP),
        FieldSpec("completion_cost", texts.COMPLETION_COST, FieldType.PRICE, precision=6, mask="cost", help=texts.PER_UNIT_HELP),
        FieldSpec("selling_cost", texts.SELLING_COST, FieldType.PRICE, precision=6, mask="cost", help=texts.PER_UNIT_HELP),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    quantity=QuantityRule.NONE,
    needs_lines=False,
)  # fmt: skip

DOCUMENT_TYPES = (
    PURCHASE_INVOICE,
    SALES_INVOICE,
    PAYMENT,
    MONEY_RECEIPT,
    LANDED_COST,
    LOSS_SETTLEMENT,
    VARIANCE_RUN,
    WRITE_DOWN,
    *OPENING_TYPES,
    *FUND_TYPES,
    METHOD_CHANGE,
)
