"""What the workflow room offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.workflow.texts import MESSAGES


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(MESSAGES)
