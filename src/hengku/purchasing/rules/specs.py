"""The documents of purchasing as the house knows them."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import ORDER_TRANSITIONS, STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec
from hengku.ledger.types import MovementType
from hengku.masterdata.types import StockStatus
from hengku.metadata.types import FieldSpec, FieldType
from hengku.purchasing import texts

RECEIVING_STATUSES = (StockStatus.AVAILABLE, StockStatus.HOLD)
"""What goods may be when they arrive: usable at once, or waiting for inspection."""


def own(field: FieldSpec) -> FieldSpec:
    """A field that is kept with the document and shown in it, not in lists."""
    return field.but(in_list=False, filterable=False, sortable=False)


AMOUNTS = (
    fields.PRICE.but(mask="purchase_price"),
    fields.DISCOUNT,
    fields.DISCOUNT_AMOUNT.but(mask="purchase_price"),
    fields.TAX_RATE,
    fields.AMOUNT.but(mask="purchase_price"),
    fields.TAX.but(mask="purchase_price"),
)
HEADER = (fields.SUPPLIER, fields.WAREHOUSE, fields.BUSINESS_DATE, fields.HANDLER)
TAIL = (
    fields.CURRENCY,
    fields.RATE,
    fields.PRICE_INCLUDES_TAX,
    fields.ORDER_DISCOUNT.but(mask="purchase_price"),
    fields.ORDER_DISCOUNT_RATE.but(mask="purchase_price"),
    fields.REMARKS,
)

PURCHASE_ORDER = DocTypeSpec(
    code="purchase_order",
    label=texts.PURCHASE_ORDER,
    prefix="CGDD",
    room="purchasing",
    kind="order",
    help=texts.PURCHASE_ORDER_HELP,
    header_fields=(
        *HEADER,
        fields.EXTERNAL_NUMBER.but(label=texts.CONTRACT_NUMBER),
        FieldSpec("payment_terms", texts.PAYMENT_TERMS, in_list=False),
        FieldSpec("delivery_address", texts.DELIVERY_ADDRESS, in_list=False),
        *TAIL,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *AMOUNTS,
        FieldSpec(
            "delivery_date", texts.DELIVERY_DATE, FieldType.DATE, width=110, aliases=("交货日期", "delivery date")
        ),
        FieldSpec("tolerance", texts.TOLERANCE, FieldType.RATE, width=90, in_list=False, help=texts.TOLERANCE_HELP),
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.REASON.but(label=texts.ZERO_PRICE_REASON, in_list=False),
        fields.LINE_REMARKS,
    ),
    transitions=ORDER_TRANSITIONS,
    links=tuple(LinkSpec(source) for source in ("purchase_requisition", "rfq", "blanket_order")),
    has_prices=True,
    partner_role="supplier",
)

GOODS_RECEIPT = DocTypeSpec(
    code="goods_receipt",
    label=texts.GOODS_RECEIPT,
    prefix="CGRK",
    room="purchasing",
    kind="stock",
    help=texts.GOODS_RECEIPT_HELP,
    header_fields=(*HEADER, fields.EXTERNAL_NUMBER.but(label=texts.DELIVERY_NOTE), *TAIL),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *AMOUNTS,
        fields.GIFT_QUANTITY,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        *fields.NEW_LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.STATUS.but(choices=fields.status_choices(RECEIVING_STATUSES), default=StockStatus.AVAILABLE.value),
        fields.REASON.but(label=texts.ZERO_PRICE_REASON),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(
        LinkSpec("purchase_order", LinkKind.EXECUTE, "receipt"),
        LinkSpec("receiving_notice"),
        LinkSpec("incoming_inspection", LinkKind.REFER),
        LinkSpec("borrow"),
        LinkSpec("opening_ahead"),
    ),
    has_prices=True,
    partner_role="supplier",
    movement_type=MovementType.PURCHASE,
    direction="IN",
)

PURCHASE_RETURN = DocTypeSpec(
    code="purchase_return",
    label=texts.PURCHASE_RETURN,
    prefix="CGTH",
    room="purchasing",
    kind="stock",
    help=texts.PURCHASE_RETURN_HELP,
    header_fields=(*HEADER, fields.EXTERNAL_NUMBER, *TAIL),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY,
        fields.SECOND_QUANTITY,
        *AMOUNTS,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        fields.LOT,
        fields.LOTS,
        fields.SERIALS,
        fields.PACKAGE,
        fields.STATUS,
        fields.REASON.but(label=texts.RETURN_REASON),
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("goods_receipt", LinkKind.RETURN),),
    has_prices=True,
    partner_role="supplier",
    movement_type=MovementType.PURCHASE_RETURN,
    direction="OUT",
)
