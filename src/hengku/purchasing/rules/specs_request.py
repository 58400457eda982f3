"""What comes before a purchase order: what people need, what suppliers are asked, what was agreed for a longer time."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import APPROVE, ORDER_TRANSITIONS, REJECT, REOPEN, STOP, SUBMIT, UNAPPROVE, VOID_IT
from hengku.documents.types import DocTypeSpec, LinkSpec
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.purchasing import texts
from hengku.purchasing.rules.specs import AMOUNTS, HEADER, TAIL, own

_NEEDED = own(
    FieldSpec(
        "needed_date", texts.NEEDED_DATE, FieldType.DATE, width=110, aliases=("需用日期", "needed", "required by")
    )
)
_GOODS = (fields.ITEM, fields.UNIT, fields.QUANTITY)

PURCHASE_REQUISITION = DocTypeSpec(
    code="purchase_requisition",
    label=texts.PURCHASE_REQUISITION,
    prefix="CGSQ",
    room="purchasing",
    kind="order",
    help=texts.PURCHASE_REQUISITION_HELP,
    header_fields=(
        fields.BUSINESS_DATE,
        fields.HANDLER.but(label=texts.REQUESTER, aliases=("申请人", "requester")),
        own(FieldSpec("department", texts.DEPARTMENT, width=120, aliases=("部门", "department"))),
        own(
            FieldSpec(
                "urgency",
                texts.URGENCY,
                FieldType.ENUM,
                choices=tuple(Choice(code, label) for code, label in texts.URGENCIES.items()),
                default="NORMAL",
            )
        ),
        fields.WAREHOUSE.but(required=False),
        fields.REMARKS,
    ),
    line_fields=(
        *_GOODS,
        _NEEDED,
        own(
            FieldSpec(
                "suggested_supplier",
                texts.SUGGESTED_SUPPLIER,
                FieldType.REFERENCE,
                ref="partners",
                ref_filter={"is_supplier": "true"},
                width=160,
                aliases=("建议供应商", "supplier"),
            )
        ),
        own(
            FieldSpec(
                "budget_price", texts.BUDGET_PRICE, FieldType.PRICE, precision=6, mask="purchase_price", width=100
            )
        ),
        own(FieldSpec("purpose", texts.PURPOSE, width=140, aliases=("用途", "purpose"))),
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=ORDER_TRANSITIONS,
)

RFQ = DocTypeSpec(
    code="rfq",
    label=texts.RFQ,
    prefix="XJD",
    room="purchasing",
    kind="task",
    help=texts.RFQ_HELP,
    header_fields=(
        fields.BUSINESS_DATE,
        fields.HANDLER,
        own(FieldSpec("deadline", texts.DEADLINE, FieldType.DATE)),
        fields.WAREHOUSE.but(required=False),
        fields.REMARKS,
    ),
    line_fields=(*_GOODS, _NEEDED, fields.LINE_WAREHOUSE.but(in_list=False), fields.LINE_REMARKS),
    transitions=(SUBMIT, APPROVE, REJECT, UNAPPROVE, STOP, REOPEN, VOID_IT),
    links=(LinkSpec("purchase_requisition"),),
)

BLANKET_ORDER = DocTypeSpec(
    code="blanket_order",
    label=texts.BLANKET_ORDER,
    prefix="CGXY",
    room="purchasing",
    kind="order",
    help=texts.BLANKET_ORDER_HELP,
    header_fields=(
        *HEADER,
        own(FieldSpec("valid_from", texts.VALID_FROM, FieldType.DATE)),
        own(FieldSpec("valid_to", texts.VALID_TO, FieldType.DATE, required=True)),
        own(
            FieldSpec(
                "limit_amount",
                texts.LIMIT_AMOUNT,
                FieldType.AMOUNT,
                precision=2,
                mask="purchase_price",
                help=texts.LIMIT_AMOUNT_HELP,
            )
        ),
        fields.EXTERNAL_NUMBER.but(label=texts.CONTRACT_NUMBER),
        *TAIL,
    ),
    line_fields=(*_GOODS, *AMOUNTS, fields.LINE_REMARKS),
    transitions=ORDER_TRANSITIONS,
    has_prices=True,
    partner_role="supplier",
)
