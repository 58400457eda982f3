"""What the ledger offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.ledger.texts import MESSAGES


def register() -> None:
    offer_messages(MESSAGES)
