"""Vouchers from value events: the consumer of the outbox. Set-wise; dealing with a document twice changes nothing.

A key without an account never stops anybody: the document waits in the queue, and is tried again when accounts change. Entries of
month-end methods wait for the close.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction

from hengku.documents.operations.outbox import OutboxRow, drain
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.models import PendingEvent
from hengku.finance.operations.follow_losses import note_followed
from hengku.finance.operations.on_the_way import arrived_ahead
from hengku.finance.operations.shipped import waiting_for_invoices, with_waiting
from hengku.finance.operations.summed_up import summed_up, sums_up
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.entries import as_facts, provisional
from hengku.finance.queries.facts import Header, Loaded, beside_of, load_facts, load_headers
from hengku.finance.queries.followed import borne_by_consumers
from hengku.finance.queries.gather import Told, as_groups, told_documents
from hengku.finance.queries.plain import PlainCost, plain_costs
from hengku.finance.queries.tie_out import CONSUMER
from hengku.finance.rules.approved import FollowUp, follow_ups
from hengku.finance.rules.plain import plain_lines
from hengku.finance.rules.recipes import recipe_of
from hengku.finance.rules.resolve import Chart, MissingAccount, ResolvedLine
from hengku.finance.rules.templates import drafts_of, is_balanced, summed
from hengku.finance.types import Beside, EntryFact, Outcome, VoucherDraft, VoucherKind
from hengku.kernel import sql
from hengku.ledger.queries.value_events import ValueEvent, value_events

_TREAT = """
INSERT INTO finance_treated_event (document_id, posting_id, book_id, outcome)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
ON CONFLICT (document_id, posting_id) DO UPDATE SET outcome = excluded.outcome
"""
_NO_LONGER = "DELETE FROM finance_treated_event WHERE document_id = ANY(%s::bigint[]) AND posting_id IS NULL AND outcome = 'WAITING'"
_PEND = """
INSERT INTO finance_pending_event (document_id, book_id, month, group_key, keys, day, since)
SELECT t.document_id, t.book_id, t.month, t.group_key, t.keys, t.day, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::text[], %s::text[], %s::date[])
     AS t(document_id, book_id, month, group_key, keys, day)
ON CONFLICT (document_id) DO UPDATE SET keys = excluded.keys, day = excluded.day, since = excluded.since
"""
_NEWS = """
SELECT EXISTS (SELECT FROM finance_pending_event p WHERE p.day IS NULL AND p.since < (SELECT greatest(
    (SELECT max(updated_at) FROM finance_account_mapping), (SELECT max(updated_at) FROM finance_account)))),
    (SELECT min(day) FROM finance_pending_event)
