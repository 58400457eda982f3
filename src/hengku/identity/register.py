"""What identity offers the house."""

from hengku.identity.operations.handover import OWN, offer_handover
from hengku.identity.texts import MESSAGES
from hengku.kernel.errors import offer_messages


def register() -> None:
    offer_messages(MESSAGES)
    for held in OWN:
        offer_handover(held)
