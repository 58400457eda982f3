"""Price lists and floor prices: whose price holds, from which quantity, until when; and what is not sold below it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, from_line, line, make_company, tell

from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book, Partner
from hengku.masterdata.operations.prices import create_price
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.types import PriceKind, SalesControl
from hengku.sales.queries.price import selling_price

DAY = date(2026, 10, 10)


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "1000", price="5"))
    Partner.objects.filter(pk=made.customer).update(group="VIP")
    return made


def price(company: Company, value: str, **more: object) -> None:
    values: Mapping[str, object] = {"item": company.bottle, "kind": PriceKind.SALE, "price": Decimal(value), **more}
    create_price(act=company.act(), values=values)


def asked(company: Company, quantity: str, *, unit: int | None = None, on: date = DAY) -> str:
    (answer,) = find(
        questions=[PriceQuestion(company.bottle, unit, Decimal(quantity))], kind=PriceKind.SALE,
        partner_id=company.customer, on=on, book_id=company.book,
    )  # fmt: skip
    return "none" if answer is None else f"{answer.price.normalize():f}"


def test_the_partner_goes_before_the_group_and_the_group_before_everybody(company: Company) -> None:
    price(company, "10")
    assert asked(company, "1") == "10"
    price(company, "9", partner_group="OTHER")
    assert asked(company, "1") == "10"
    price(company, "8.5", partner_group="VIP")
    assert asked(company, "1") == "8.5"
    price(company, "8", partner=company.customer)
    assert asked(company, "1") == "8"


def test_steps_hold_from_their_quantity_in_their_own_unit(company: Company) -> None:
    price(company, "10")
    price(company, "9.5", minimum_quantity=Decimal(24))
    price(company, "9", minimum_quantity=Decimal(120))
    assert [asked(company, one) for one in ("23", "24", "119", "120")] == ["10", "9.5", "9.5", "9"]
    assert [asked(company, one, unit=company.carton) for one in ("1", "2", "10")] == ["120", "114", "108"]


def test_a_price_holds_on_both_days_of_its_validity(company: Company) -> None:
    price(company, "10")
    price(company, "9", valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 10))
    assert [asked(company, "1", on=date(2026, 10, day)) for day in (1, 10, 11)] == ["9", "9", "10"]


def test_a_price_is_for_one_partner_or_one_group(company: Company) -> None:
    with pytest.raises(Refused, match="price_for_one"):
        price(company, "9", partner=company.customer, partner_group="VIP")


def test_nothing_is_sold_below_its_floor(company: Company) -> None:
    price(company, "10", kind=PriceKind.FLOOR)
    Book.objects.update(floor_control=SalesControl.BLOCK)
    for kind in ("quotation", "sales_order", "shipment"):
        with pytest.raises(Refused, match="below_floor_price") as error:
            tell(company, kind, line(company.bottle, "10", price="10.5", discount=Decimal("0.05")))
        assert error.value.refusals[0].params["price"] == "9.975"
        tell(company, kind, line(company.bottle, "10", price="10.5", discount=Decimal("0.04")))


def test_the_floor_is_per_unit_and_with_tax_where_it_says_so(company: Company) -> None:
    price(company, "10", kind=PriceKind.FLOOR, includes_tax=True)
    Book.objects.update(floor_control=SalesControl.BLOCK)
    with pytest.raises(Refused, match="below_floor_price"):
        tell(company, "sales_order", line(company.bottle, "1", price="119.99", tax_rate="0", unit_id=company.carton))
    tell(company, "sales_order", line(company.bottle, "1", price="120", tax_rate="0", unit_id=company.carton))
    tell(company, "sales_order", line(company.bottle, "1", price="106.2", tax_rate="0.13", unit_id=company.carton))


def test_what_was_agreed_in_the_order_is_not_judged_again_and_gifts_have_no_floor(company: Company) -> None:
    order = tell(company, "sales_order", line(company.bottle, "10", price="8"))
    price(company, "10", kind=PriceKind.FLOOR)
    Book.objects.update(floor_control=SalesControl.BLOCK)
    tell(company, "shipment", from_line(order.lines[0].id))
    tell(company, "shipment", line(company.bottle, "1", price="0", reason="GIFT"))


def test_prices_of_a_partner_who_wants_them_with_tax_are_with_tax(company: Company) -> None:
    Partner.objects.filter(pk=company.customer).update(price_includes_tax=True)
    order = tell(company, "sales_order", line(company.bottle, "1", price="113", tax_rate="0.13"))
    assert (order.lines[0].net, order.lines[0].tax) == (Decimal("100.00"), Decimal("13.00"))


def test_a_price_says_where_it_comes_from(company: Company) -> None:
    def told(quantity: str, partner: int | None = None) -> tuple[str | None, str | None, str, str]:
        found = selling_price(
            viewer=SYSTEM, book_id=company.book, item_id=company.bottle, unit_id=None, quantity=Decimal(quantity),
            partner_id=partner or company.customer, on=DAY,
        )  # fmt: skip
        return found["price"], found["price_with_tax"], found["source"], found["explain"]

    assert told("1") == (None, None, "none", "没有价格")
    tell(company, "sales_order", line(company.bottle, "1", price="12"))
    assert told("1") == ("12", "13.56", "last", "最近一次成交价")
    price(company, "11.3", includes_tax=True)
    assert told("1")[:3] == ("10", "11.3", "list")
    price(company, "9", partner_group="VIP", minimum_quantity=Decimal(24))
    assert told("23")[2] == "list"
    assert told("24") == ("9", "10.17", "group", "客户分组 VIP 的价格，24 起")
    price(company, "8", partner=company.customer)
    assert told("1")[2:] == ("partner", "乙客户 的协议价")
