"""标准成本调整单: new standard costs from a day on."""

from hengku.documents.rules import fields
from hengku.documents.rules.machines import STOCK_TRANSITIONS
from hengku.documents.rules.posting import request_key
from hengku.documents.types import DocTypeSpec, LoadedDocument, QuantityRule
from hengku.ledger.types import MovementType, PostingRequest, StandardRequest
from hengku.warehousing import texts

STANDARD_REVISION = DocTypeSpec(
    code="standard_revision",
    label=texts.STANDARD_REVISION,
    prefix="BZCB",
    room="warehousing",
    kind="stock",
    help=texts.STANDARD_REVISION_HELP,
    header_fields=(fields.BUSINESS_DATE, fields.HANDLER, fields.REMARKS),
    line_fields=(
        fields.ITEM,
        fields.PRICE.but(label=texts.NEW_STANDARD, required=True, mask="cost", help=texts.NEW_STANDARD_HELP),
        fields.LINE_REMARKS,
    ),
    transitions=tuple(one for one in STOCK_TRANSITIONS if one.name != "reverse"),
    quantity=QuantityRule.NONE,
)
"""Not reversed: another revision says what holds next, and the history keeps both."""


def revision_of(document: LoadedDocument) -> PostingRequest:
    """What a revision posts."""
    return PostingRequest(
        request_key=request_key(document),
        book_id=document.book_id,
        document_id=document.id,
        document_type=document.type,
        movement_type=MovementType.COST_ADJUSTMENT,
        business_date=document.business_date,
        standards=tuple(StandardRequest(line.id, line.item_id, line.price) for line in document.lines if line.price),
    )
