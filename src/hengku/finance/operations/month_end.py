"""Vouchers of month-end methods: made at the close, when the costs are final, dated the last day of the period."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from hengku.finance.operations.follow_losses import note_followed
from hengku.finance.operations.make_vouchers import summary_of
from hengku.finance.operations.shipped import waiting_for_invoices
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.entries import as_facts
from hengku.finance.queries.facts import load_facts
from hengku.finance.rules.approved import FollowUp, follow_ups_at_month_end
from hengku.finance.rules.closing import Month
from hengku.finance.rules.resolve import MissingAccount
from hengku.finance.rules.templates import drafts_at_month_end
from hengku.finance.types import EntryFact, Outcome
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.operations.month_costing import cost_month_end
from hengku.ledger.queries.value_events import corrections_of, value_events_of_entries

_TREAT = """
INSERT INTO finance_treated_event (document_id, posting_id, book_id, outcome)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
ON CONFLICT (document_id, posting_id) DO UPDATE SET outcome = excluded.outcome WHERE finance_treated_event.outcome <> 'VOUCHER'
"""
"""What had a voucher of its own before the month's end keeps it."""


_DEFER_COSTING = """
INSERT INTO finance_deferred_entry (entry_id, posting_id, document_id, book_id, month)
SELECT e.id, e.posting_id, p.document_id, p.book_id, date_trunc('month', e.business_date::timestamp)::date
FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id WHERE e.posting_id = %s ON CONFLICT DO NOTHING
"""


_KEPT = "SELECT entry_id, document_id, posting_id FROM finance_deferred_entry WHERE book_id = %s AND month < %s"
_TREATED = "SELECT posting_id FROM finance_treated_event WHERE posting_id = ANY(%s::bigint[])"


@transaction.atomic
def cost_month(act: Act, month: Month) -> None:
    """Closing step: the month-end average gives issues their final cost; its corrections go into the month's vouchers."""
    posting_id = cost_month_end(act=act, book_id=month.book_id, month=month.first)
    if posting_id is not None:
        sql.write(connection, _DEFER_COSTING, [posting_id])


@transaction.atomic
def book_month_end(*, at: datetime, month: Month) -> int:
    """Book the entries kept back until this month's end, with whatever corrects them; gives the number of vouchers.

    Raises Refused cost_missing when a key has no account: the close waits for it.
    """
    deferred = sql.rows(connection, _KEPT, [month.book_id, month.after])
    if not deferred:
        return 0
    kept = [entry for entry, _, _ in deferred]
    corrections = corrections_of(entry_ids=kept)
    causes = sorted({posting for _, posting, _, _ in corrections})
    treated = {pk for (pk,) in sql.rows(connection, _TREATED, [causes])}
    known = set(kept)
    late = [row for row in corrections if row[1] not in treated and row[0] not in known]
    missing: list[Refusal] = []
    followed: list[FollowUp] = []
    facts = facts_of_entries([*kept, *(row[0] for row in late)])
    vouchers = month_end_vouchers(month, facts, missing, followed, keep=True)
    if missing:
        raise Refused(missing)
    write_vouchers(at=at, vouchers=vouchers)
    note_followed(followed)
    booked = {posting for voucher in vouchers for posting in voucher.postings}
    events = {(document, posting) for _, posting, document, _ in late}
    events |= {(document, posting) for _, document, posting in deferred}
    rows = [
        (document, posting, month.book_id, Outcome.VOUCHER.value if posting in booked else Outcome.NONE.value)
        for document, posting in sorted(events)
    ]
    sql.write(connection, _TREAT, [list(column) for column in zip(*rows, strict=True)])
    sql.write(connection, "DELETE FROM finance_deferred_entry WHERE entry_id = ANY(%s::bigint[])", [kept])
    return len(vouchers)


def facts_of_entries(entry_ids: Sequence[int]) -> list[EntryFact]:
    """Facts of these cost entries, in posting order."""
    return as_facts(value_events_of_entries(entry_ids=entry_ids))


def month_end_vouchers(
    month: Month, entries: Sequence[EntryFact], missing: list[Refusal], followed: list[FollowUp], *, keep: bool = False
) -> list[NewVoucher]:
    """The vouchers these entries make at the month's end; `missing` gets a cost_missing for each that lacks an account, `followed`
    what approvals of losses take over. keep: they are booked, not only tried."""
    loaded = load_facts(document_ids=[entry.document_id for entry in entries])
    shipped = waiting_for_invoices(headers=loaded.headers, entries=entries, lock=keep)
    entries = [shipped.divide(entry) for entry in entries]
    chart = chart_of(book_id=month.book_id, item_ids={entry.item_id for entry in entries})
    vouchers: list[NewVoucher] = []
    facts, day = list(loaded.facts.values()), month.after - timedelta(days=1)
    followed += follow_ups_at_month_end(facts, entries, day)
    for draft in [*drafts_at_month_end(facts, entries, day), *(one.draft for one in followed)]:
        header = loaded.headers[draft.of[0]]
        try:
            lines = chart.resolve(draft)
        except MissingAccount as error:
            params = {
                "type": header.type,
                "number": header.number,
                "date": str(draft.date),
                "keys": "、".join(error.keys),
            }
            missing.append(Refusal("cost_missing", params))
            continue
        if lines:
            vouchers.append(
                NewVoucher(
                    book_id=month.book_id,
                    day=draft.date,
                    kind=draft.kind,
                    template=draft.template,
                    lines=lines,
                    of=draft.of,
                    postings=draft.postings,
                    summary=summary_of(draft.kind, header),
                    made_by_id=header.posted_by_id,
                )
            )
    if keep and not missing:
        shipped.save()
    return vouchers
