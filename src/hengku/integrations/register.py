"""What integrations offer the house."""

from hengku.integrations.schemas import RESOURCES
from hengku.integrations.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.metadata.rules.registry import offer_resource


def register() -> None:
    """Offer messages and the kinds of records."""
    offer_messages(MESSAGES)
    for spec in RESOURCES:
        offer_resource(spec)
