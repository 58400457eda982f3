"""What documents offer the house."""

from hengku.documents.texts import MESSAGES
from hengku.kernel.errors import offer_messages


def register() -> None:
    offer_messages(MESSAGES)
