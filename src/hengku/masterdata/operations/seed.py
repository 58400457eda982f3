"""What a new account set starts with: a book, the places outside, units, reasons, number rules, a warehouse, a category."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from hengku.identity.types import Act
from hengku.masterdata.models import Book, ItemCategory, NumberRule, Place, ReasonCode, Unit, Warehouse
from hengku.masterdata.operations import records
from hengku.masterdata.operations.books import create_book
from hengku.masterdata.operations.catalogue import create_category
from hengku.masterdata.operations.warehouses import create_warehouse
from hengku.masterdata.queries import places
from hengku.masterdata.rules import seeds
from hengku.masterdata.types import AccountingStandard, CostingScope, PlaceKind

OUTSIDE = (
    PlaceKind.PRODUCTION,
    PlaceKind.ASSEMBLY,
    PlaceKind.SUPPLIER,
    PlaceKind.CUSTOMER,
    PlaceKind.PARTNER,
    PlaceKind.ADJUSTMENT,
    PlaceKind.SCRAP,
    PlaceKind.DESTROYED,
    PlaceKind.OPENING,
)
"""The world outside has one place of each kind; partners get places of their own only where stock is kept at them."""
NO_TAX = Decimal(0)
FIRST_BOOK, FIRST_WAREHOUSE, FIRST_CATEGORY = "01", "CK01", "DEFAULT"


@transaction.atomic
def seed_account_set(
    *,
    act: Act,
    book_name: str,
    start_month: date,
    warehouse_name: str,
    currency: str = "CNY",
    standard: AccountingStandard = AccountingStandard.SBE,
    costing_scope: CostingScope = CostingScope.BOOK,
    tax_rate: Decimal = NO_TAX,
) -> int:
    """Fill an account set so that the first document can be written; gives the book's id. Doing it again changes nothing.

    start_month: first day of the first open period. tax_rate: of goods that name none.
    """
    seed_lists(act=act)
    book = Book.objects.filter(code=FIRST_BOOK).first()
    if book is None:
        book = create_book(
            act=act,
            values={
                "code": FIRST_BOOK,
                "name": book_name,
                "currency": currency,
                "standard": standard,
                "start_month": start_month,
                "costing_scope": costing_scope,
                "tax_rate": tax_rate,
            },
        )
    if not Warehouse.objects.exists():
        create_warehouse(act=act, values={"code": FIRST_WAREHOUSE, "name": warehouse_name})
    if not ItemCategory.objects.exists():
        name = "默认分类" if act.viewer.language == "zh-CN" else "General"
        create_category(act=act, values={"code": FIRST_CATEGORY, "name": name})
    return book.pk


@transaction.atomic
def seed_lists(*, act: Act) -> None:
    """Places outside, units, reason codes and number rules; what exists already stays. Also run by upgrades."""
    language = act.viewer.language
    known_places = set(Place.objects.values_list("code", flat=True))
    Place.objects.bulk_create(Place(code=kind, kind=kind) for kind in OUTSIDE if kind not in known_places)
    places.forget()
    known = set(Unit.objects.values_list("code", flat=True))
    units = [
        Unit(
            code=seed.code,
            name=seed.name.in_language(language),
            precision=seed.precision,
            aliases=[*{seed.name.zh, seed.name.en} - {seed.name.in_language(language)}, *seed.aliases],
        )
        for seed in seeds.UNITS
        if seed.code not in known
    ]
    known = set(ReasonCode.objects.values_list("code", flat=True))
    reasons = [
        ReasonCode(code=seed.code, name=seed.name.in_language(language), purpose=seed.purpose)
        for seed in seeds.reasons()
        if seed.code not in known
    ]
    known = set(NumberRule.objects.values_list("target", flat=True))
    rules = [
        NumberRule(target=seed.target, prefix=seed.prefix, pattern=seed.pattern)
        for seed in seeds.number_rules()
        if seed.target not in known
    ]
    for record in (*units, *reasons, *rules):
        records.stamp_new(act=act, record=record)
    Unit.objects.bulk_create(units)
    ReasonCode.objects.bulk_create(reasons)
    NumberRule.objects.bulk_create(rules)
