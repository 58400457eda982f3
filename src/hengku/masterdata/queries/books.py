"""Books and what a day is in them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book
from hengku.masterdata.types import (
    AccountingStandard,
    Backdating,
    CostingScope,
    CostMethod,
    NegativePolicy,
    TaxpayerType,
    UnlinkedReturnCost,
)


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What other rooms ask about a book; see models.Book for the meaning."""

    id: int
    code: str
    name: str
    currency: str
    standard: AccountingStandard
    taxpayer: TaxpayerType
    timezone: str
    start_month: date
    costing_scope: CostingScope
    cost_method: CostMethod
    negative_stock: NegativePolicy
    backdating: Backdating
    backdate_days: int
    unlinked_return_cost: UnlinkedReturnCost
    receipt_tolerance: Decimal
    shipment_tolerance: Decimal
    tax_rate: Decimal
    price_includes_tax: bool
    safety_buffer: Decimal


def today(book: Book | BookFacts, at: datetime) -> date:
    """The day it is in the book's time zone: the only "today" there is."""
    return at.astimezone(ZoneInfo(book.timezone)).date()


def book_facts(book_id: int) -> BookFacts:
    """Facts of one book, read now: one row by key, because settings may change in another process. Refuses not_found (404)."""
    book = Book.objects.filter(pk=book_id).first()
    if book is None:
        raise refuse("not_found", status=404)
    return facts_of(book)


def all_books() -> list[BookFacts]:
    """Every book, the first made first."""
    return [facts_of(book) for book in Book.objects.order_by("pk")]


def default_book() -> BookFacts:
    """The book new documents belong to unless they say otherwise: the first one. Refuses not_found (404) before set-up."""
    book = Book.objects.order_by("pk").first()
    if book is None:
        raise refuse("not_found", status=404)
    return facts_of(book)


def zone_name() -> str | None:
    """The time zone in which clock times are told: that of the default book; None before set-up."""
    return Book.objects.order_by("pk").values_list("timezone", flat=True).first()


def facts_of(book: Book) -> BookFacts:
    """A stored book as plain facts."""
    return BookFacts(
        id=book.pk,
        code=book.code,
        name=book.name,
        currency=book.currency,
        standard=AccountingStandard(book.standard),
        taxpayer=TaxpayerType(book.taxpayer),
        timezone=book.timezone,
        start_month=book.start_month,
        costing_scope=CostingScope(book.costing_scope),
        cost_method=CostMethod(book.cost_method),
        negative_stock=NegativePolicy(book.negative_stock),
        backdating=Backdating(book.backdating),
        backdate_days=book.backdate_days,
        unlinked_return_cost=UnlinkedReturnCost(book.unlinked_return_cost),
        receipt_tolerance=book.receipt_tolerance,
        shipment_tolerance=book.shipment_tolerance,
        tax_rate=book.tax_rate,
        price_includes_tax=book.price_includes_tax,
        safety_buffer=book.safety_buffer,
    )


def describe_book(viewer: Viewer) -> dict[str, str | bool] | None:
    """The default book as the pages need it: name, currency, zone, standard; None before set-up."""
    del viewer  # everybody who may sign in works in this book
    book = Book.objects.order_by("pk").first()
    if book is None:
        return None
    return {
        "id": str(book.pk),
        "code": book.code,
        "name": book.name,
        "currency": book.currency,
        "timezone": book.timezone,
        "standard": book.standard,
        "price_includes_tax": book.price_includes_tax,
    }
