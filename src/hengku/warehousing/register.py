"""What warehousing offers the house."""

from hengku.documents.rules.registry import offer_document_type
from hengku.kernel.errors import offer_messages
from hengku.warehousing import texts
from hengku.warehousing.rules.specs import STOCK_TYPES
from hengku.warehousing.rules.specs_count import COUNT_TYPES


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    for spec in (*STOCK_TYPES, *COUNT_TYPES):
        offer_document_type(spec)
