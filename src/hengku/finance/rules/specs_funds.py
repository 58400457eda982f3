"""Expenses, other income and transfers between fund accounts as the house knows them."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, QuantityRule
from hengku.finance.rules import fund_texts
from hengku.finance.texts import INVOICE_TYPES
from hengku.finance.types import InvoiceType
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType

FUND = FieldSpec(
    "fund_account", Text("资金账户", "Fund account"), FieldType.REFERENCE, ref="fund-accounts", ref_filter={"active": "true"},
    in_list=False, filterable=False, sortable=False, width=160,
    help=Text("空 = 该结算方式的默认账户", "Empty = the default account of the method"),
)  # fmt: skip
_AMOUNT = FieldSpec(
    "amount", Text("金额", "Amount"), FieldType.AMOUNT, required=True, precision=2, in_list=False, filterable=False, sortable=False,
    mask="cost",
)  # fmt: skip


def _entries(direction: str) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "category", Text("收支项目", "Category"), FieldType.REFERENCE, ref="spending-categories", required=True,
            ref_filter={"direction": direction, "active": "true"},
        ),
        FieldSpec("department", Text("部门", "Department")),
        FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT, required=True, precision=2),
        FieldSpec("tax_rate", Text("税率", "Tax rate"), FieldType.RATE),
        FieldSpec("includes_tax", Text("含税", "Tax included"), FieldType.BOOLEAN),
        FieldSpec("remarks", Text("备注", "Remarks")),
    )  # fmt: skip


def _spending(code: str, label: Text, prefix: str, help_: Text, *, spends: bool) -> DocTypeSpec:
    invoice = FieldSpec(
        "invoice_type", Text("发票类型", "Invoice type"), FieldType.ENUM, default=InvoiceType.ORDINARY.value,
        choices=tuple(Choice(one.value, named) for one, named in INVOICE_TYPES.items()),
        in_list=False, filterable=False, sortable=False,
        help=Text("专用发票的税额可以抵扣", "The tax of a special invoice is deducted"),
    )  # fmt: skip
    return DocTypeSpec(
        code=code,
        label=label,
        prefix=prefix,
        room="finance",
        kind="money",
        help=help_,
        header_fields=(
            fields.PARTNER.but(required=False),
            fields.BUSINESS_DATE,
            FUND.but(
                help=Text("空 = 先挂账（应付），要填往来单位", "Empty = owed to the partner, who is named then")
                if spends
                else Text("空 = 先挂账（应收），要填往来单位", "Empty = owed by the partner, who is named then")
            ),
            FieldSpec(
                "due_date", Text("到期日", "Due date"), FieldType.DATE, in_list=False, filterable=False, sortable=False
            ),
            *((invoice,) if spends else ()),
            fields.EXTERNAL_NUMBER.but(label=Text("发票号码", "Invoice number")),
            FieldSpec(
                "entries", Text("明细", "Entries"), FieldType.JSON, required=True, in_list=False, filterable=False, sortable=False,
                mask="cost", rows=_entries("EXPENSE" if spends else "INCOME"),
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


EXPENSE = _spending("expense", fund_texts.EXPENSE, "FYD", fund_texts.EXPENSE_HELP, spends=True)
OTHER_INCOME = _spending("other_income", fund_texts.OTHER_INCOME, "QTSR", fund_texts.OTHER_INCOME_HELP, spends=False)
FUND_TRANSFER = DocTypeSpec(
    code="fund_transfer",
    label=fund_texts.FUND_TRANSFER,
    prefix="ZJZZ",
    room="finance",
    kind="money",
    help=fund_texts.FUND_TRANSFER_HELP,
    header_fields=(
        fields.BUSINESS_DATE,
        FUND.but(label=Text("转出账户", "From"), required=True, help=None),
        FUND.but(name="to_fund", label=Text("转入账户", "To"), required=True, help=None),
        _AMOUNT,
        _AMOUNT.but(name="fee", label=Text("手续费", "Fee"), required=False, help=Text("计入财务费用，从转出账户付", "Finance expense, paid by the first account")),
        fields.EXTERNAL_NUMBER.but(label=Text("银行流水号", "Bank reference")),
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

FUND_TYPES = (EXPENSE, OTHER_INCOME, FUND_TRANSFER)
