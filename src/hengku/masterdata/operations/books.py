"""Books 核算账簿: make, change, remove."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from zoneinfo import available_timezones

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.models import Book, BookWarehouse, CostScope, Warehouse
from hengku.masterdata.operations import records
from hengku.masterdata.operations.catalogue import checked_code, code_for, need_name
from hengku.masterdata.operations.warehouses import join_books
from hengku.masterdata.queries import scopes
from hengku.masterdata.rules import seeds
from hengku.masterdata.rules.expiry_tiers import tier_problems
from hengku.masterdata.types import Backdating


@transaction.atomic
def create_book(*, act: Act, values: Mapping[str, object]) -> Book:
    """Make a book; `warehouses` (ids) are the ones it uses. Refuses currency_bad, timezone_unknown, start_month_not_first."""
    need_name(values)
    columns = records.columns(Book, values)
    _check(columns)
    fresh = code_for(act=act, entity="books", model=Book, values=columns)
    book = records.insert(act=act, entity="books", record=Book(**fresh))
    _join(book, values)
    seeds.book_started(book.pk)
    return book


@transaction.atomic
def update_book(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Book:
    """Change a book; its costing scope, currency and start month stay. Refuses costing_scope_fixed, book_fact_fixed."""
    book = records.locked(model=Book, record_id=record_id, rev=rev)
    changes = records.columns(Book, values)
    _check(changes)
    checked_code(model=Book, record=book, values=changes)
    need_name({"name": book.name, **changes})
    if changes.get("costing_scope", book.costing_scope) != book.costing_scope:
        raise refuse("costing_scope_fixed", loc=("costing_scope",))
    for name in ("currency", "start_month", "cost_method"):
        if changes.get(name, getattr(book, name)) != getattr(book, name) and _is_used(book):
            raise refuse("book_fact_fixed", loc=(name,))
    if _changes_history(book, changes) and _is_used(book):
        raise refuse("book_fact_fixed", loc=("backdating",))
    records.change(act=act, entity="books", record=book, values=changes)
    _join(book, values)
    seeds.book_changed(book.pk)
    return book


def _changes_history(book: Book, changes: Mapping[str, object]) -> bool:
    """Costs made with replay do not stand in the order without it, nor the other way round."""
    wanted = changes.get("backdating", book.backdating)
    return wanted != book.backdating and Backdating.NO_REPLAY in {wanted, book.backdating}


def _is_used(book: Book) -> bool:
    besides = {BookWarehouse, CostScope}
    return bool(records.users_of(entity="books", model=Book, record_ids=[book.pk], besides=besides))


@transaction.atomic
def delete_book(*, act: Act, record_id: int) -> None:
    """Delete a book that has no documents and is not the last one. Refuses in_use, book_is_last."""
    book = records.locked(model=Book, record_id=record_id)
    if Book.objects.count() == 1:
        raise refuse("book_is_last")
    users = records.users_of(entity="books", model=Book, record_ids=[record_id], besides={BookWarehouse, CostScope})
    if record_id in users:
        raise refuse("in_use", name=book.name, users=users[record_id])
    seeds.book_ends(record_id)
    BookWarehouse.objects.filter(book=book).delete()
    CostScope.objects.filter(book=book).delete()
    records.remove(act=act, entity="books", record=book)
    scopes.forget()


def _join(book: Book, values: Mapping[str, object]) -> None:
    wanted = values.get("warehouses")
    if isinstance(wanted, list) and wanted:
        join_books(warehouses=Warehouse.objects.filter(pk__in=wanted).order_by("pk"), books=[book])


def _check(values: Mapping[str, object]) -> None:
    found: list[Refusal] = tier_problems(values.get("expiry_tiers"))
    currency = values.get("currency", "CNY")
    if not (isinstance(currency, str) and len(currency) == 3 and currency.isascii() and currency.isupper()):
        found.append(Refusal("currency_bad", {}, ("currency",)))
    zone = values.get("timezone", "Asia/Shanghai")
    if zone not in available_timezones():
        found.append(Refusal("timezone_unknown", {"value": str(zone)}, ("timezone",)))
    month = values.get("start_month")
    if isinstance(month, date) and month.day != 1:
        found.append(Refusal("start_month_not_first", {}, ("start_month",)))
    for name in ("receipt_tolerance", "shipment_tolerance", "short_tolerance", "match_percent"):
        tolerance = values.get(name)
        if isinstance(tolerance, Decimal) and not 0 <= tolerance < 1:
            found.append(Refusal("book_tolerance_bad", {}, (name,)))
    amount = values.get("match_amount")
    if isinstance(amount, Decimal) and amount < 0:
        found.append(Refusal("value_negative", {}, ("match_amount",)))
    if found:
        raise Refused(found)
