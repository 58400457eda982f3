"""存货跌价准备: lower of cost and NRV, taken back up to what was provided, carried out with goods sold."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.world import Company, line, make_company, tell

from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import TransitionCommand
from hengku.finance.models import Provision
from hengku.finance.operations.close import close_month, month_of
from hengku.finance.operations.write_downs import release_before_close
from hengku.finance.queries.prove_provisions import provisions_are_on_their_account
from hengku.finance.queries.provisions import provision_months
from hengku.finance.rules.write_down import Appraised, Moved, carried_out, needed
from hengku.finance.tests.test_making import book, told
from hengku.finance.tests.test_prove import tamper
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book
from hengku.masterdata.operations.books import update_book
from hengku.metadata.rules.invariants import CheckWindow

D = Decimal
LATER = datetime(2026, 12, 20, 4, tzinfo=UTC)


def goods_of(item: int, cost: str, price: str, *, category: int | None = None, quantity: str = "100") -> Appraised:
    return Appraised(item, category, D(quantity), D(cost), D(price), D("0.20"), D("0.30"))


def test_each_item_stands_at_the_lower_of_cost_and_what_it_brings() -> None:
    goods = [goods_of(1, "1000", "9"), goods_of(2, "1000", "12"), goods_of(3, "50", "0.40")]
    # NRV: 100 × 8.50, 100 × 11.50, never below nothing
    assert needed(goods, by_category=False) == {1: D("150.00"), 2: D(0), 3: D(50)}


def test_goods_of_a_category_make_up_for_each_other() -> None:
    goods = [
        goods_of(1, "1000", "9", category=7),
        goods_of(2, "1000", "11", category=7),
        goods_of(3, "1000", "10", category=7),
        goods_of(4, "1000", "9", category=8),
    ]
    # category 7 is short of 150 + 50 - 50 = 150, borne 150 : 50
    found = needed(goods, by_category=True)
    assert found == {1: D("112.50"), 2: D(0), 3: D("37.50"), 4: D("150.00")}


def test_what_is_sold_takes_its_part_and_the_last_takes_the_rest() -> None:
    moved = {1: Moved(D(1), D(2)), 2: Moved(D(3), D(0)), 3: Moved(D(-1), D(5)), 4: Moved(D(2), D(-1))}
    assert carried_out({1: D("10.00"), 2: D("10.00"), 3: D("10.00"), 4: D("9.00"), 5: D(1)}, moved) == {
        1: D("3.33"), 2: D("10.00"), 4: D("9.00")
    }  # fmt: skip


@pytest.fixture
def company(as_owner: None) -> Company:
    """100 kg of flour at 10, under CAS."""
    made = make_company(at=LATER)
    update_book(act=made.act(), record_id=made.book, values={"standard": "CAS", "backdate_days": 400})
    tell(made, "goods_receipt", line(made.flour, "100", price="10"), on=date(2026, 10, 3), at=LATER)
    return made


def write_down(made: Company, price: str, on: date) -> int:
    goods = line(made.flour, None, price=price, extra={"selling_cost": "0.5"})
    return tell(made, "write_down", goods, on=on, at=LATER, to="post", warehouse_id=None).id


def standing() -> Decimal:
    return sum(Provision.objects.values_list("amount", flat=True), D(0))


def test_provided_carried_out_and_taken_back(company: Company) -> None:
    first = write_down(company, "9", date(2026, 10, 31))  # 1,000 against 850
    act = company.act(at=LATER)
    tell(company, "shipment", line(company.flour, "40", price="20"), on=date(2026, 11, 5), at=LATER)
    month = month_of(book_id=company.book, month=date(2026, 11, 1))
    release_before_close(act, month)
    release_before_close(act, month)
    assert standing() == D("90.00")  # 150 × 40 ÷ 100 left with the goods, once
    write_down(company, "10", date(2026, 11, 30))  # 600 against 570: 60 back
    assert standing() == D("30.00")
    command = TransitionCommand(first, "reverse", reason="x", business_date=date(2026, 11, 30))
    with pytest.raises(Refused, match="write_down_used"):
        transition_documents(act=act, commands=[command])
    write_down(company, "15", date(2026, 12, 10))  # worth more than it cost: no more than what stands
    assert standing() == D("0.00")
    with pytest.raises(Refused, match="nothing_to_write_down"):
        write_down(company, "15", date(2026, 12, 11))
    november = provision_months(month=month)[0]
    assert (november.opening, november.carried_out, november.taken_back) == (D("150.00"), D("60.00"), D("60.00"))
    assert (november.cost, november.realisable, november.closing) == (D("600.00"), D("570.00"), D("30.00"))
    book(company)
    found = [(debit, credit) for _, template, debit, credit in told(company) if template == "K5"]
    assert found == [
        ({"IMPAIR-LOSS": "150.00"}, {"IMPAIR": "150.00"}),
        ({"COGS": "-60.00"}, {"IMPAIR": "-60.00"}),
        ({"IMPAIR-LOSS": "-60.00"}, {"IMPAIR": "-60.00"}),
        ({"IMPAIR-LOSS": "-30.00"}, {"IMPAIR": "-30.00"}),
    ]
    assert provisions_are_on_their_account(CheckWindow()).failing == ()
    tamper("finance_provision", "UPDATE finance_provision SET amount = amount + 0.01 WHERE amount > 0")
    assert len(provisions_are_on_their_account(CheckWindow()).failing) == 1


def test_the_close_carries_out_and_a_return_brings_back(company: Company) -> None:
    write_down(company, "9", date(2026, 10, 31))
    act = company.act(at=LATER)
    close_month(
        act=act, month=month_of(book_id=company.book, month=date(2026, 10, 1)), confirm=["receipts_not_invoiced"]
    )
    shipped = tell(company, "shipment", line(company.flour, "40", price="20"), on=date(2026, 11, 5), at=LATER)
    month = month_of(book_id=company.book, month=date(2026, 11, 1))
    release_before_close(act, month)
    transition_documents(
        act=act, commands=[TransitionCommand(shipped.id, "reverse", reason="x", business_date=date(2026, 11, 6))]
    )
    close_month(act=act, month=month, confirm=["receipts_not_invoiced"])
    assert [one.amount for one in Provision.objects.order_by("pk")] == [D("150.00"), D("-60.00"), D("60.00")]


def test_small_businesses_book_no_impairment(company: Company) -> None:
    Book.objects.update(standard="SBE")
    with pytest.raises(Refused, match="write_down_not_sbe"):
        write_down(company, "9", date(2026, 10, 31))
