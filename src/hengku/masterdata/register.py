"""What master data offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.masterdata.schemas import RESOURCES
from hengku.masterdata.texts import MESSAGES
from hengku.metadata.rules.registry import offer_resource


def register() -> None:
    """Offer messages and the kinds of records."""
    offer_messages(MESSAGES)
    for spec in RESOURCES:
        offer_resource(spec)
