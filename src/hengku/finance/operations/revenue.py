"""Revenue as goods leave (revenue timing AT_ISSUE): receivables from the shipment on, taken over by the invoice when it comes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.db import connection

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import InvoiceFact, OpenItem
from hengku.finance.operations.open_items import NewItem, close_mirrors, is_debit, left, open_all, settle
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.money import ZERO, share
from hengku.masterdata.types import RevenueTiming

BILLED = "BILLED"
"""Part of an invoice's items with which it takes over what its goods opened."""


_OPEN = """
INSERT INTO finance_open_item (book_id, side, partner_id, document_id, date, due_date, amount, settled, part, currency,
                               foreign_amount, foreign_settled)
SELECT t.book_id, 'AR', t.partner_id, t.document_id, t.day, t.day, t.amount, 0, '',
       CASE WHEN t.currency = b.currency THEN '' ELSE t.currency END, CASE WHEN t.currency = b.currency THEN 0 ELSE t.own END, 0
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::numeric[], %s::text[], %s::numeric[])
     AS t(book_id, partner_id, document_id, day, amount, currency, own)
JOIN masterdata_book b ON b.id = t.book_id AND b.revenue_timing = %s
WHERE t.amount <> 0
"""


def post_goods_sold(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Shipments open what the customer owes at the price of their lines, returns what goes back; goods without a price nothing."""
    rows = [_owed(document) for document in documents if any(line.total for line in document.lines)]
    if rows:
        sql.later(connection, _OPEN, [*sql.columns_of(rows, 7), RevenueTiming.AT_ISSUE.value])


def _owed(document: LoadedDocument) -> tuple[object, ...]:
    """book, partner, document, day, amount in book currency, the document's currency and amount in it."""
    rate, sign = rate_of(document.extra), -1 if document.type == "sales_return" else 1
    amount = sum((in_book(line.total, rate) for line in document.lines), ZERO) * sign
    own = amount if rate == 1 else sum((line.total for line in document.lines), ZERO) * sign
    return (
        document.book_id, document.partner_id or 0, document.id, document.business_date, amount, document.currency, own,
    )  # fmt: skip


def reverse_goods_sold(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """What the goods opened closes with its mirror."""
    close_mirrors(act=act, reversals=pairs(documents))


def taking_over(
    *, act: Act, document: LoadedDocument, new: NewItem, item: OpenItem | None, facts: Sequence[InvoiceFact]
) -> None:
    """Close what the goods of an invoice opened, as far as it charges for them; where that was paid already, the payment counts
    for the invoice."""
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for one in facts:
        taken[one.goods_document_id] += one.released + one.released_tax
    if new.side != "AR" or not any(taken.values()):
        return
    goods = {
        one.document_id: one
        for one in OpenItem.objects.select_for_update().filter(document_id__in=taken, side="AR", part="").order_by("pk")
    }
    foreign = sum((_foreign(goods[key], amount) for key, amount in taken.items()), ZERO)
    counter = replace(new, part=BILLED, amount=-sum(taken.values(), ZERO), foreign=-foreign)
    for billed in open_all([counter]):
        for key, amount in taken.items():
            _settle(act, goods[key], billed, _foreign(goods[key], amount) if billed.currency else amount, document)
        if item is not None:
            _settle(act, item, billed, left(billed), document)


def _foreign(item: OpenItem, amount: Decimal) -> Decimal:
    return share(item.foreign_amount, amount, item.amount) if item.currency else ZERO


def _settle(act: Act, one: OpenItem, other: OpenItem, wanted: Decimal, document: LoadedDocument) -> None:
    amount = min(abs(wanted), left(one), left(other))
    if amount <= 0 or (one.amount > 0) == (other.amount > 0):
        return
    debit, credit = (one, other) if is_debit(one) else (other, one)
    settle(act=act, debit=debit, credit=credit, amount=amount, day=document.business_date, document_id=document.id)
