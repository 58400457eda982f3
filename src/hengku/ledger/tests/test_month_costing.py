"""The month-end average as arithmetic: worked examples of the domain specification 4.3, and pools that feed each other."""

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from hengku.kernel.money import unit_cost
from hengku.ledger.rules.costing import Chain, ChainMember
from hengku.ledger.rules.month_costing import Costing, MonthException, MonthPool, MonthRow, Unit, cost_month
from hengku.ledger.rules.month_loops import circles, solve
from hengku.ledger.types import CostBasis as B
from hengku.ledger.types import CostKind as K

D = Decimal


def row(
    pk: int, quantity: str, amount: str = "0.00", *, pool: int = 1, day: int = 1, kind: K = K.OWN, basis: B = B.GIVEN,
    source: int | None = None, expensed: str = "0.00", is_return: bool = False,
) -> MonthRow:  # fmt: skip
    return MonthRow(
        pk, pool, date(2026, 5, day), kind, basis, D(quantity), D(amount), D(expensed), D("0.00"), source, is_return
    )


def issue(pk: int, quantity: str, *, pool: int = 1, day: int = 1) -> MonthRow:
    return row(pk, f"-{quantity}", pool=pool, day=day, kind=K.ISSUE, basis=B.POOL)


def carried(pk: int, quantity: str, source: int, *, pool: int) -> MonthRow:
    return row(pk, quantity, pool=pool, basis=B.CARRY, source=source)


def cost(
    rows: Sequence[MonthRow], *pools: MonthPool, chains: dict[int, Chain] | None = None
) -> tuple[Costing, dict[int, D]]:
    done = cost_month(pools=pools, rows=rows, chains=chains or {})
    return done, {pk: final.amount for pk, final in done.finals.items()}


def test_opening_and_receipts_are_the_base() -> None:
    """MW-1."""
    rows = [
        issue(1, "250"),
        row(2, "300", "3300.00", day=9),
        row(3, "100", "1250.00", day=20),
        issue(4, "180", day=25),
    ]
    done, amounts = cost(rows, MonthPool(1, D(200), D("2000.00")))
    assert (amounts[1], amounts[4]) == (D("-2729.17"), D("-1965.00"))
    month = done.months[1]
    assert unit_cost(month.unit.amount, month.unit.quantity) == D("10.916667")
    assert (month.closing_quantity, month.closing_amount) == (D(170), D("1855.83"))


def test_supplier_returns_leave_the_base_and_customer_returns_are_negative_issues() -> None:
    """MW-2; the link of the customer return controls its quantity only."""
    rows = [
        row(1, "300", "3300.00"),
        row(2, "100", "1250.00"),
        row(3, "-50", "-550.00", basis=B.SHARE, source=1),
        issue(4, "250"),
        row(5, "20", "999.00", basis=B.SHARE, source=4, is_return=True),
    ]
    done, amounts = cost(rows, MonthPool(1, D(200), D("2000.00")))
    assert (amounts[3], amounts[4], amounts[5]) == (D("-550.00"), D("-2727.27"), D("218.18"))
    assert (done.months[1].base_quantity, done.months[1].closing_amount) == (D(550), D("3490.91"))


def test_the_last_issue_takes_the_rest() -> None:
    """MW-3: by key, whatever the order of posting."""
    rows = [issue(1, "1", day=28), issue(2, "1", day=27), issue(3, "1", day=27)]
    _, amounts = cost(rows, MonthPool(1, D(3), D("10.00")))
    assert amounts == {1: D("-3.34"), 2: D("-3.33"), 3: D("-3.33")}


def test_without_a_base_the_previous_unit_cost_holds() -> None:
    """MW-4."""
    done, amounts = cost([issue(1, "5")], MonthPool(1, D(0), D("0.00"), Unit(D("82000.00"), D(10_000))))
    month = done.months[1]
    assert amounts[1] == D("-41.00")
    assert (month.closing_quantity, month.closing_amount, month.exception) == (
        D(-5), D("-41.00"), MonthException.NEGATIVE_BALANCE,
    )  # fmt: skip


