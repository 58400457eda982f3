"""Warehouses with their places and scopes, bins, categories, books, seeds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hengku.identity.types import Act
from hengku.kernel.errors import Refused
from hengku.masterdata.models import (
    Bin,
    Book,
    CostScope,
    ItemCategory,
    NumberRule,
    Place,
    PriceEntry,
    ReasonCode,
    Unit,
    Warehouse,
)
from hengku.masterdata.operations import books, catalogue, coding, prices, warehouses
from hengku.masterdata.operations.items import create_item
from hengku.masterdata.operations.seed import seed_account_set
from hengku.masterdata.queries import places, scopes
from hengku.masterdata.queries.books import default_book, today
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.rules.bins import Axis
from hengku.masterdata.types import CostingScope, PlaceKind, PriceKind


def counts() -> list[int]:
    return [model.objects.count() for model in (Book, Warehouse, Place, Unit, ReasonCode, NumberRule, ItemCategory)]


def test_seeding_twice_changes_nothing(act: Act, book: int) -> None:
    before = counts()
    again = seed_account_set(act=act, book_name="另一个", start_month=date(2027, 1, 1), warehouse_name="另一个")
    assert again == book
    assert counts() == before
    assert Book.objects.get().name == "衡库演示公司"


def test_a_warehouse_has_its_places_and_a_scope(act: Act, book: int) -> None:
    first = Warehouse.objects.get()
    second = warehouses.create_warehouse(act=act, values={"name": "二号仓"})
    assert second.code == "CK02"
    assert len(places.warehouse_place_ids([first.pk, second.pk])) == 2
    assert places.transit_place_id(second.pk) != places.arrival_place_id(second.pk)
    scope = scopes.scope_ids(book)
    assert scope[first.pk] == scope[second.pk]
    assert places.outside_place_id(PlaceKind.SUPPLIER) != places.outside_place_id(PlaceKind.CUSTOMER)
    with pytest.raises(Refused):
        places.warehouse_place_ids([10**9])


@pytest.mark.parametrize(
    ("costing", "groups", "distinct"),
    [(CostingScope.BOOK, ("", ""), 1), (CostingScope.WAREHOUSE, ("", ""), 2), (CostingScope.GROUP, ("东", "东"), 1), (CostingScope.GROUP, ("东", "西"), 2)],
)  # fmt: skip
def test_scopes_follow_the_books_costing_scope(
    act: Act, book: int, costing: CostingScope, groups: tuple[str, str], distinct: int
) -> None:
    second = books.create_book(
        act=act, values={"name": "二公司", "start_month": date(2026, 1, 1), "costing_scope": costing}
    )
    made = [
        warehouses.create_warehouse(act=act, values={"name": f"仓{n}", "cost_group": group, "books": [second.pk]})
        for n, group in enumerate(groups)
    ]
    found = scopes.scope_ids(second.pk)
    assert set(found) == {warehouse.pk for warehouse in made}
    assert len(set(found.values())) == distinct
    assert scopes.scope_id(book, made[0].pk) is None


def test_what_cost_stands_on_is_fixed(act: Act, book: int) -> None:
    with pytest.raises(Refused, match="costing_scope_fixed"):
        books.update_book(act=act, record_id=book, values={"costing_scope": CostingScope.WAREHOUSE})
    with pytest.raises(Refused, match="cost_group_fixed"):
        warehouses.update_warehouse(act=act, record_id=Warehouse.objects.get().pk, values={"cost_group": "东"})


@pytest.mark.parametrize(
    ("values", "code"),
    [({"currency": "rmb"}, "currency_bad"), ({"timezone": "Mars/Base"}, "timezone_unknown"), ({"start_month": date(2026, 1, 2)}, "start_month_not_first")],
)  # fmt: skip
def test_a_book_is_checked(act: Act, book: int, values: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        books.create_book(act=act, values={"name": "三公司", "start_month": date(2026, 1, 1), **values})


def test_a_new_warehouse_can_be_deleted_with_everything_it_owns(act: Act, book: int) -> None:
    warehouse = warehouses.create_warehouse(act=act, values={"name": "错建的仓"})
    warehouses.create_bins(act=act, warehouse_id=warehouse.pk, axes=[Axis("A", "B"), Axis("1", "3")])
    assert Bin.objects.filter(warehouse=warehouse).count() == 6
    warehouses.delete_warehouse(act=act, record_id=warehouse.pk)
    assert not Place.objects.filter(code__contains=warehouse.code).exists()
    assert CostScope.objects.count() == 1


def test_bins_are_made_once_and_switch_the_warehouse_on(act: Act, book: int) -> None:
    warehouse = Warehouse.objects.get()
    first = warehouses.create_bins(act=act, warehouse_id=warehouse.pk, axes=[Axis("A", "A"), Axis("01", "02")])
    again = warehouses.create_bins(act=act, warehouse_id=warehouse.pk, axes=[Axis("A", "A"), Axis("01", "03")])
    assert (len(first), len(again)) == (2, 1)
    assert list(Bin.objects.order_by("walk_order").values_list("code", flat=True)) == ["A-01", "A-02", "A-03"]
    assert Warehouse.objects.get().uses_bins
    with pytest.raises(Refused, match="bin_range_bad"):
        warehouses.create_bins(act=act, warehouse_id=warehouse.pk, axes=[Axis("Z", "A")])


def test_categories_move_with_their_subtree(act: Act, book: int) -> None:
    food = catalogue.create_category(act=act, values={"code": "F", "name": "食品"})
    drinks = catalogue.create_category(act=act, values={"code": "D", "name": "饮料", "parent": food.pk})
    tea = catalogue.create_category(act=act, values={"code": "T", "name": "茶", "parent": drinks.pk})
    with pytest.raises(Refused, match="category_loop"):
        catalogue.update_category(act=act, record_id=food.pk, values={"parent": tea.pk})
    catalogue.update_category(act=act, record_id=drinks.pk, values={"parent": None})
    assert ItemCategory.objects.get(pk=tea.pk).path == "D/T"
    with pytest.raises(Refused, match="in_use"):
        catalogue.delete_category(act=act, record_id=drinks.pk)


def test_a_units_places_shrink_only_while_nothing_uses_it(act: Act, book: int) -> None:
    kilogram = Unit.objects.get(code="KG")
    catalogue.update_unit(act=act, record_id=kilogram.pk, values={"precision": 2, "aliases": "公斤，kgs"})
    assert Unit.objects.get(code="KG").aliases == ["公斤", "kgs"]
    create_item(act=act, values={"name": "面粉", "base_unit": kilogram.pk})
    with pytest.raises(Refused, match="precision_fixed"):
        catalogue.update_unit(act=act, record_id=kilogram.pk, values={"precision": 1})
    with pytest.raises(Refused, match="in_use"):
        catalogue.delete_unit(act=act, record_id=kilogram.pk)


def test_number_rules_are_checked(act: Act, book: int) -> None:
    rule = NumberRule.objects.get(target="items")
    with pytest.raises(Refused, match="number_rule_needs_one_serial"):
        coding.update_number_rule(act=act, record_id=rule.pk, values={"pattern": "{prefix}"})
    coding.update_number_rule(act=act, record_id=rule.pk, values={"prefix": "G", "pattern": "{prefix}{yy}-{seq:3}"})
    assert create_item(act=act, values={"name": "甲", "base_unit": Unit.objects.get(code="EA").pk}).code == "G26-001"


def test_today_is_the_books_day(book: int) -> None:
    assert today(default_book(), datetime(2026, 11, 22, 16, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_prices_are_found_per_unit_and_set_once(act: Act, book: int) -> None:
    bottle, carton = Unit.objects.get(code="BTL").pk, Unit.objects.get(code="CTN").pk
    item = create_item(
        act=act, values={"name": "可乐", "base_unit": bottle, "units": [{"unit": str(carton), "factor": "24"}]}
    )
    draft = {"item_id": item.pk, "kind": PriceKind.SALE, "price": Decimal("2.5"), "minimum_quantity": Decimal(0)}
    outcomes = [prices.set_prices(act=act, drafts=[draft])[0][1] for _ in range(2)]
    outcomes.append(prices.set_prices(act=act, drafts=[{**draft, "price": Decimal(3)}])[0][1])
    assert outcomes == ["created", "unchanged", "updated"]
    found = find(
        questions=[PriceQuestion(item.pk, None), PriceQuestion(item.pk, carton)],
        kind=PriceKind.SALE, partner_id=None, on=date(2026, 11, 22),
    )  # fmt: skip
    assert [answer and answer.price for answer in found] == [Decimal(3), Decimal(72)]
    with pytest.raises(Refused, match="price_taken"):
        prices.create_price(
            act=act,
            values={"item": item.pk, "kind": PriceKind.SALE, "price": Decimal(1), "minimum_quantity": Decimal(0)},
        )
    assert PriceEntry.objects.count() == 1
