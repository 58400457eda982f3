"""待处理财产损溢: what the lines of a loss or gain put on PENDING-PL."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from hengku.finance.models import DeferredEntry, TreatedEvent
from hengku.finance.queries.entries import as_facts, provisional
from hengku.finance.queries.facts import load_facts
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.queries.variances import pending_variances
from hengku.finance.rules.templates import drafts_at_month_end, drafts_of
from hengku.finance.types import EntryFact, Outcome, Side
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import ValueEvent, corrections_of, value_events, value_events_of_entries


def pending_of_lines(line_ids: Collection[int]) -> Decimal:
    """Loss of these lines, with the tax that goes with it; negative for a gain. Corrections of their cost by later documents are
    vouchers of their own and stay on the account."""
    wanted = set(line_ids)
    documents = sorted({row.document_id for row in goods_rows(wanted).values()})
    loaded = load_facts(document_ids=documents)
    facts = [loaded.facts[document_id] for document_id in documents]
    events = value_events(document_ids=documents)
    kept = {event.entry_id for event in provisional(events)}
    drafts = drafts_of(facts, _of(wanted, documents, as_facts([one for one in events if one.entry_id not in kept])))
    final = _booked(events, kept)
    if final:
        entries = as_facts(
            value_events_of_entries(entry_ids=[*final, *(row[0] for row in corrections_of(entry_ids=final))])
        )
        drafts += drafts_at_month_end(facts, _of(wanted, documents, entries), max(fact.date for fact in facts))
    pending = sum(
        (
            line.amount if line.side is Side.DEBIT else -line.amount
            for draft in drafts
            for line in draft.lines
            if line.key == "PENDING-PL"
        ),
        ZERO,
    )
    return pending + pending_variances(line_ids=wanted)


def _of(lines: Collection[int], documents: Collection[int], entries: Sequence[EntryFact]) -> list[EntryFact]:
    return [entry for entry in entries if entry.line_id in lines and entry.document_id in documents]


def _booked(events: Sequence[ValueEvent], kept: Collection[int]) -> list[int]:
    """Entries of a month-end method that a close has booked; the others cost nothing anybody knows yet."""
    postings = {event.entry_id: event.posting_id for event in events if event.entry_id in kept}
    treated = set(
        TreatedEvent.objects.filter(posting_id__in=set(postings.values()))
        .exclude(outcome=Outcome.WAITING.value)
        .values_list("posting_id", flat=True)
    )
    waiting = set(DeferredEntry.objects.filter(pk__in=list(postings)).values_list("pk", flat=True))
    return [pk for pk, posting in postings.items() if posting in treated and pk not in waiting]
