"""What the studio offers the house."""

from hengku.kernel.errors import offer_messages
from hengku.metadata.rules.registry import offer_resource
from hengku.studio.operations.configured import offer_parts
from hengku.studio.queries.dashboards import DASHBOARDS
from hengku.studio.texts import MESSAGES


def register() -> None:
    """Offer messages and the kinds of records."""
    offer_messages(MESSAGES)
    offer_resource(DASHBOARDS)
    offer_parts()
