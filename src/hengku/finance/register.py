"""What finance offers the house."""

from collections.abc import Mapping, Sequence

from hengku.finance.operations import chart
from hengku.finance.queries.close_checks import CHECKS
from hengku.finance.queries.prove import INVARIANTS
from hengku.finance.rules.closing import offer_close_check
from hengku.finance.schemas import RESOURCES
from hengku.finance.texts import MESSAGES
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.ledger.queries.value_events import items_with_value
from hengku.masterdata.operations.item_value import USAGE
from hengku.masterdata.rules.seeds import offer_book_care
from hengku.masterdata.rules.usage import Usage, offer_usage
from hengku.metadata.rules.invariants import offer_invariant
from hengku.metadata.rules.registry import offer_resource, offer_rights


def register() -> None:
    """Called once at start, after the trades."""
    offer_messages(MESSAGES)
    for spec in RESOURCES:
        offer_resource(spec)
    offer_rights("vouchers", ("view", "create", "review", "reverse", "export"))
    offer_book_care(start=chart.lay_out, change=chart.follow_standard, end=chart.clear)
    offer_usage(USAGE, Usage(Text("库存金额", "stock value"), _value_of))
    for check in CHECKS:
        offer_close_check(check)
    for invariant in INVARIANTS:
        offer_invariant(invariant)


def _value_of(item_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    return items_with_value(item_ids=item_ids)
