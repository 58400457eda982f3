"""Golden numbers of the domain specification (4.2 MA-1..MA-6, 4.10 TR-1..TR-3) and of the scenarios, without a database."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hengku.ledger.rules.costing import (
    Chain,
    ChainMember,
    NoKnownCost,
    Outcome,
    Pool,
    Row,
    adjustment_share,
    average_receipt,
    chain_amounts,
    chain_left,
    moving_average_issue,
    split_amounts,
    step,
    unit_deviates,
)
from hengku.ledger.rules.replay import DoesNotSettle, Replayed, replay
from hengku.ledger.types import CostBasis, CostKind

D = Decimal


class Book:
    """Posts rows one after the other the way the operation does: insert, replay, keep what comes out."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.chains: dict[int, Chain] = {}
        self.pools: dict[int, Pool] = {}
        self.last: Replayed | None = None

    def opening(self) -> Pool:
        return Pool()

    def post(self, day: int, quantity: str, amount: str | None = None, **more: Any) -> Outcome:
        number = len(self.rows) + 1
        kind = CostKind.ISSUE if amount is None and D(quantity) < 0 else CostKind.OWN
        basis = CostBasis.POOL if kind is CostKind.ISSUE else CostBasis.GIVEN if amount else CostBasis.AVERAGE
        fields: dict[str, Any] = {"pool": 1, "kind": kind, "basis": basis, **more}
        row = Row(
            number,
            business_date=date(2026, 3, day),
            quantity=D(quantity),
            amount=D(amount) if amount else None,
            **fields,
        )
        if row.basis is CostBasis.SHARE:
            assert row.source_id is not None
            source = next(one for one in self.rows if one.id == row.source_id)
            before = self.chains.get(source.id, Chain(source.quantity, ()))
            self.chains[source.id] = Chain(
                before.whole, (*before.members, ChainMember(number, row.quantity)), before.extras
            )
        self.rows.append(row)
        openings = {key: self.opening() for key in {one.pool for one in self.rows}}
        self.last = replay(openings=openings, rows=self.rows, chains=self.chains)
        for one in self.rows:
            one.stored = self.last.outcomes[one.id]
            if one.basis is CostBasis.AVERAGE:
                one.amount = one.stored.amount
        self.pools = self.last.pools
        return self.last.outcomes[number]

    def deltas(self) -> dict[int, D]:
        assert self.last is not None
        return {change.row.id: change.amount for change in self.last.changes}

    def state(self, pool: int = 1) -> tuple[D, D]:
        return self.pools[pool].quantity, self.pools[pool].amount


def opened(quantity: str, amount: str) -> Book:
    book = Book()
    book.post(1, quantity, amount)
    return book


def test_ma1_rounding_and_exhaustion() -> None:
    book = opened("100", "1000.00")
    book.post(2, "50", "550.00")
    assert book.state() == (D(150), D("1550.00"))
    assert book.post(3, "-40").amount == D("-413.33")
    assert book.state() == (D(110), D("1136.67"))
    assert book.post(4, "-110").amount == D("-1136.67")
    assert book.state() == (D(0), D("0.00"))


def test_ma2_linked_returns() -> None:
    book = opened("100", "1000")
    book.post(2, "100", "1200")
    sale = book.post(3, "-50")
    assert sale.amount == D("-550")
    assert book.post(4, "10", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=3).amount == D("110")
    assert book.post(5, "-30", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=2).amount == D("-360.00")
    assert book.state() == (D(130), D("1400.00"))


def test_ma3_negative_pool_and_cover() -> None:
    book = opened("5", "50")
    assert book.post(2, "-15").amount == D("-150.00")
    assert book.state() == (D(-10), D("-100"))
    receipt = book.post(3, "30", "360")
    assert receipt.covers == {2: D("-20.00")}
    assert book.state() == (D(20), D("240"))


def test_ma3_cover_in_two_steps() -> None:
    book = opened("5", "50")
    book.post(2, "-15")
    assert book.post(3, "4", "50").covers == {2: D("-10")}
    assert book.state() == (D(-6), D("-60"))
    assert book.post(4, "20", "260").covers == {2: D("-18")}
    assert book.state() == (D(14), D("182"))


def test_cover_is_split_over_the_oldest_issues() -> None:
    book = opened("1", "10")
    book.post(2, "-4")  # 3 uncovered
    book.post(3, "-2")  # 2 uncovered
    receipt = book.post(4, "4", "60")  # covers 3 of the first and 1 of the second at 15
    assert receipt.covers == {2: D("-15.00"), 3: D("-5.00")}
    assert book.state() == (D(-1), D("-10"))


def test_scenario_s03() -> None:
    book = opened("8", "96.00")
    assert book.post(10, "-20").amount == D("-240.00")
    assert book.post(12, "5", "65.50").covers == {2: D("-5.50")}
    assert book.state() == (D(-7), D("-84.00"))
    assert book.post(31, "30", "375.00").covers == {2: D("-3.50")}
    assert book.state() == (D(23), D("287.50"))


