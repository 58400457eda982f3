"""Selling at the counter: goods, invoice and money at once, or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, line, make_company, stock, tell

from hengku.documents.models import Document
from hengku.finance.models import OpenItem
from hengku.finance.operations.counter import CounterLine, CounterSale, Sold, sell_at_counter
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Partner

D = Decimal


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="5"), line(made.flour, "10", price="2"))
    return made


def sell(company: Company, *payments: tuple[str, str], round_off: str = "0", bottles: str = "3") -> Sold:
    sale = CounterSale(
        book_id=company.book,
        warehouse_id=company.a,
        business_date=date(2026, 10, 10),
        lines=[
            CounterLine(company.bottle, None, D(bottles), D("9.90")),
            CounterLine(company.flour, None, D("1.254"), D("6.50")),
        ],
        payments=[(method, D(amount)) for method, amount in payments],
        round_off=D(round_off),
    )
    return sell_at_counter(act=company.act(), sale=sale)


def test_goods_invoice_and_money_in_one_go(company: Company) -> None:
    """3 x 9.90 = 29.70; 1.254 x 6.50 = 8.15; together 37.85."""
    sold = sell(company, ("CASH", "37.85"))
    assert (sold.total, [one.type for one in sold.documents]) == (
        D("37.85"), ["shipment", "sales_invoice", "money_receipt"],
    )  # fmt: skip
    assert {one.state for one in sold.documents} == {"POSTED"}
    assert all(one.number for one in sold.documents)
    assert stock(company, company.bottle, company.a) == 97
    assert sum(OpenItem.objects.filter(side="AR").values_list("open_amount", flat=True)) == 0
    assert Partner.objects.filter(code="WALK-IN").count() == 1
    sell(company, ("CASH", "37.85"))
    assert Partner.objects.filter(code="WALK-IN").count() == 1


def test_the_rounding_comes_off_goods_and_invoice_alike(company: Company) -> None:
    sold = sell(company, ("CASH", "30.00"), ("OTHER-MONEY", "7.80"), round_off="0.05")
    shipment, invoice = sold.documents[:2]
    assert sold.total == D("37.80")
    assert sum(one.total for one in invoice.lines) == sum(one.total for one in shipment.lines) == D("37.80")
    assert sum(OpenItem.objects.filter(side="AR").values_list("open_amount", flat=True)) == 0


def test_what_does_not_add_up_leaves_nothing_behind(company: Company) -> None:
    before = Document.objects.count()
    with pytest.raises(Refused, match="counter_payment_differs") as error:
        sell(company, ("CASH", "37.00"))
    assert error.value.refusals[0].params == {"total": "37.85", "paid": "37.00"}
    sell(company, ("CASH", "998.15"), bottles="100")
    with pytest.raises(Refused, match="insufficient_stock"):
        sell(company, ("CASH", "18.05"), bottles="1")
    assert Document.objects.count() == before + 3
