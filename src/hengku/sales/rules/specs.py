"""The documents of sales as the house knows them."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import NOTICE_TRANSITIONS, ORDER_TRANSITIONS, STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec
from hengku.ledger.types import MovementType
from hengku.masterdata.types import StockStatus
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.sales import texts

SCRAP = "SCRAP"
"""Condition of returned goods that are written off at once; not a status of stock."""
CONDITIONS = {**{status.value: label for status, label in texts.CONDITIONS.items()}, SCRAP: texts.CONDITION_SCRAP}
"""What returned goods become: good → available, to be inspected → hold, damaged → rejected, scrap → written off."""

_PRICES = (fields.PRICE, fields.DISCOUNT, fields.DISCOUNT_AMOUNT, fields.TAX_RATE, fields.AMOUNT, fields.TAX)
_HEADER = (fields.CUSTOMER, fields.WAREHOUSE, fields.BUSINESS_DATE, fields.HANDLER)
_TAIL = (
    fields.CURRENCY,
    fields.RATE,
    fields.PRICE_INCLUDES_TAX,
    fields.ORDER_DISCOUNT,
    fields.ORDER_DISCOUNT_RATE,
    fields.REMARKS,
)
_SHIP_TO = FieldSpec("ship_to", texts.SHIP_TO, in_list=False, width=200, aliases=("地址", "ship to"))
_PROMISED = FieldSpec(
    "promised_date", texts.PROMISED_DATE, FieldType.DATE, width=110, aliases=("交期", "promised date")
)

QUOTATION = DocTypeSpec(
    code="quotation",
    label=texts.QUOTATION,
    prefix="XSBJ",
    room="sales",
    kind="order",
    help=texts.QUOTATION_HELP,
    header_fields=(
        fields.CUSTOMER,
        fields.WAREHOUSE.but(required=False, in_list=False),
        fields.BUSINESS_DATE,
        FieldSpec("valid_until", texts.VALID_UNTIL, FieldType.DATE, width=110, aliases=("有效期至", "valid until")),
        fields.HANDLER,
        fields.EXTERNAL_NUMBER.but(label=texts.INQUIRY_NUMBER, in_list=False),
        FieldSpec("terms", texts.TERMS, in_list=False, width=200, aliases=("付款条件", "terms")),
        *_TAIL,
    ),
    line_fields=(
        fields.ITEM,
        *fields.KITS,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *_PRICES,
        _PROMISED,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.REASON.but(label=texts.ZERO_PRICE_REASON, in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=ORDER_TRANSITIONS,
    has_prices=True,
    partner_role="customer",
)

SALES_ORDER = DocTypeSpec(
    code="sales_order",
    label=texts.SALES_ORDER,
    prefix="XSDD",
    room="sales",
    kind="order",
    help=texts.SALES_ORDER_HELP,
    header_fields=(
        *_HEADER,
        fields.EXTERNAL_NUMBER.but(label=texts.CUSTOMER_ORDER),
        _SHIP_TO,
        FieldSpec("priority", texts.PRIORITY, FieldType.INTEGER, default=100, in_list=False, help=texts.PRIORITY_HELP),
        FieldSpec(
            "reserve_incoming",
            texts.RESERVE_INCOMING,
            FieldType.BOOLEAN,
            in_list=False,
            filterable=False,
            sortable=False,
            help=texts.RESERVE_INCOMING_HELP,
        ),
        FieldSpec(
            "pay_minutes",
            texts.PAY_MINUTES,
            FieldType.INTEGER,
            in_list=False,
            filterable=False,
            sortable=False,
            help=texts.PAY_MINUTES_HELP,
        ),
        *_TAIL,
    ),
    line_fields=(
        fields.ITEM,
        *fields.KITS,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *_PRICES,
        fields.GIFT_QUANTITY,
        _PROMISED,
        fields.MIN_LIFE_DAYS,
        FieldSpec("tolerance", texts.TOLERANCE, FieldType.RATE, width=90, in_list=False, help=texts.TOLERANCE_HELP),
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.REASON.but(label=texts.ZERO_PRICE_REASON, in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=ORDER_TRANSITIONS,
    links=(LinkSpec("quotation", LinkKind.EXECUTE),),
    has_prices=True,
    partner_role="customer",
)

DELIVERY_NOTICE = DocTypeSpec(
    code="delivery_notice",
    label=texts.DELIVERY_NOTICE,
    prefix="FHTZ",
    room="sales",
    kind="task",
    help=texts.DELIVERY_NOTICE_HELP,
    header_fields=(
        *_HEADER,
        _SHIP_TO,
        fields.EXTERNAL_NUMBER.but(label=texts.TRACKING_NUMBER, in_list=False),
        *_TAIL,
    ),
    line_fields=(
        fields.ITEM,
        *fields.KITS,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        fields.GIFT_QUANTITY,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        fields.LOT,
        *(one.but(in_list=False) for one in _PRICES),
        fields.REASON.but(label=texts.ZERO_PRICE_REASON, in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=NOTICE_TRANSITIONS,
    links=(LinkSpec("sales_order", LinkKind.EXECUTE),),
    has_prices=True,
    partner_role="customer",
)

SHIPMENT = DocTypeSpec(
    code="shipment",
    label=texts.SHIPMENT,
    prefix="XSCK",
    room="sales",
    kind="stock",
    help=texts.SHIPMENT_HELP,
    header_fields=(*_HEADER, fields.EXTERNAL_NUMBER.but(label=texts.TRACKING_NUMBER), *_TAIL),
    line_fields=(
        fields.ITEM,
        *fields.KITS,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *_PRICES,
        fields.GIFT_QUANTITY,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        fields.LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.MIN_LIFE_DAYS,
        fields.REASON.but(label=texts.ZERO_PRICE_REASON, in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(
        LinkSpec("sales_order", LinkKind.EXECUTE, "shipment"),
        LinkSpec("delivery_notice", LinkKind.EXECUTE),
        LinkSpec("loan_out", LinkKind.EXECUTE),
    ),
    has_prices=True,
    partner_role="customer",
    movement_type=MovementType.SALE,
    direction="OUT",
)

SALES_RETURN = DocTypeSpec(
    code="sales_return",
    label=texts.SALES_RETURN,
    prefix="XSTH",
    room="sales",
    kind="stock",
    help=texts.SALES_RETURN_HELP,
    header_fields=(*_HEADER, fields.EXTERNAL_NUMBER, *_TAIL),
    line_fields=(
        fields.ITEM,
        *fields.KITS,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *_PRICES,
        fields.GIFT_QUANTITY,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        fields.LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.STATUS.but(
            label=texts.CONDITION,
            choices=tuple(Choice(condition, label) for condition, label in CONDITIONS.items()),
            default=StockStatus.AVAILABLE.value,
            aliases=("状况", "condition"),
        ),
        FieldSpec(
            "return_cost",
            texts.RETURN_COST,
            FieldType.PRICE,
            precision=6,
            mask="cost",
            in_list=False,
            filterable=False,
            sortable=False,
            help=texts.RETURN_COST_HELP,
        ),
        fields.REASON.but(label=texts.RETURN_REASON),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("shipment", LinkKind.RETURN),),
    has_prices=True,
    partner_role="customer",
    movement_type=MovementType.SALE_RETURN,
    direction="IN",
)

DOCUMENT_TYPES = (QUOTATION, SALES_ORDER, DELIVERY_NOTICE, SHIPMENT, SALES_RETURN)