def test_ma4_late_receipt_replays() -> None:
    book = opened("100", "1000")
    book.post(5, "-60")
    book.post(10, "-20")
    book.post(12, "-10")
    book.post(3, "100", "1300")
    assert book.deltas() == {2: D("-90.00"), 3: D("-30.00"), 4: D("-15.00")}
    assert book.state() == (D(110), D("1265.00"))


def test_late_receipt_of_the_same_day_sorts_after_what_was_posted() -> None:
    book = opened("100", "1000")
    book.post(5, "-50")
    book.post(5, "50", "1000")
    assert book.deltas() == {}
    assert book.post(6, "-100").amount == D("-1500")


def test_ma5_residual() -> None:
    book = opened("10", "100.00")
    outcome = book.post(2, "-10", "-100.05")
    assert outcome.residual == D("0.05")
    assert book.state() == (D(0), D("0.00"))


def test_ma6_adjustments() -> None:
    book = opened("120", "1380")
    outcome = book.post(2, "0", "60", kind=CostKind.ADJUSTMENT)
    assert (outcome.amount, outcome.expensed) == (D("60"), D("0"))
    assert book.state() == (D(120), D("1440"))
    assert adjustment_share(Pool(), D("60"), D(0)) == 0
    assert adjustment_share(Pool(D(40), D("400")), D("60"), D(100)) == D("24.00")
    assert adjustment_share(Pool(D(-40), D("-400")), D("60"), D(100)) == 0


def test_late_issue_before_an_adjustment_moves_its_share() -> None:
    book = opened("10", "100")
    book.post(5, "0", "10", kind=CostKind.ADJUSTMENT)
    book.post(3, "-10")
    assert book.last is not None
    (change,) = book.last.changes
    assert (change.amount, change.expensed) == (D("-10"), D("10"))
    assert book.state() == (D(0), D(0))


def test_scenario_s02() -> None:
    book = opened("40", "1000")
    book.post(4, "60", "1650")
    assert book.post(6, "-30").amount == D("-795.00")
    assert book.post(9, "12", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=3).amount == D("318.00")
    assert book.post(11, "-20", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=2).amount == D("-550.00")
    assert book.post(15, "-57").amount == D("-1492.11")
    last = book.post(18, "-5", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=1)
    assert (last.amount, last.residual) == (D("-125.00"), D("-5.89"))


def test_tr1_shares_are_cumulative_and_the_last_takes_the_rest() -> None:
    members = (ChainMember(2, D(-3)), ChainMember(3, D(-2)), ChainMember(4, D(-2)))
    assert chain_amounts(D("100.00"), Chain(D(7), members)) == {2: D("-42.86"), 3: D("-28.57"), 4: D("-28.57")}


def test_tr2_loss_takes_the_exact_rest() -> None:
    members = (ChainMember(2, D(-3)), ChainMember(3, D(-2)), ChainMember(4, D(-1)), ChainMember(5, D(-1)))
    assert list(chain_amounts(D("100.00"), Chain(D(7), members)).values()) == [
        D("-42.86"),
        D("-28.57"),
        D("-14.28"),
        D("-14.29"),
    ]


def test_a_reversed_share_can_be_taken_again() -> None:
    members = (ChainMember(2, D(-3)), ChainMember(3, D(3), mirror_of=2), ChainMember(4, D(-7)))
    assert chain_amounts(D("100.00"), Chain(D(7), members))[4] == D("-100.00")


def test_shares_count_only_adjustments_posted_before_them() -> None:
    chain = Chain(D(10), (ChainMember(2, D(-5)), ChainMember(4, D(-5))), extras=((3, D("10.00")),))
    assert chain_amounts(D("100.00"), chain) == {2: D("-50.00"), 4: D("-60.00")}


def test_tr3_deltas_travel_through_a_transfer_between_scopes() -> None:
    book = Book()
    book.post(1, "100", "930", pool=1)
    book.post(1, "25", "240", pool=2)
    book.post(5, "-40", pool=1)
    book.post(5, "40", pool=2, basis=CostBasis.CARRY, kind=CostKind.OWN, source_id=3)
    assert book.state(2) == (D(65), D("612.00"))
    book.post(2, "0", "5", pool=1, kind=CostKind.ADJUSTMENT)  # average of A becomes 9.35
    assert book.deltas() == {3: D("-2.00"), 4: D("2.00")}
    assert book.state(2) == (D(65), D("614.00"))


def test_a_reversal_mirrors_its_original_with_later_deltas() -> None:
    book = opened("100", "1000")
    book.post(5, "-60")
    book.post(8, "60", kind=CostKind.OWN, basis=CostBasis.MIRROR, source_id=2)
    book.post(3, "100", "1300")
    assert book.deltas() == {2: D("-90.00"), 3: D("90.00")}
    assert book.state() == (D(200), D("2300"))


def test_a_follower_dated_before_its_source_settles() -> None:
    book = opened("100", "1000")
    book.post(5, "-10")
    book.post(4, "2", basis=CostBasis.SHARE, kind=CostKind.OWN, source_id=2)
    book.post(2, "100", "2000")
    assert book.last is not None
    issue, back = book.last.outcomes[2].amount, book.last.outcomes[3].amount
    assert back == -issue / 5


