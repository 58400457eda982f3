"""Opening items and opening estimates taking effect. They make no voucher: the opening balances state them already."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.rules.currency import in_book, rate_of
from hengku.documents.rules.reversal import pairs
from hengku.documents.types import LoadedDocument
from hengku.finance.models import BookOpening
from hengku.finance.operations.open_items import NewItem, close_mirrors, open_all
from hengku.finance.operations.payments import own_currencies
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.ledger.queries.closing import has_closed
from hengku.masterdata.queries.books import book_facts


def guard_not_opened(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """opening_locked, opening_closed: openings are written and taken back only until 开账, and before the first close."""
    problems: list[Refusal] = []
    for book_id in {document.book_id for document in documents}:
        if is_locked(book_id=book_id):
            problems.append(Refusal("opening_locked", {}, ("header",)))
        elif has_closed(book_id=book_id):
            problems.append(Refusal("opening_closed", {}, ("header",)))
    return problems


def is_locked(*, book_id: int) -> bool:
    """Whether the book was opened; the answer holds until the transaction ends."""
    BookOpening.objects.get_or_create(book_id=book_id)
    return BookOpening.objects.select_for_update().get(book_id=book_id).opened_at is not None


def guard_opening_papers(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """opening_not_before_start."""
    start = {book_id: book_facts(book_id).start_month for book_id in {one.book_id for one in documents}}
    return [
        Refusal(
            "opening_not_before_start",
            {"date": str(one.business_date), "start": str(start[one.book_id])},
            ("header", "business_date"),
        )
        for one in documents
        if one.business_date > start[one.book_id]
    ]


def guard_opening_dues(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """opening_amount_zero and as all opening papers."""
    problems = guard_opening_papers(act, documents)
    return problems + [
        Refusal("opening_amount_zero", {}, ("header", "amount")) for one in documents if not _amount(one)
    ]


def _amount(document: LoadedDocument) -> Decimal:
    return Decimal(str(document.extra.get("amount") or 0))


def post_opening_dues(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Each is an open item like that of an invoice or an advance."""
    currencies = own_currencies({document.book_id for document in documents})
    items = []
    for one in documents:
        own = one.currency == currencies[one.book_id]
        due = one.extra.get("due_date")
        items.append(
            NewItem(
                book_id=one.book_id,
                side=str(one.extra["side"]),
                partner_id=one.partner_id or 0,
                document_id=one.id,
                day=one.business_date,
                due=date.fromisoformat(str(due)[:10]) if due else one.business_date,
                amount=in_book(_amount(one), rate_of(one.extra)),
                currency="" if own else one.currency,
                foreign=ZERO if own else _amount(one),
            )
        )
    open_all(items)


def reverse_opening_dues(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """The item and its mirror's close each other."""
    close_mirrors(act=act, reversals=pairs(documents))


def stand_by(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Opening estimates are lines that invoices charge for; posting writes nothing else."""
