"""The stock documents of warehousing as the house knows them; counting has its own module."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.rules.usage import NAMES
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec, QuantityRule
from hengku.ledger.types import MovementType
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.warehousing import texts

HEADER = (fields.WAREHOUSE, fields.BUSINESS_DATE, fields.HANDLER)
_TRANSFER_HEADER = (
    fields.WAREHOUSE.but(label=texts.FROM_WAREHOUSE),
    fields.TO_WAREHOUSE,
    fields.BUSINESS_DATE,
    fields.HANDLER,
    fields.REMARKS,
)
ARRIVAL_DATE = FieldSpec(
    "arrival_date", texts.ARRIVAL_DATE, FieldType.DATE, width=110, aliases=("到达日期", "预计到达", "arrival date"),
    help=texts.ARRIVAL_DATE_HELP,
)  # fmt: skip
GOODS = (fields.ITEM, fields.UNIT, fields.QUANTITY, fields.SECOND_QUANTITY)
WHERE = (
    fields.LINE_WAREHOUSE.but(in_list=False),
    fields.BIN,
    fields.LOT,
    fields.LOTS,
    fields.SERIALS,
    fields.PACKAGE,
    fields.STATUS,
)
WHERE_NEW = (
    fields.LINE_WAREHOUSE.but(in_list=False),
    fields.BIN,
    *fields.NEW_LOT,
    fields.LOTS,
    fields.SERIALS,
    fields.PACKAGE,
    fields.STATUS,
)
COST = (
    fields.PRICE.but(label=texts.UNIT_COST, mask="cost"),
    fields.AMOUNT.but(label=texts.COST_AMOUNT, mask="cost"),
)
CAUSE = FieldSpec(
    "cause",
    texts.CAUSE,
    FieldType.ENUM,
    choices=tuple(Choice(cause.value, label) for cause, label in texts.CAUSES.items()),
    in_list=False,
    filterable=False,
    sortable=False,
)
ABNORMAL = FieldSpec(
    "abnormal",
    texts.ABNORMAL,
    FieldType.BOOLEAN,
    in_list=False,
    filterable=False,
    sortable=False,
    help=texts.ABNORMAL_HELP,
)
LOSS = (CAUSE, ABNORMAL)
"""On the header for all lines, or on a line for itself."""
LOSS_LINE = (*LOSS, fields.TAX_RATE.but(in_list=False))
SOURCE_LINE = FieldSpec(
    "source_line_id",
    texts.SOURCE_LINE,
    FieldType.INTEGER,
    required=True,
    in_list=False,
    in_form=False,
    filterable=False,
)

USAGE_FIELD = FieldSpec(
    "usage", texts.USAGE, FieldType.ENUM, in_list=False, filterable=False, sortable=False,
    choices=tuple(Choice(value.value, label) for value, label in NAMES.items()),
)  # fmt: skip
DEPARTMENT = FieldSpec(
    "department", texts.DEPARTMENT, FieldType.TEXT, in_list=False, filterable=False, sortable=False, width=120
)
MARKET_PRICE = fields.PRICE.but(label=texts.MARKET_PRICE, in_list=False, help=texts.MARKET_PRICE_HELP)

OWNER_OF_GOODS = fields.PARTNER.but(
    name="owner",
    label=texts.OWNER,
    required=False,
    in_list=False,
    help=texts.OWNER_OF_GOODS_HELP,
    aliases=("货主", "owner"),
)

OPENING_STOCK = DocTypeSpec(
    code="opening_stock",
    label=texts.OPENING_STOCK,
    prefix="QCKC",
    room="warehousing",
    kind="stock",
    help=texts.OPENING_STOCK_HELP,
    header_fields=(*HEADER, fields.REMARKS),
    line_fields=(*GOODS, *COST, *WHERE_NEW, fields.REASON.but(label=texts.ZERO_COST_REASON), fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.OPENING,
    direction="IN",
)

OPENING_TRANSIT = DocTypeSpec(
    code="opening_transit",
    label=texts.OPENING_TRANSIT,
    prefix="QCZT",
    room="warehousing",
    kind="stock",
    help=texts.OPENING_TRANSIT_HELP,
    header_fields=_TRANSFER_HEADER,
    line_fields=(*GOODS, *COST, *fields.NEW_LOT, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.OPENING,
    direction="IN",
    acts_in="to_warehouse",
)

TRANSFER = DocTypeSpec(
    code="transfer",
    label=texts.TRANSFER,
    prefix="ZJDB",
    room="warehousing",
    kind="stock",
    help=texts.TRANSFER_HELP,
    header_fields=_TRANSFER_HEADER,
    line_fields=(
        *GOODS,
        fields.BIN,
        fields.TO_BIN,
        fields.LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.STATUS,
        OWNER_OF_GOODS,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.TRANSFER,
    direction="MOVE",
)

TRANSFER_OUT = DocTypeSpec(
    code="transfer_out",
    label=texts.TRANSFER_OUT,
    prefix="DBDC",
    room="warehousing",
    kind="stock",
    help=texts.TRANSFER_OUT_HELP,
    header_fields=(*_TRANSFER_HEADER, ARRIVAL_DATE),
    line_fields=(
        *GOODS,
        fields.BIN,
        fields.LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.STATUS,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.TRANSFER,
    direction="MOVE",
)

TRANSFER_IN = DocTypeSpec(
    code="transfer_in",
    label=texts.TRANSFER_IN,
    prefix="DBDR",
    room="warehousing",
    kind="stock",
    help=texts.TRANSFER_IN_HELP,
    header_fields=_TRANSFER_HEADER,
    line_fields=(*GOODS, SOURCE_LINE, fields.TO_BIN, fields.LOT, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("transfer_out", LinkKind.EXECUTE), LinkSpec("opening_transit", LinkKind.EXECUTE)),
    movement_type=MovementType.TRANSFER,
    direction="MOVE",
    acts_in="to_warehouse",
)

TRANSIT_LOSS = DocTypeSpec(
    code="transit_loss",
    label=texts.TRANSIT_LOSS,
    prefix="DBSH",
    room="warehousing",
    kind="stock",
    help=texts.TRANSIT_LOSS_HELP,
    header_fields=(*_TRANSFER_HEADER, *LOSS),
    line_fields=(
        *GOODS,
        SOURCE_LINE,
        fields.LOT,
        fields.REASON.but(label=texts.LOSS_REASON),
        *LOSS_LINE,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("transfer_out", LinkKind.EXECUTE), LinkSpec("opening_transit", LinkKind.EXECUTE)),
    movement_type=MovementType.TRANSIT_LOSS,
    direction="OUT",
)

OTHER_IN = DocTypeSpec(
    code="other_in",
    label=texts.OTHER_IN,
    prefix="QTRK",
    room="warehousing",
    kind="stock",
    help=texts.OTHER_IN_HELP,
    header_fields=(*HEADER, fields.PARTNER.but(required=False), fields.REMARKS),
    line_fields=(*GOODS, *COST, *WHERE_NEW, fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.OTHER_IN,
    direction="IN",
)

OTHER_OUT = DocTypeSpec(
    code="other_out",
    label=texts.OTHER_OUT,
    prefix="QTCK",
    room="warehousing",
    kind="stock",
    help=texts.OTHER_OUT_HELP,
    header_fields=(*HEADER, USAGE_FIELD, DEPARTMENT, fields.PARTNER.but(required=False), fields.REMARKS),
    line_fields=(*GOODS, *WHERE, MARKET_PRICE, fields.TAX_RATE.but(in_list=False), fields.REASON, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.OTHER_OUT,
    direction="OUT",
)

SCRAP = DocTypeSpec(
    code="scrap",
    label=texts.SCRAP,
    prefix="BFD",
    room="warehousing",
    kind="stock",
    help=texts.SCRAP_HELP,
    header_fields=(*HEADER, fields.PARTNER.but(required=False, in_list=False), *LOSS, fields.REMARKS),
    line_fields=(*GOODS, *WHERE, fields.REASON.but(label=texts.SCRAP_REASON), *LOSS_LINE, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("loan_out", LinkKind.EXECUTE), LinkSpec("sales_return", LinkKind.RETURN)),
    movement_type=MovementType.SCRAP,
    direction="OUT",
)

BIN_MOVE = DocTypeSpec(
    code="bin_move",
    label=texts.BIN_MOVE,
    prefix="KWYD",
    room="warehousing",
    kind="stock",
    help=texts.BIN_MOVE_HELP,
    header_fields=(*HEADER, fields.REMARKS),
    line_fields=(
        *GOODS, fields.BIN.but(label=texts.FROM_BIN), fields.TO_BIN.but(required=True), fields.LOT, fields.PACKAGE, fields.STATUS, OWNER_OF_GOODS, fields.LINE_REMARKS
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.BIN_MOVE,
    direction="MOVE",
)  # fmt: skip

STATUS_CHANGE = DocTypeSpec(
    code="status_change",
    label=texts.STATUS_CHANGE,
    prefix="ZTZH",
    room="warehousing",
    kind="stock",
    help=texts.STATUS_CHANGE_HELP,
    header_fields=(*HEADER, fields.REMARKS),
    line_fields=(
        *GOODS,
        *WHERE,
        fields.TO_STATUS.but(required=True),
        fields.REASON.but(required=True),
        OWNER_OF_GOODS,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.STATUS_CHANGE,
    direction="MOVE",
)

COST_ADJUSTMENT = DocTypeSpec(
    code="cost_adjustment",
    label=texts.COST_ADJUSTMENT,
    prefix="CBTZ",
    room="warehousing",
    kind="stock",
    help=texts.COST_ADJUSTMENT_HELP,
    header_fields=(
        *HEADER,
        fields.SUPPLIER.but(required=False, in_list=False),
        FieldSpec(
            "credit",
            texts.ADJUSTMENT_CREDIT,
            in_list=False,
            filterable=False,
            sortable=False,
            help=texts.ADJUSTMENT_CREDIT_HELP,
        ),
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.AMOUNT.but(label=texts.ADJUSTMENT_AMOUNT, required=True, mask="cost", help=texts.ADJUSTMENT_AMOUNT_HELP),
        fields.LINE_WAREHOUSE.but(in_list=False),
        FieldSpec("adjusts_line", texts.ADJUSTS_LINE, FieldType.INTEGER, in_list=False, help=texts.ADJUSTS_LINE_HELP),
        fields.REASON,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    partner_role="supplier",
    movement_type=MovementType.COST_ADJUSTMENT,
    quantity=QuantityRule.NONE,
)

STOCK_TYPES = (
    OPENING_STOCK,
    OPENING_TRANSIT,
    TRANSFER,
    TRANSFER_OUT,
    TRANSFER_IN,
    TRANSIT_LOSS,
    OTHER_IN,
    OTHER_OUT,
    SCRAP,
    BIN_MOVE,
    STATUS_CHANGE,
    COST_ADJUSTMENT,
)
