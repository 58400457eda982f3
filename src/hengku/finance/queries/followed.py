"""跟随耗用: the part of an invoice difference that is no longer on hand goes to the accounts of what used the goods up (R7)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.finance.queries.entries import as_facts
from hengku.finance.queries.facts import load_facts
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.rules.templates import issue_counter
from hengku.finance.types import DraftLine, EntryFact
from hengku.kernel import sql
from hengku.kernel.money import split
from hengku.ledger.queries.consumers import consumers_of
from hengku.ledger.queries.value_events import ValueEvent, value_events_of_entries
from hengku.masterdata.models import Book
from hengku.masterdata.types import CostMethod, InvoiceDifference

OF_INVOICES = "purchase_invoice"
_OF_ORDER = """
SELECT v.date, i.id, sum(l.debit - l.credit)
FROM finance_voucher_line l JOIN finance_voucher v ON v.id = l.voucher_id
CROSS JOIN LATERAL (
    SELECT min(d.id) AS id FROM documents_document d
    WHERE d.id IN (SELECT value::bigint FROM jsonb_array_elements_text(v.document_ids)) AND d.type = %s) i
WHERE l.account_id = ANY(%s::bigint[]) AND l.document_id = %s AND i.id IS NOT NULL GROUP BY v.id, i.id ORDER BY v.id
"""


def differences_of_order(*, book_id: int, order_id: int) -> list[tuple[date, int, Decimal]]:
    """What an order bears of invoice differences of the material it used: date, invoice, amount."""
    accounts = [account.pk for account in accounts_of_key(book_id=book_id, key="WIP-MATERIAL")]
    return sql.rows(connection, _OF_ORDER, [OF_INVOICES, accounts, order_id])


def borne_by_consumers(*, events: Sequence[ValueEvent], entries: Sequence[EntryFact]) -> list[EntryFact]:
    """The same entries; where the book lets differences follow the consumption, each says who bears what was expensed."""
    wanted = [
        event
        for event in events
        if event.expensed_amount and event.owner_document_type == OF_INVOICES and event.method != CostMethod.STANDARD
    ]
    books = {event.book_id for event in wanted}
    following = set(
        Book.objects.filter(pk__in=books, invoice_difference=InvoiceDifference.FOLLOW_USE).values_list("pk", flat=True)
    )
    asked = [event.entry_id for event in wanted if event.book_id in following]
    consumers = consumers_of(entry_ids=asked) if asked else {}
    if not consumers:
        return list(entries)
    ids = {consumer for many in consumers.values() for consumer, _ in many}
    issues = {one.entry_id: one for one in as_facts(value_events_of_entries(entry_ids=sorted(ids)))}
    documents = load_facts(document_ids=[one.document_id for one in issues.values()]).facts
    borne: dict[int, tuple[DraftLine, ...]] = {}
    for entry in entries:
        known = [(issues[pk], weight) for pk, weight in consumers.get(entry.entry_id, []) if pk in issues]
        if known:
            shares = split(entry.expensed, [weight for _, weight in known])
            borne[entry.entry_id] = tuple(
                issue_counter(documents[issue.document_id], issue)._replace(amount=share)
                for (issue, _), share in zip(known, shares, strict=True)
                if share
            )
    return [entry._replace(borne=borne.get(entry.entry_id, ())) for entry in entries]