def test_circles_are_named() -> None:
    rows = [
        Row(1, 1, date(2026, 3, 1), CostKind.OWN, CostBasis.SHARE, D(2), source_id=2),
        Row(2, 1, date(2026, 3, 2), CostKind.OWN, CostBasis.MIRROR, D(-2), source_id=1, stored=Outcome(D(-1))),
    ]
    with pytest.raises(DoesNotSettle):
        replay(openings={1: Pool(D(1), D(7))}, rows=rows, chains={2: Chain(D(1), (ChainMember(1, D(2)),))})


def test_average_receipt_needs_a_unit_cost() -> None:
    assert average_receipt(Pool(D(3), D("10")), D(1)) == D("3.33")
    assert average_receipt(Pool(D(0), D(0), D("10"), D(3)), D(2)) == D("6.67")
    with pytest.raises(NoKnownCost):
        average_receipt(Pool(), D(1))


def test_issue_without_any_known_cost_is_free() -> None:
    assert moving_average_issue(Pool(), D(5)) == 0


def test_provisional_price_falls_back_to_the_latest_receipt() -> None:
    book = Book()
    book.post(1, "-5")
    book.post(2, "2", "20")
    assert book.pools[1].quantity == -3
    assert book.post(3, "-1").amount == D("-10")


def test_exact_fraction_with_large_numbers() -> None:
    pool = Pool(D("98765432109876.543210"), D("1234567890123456.78"))
    assert moving_average_issue(pool, D("98765432109876.543209")) == D("1234567890123456.78")
    assert moving_average_issue(pool, D("1.000001")) == D("12.50")


@pytest.mark.parametrize(("unit", "far"), [("15.00", False), ("15.01", True), ("5.00", False), ("4.99", True)])
def test_exception_list_of_unit_costs(unit: str, far: bool) -> None:
    assert unit_deviates(D(unit), D("10.00")) is far


def test_what_is_taken_apart_is_split_by_weight_and_the_last_part_takes_the_rest() -> None:
    """C4, in the order of the entries whatever order they were loaded in."""
    chain = Chain(D(3), (), parts=((13, D(1)), (11, D(1)), (12, D(1))))
    assert split_amounts(D("-10.00"), chain) == {11: D("3.33"), 12: D("3.33"), 13: D("3.34")}
    assert split_amounts(D("-10.00"), Chain(D(3), ())) == {}


def moved(pool: Pool, number: int, quantity: str, amount: str) -> Outcome:
    kind = CostKind.ISSUE if D(quantity) < 0 else CostKind.OWN
    return step(pool, Row(number, 1, date(2026, 3, 3), kind, CostBasis.GIVEN, D(quantity)), D(amount))


def test_several_issues_below_zero_are_covered_oldest_first() -> None:
    """R5: 5 and 3 go out at 10; 2 at 12, 4 at 13 and 5 at 11 come in: 4 to the first, 9 and 3, then 2 to the second."""
    pool = Pool(last_amount=D(10), last_quantity=D(1))
    for number, quantity in ((1, "5"), (2, "3")):
        moved(pool, number, f"-{quantity}", f"-{moving_average_issue(pool, D(quantity))}")
    assert (pool.uncovered, pool.quantity, pool.amount) == ([[1, 5], [2, 3]], -8, -80)
    kept = pool.copy()
    covers = [
        moved(pool, number, *came).covers for number, came in ((3, ("2", "24")), (4, ("4", "52")), (5, ("5", "55")))
    ]
    assert covers == [{1: D(-4)}, {1: D(-9), 2: D(-3)}, {2: D(-2)}]
    assert (pool.uncovered, pool.quantity, pool.amount) == ([], 3, 33)
    assert kept.uncovered == [[1, 5], [2, 3]]


def test_the_last_unit_cost_is_that_of_goods_that_were_there() -> None:
    pool = Pool()
    moved(pool, 1, "4", "20")
    moved(pool, 2, "-4", "-20")
    assert (pool.quantity, pool.last_amount, pool.last_quantity) == (0, 20, 4)
    below = Pool(quantity=D(-5), uncovered=[[1, D(5)]])
    moved(below, 2, "2", "6")
    assert (below.quantity, below.last_amount, below.last_quantity) == (-3, 6, 2)
    moved(below, 3, "1", "9")
    assert (below.last_amount, below.last_quantity) == (6, 2)


def test_a_pool_below_zero_needs_to_know_its_issues() -> None:
    with pytest.raises(LookupError):
        moved(Pool(quantity=D(-2), amount=D(-20)), 1, "2", "24")
    assert moved(Pool(quantity=D(-2), amount=D(-20)), 1, "2", "20").covers == {}


def test_what_a_reversal_takes_back_and_what_a_source_has_left() -> None:
    assert Outcome(D(5), covers={1: D(2), 2: D(-3)}, residual=D("0.50")).total == D("4.50")
    chain = Chain(D(10), (ChainMember(1, D(-4)), ChainMember(2, D(-3)), ChainMember(3, D(4), mirror_of=1)))
    assert chain_left(chain) == 7
    assert chain_left(Chain(D(-10), (ChainMember(1, D(12)),))) == 0