"""
_DEFER = """
INSERT INTO finance_deferred_entry (entry_id, posting_id, document_id, book_id, month)
SELECT t.entry_id, t.posting_id, t.document_id, t.book_id, t.month
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::date[]) AS t(entry_id, posting_id, document_id, book_id, month)
ON CONFLICT DO NOTHING
"""


def drain_vouchers(*, at: datetime, limit: int = 500) -> int:
    """Deal with the next outbox rows; gives how many."""
    return drain(consumer=CONSUMER, handler=lambda rows: _handle(at, rows), limit=limit)


def _handle(at: datetime, rows: Sequence[OutboxRow]) -> None:
    groups = told_documents(rows=[(row.kind, row.document_id, row.group_key) for row in rows])
    if groups:
        make_vouchers(at=at, groups=groups)


class Waiting(NamedTuple):
    """accounts_changed: after documents began to wait for one; first_day: the oldest day that waits to be summed up."""

    accounts_changed: bool
    first_day: date | None


def what_waits() -> Waiting:
    """Whether there is something to try again or to sum up."""
    return Waiting(*sql.rows(connection, _NEWS)[0])


@transaction.atomic
def try_again(*, at: datetime) -> int:
    """Documents that wait for an account, once more; gives how many no longer wait."""
    waiting = PendingEvent.objects.select_for_update().filter(day=None).order_by("id")
    found = list(waiting.values_list("document_id", "group_key"))
    if not found:
        return 0
    make_vouchers(at=at, groups=as_groups(waiting=found), at_once=True)
    ids = [document_id for document_id, _ in found]
    return len(ids) - PendingEvent.objects.filter(document_id__in=ids).count()


@dataclass(slots=True)
class _Work:
    """What one run found out."""

    vouchers: list[NewVoucher] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    waiting: dict[int, tuple[str, str]] = field(default_factory=dict)
    followed: list[FollowUp] = field(default_factory=list)


@transaction.atomic
def make_vouchers(*, at: datetime, groups: Sequence[Sequence[Told]], at_once: bool = False) -> list[int]:
    """Vouchers of these posting groups; gives their ids. Groups of books that sum up wait for their day, unless `at_once`."""
    document_ids = [told.document_id for group in groups for told in group]
    headers = load_headers(document_ids=document_ids)
    if not at_once:
        groups = _put_off(at, groups, headers)
        document_ids = [told.document_id for group in groups for told in group]
        headers = {pk: headers[pk] for pk in document_ids if pk in headers}
    plain = _alone(groups, plain_costs(headers=headers))
    templated = [pk for pk in document_ids if pk not in plain]
    events = value_events(document_ids=templated) if templated else []
    waiting = provisional(events)
    if waiting:
        _defer(waiting)
    kept = {event.entry_id for event in waiting}
    booked = [event for event in events if event.entry_id not in kept]
    entries = borne_by_consumers(events=booked, entries=as_facts(booked))
    loaded = load_facts(document_ids=[*templated, *(entry.document_id for entry in entries)])
    entries = arrived_ahead(headers=loaded.headers, entries=entries)
    shipped = waiting_for_invoices(headers=loaded.headers, entries=entries, documents=templated)
    ids = [[told.document_id for told in group] for group in groups]
    entries, loaded = with_waiting(groups=ids, entries=entries, loaded=loaded, waiting=shipped)
    headers |= loaded.headers
    beside = beside_of(headers={pk: headers[pk] for pk in plain})
    charts = _charts(headers, loaded, entries, plain.values(), beside)
    by_cause: dict[int, list[EntryFact]] = {}
    for entry in entries:
        by_cause.setdefault(entry.caused_by, []).append(entry)
    work = _Work()
    for group in groups:
        if group[0].document_id in plain:
            for told in group:
                further = beside.get(told.document_id, ())
                _treat_plain(told, plain[told.document_id], headers[told.document_id], further, charts, work)
        else:
            _treat_group(group, loaded, by_cause, charts, work)
    for event in waiting:
        if work.outcomes.get(event.document_id) is Outcome.NONE:
            work.outcomes[event.document_id] = Outcome.WAITING
    made = write_vouchers(at=at, vouchers=summed_up(work.vouchers, headers))
    shipped.save(unbooked=work.waiting)
    note_followed([one for one in work.followed if one.cause not in work.waiting])
    postings: dict[int, set[int | None]] = {pk: {one.posting_id} for pk, one in plain.items()}
    for event in events:
        postings.setdefault(event.document_id, set()).add(event.posting_id)
    _note(at, postings, headers, document_ids, work)
    return made


def _put_off(at: datetime, groups: Sequence[Sequence[Told]], headers: Mapping[int, Header]) -> Sequence[Sequence[Told]]:
    """Let documents of books that sum up wait for their day, groups together; gives the other groups."""
    later = [
        [told for told in group if told.document_id in headers]
        for group in groups
        if any(sums_up(headers[told.document_id]) for told in group if told.document_id in headers)
    ]
    if not later:
        return groups
    days = [(group, headers[group[0].document_id].date) for group in later]
    waiting = [
        (told.document_id, headers[told.document_id].book_id, day.replace(day=1), told.group_key, "", day)
        for group, day in days
        for told in group
    ]
    sql.write(connection, _PEND, [at, *[list(column) for column in zip(*waiting, strict=True)]])
    treated = [(row[0], None, row[1], Outcome.WAITING.value) for row in waiting]
    sql.write(connection, _TREAT, [list(column) for column in zip(*treated, strict=True)])
    put_off = {row[0] for row in waiting}
    return [group for group in groups if not any(told.document_id in put_off for told in group)]


def _alone(groups: Sequence[Sequence[Told]], plain: Mapping[int, PlainCost]) -> dict[int, PlainCost]:
    """Without those that came in a group with others that need the templates: they may share a voucher."""
    return {
        told.document_id: plain[told.document_id]
        for group in groups
        if all(told.document_id in plain for told in group)
        for told in group
    }


def _charts(
    headers: Mapping[int, Header],
    loaded: Loaded,
    entries: Sequence[EntryFact],
    plain: Iterable[PlainCost],
    beside: Mapping[int, Sequence[Beside]],
) -> dict[int, Chart]:
    items = {entry.item_id for entry in entries}
    items |= {goods.item_id for one in plain for goods in one.parts}
    drafted = [line for facts in loaded.facts.values() for line in facts.extra]
    drafted += [line for facts in loaded.facts.values() for one in facts.beside for line in one.lines]
    drafted += [line for facts in loaded.facts.values() for lines in facts.gives_back.values() for line in lines]
    drafted += [line for one in beside.values() for further in one for line in further.lines]
    items |= {line.aux.item_id for line in drafted if line.aux.item_id is not None}
    books = {header.book_id for header in headers.values()}
    return {book_id: chart_of(book_id=book_id, item_ids=items) for book_id in sorted(books)}


def _treat_plain(
    told: Told, cost: PlainCost, header: Header, beside: Sequence[Beside], charts: Mapping[int, Chart], work: _Work
) -> None:
    """A voucher of its own, straight from cost to accounts, and those beside it."""
    recipe, chart = recipe_of(header.type), charts[header.book_id]
    kind = VoucherKind.NORMAL if header.reverses_id is None else VoucherKind.REVERSAL
    missing: set[str] = set()
    found: list[tuple[str, Sequence[ResolvedLine]]] = []
    try:
        found.append(
            (recipe.template, plain_lines(recipe=recipe, chart=chart, partner_id=header.partner_id, parts=cost.parts))
        )
        for one in beside:
            draft = VoucherDraft(header.book_id, header.date, kind, one.template, (header.id,), summed(one.lines))
            found.append((one.template, chart.resolve(draft)))
    except MissingAccount as error:
        missing |= set(error.keys)
    vouchers = [
        NewVoucher(
            book_id=header.book_id,
            day=header.date,
            kind=kind,
            template=template,
            lines=lines,
            of=(header.id,),
            postings=() if position else (cost.posting_id,),
            summary=summary_of(kind, header),
            group_key=_key_of(told.group_key),
            made_by_id=header.posted_by_id,
        )
        for position, (template, lines) in enumerate(found)
        if lines
    ]
    _settle((header.id,), told.group_key, missing, [] if missing else vouchers, work)


def _treat_group(
    group: Sequence[Told],
    loaded: Loaded,
    by_cause: Mapping[int, Sequence[EntryFact]],
    charts: Mapping[int, Chart],
    work: _Work,
) -> None:
    """Every document of the group by itself, but for those that share a voucher; a missing key lets all its vouchers wait."""
    ids = [told.document_id for told in group if told.document_id in loaded.facts]
    entries = [entry for document_id in ids for entry in by_cause.get(document_id, ())]
    owners = [entry.document_id for entry in entries if entry.document_id not in ids]
    facts = [loaded.facts[document_id] for document_id in [*ids, *dict.fromkeys(owners)]]
    own = frozenset(ids)
    drafts: dict[frozenset[int], list[VoucherDraft]] = {}
    others = [one for one in facts if one.id not in own]
    for draft in drafts_of([one for one in facts if one.id in own], entries, others):
        drafts.setdefault(frozenset(draft.made_for), []).append(draft)
    for one in follow_ups({fact.id: fact for fact in facts}, entries):
        made_for = next((key for key in drafts if one.cause in key), frozenset({one.cause}))
        drafts.setdefault(made_for, []).append(one.draft)
        work.followed.append(one)
    for document_id in ids:
        work.outcomes.setdefault(document_id, Outcome.NONE)
    for made_for, mine in drafts.items():
        _resolve(mine, made_for, group[0].group_key, loaded.headers, charts, work)


def _resolve(
    drafts: Sequence[VoucherDraft],
    made_for: frozenset[int],
    group_key: str,
    headers: Mapping[int, Header],
    charts: Mapping[int, Chart],
    work: _Work,
) -> None:
    vouchers: list[NewVoucher] = []
    missing: set[str] = set()
    for draft in drafts:
        if not is_balanced(draft):
            raise ValueError(f"voucher of documents {draft.of} does not balance: {draft.lines}")
        try:
            lines = charts[draft.book_id].resolve(draft)
        except MissingAccount as error:
            missing |= set(error.keys)
            continue
        if lines:
            header = headers[draft.of[0]]
            vouchers.append(
                NewVoucher(
                    book_id=draft.book_id,
                    day=draft.date,
                    kind=draft.kind,
                    template=draft.template,
                    lines=lines,
                    of=draft.of,
                    postings=draft.postings,
                    summary=summary_of(draft.kind, header),
                    group_key=_key_of(group_key),
                    made_by_id=header.posted_by_id,
                )
            )
    _settle(made_for, group_key, missing, vouchers, work)


def _key_of(group_key: str) -> str:
    """Documents that stand alone have no key."""
    return "" if group_key.startswith("#") else group_key


def _settle(
    made_for: Iterable[int], group_key: str, missing: Collection[str], vouchers: Sequence[NewVoucher], work: _Work
) -> None:
    """A missing key lets all vouchers of these documents wait."""
    for document_id in made_for:
        if missing:
            work.outcomes[document_id] = Outcome.WAITING
            work.waiting[document_id] = (group_key, "、".join(sorted(missing)))
        elif vouchers:
            work.outcomes[document_id] = Outcome.VOUCHER
    if not missing:
        work.vouchers += vouchers


_PREFIXES = {VoucherKind.DELTA: "成本差异 ", VoucherKind.REVERSAL: "冲销 "}


def summary_of(kind: VoucherKind, header: Header) -> str:
    """摘要: what happened, and the document."""
    label = str(DOCUMENT_TYPES.get(header.type).label) if header.type in DOCUMENT_TYPES else header.type
    return f"{_PREFIXES.get(kind, '')}{label} {header.number}"


def _note(
    at: datetime,
    postings: Mapping[int, set[int | None]],
    headers: Mapping[int, Header],
    document_ids: Sequence[int],
    work: _Work,
) -> None:
    """Keep what was dealt with: each posting once, money documents without a posting once."""
    rows = [
        (document_id, posting_id, headers[document_id].book_id, work.outcomes[document_id].value)
        for document_id in document_ids
        if document_id in headers
        for posting_id in sorted(postings.get(document_id, {None}), key=lambda one: one or 0)
    ]
    if rows:
        sql.write(connection, _NO_LONGER, [document_ids])
        sql.write(connection, _TREAT, [list(column) for column in zip(*rows, strict=True)])
    PendingEvent.objects.filter(document_id__in=document_ids).exclude(document_id__in=list(work.waiting)).delete()
    if work.waiting:
        waiting = [
            (document_id, headers[document_id].book_id, headers[document_id].date.replace(day=1), key, keys[:400], None)
            for document_id, (key, keys) in work.waiting.items()
        ]
        sql.write(connection, _PEND, [at, *[list(column) for column in zip(*waiting, strict=True)]])


def _defer(events: Sequence[ValueEvent]) -> None:
    rows = [
        (event.entry_id, event.posting_id, event.document_id, event.book_id, event.date.replace(day=1))
        for event in events
    ]
    sql.write(connection, _DEFER, [list(column) for column in zip(*rows, strict=True)])
