"""What the studio offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.studio.texts import MESSAGES


def register() -> None:
    """Offer messages."""
    offer_messages(MESSAGES)