def test_a_negative_base_falls_back_to_the_previous_unit_cost() -> None:
    rows = [row(1, "10", "10.00"), row(2, "0", "-50.00", kind=K.ADJUSTMENT), issue(3, "4")]
    done, amounts = cost(rows, MonthPool(1, D(0), D("0.00"), Unit(D("3.00"), D(2))))
    assert amounts[3] == D("-6.00")
    assert done.months[1].exception is MonthException.NEGATIVE_AMOUNT


def test_money_without_goods_is_a_cost_difference() -> None:
    rows = [
        row(1, "10", "100.00"),
        row(2, "0", "5.00", kind=K.ADJUSTMENT),
        row(3, "-10", "-100.00", basis=B.SHARE, source=1),
    ]
    done, _ = cost(rows, MonthPool(1, D(0), D("0.00")))
    assert (done.finals[3].residual, done.months[1].closing_amount) == (D("-5.00"), D("0.00"))
    assert done.months[1].exception is MonthException.MONEY_ALONE


def test_an_amount_that_found_no_goods_joins_the_base_when_goods_come() -> None:
    """Expensed at once while nothing was there; a later receipt of the month gives it a base."""
    rows = [
        row(1, "0", "0.00", kind=K.ADJUSTMENT, expensed="6.00"),
        row(2, "10", "100.00", day=9),
        issue(3, "4", day=9),
    ]
    done, amounts = cost(rows, MonthPool(1, D(0), D("0.00")))
    assert (amounts[1], done.finals[1].expensed, amounts[3]) == (D("6.00"), D("0.00"), D("-42.40"))


def test_an_earlier_months_reversal_keeps_its_amount() -> None:
    """The goods come back at what they had left with; they are own cost of this month."""
    rows = [row(9, "10", "123.45", basis=B.MIRROR, source=1), row(10, "10", "76.55"), issue(11, "10")]
    _, amounts = cost(rows, MonthPool(1, D(0), D("0.00")))
    assert amounts == {9: D("123.45"), 10: D("76.55"), 11: D("-100.00")}


def test_a_reversal_of_the_same_month_mirrors_what_the_issue_costs() -> None:
    rows = [issue(1, "3"), row(2, "3", basis=B.MIRROR, source=1), row(3, "7", "10.00"), issue(4, "10")]
    done, amounts = cost(rows, MonthPool(1, D(3), D("3.33")))
    assert (amounts[1], amounts[2], amounts[4]) == (D("-4.00"), D("4.00"), D("-13.33"))
    assert done.months[1].base_quantity == D(10)


def test_goods_lent_come_back_at_what_they_left_with() -> None:
    """Pool 2 is the borrower's place: what is still there keeps its share of the loan's cost."""
    chain = Chain(D(6), (ChainMember(3, D(-2)),))
    rows = [
        issue(1, "6"), carried(2, "6", 1, pool=2), row(3, "-2", pool=2, basis=B.SHARE, source=2), carried(4, "2", 3, pool=1),
        row(5, "3", "11.00"),
    ]  # fmt: skip
    done, amounts = cost(rows, MonthPool(1, D(7), D("70.00")), MonthPool(2, D(0), D("0.00")), chains={2: chain})
    assert amounts == {1: D("-48.60"), 2: D("48.60"), 3: D("-16.20"), 4: D("16.20"), 5: D("11.00")}
    assert done.months[1].base_quantity == D(10)
    assert done.months[2].closing_amount == D("32.40")


def test_transfers_are_priced_along_their_flow() -> None:
    """A gives to B at A's month average; B's issues see it whatever the ids are."""
    rows = [issue(1, "20", pool=2), issue(2, "40"), carried(3, "40", 2, pool=2), row(4, "60", "600.00")]
    done, amounts = cost(rows, MonthPool(2, D(25), D("240.00")), MonthPool(1, D(40), D("330.00")))
    assert (amounts[2], amounts[3]) == (D("-372.00"), D("372.00"))
    assert amounts[1] == D("-188.31")  # 612.00 / 65
    assert done.months[2].closing_amount == D("423.69")


