"""Goods made out of other goods without a production order, and goods that become other goods (domain specification 2.4)."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.types import DocTypeSpec
from hengku.ledger.types import MovementType
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.warehousing import texts
from hengku.warehousing.rules.specs import GOODS, HEADER, WHERE, WHERE_NEW
from hengku.warehousing.types import Role


def _small(spec: FieldSpec) -> FieldSpec:
    return spec.but(in_list=False, filterable=False, sortable=False)


FEE = _small(FieldSpec("fee", texts.FEE, FieldType.AMOUNT, precision=2, mask="cost", help=texts.FEE_HELP))
FEE_PARTNER = fields.PARTNER.but(label=texts.FEE_PARTNER, required=False, in_list=False)
ROLE = FieldSpec(
    "role", texts.ROLE, FieldType.ENUM, width=90, help=texts.ROLE_HELP, filterable=False, sortable=False,
    choices=(Choice(Role.PRODUCT.value, texts.PRODUCT), Choice(Role.COMPONENT.value, texts.COMPONENT)),
)  # fmt: skip
OF_LINE = _small(FieldSpec("of_line", texts.OF_LINE, FieldType.INTEGER, help=texts.OF_LINE_HELP, width=80))
REFERENCE_COST = _small(FieldSpec(
    "reference_cost", texts.REFERENCE_COST, FieldType.PRICE, precision=6, mask="cost", help=texts.REFERENCE_COST_HELP))  # fmt: skip
TO_ITEM = fields.ITEM.but(name="to_item", label=texts.TO_ITEM, required=True, aliases=("目标商品", "to item"))
TO_QUANTITY = _small(FieldSpec(
    "to_quantity", texts.TO_QUANTITY, FieldType.QUANTITY, required=True, help=texts.TO_QUANTITY_HELP, width=100))  # fmt: skip
TO_LOT = _small(FieldSpec("to_lot", texts.TO_LOT, FieldType.TEXT, width=120))
PRODUCTION_DATE = _small(FieldSpec("to_production_date", texts.PRODUCTION_DATE, FieldType.DATE))
EXPIRY_DATE = _small(FieldSpec("to_expiry_date", texts.EXPIRY_DATE, FieldType.DATE))

ASSEMBLY = DocTypeSpec(
    code="assembly",
    label=texts.ASSEMBLY,
    prefix="ZZD",
    room="warehousing",
    kind="stock",
    help=texts.ASSEMBLY_HELP,
    header_fields=(*HEADER, FEE, FEE_PARTNER, fields.REMARKS),
    line_fields=(ROLE, *GOODS, OF_LINE, *WHERE_NEW, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.ASSEMBLY,
    direction="IN",
)

DISASSEMBLY = DocTypeSpec(
    code="disassembly",
    label=texts.DISASSEMBLY,
    prefix="CXD",
    room="warehousing",
    kind="stock",
    help=texts.DISASSEMBLY_HELP,
    header_fields=(*HEADER, FEE, FEE_PARTNER, fields.REMARKS),
    line_fields=(ROLE, *GOODS, REFERENCE_COST, OF_LINE, *WHERE_NEW, fields.LINE_REMARKS),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.ASSEMBLY,
    direction="IN",
)

CONVERSION = DocTypeSpec(
    code="conversion",
    label=texts.CONVERSION,
    prefix="XTZH",
    room="warehousing",
    kind="stock",
    help=texts.CONVERSION_HELP,
    header_fields=(*HEADER, fields.REMARKS),
    line_fields=(
        *GOODS,
        *WHERE,
        TO_ITEM,
        TO_QUANTITY,
        TO_LOT,
        PRODUCTION_DATE,
        EXPIRY_DATE,
        fields.REASON,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.CONVERSION,
    direction="MOVE",
)

LOT_CHANGE = DocTypeSpec(
    code="lot_change",
    label=texts.LOT_CHANGE,
    prefix="PHTZ",
    room="warehousing",
    kind="stock",
    help=texts.LOT_CHANGE_HELP,
    header_fields=(*HEADER, fields.REMARKS),
    line_fields=(
        *GOODS,
        fields.LINE_WAREHOUSE.but(in_list=False),
        fields.BIN,
        fields.LOT.but(required=False),
        fields.STATUS.but(help=texts.ANY_STATUS),
        TO_LOT,
        fields.TO_STATUS,
        PRODUCTION_DATE,
        EXPIRY_DATE,
        fields.REASON,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    movement_type=MovementType.LOT_CHANGE,
    direction="MOVE",
)

MAKING_TYPES = (ASSEMBLY, DISASSEMBLY, CONVERSION, LOT_CHANGE)
