"""Golden numbers of standard costing without a database (domain specification 4.6)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hengku.ledger.rules.costing import Outcome, Pool, Row
from hengku.ledger.rules.standard import NoStandard, price, step
from hengku.ledger.types import CostBasis, CostKind
from hengku.masterdata.types import CostMethod

D = Decimal


def pool(quantity: str = "0", amount: str = "0", standard: str | None = "5") -> Pool:
    made = Pool(D(quantity), D(amount), method=CostMethod.STANDARD)
    made.standard = None if standard is None else D(standard)
    return made


def move(at: Pool, quantity: str, amount: str | None = None, **more: Any) -> Outcome:
    basis = CostBasis.POOL if amount is None else CostBasis.GIVEN
    told: dict[str, Any] = {"kind": CostKind.ISSUE if amount is None else CostKind.OWN, "basis": basis, **more}
    row = Row(1, 1, date(2026, 3, 3), quantity=D(quantity), amount=None if amount is None else D(amount), **told)
    return step(at, row, *price(at, row))


def test_a_receipt_stands_at_the_standard_and_the_rest_is_variance() -> None:
    """SC-1: 500 for 5,150 at 10 is 150 over, 300 for 2,964 is 36 under; issues bring no variance."""
    one = pool("400", "4000", "10")
    over = move(one, "500", "5150")
    assert (over.amount, over.expensed, over.before_quantity, over.before_amount) == (D(5000), D(150), D(400), D(4000))
    assert move(one, "300", "2964").expensed == D(-36)
    out = move(one, "-900")
    assert (out.amount, out.expensed, one.quantity, one.amount) == (D(-9000), 0, D(300), D(3000))
    assert (one.last_amount, one.last_quantity) == (D(3000), D(300))


def test_a_new_standard_revalues_what_is_there() -> None:
    """SC-2: 10 to 10.40 with 300 on hand: 120 into stock, out of the variance."""
    one = pool("300", "3000", "10")
    found = move(one, "0", "0", kind=CostKind.REVALUATION, standard=D("10.40"))
    assert (found.amount, found.expensed, one.amount, one.standard) == (D(120), D(-120), D("3120.00"), D("10.40"))


def test_money_alone_is_variance() -> None:
    one = pool("10", "50")
    found = move(one, "0", "7", kind=CostKind.ADJUSTMENT)
    assert (found.amount, found.expensed, one.amount) == (0, D(7), D(50))


def test_who_takes_the_last_goods_takes_the_fen() -> None:
    one = pool("3", "10.02", "3.335")
    found = move(one, "-3")
    assert (found.amount, found.expensed, one.quantity, one.amount) == (D("-10.02"), 0, 0, 0)
    assert move(pool("3", "10.01", "3.335"), "-1").amount == D("-3.34")


def test_goods_found_without_a_price_cost_the_standard() -> None:
    one = pool("2", "10")
    found = move(one, "1", kind=CostKind.OWN, basis=CostBasis.AVERAGE)
    assert (found.amount, found.expensed) == (D(5), 0)


def test_below_zero_at_the_standard_too() -> None:
    one = pool()
    assert (move(one, "-2").amount, one.last_quantity) == (D(-10), 0)
    covered = move(one, "1", "6")
    assert (covered.amount, covered.expensed, one.amount) == (D(5), D(1), D(-5))
    assert (one.last_amount, one.last_quantity) == (D(5), D(1))
    with pytest.raises(NoStandard):
        move(pool(standard=None), "1", "6")


def test_what_did_not_enter_the_pool_is_variance_too() -> None:
    """A following row may bring an expensed part of its own; the last unit cost is that of the last goods there were."""
    one = pool("10", "50")
    row = Row(1, 1, date(2026, 3, 3), CostKind.ADJUSTMENT, CostBasis.GIVEN, D(0), D(7))
    assert step(one, row, D(7), D(2)).expensed == D(9)
    row = Row(2, 1, date(2026, 3, 3), CostKind.OWN, CostBasis.GIVEN, D(4), D(22))
    assert step(one, row, D(22), D(3)).expensed == D(5)
    assert (one.last_amount, one.last_quantity) == (D(70), D(14))
    move(one, "-14")
    assert (one.quantity, one.last_amount, one.last_quantity) == (0, D(70), D(14))
