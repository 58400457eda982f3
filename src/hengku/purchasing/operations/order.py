"""Purchase orders: what is asked before they are approved."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from hengku.documents.types import LoadedDocument
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.purchasing.queries.blankets import blankets
from hengku.purchasing.rules.blanket import call_off_problems
from hengku.purchasing.rules.order import order_problems


def guard_purchase_orders(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Every reason against approving these orders."""
    found = [problem for document in documents for problem in order_problems(document)]
    return [*found, *_call_offs(documents)]


def _call_offs(documents: Sequence[LoadedDocument]) -> list[Refusal]:
    sources = {line.source_document_id for document in documents for line in document.lines} - {None}
    known = blankets([one for one in sources if one is not None], without=[document.id for document in documents])
    problems: list[Refusal] = []
    for document in documents:
        taken: dict[int, Decimal] = defaultdict(Decimal)
        for line in document.lines:
            if line.source_document_id in known:
                taken[line.source_document_id] += line.net
        for blanket_id, amount in taken.items():
            problems += call_off_problems(document, known[blanket_id], amount)
    return problems
