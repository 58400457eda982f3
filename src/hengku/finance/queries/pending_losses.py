"""待处理财产损溢: what the lines of a loss or gain put on PENDING-PL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.models import DeferredEntry, TreatedEvent
from hengku.finance.queries.entries import as_facts, provisional
from hengku.finance.queries.facts import load_facts
from hengku.finance.queries.goods_lines import goods_rows
from hengku.finance.queries.variances import pending_variances
from hengku.finance.rules.approved import pending_of
from hengku.finance.rules.templates import drafts_at_month_end, drafts_of, lines_of
from hengku.finance.types import DocumentFacts, EntryFact, Outcome
from hengku.kernel.money import ZERO
from hengku.ledger.queries.value_events import ValueEvent, corrections_of, value_events, value_events_of_entries


@dataclass(frozen=True, slots=True)
class Pending:
    """Loss of some lines with the tax that goes with it, negative for a gain. known: what is or will be booked as it stands;
    provisional: what the rest costs until the close; waits: there is such a rest. seen_entry_id: the newest correction in known."""

    known: Decimal
    provisional: Decimal
    waits: bool
    seen_entry_id: int


def pending_of_lines(line_ids: Collection[int]) -> Pending:
    """What these lines have put on PENDING-PL, corrections of their cost by later documents included."""
    wanted = set(line_ids)
    documents = sorted({row.document_id for row in goods_rows(wanted).values()})
    loaded = load_facts(document_ids=documents)
    facts = [loaded.facts[document_id] for document_id in documents]
    events = [event for event in value_events(document_ids=documents) if event.owner_line_id in wanted]
    kept = {event.entry_id for event in provisional(events)}
    plain = as_facts([event for event in events if event.entry_id not in kept])
    later, seen = _later_facts([entry.entry_id for entry in plain])
    known = sum((pending_of(draft.lines) for draft in drafts_of(facts, plain)), ZERO)
    known += sum((pending_of(lines_of(loaded.facts[one.document_id], [one])) for one in later), ZERO)
    booked = _booked(events, kept)
    known += _of_month_end(facts, booked)
    waiting = as_facts([event for event in events if event.entry_id in kept - set(booked)])
    cost = sum((pending_of(lines_of(loaded.facts[one.document_id], [one])) for one in waiting), ZERO)
    return Pending(known + pending_variances(line_ids=wanted), cost, bool(waiting), seen)


def _later_facts(entry_ids: Sequence[int]) -> tuple[list[EntryFact], int]:
    """Corrections of these entries by other documents, and the newest of them."""
    own = set(entry_ids)
    found = [pk for pk, _, _, _ in corrections_of(entry_ids=list(own)) if pk not in own] if own else []
    facts = as_facts(value_events_of_entries(entry_ids=found)) if found else []
    return [fact for fact in facts if fact.kind != "RESIDUAL"], max(found, default=0)


def _of_month_end(facts: Sequence[DocumentFacts], booked: Sequence[int]) -> Decimal:
    if not booked:
        return ZERO
    corrections = [pk for pk, _, _, _ in corrections_of(entry_ids=booked)]
    deferred = set(DeferredEntry.objects.filter(pk__in=corrections).values_list("pk", flat=True))
    entries = as_facts(value_events_of_entries(entry_ids=[*booked, *(pk for pk in corrections if pk not in deferred)]))
    drafts = drafts_at_month_end(facts, entries, max(fact.date for fact in facts))
    return sum((pending_of(draft.lines) for draft in drafts), ZERO)


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
