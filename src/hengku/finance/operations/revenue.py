"""Revenue as goods leave (revenue timing AT_ISSUE): receivables from the shipment on, taken over by the invoice when it comes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import InvoiceFact, OpenItem
from hengku.finance.operations.open_items import NewItem, close_mirrors, is_debit, left, open_all, settle
from hengku.identity.types import Act
from hengku.kernel.money import ZERO, share
from hengku.masterdata.models import Book
from hengku.masterdata.types import RevenueTiming

BILLED = "BILLED"
"""Part of an invoice's items with which it takes over what its goods opened."""


def post_goods_sold(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Shipments open what the customer owes at the price of their lines, returns what goes back; goods without a price nothing."""
    priced = [document for document in documents if any(line.total for line in document.lines)]
    if not priced:
        return
    books = dict(
        Book.objects.filter(
            pk__in={document.book_id for document in priced}, revenue_timing=RevenueTiming.AT_ISSUE
        ).values_list("pk", "currency")
    )
    open_all([_item(document, books[document.book_id]) for document in priced if document.book_id in books])


def _item(document: LoadedDocument, currency: str) -> NewItem:
    rate, sign = rate_of(document.extra), -1 if document.type == "sales_return" else 1
    own = document.currency == currency
    return NewItem(
        book_id=document.book_id,
        side="AR",
        partner_id=document.partner_id or 0,
        document_id=document.id,
        day=document.business_date,
        due=document.business_date,
        amount=sum((in_book(line.total, rate) for line in document.lines), ZERO) * sign,
        currency="" if own else document.currency,
        foreign=ZERO if own else sum((line.total for line in document.lines), ZERO) * sign,
    )


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
