"""What finance offers the house."""

from hengku.finance.operations import chart
from hengku.finance.schemas import RESOURCES
from hengku.finance.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.seeds import offer_book_care
from hengku.metadata.rules.registry import offer_resource


def register() -> None:
    """Called once at start, after the trades."""
    offer_messages(MESSAGES)
    for spec in RESOURCES:
        offer_resource(spec)
    offer_book_care(start=chart.lay_out, change=chart.follow_standard, end=chart.clear)
