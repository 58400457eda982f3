"""Between order and receipt: goods arrive, and are inspected."""

from dataclasses import replace

from hengku.documents.rules import fields
from hengku.documents.rules.machines import NOTICE_TRANSITIONS, STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec, QuantityRule
from hengku.ledger.types import MovementType
from hengku.metadata.types import FieldSpec, FieldType
from hengku.purchasing import texts
from hengku.purchasing.rules.specs import AMOUNTS, HEADER, own

RECEIVING_NOTICE = DocTypeSpec(
    code="receiving_notice",
    label=texts.RECEIVING_NOTICE,
    prefix="SLTZ",
    room="purchasing",
    kind="task",
    help=texts.RECEIVING_NOTICE_HELP,
    header_fields=(
        *HEADER,
        fields.EXTERNAL_NUMBER.but(label=texts.DELIVERY_NOTE),
        fields.CURRENCY,
        fields.PRICE_INCLUDES_TAX,
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY.but(label=texts.ARRIVED_QUANTITY),
        *fields.NEW_LOT,
        fields.LINE_WAREHOUSE.but(in_list=False),
        *(field.but(in_list=False) for field in AMOUNTS),
        fields.LINE_REMARKS,
    ),
    transitions=NOTICE_TRANSITIONS,
    links=(LinkSpec("purchase_order", LinkKind.EXECUTE, "receipt"),),
    has_prices=True,
    partner_role="supplier",
    movement_type=MovementType.ARRIVAL,
    direction="IN",
)

INCOMING_INSPECTION = DocTypeSpec(
    code="incoming_inspection",
    label=texts.INCOMING_INSPECTION,
    prefix="LLJY",
    room="purchasing",
    kind="stock",
    help=texts.INCOMING_INSPECTION_HELP,
    header_fields=(
        fields.SUPPLIER.but(required=False),
        fields.WAREHOUSE,
        fields.BUSINESS_DATE,
        fields.HANDLER.but(label=texts.INSPECTOR, aliases=("检验员", "inspector")),
        fields.EXTERNAL_NUMBER.but(label=texts.REPORT_NUMBER),
        fields.REMARKS,
    ),
    line_fields=(
        fields.ITEM,
        fields.UNIT,
        fields.QUANTITY.but(label=texts.ACCEPTED_QUANTITY, aliases=("合格数量", "accepted")),
        own(FieldSpec("concession_quantity", texts.CONCESSION_QUANTITY, FieldType.QUANTITY, width=100)),
        own(FieldSpec("refused_quantity", texts.REFUSED_QUANTITY, FieldType.QUANTITY, width=100)),
        own(FieldSpec("plan", texts.PLAN, readonly=True, in_form=True, width=320)),
        own(FieldSpec("sample_size", texts.SAMPLE_SIZE, FieldType.INTEGER, width=80)),
        own(FieldSpec("defects", texts.DEFECTS, FieldType.INTEGER, width=80)),
        fields.LOT,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN.but(in_list=False),
        fields.REASON.but(label=texts.DEFECT_REASON),
        fields.LINE_REMARKS,
    ),
    transitions=tuple(replace(verb, label=texts.DECIDE) if verb.name == "post" else verb for verb in STOCK_TRANSITIONS),
    links=(
        LinkSpec("receiving_notice", LinkKind.REFUSE, draws="refused_quantity"),
        LinkSpec("goods_receipt", LinkKind.REFER),
        LinkSpec("sales_return", LinkKind.REFER),
    ),
    movement_type=MovementType.STATUS_CHANGE,
    quantity=QuantityRule.NOT_NEGATIVE,
)
