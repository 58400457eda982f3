"""Purchase orders: what is asked before they are approved."""

from collections.abc import Sequence

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.purchasing.rules.order import order_problems


def guard_purchase_orders(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against approving these orders."""
    return [problem for document in documents for problem in order_problems(document)]
