"""What identity offers the house."""

from hengku.identity.texts import MESSAGES
from hengku.kernel.errors import offer_messages


def register() -> None:
    offer_messages(MESSAGES)
