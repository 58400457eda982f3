"""Vouchers of month-end methods: made at the close, when the costs are final, dated the last day of the period."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from hengku.finance.models import DeferredEntry, TreatedEvent
from hengku.finance.operations.make_vouchers import summary_of
from hengku.finance.operations.write_vouchers import NewVoucher, write_vouchers
from hengku.finance.queries.charts import chart_of
from hengku.finance.queries.entries import as_facts
from hengku.finance.queries.facts import load_facts
from hengku.finance.rules.closing import Month
from hengku.finance.rules.resolve import MissingAccount
from hengku.finance.rules.templates import drafts_at_month_end
from hengku.finance.types import Outcome
from hengku.kernel import sql
from hengku.kernel.errors import Refusal, Refused
from hengku.ledger.queries.value_events import corrections_of, value_events_of_entries

_TREAT = """
INSERT INTO finance_treated_event (document_id, posting_id, book_id, outcome)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
ON CONFLICT (document_id, posting_id) DO UPDATE SET outcome = excluded.outcome
"""


@transaction.atomic
def book_month_end(*, at: datetime, month: Month) -> int:
    """Book the entries kept back until this month's end, with whatever corrects them; gives the number of vouchers.

    Raises Refused cost_missing when a key has no account: the close waits for it.
    """
    kept = list(DeferredEntry.objects.filter(book_id=month.book_id, month__lt=month.after).values_list("pk", flat=True))
    if not kept:
        return 0
    corrections = corrections_of(entry_ids=kept)
    treated = set(
        TreatedEvent.objects.filter(posting_id__in=[row[1] for row in corrections]).values_list("posting_id", flat=True)
    )
    late = [row for row in corrections if row[1] not in treated and row[0] not in set(kept)]
    vouchers = _vouchers(month, [*kept, *(row[0] for row in late)])
    write_vouchers(at=at, vouchers=vouchers)
    rows = {(document, posting, month.book_id, Outcome.VOUCHER.value) for _, posting, document, _ in late}
    rows |= {
        (document, posting, month.book_id, Outcome.VOUCHER.value)
        for document, posting in DeferredEntry.objects.filter(pk__in=kept).values_list("document_id", "posting_id")
    }
    if rows:
        sql.write(connection, _TREAT, [list(column) for column in zip(*sorted(rows), strict=True)])
    DeferredEntry.objects.filter(pk__in=kept).delete()
    return len(vouchers)


def _vouchers(month: Month, entry_ids: Sequence[int]) -> list[NewVoucher]:
    entries = as_facts(value_events_of_entries(entry_ids=entry_ids))
    loaded = load_facts(document_ids=[entry.document_id for entry in entries])
    chart = chart_of(book_id=month.book_id, item_ids={entry.item_id for entry in entries})
    vouchers: list[NewVoucher] = []
    missing: list[Refusal] = []
    for draft in drafts_at_month_end(list(loaded.facts.values()), entries, month.after - timedelta(days=1)):
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
    if missing:
        raise Refused(missing)
    return vouchers
