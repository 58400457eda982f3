"""Goods kept in two quantities: kilograms that are valued, and pieces beside them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hengku.kernel.errors import Refused
from hengku.ledger.models import Balance
from hengku.ledger.rules.second import Both, share_of
from hengku.ledger.tests.company import Company, refusal_of, tamper
from hengku.ledger.tests.test_lots import failing
from hengku.masterdata.models import Item, Unit

D = Decimal
pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")


def test_pieces_go_along_in_whole_units() -> None:
    here = Both(D("49.2"), D(10))
    assert share_of(here, D("49.2")) == 10
    assert share_of(here, D("14.9")) == 3
    assert share_of(Both(D(9), D("4.5")), D(1)) == D("0.5")


def ham(*, negative: str = "INHERIT") -> Company:
    """Ten hams of 49.2 kg, bought for 984.00."""
    company = Company()
    company.item("H", negative_stock=negative)
    pieces = Unit.objects.order_by("pk").first()
    Item.objects.filter(pk=company.item("H")).update(second_unit=pieces)
    move = company.move("H", "49.2", "SUP", "W1", amount="984.00")
    company.post("PURCHASE", "03-02", replace(move, second_quantity=D(10)))
    return company


def standing(company: Company) -> tuple[Decimal, Decimal]:
    return Balance.objects.filter(place_id=company.place["W1"]).values_list("quantity", "second_quantity").get()


def test_both_quantities_move_and_money_follows_the_weight() -> None:
    company = ham()
    sold = company.move("H", "14.9", "W1", "CUS")
    company.post("SALE", "03-03", replace(sold, second_quantity=D(3)))
    assert standing(company) == (D("34.3"), D(7))
    assert company.amounts(sold.line_id) == [("ISSUE", D("-298.00"))]  # 984.00 × 14.9 ÷ 49.2
    untold = company.move("H", "9.8", "W1", "W2")
    company.post("TRANSFER", "03-04", untold)
    assert standing(company) == (D("24.5"), D(5))
    company.post("SALE", "03-05", company.move("H", "24.5", "W1", "CUS"))
    assert standing(company) == (D(0), D(0))
    assert failing() == set()


def test_neither_is_left_without_the_other() -> None:
    company = ham()
    for weight, pieces, code in (
        ("49.2", "9", "second_left"),
        ("40", "10", "second_left"),
        ("40", "11", "second_left"),
    ):
        with pytest.raises(Refused) as refused:
            company.post("SALE", "03-03", replace(company.move("H", weight, "W1", "CUS"), second_quantity=D(pieces)))
        assert [found for found, _, _ in refusal_of(refused.value)] == [code]
    with pytest.raises(Refused, match="second_missing"):
        company.post("PURCHASE", "03-03", company.move("H", "5", "SUP", "W1", amount="100"))
    tamper("UPDATE ledger_balance SET second_quantity = 0 WHERE quantity > 0")
    assert "I09" in failing()
