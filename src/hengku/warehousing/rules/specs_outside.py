"""Our goods at other people's places: lent, on consignment. They stay ours until they are sold or lost (domain specification 2.4)."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec
from hengku.ledger.types import MovementType
from hengku.metadata.types import FieldSpec, FieldType
from hengku.warehousing import texts
from hengku.warehousing.rules.specs import GOODS, HEADER, SOURCE_LINE, WHERE

DUE_DATE = FieldSpec(
    "due_date",
    texts.DUE_DATE,
    FieldType.DATE,
    in_list=False,
    filterable=False,
    sortable=False,
    help=texts.DUE_DATE_HELP,
)
_RETURNED = (*GOODS, SOURCE_LINE, *WHERE, fields.REASON, fields.LINE_REMARKS)

LOAN_OUT = DocTypeSpec(
    code="loan_out",
    label=texts.LOAN_OUT,
    prefix="JCD",
    room="warehousing",
    kind="stock",
    help=texts.LOAN_OUT_HELP,
    header_fields=(fields.PARTNER, *HEADER, DUE_DATE, fields.REMARKS),
    line_fields=(*GOODS, *WHERE, fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.LOAN,
    direction="OUT",
)

LOAN_RETURN = DocTypeSpec(
    code="loan_return",
    label=texts.LOAN_RETURN,
    prefix="JCGH",
    room="warehousing",
    kind="stock",
    help=texts.LOAN_RETURN_HELP,
    header_fields=(fields.PARTNER, *HEADER, fields.REMARKS),
    line_fields=_RETURNED,
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("loan_out", LinkKind.EXECUTE),),
    movement_type=MovementType.LOAN,
    direction="IN",
)

CONSIGNMENT_OUT = DocTypeSpec(
    code="consignment_out",
    label=texts.CONSIGNMENT_OUT,
    prefix="JSCK",
    room="warehousing",
    kind="stock",
    help=texts.CONSIGNMENT_OUT_HELP,
    header_fields=(fields.CUSTOMER, *HEADER, fields.REMARKS),
    line_fields=(*GOODS, *WHERE, fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    partner_role="customer",
    movement_type=MovementType.CONSIGNMENT,
    direction="OUT",
)

CONSIGNMENT_RETURN = DocTypeSpec(
    code="consignment_return",
    label=texts.CONSIGNMENT_RETURN,
    prefix="JSTH",
    room="warehousing",
    kind="stock",
    help=texts.CONSIGNMENT_RETURN_HELP,
    header_fields=(fields.CUSTOMER, *HEADER, fields.REMARKS),
    line_fields=_RETURNED,
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("consignment_out", LinkKind.EXECUTE),),
    partner_role="customer",
    movement_type=MovementType.CONSIGNMENT,
    direction="IN",
)

CONSIGNMENT_SETTLEMENT = DocTypeSpec(
    code="consignment_settlement",
    label=texts.CONSIGNMENT_SETTLEMENT,
    prefix="DXJS",
    room="warehousing",
    kind="stock",
    help=texts.CONSIGNMENT_SETTLEMENT_HELP,
    header_fields=(
        fields.CUSTOMER,
        fields.BUSINESS_DATE,
        fields.HANDLER,
        fields.CURRENCY,
        fields.PRICE_INCLUDES_TAX,
        fields.EXTERNAL_NUMBER,
        fields.REMARKS,
    ),
    line_fields=(
        *GOODS,
        SOURCE_LINE,
        fields.PRICE,
        fields.TAX_RATE,
        fields.AMOUNT,
        fields.TAX,
        fields.LOT,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("consignment_out", LinkKind.EXECUTE),),
    has_prices=True,
    partner_role="customer",
    movement_type=MovementType.CONSIGNMENT_SALE,
    direction="OUT",
)

OUTSIDE_TYPES = (LOAN_OUT, LOAN_RETURN, CONSIGNMENT_OUT, CONSIGNMENT_RETURN, CONSIGNMENT_SETTLEMENT)