def test_a_circle_is_solved_together() -> None:
    """a = (1000 + 30 b) / 130, b = (2000 + 50 a) / 150 gives a = 11.666667, b = 17.222222."""
    rows = [issue(1, "50"), carried(2, "50", 1, pool=2), issue(3, "30", pool=2), carried(4, "30", 3, pool=1)]
    done, amounts = cost(rows, MonthPool(1, D(100), D("1000.00")), MonthPool(2, D(100), D("2000.00")))
    assert amounts == {1: D("-583.33"), 2: D("583.33"), 3: D("-516.67"), 4: D("516.67")}
    assert done.circles == ((1, 2),)
    assert (done.months[1].closing_amount, done.months[2].closing_amount) == (D("933.34"), D("2066.66"))


def test_circles_come_after_what_feeds_them() -> None:
    feeds = {1: [2], 2: [3], 3: [2], 4: [1], 5: []}
    assert circles([1, 2, 3, 4, 5], lambda node: feeds[node]) == [(2, 3), (1,), (4,), (5,)]
    assert solve([[Fraction(1), Fraction(1)], [Fraction(2), Fraction(2)]], [Fraction(1), Fraction(2)]) is None


@st.composite
def months(draw: st.DrawFn) -> tuple[list[MonthPool], list[MonthRow]]:
    count = draw(st.integers(2, 4))
    pools = [
        MonthPool(pool, D(draw(st.integers(10, 60))), D(draw(st.integers(100, 9_999))) / 10)
        for pool in range(1, count + 1)
    ]
    left = {pool.id: int(pool.quantity) for pool in pools}
    rows: list[MonthRow] = []
    for pk in range(10, 10 + 2 * draw(st.integers(1, 12)), 2):
        pool, other = draw(st.permutations(range(1, count + 1)))[:2]
        quantity = draw(st.integers(1, 30))
        act = draw(st.sampled_from(("receipt", "issue", "transfer")))
        if act == "receipt" or left[pool] < quantity:
            rows.append(row(pk, str(quantity), str(D(draw(st.integers(1, 99_999))) / 100), pool=pool))
            left[pool] += quantity
            continue
        rows.append(issue(pk, str(quantity), pool=pool, day=draw(st.integers(1, 31))))
        left[pool] -= quantity
        if act == "transfer":
            rows.append(carried(pk + 1, str(quantity), pk, pool=other))
            left[other] += quantity
    return pools, rows


@given(months(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_value_is_kept_and_the_order_does_not_matter(
    month: tuple[list[MonthPool], list[MonthRow]], chance: random.Random
) -> None:
    pools, rows = month
    done = cost_month(pools=pools, rows=rows, chains={})
    again = rows[:]
    chance.shuffle(again)
    assert cost_month(pools=pools[::-1], rows=again, chains={}).finals == done.finals
    entered = {one.id for one in rows if one.basis in {B.GIVEN, B.CARRY}}
    carries = {one.source_id for one in rows if one.basis is B.CARRY}
    given = sum((pool.amount for pool in pools), D(0)) + sum(one.amount for one in rows if one.basis is B.GIVEN)
    spent = sum(-done.finals[one.id].amount for one in rows if one.id not in entered and one.id not in carries)
    rest = sum(final.residual for final in done.finals.values())
    assert sum(one.closing_amount for one in done.months.values()) == given - spent + rest
    for pool in pools:
        end = done.months[pool.id]
        assert end.closing_quantity or not end.closing_amount
        for one in rows:
            if one.pool == pool.id and one.basis is B.POOL and end.closing_quantity and end.base_quantity > 0:
                exact = Fraction(end.base_amount) / Fraction(end.base_quantity) * Fraction(-one.quantity)
                # Half a cent of its own, and what is left when pools that feed each other move by less than a cent.
                assert abs(Fraction(-done.finals[one.id].amount) - exact) <= Fraction(2, 100)
