"""Other people's goods in our warehouses: kept for them, borrowed from them, used up (domain specification 2.4). Quantity, no value."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.rules.usage import Usage
from hengku.documents.types import DocTypeSpec, LinkKind, LinkSpec
from hengku.kernel.texts import Text
from hengku.ledger.types import MovementType
from hengku.warehousing import texts
from hengku.warehousing.rules.specs import DEPARTMENT, GOODS, HEADER, SOURCE_LINE, USAGE_FIELD, WHERE, WHERE_NEW

OWNER = fields.PARTNER.but(label=texts.OWNER, aliases=("货主", "owner"))
_SOURCE = SOURCE_LINE.but(required=False)


def _kept(
    code: str, label: Text, prefix: str, help_: Text, *, coming: bool, source: str = "", needs_source: bool = False
) -> DocTypeSpec:
    """A document that brings goods of others in or gives them back. source: the type it may be made from."""
    links = (LinkSpec(source, LinkKind.EXECUTE),) if source else ()
    link_field = ((SOURCE_LINE if needs_source else _SOURCE),) if source else ()
    return DocTypeSpec(
        code=code,
        label=label,
        prefix=prefix,
        room="warehousing",
        kind="stock",
        help=help_,
        header_fields=(OWNER, *HEADER, fields.EXTERNAL_NUMBER, fields.REMARKS),
        line_fields=(*GOODS, *link_field, *(WHERE_NEW if coming else WHERE), fields.REASON, fields.LINE_REMARKS),
        transitions=STOCK_TRANSITIONS,
        links=links,
        movement_type=MovementType.CUSTODY,
        direction="IN" if coming else "OUT",
    )


CUSTODY_IN = _kept("custody_in", texts.CUSTODY_IN, "DGRK", texts.CUSTODY_IN_HELP, coming=True)
CUSTODY_RETURN = _kept(
    "custody_return", texts.CUSTODY_RETURN, "DGTH", texts.CUSTODY_RETURN_HELP, coming=False, source="custody_in"
)
BORROW = _kept("borrow", texts.BORROW, "JRD", texts.BORROW_HELP, coming=True)
BORROW_RETURN = _kept(
    "borrow_return", texts.BORROW_RETURN, "JRGH", texts.BORROW_RETURN_HELP, coming=False, source="borrow",
    needs_source=True,
)  # fmt: skip

CUSTODY_USE = DocTypeSpec(
    code="custody_use",
    label=texts.CUSTODY_USE,
    prefix="DGXH",
    room="warehousing",
    kind="stock",
    help=texts.CUSTODY_USE_HELP,
    header_fields=(
        OWNER,
        *HEADER,
        USAGE_FIELD.but(required=True, default=Usage.PRODUCTION.value),
        DEPARTMENT,
        fields.CURRENCY,
        fields.RATE,
        fields.PRICE_INCLUDES_TAX,
        fields.REMARKS,
    ),
    line_fields=(
        *GOODS,
        fields.PRICE.but(mask="purchase_price"),
        fields.TAX_RATE,
        fields.AMOUNT.but(mask="purchase_price"),
        fields.TAX.but(mask="purchase_price"),
        _SOURCE,
        *WHERE,
        fields.LINE_REMARKS,
    ),
    transitions=STOCK_TRANSITIONS,
    links=(LinkSpec("custody_in", LinkKind.EXECUTE), LinkSpec("borrow", LinkKind.EXECUTE)),
    has_prices=True,
    movement_type=MovementType.CUSTODY_USE,
    direction="OUT",
)

CUSTODY_TYPES = (CUSTODY_IN, CUSTODY_RETURN, BORROW, BORROW_RETURN, CUSTODY_USE)
