"""待处理财产损溢: what the lines of a loss or gain put on PENDING-PL."""

from collections.abc import Collection
from decimal import Decimal

from hengku.finance.queries.entries import as_facts, is_provisional
from hengku.finance.queries.facts import load_facts
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.rules.templates import drafts_of
from hengku.finance.types import Side
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import value_events


def pending_of_lines(line_ids: Collection[int]) -> Decimal:
    """Loss of these lines, with the tax that goes with it; negative for a gain. Corrections of their cost by later documents are
    vouchers of their own and stay on the account."""
    wanted = set(line_ids)
    documents = sorted({row.document_id for row in goods_rows(wanted).values()})
    entries = as_facts([event for event in value_events(document_ids=documents) if not is_provisional(event)])
    mine = [entry for entry in entries if entry.line_id in wanted and entry.document_id in documents]
    loaded = load_facts(document_ids=documents)
    drafts = drafts_of([loaded.facts[document_id] for document_id in documents], mine)
    return sum(
        (
            line.amount if line.side is Side.DEBIT else -line.amount
            for draft in drafts
            for line in draft.lines
            if line.key == "PENDING-PL"
        ),
        ZERO,
    )
