"""What master data offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.masterdata.queries.books import describe_book, zone_name
from hengku.masterdata.schemas import RESOURCES
from hengku.masterdata.texts import MESSAGES
from hengku.metadata.queries.clock import offer_zone
from hengku.metadata.rules.registry import offer_meta_part, offer_resource


def register() -> None:
    """Offer messages and the kinds of records."""
    offer_messages(MESSAGES)
    offer_meta_part("book", describe_book)
    offer_zone(zone_name)
    for spec in RESOURCES:
        offer_resource(spec)
