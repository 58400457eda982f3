"""Promises by date, scarce stock shared out by a rule, stock kept back by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.world import Company, from_line, line, make_company, move_on, tell

from hengku.documents.queries.line_context import line_context
from hengku.documents.queries.promise import promise_json
from hengku.identity.models import AuditEntry
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.ledger.operations.lock_stock import lock_stock, unlock_stock
from hengku.ledger.operations.reserve import expire
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.reservations import stock_locks
from hengku.ledger.types import StockLock
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales.operations.allocate import apply_allocation, plan_allocation
from hengku.sales.rules.allocation import AllocationRule, Demand, allocate

D = Decimal
TODAY = date(2026, 10, 10)


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"))
    return made


def ordered(company: Company, quantity: str, *, due: date | None = None, on: date = TODAY, priority: int = 100) -> int:
    wanted = line(company.bottle, quantity, price="15", extra={"promised_date": due})
    return tell(company, "sales_order", wanted, on=on, extra={"priority": priority}).lines[0].id


def asked(company: Company, quantity: str, on: date = TODAY) -> tuple[str, str | None]:
    found = promise_json(
        viewer=SYSTEM, book_id=company.book, item_id=company.bottle, warehouse_id=company.a, quantity=D(quantity), on=on,
        today=TODAY,
    )  # fmt: skip
    return found["atp"], found["promised_date"]


def held(*line_ids: int) -> list[Decimal]:
    found = open_reservations(demand_line_ids=line_ids)
    return [found.get(line_id, D(0)) for line_id in line_ids]


def locked(company: Company, quantity: str, *, until: datetime | None = None, reason: str = "展会样品") -> int:
    place = warehouse_place_ids([company.a])[company.a]
    return lock_stock(
        act=company.act(), lock=StockLock(company.book, company.bottle, place, D(quantity), reason, until=until)
    )


def test_a_promise_counts_what_comes_and_what_was_promised_before(company: Company) -> None:
    assert asked(company, "100") == ("100", "2026-10-10")
    ordered(company, "80", due=date(2026, 10, 20))
    assert asked(company, "30") == ("20", None)
    coming = line(company.bottle, "50", price="9", extra={"delivery_date": date(2026, 10, 15)})
    purchase = tell(company, "purchase_order", coming)
    assert asked(company, "30") == ("70", "2026-10-10")
    ordered(company, "40", due=date(2026, 10, 12))
    assert asked(company, "30") == ("30", "2026-10-10")
    assert asked(company, "31") == ("30", None)
    move_on(company, purchase.id, "stop", reason="供应商停产")
    assert asked(company, "1") == ("0", None)


def test_what_is_on_the_way_may_be_promised_where_it_goes_from_the_day_it_is_expected(company: Company) -> None:
    coming = tell(
        company, "transfer_out", line(company.bottle, "30"), to_warehouse_id=company.b,
        extra={"arrival_date": date(2026, 10, 14)},
    )  # fmt: skip

    def there(quantity: str) -> tuple[str, str | None]:
        found = promise_json(
            viewer=SYSTEM, book_id=company.book, item_id=company.bottle, warehouse_id=company.b, quantity=D(quantity),
            on=TODAY, today=TODAY,
        )  # fmt: skip
        return found["atp"], found["promised_date"]

    assert (asked(company, "71")[1], there("30"), there("31")) == (None, ("0", "2026-10-14"), ("0", None))
    tell(
        company, "transfer_in", from_line(coming.lines[0].id, "20", to_bin_id=company.b1), warehouse_id=company.a, to_warehouse_id=company.b,
        on=date(2026, 10, 10),
    )  # fmt: skip
    assert (there("20"), there("30")) == (("20", "2026-10-10"), ("20", "2026-10-14"))


def test_a_reserved_order_is_not_counted_twice_and_a_notice_neither(company: Company) -> None:
    line_id = ordered(company, "60", due=date(2026, 10, 20))
    assert asked(company, "1")[0] == "40"
    tell(company, "delivery_notice", line(company.bottle, "25", source_line_id=line_id))
    assert asked(company, "1")[0] == "40"
    locked(company, "10")
    assert asked(company, "1")[0] == "30"


def test_the_line_being_typed_shows_it(company: Company) -> None:
    ordered(company, "60")
    beside = line_context(
        viewer=SYSTEM, item_ids=[company.bottle], warehouse_id=company.a, partner_id=company.customer,
        document_type="sales_order", at=company.act().at,
    )  # fmt: skip
    assert beside[str(company.bottle)]["atp"] == "40"


def demand(line_id: int, wanted: str, *, priority: int = 100, due: int = 30, ordered_on: int = 1) -> Demand:
    return Demand(line_id, D(wanted), D(0), priority, date(2026, 10, due), date(2026, 10, ordered_on))


DEMANDS = [
    demand(1, "50", due=20, ordered_on=3), demand(2, "30", priority=10, ordered_on=4), demand(3, "40", due=15, ordered_on=2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AllocationRule.ORDER, {3: 40, 1: 50, 2: 10}),
        (AllocationRule.PRIORITY, {2: 30, 3: 40, 1: 30}),
        (AllocationRule.COMPLETE, {2: 30, 3: 40, 1: 30}),
        (AllocationRule.PROPORTION, {1: 41, 2: 25, 3: 34}),
    ],
)
def test_who_gets_how_much_of_a_hundred(rule: AllocationRule, expected: dict[int, int]) -> None:
    """In proportion: 100/120 of 50, 30, 40 = 41.67, 25, 33.33, cut to 41, 25, 33; the odd one goes to line 3, ordered
    first."""
    assert allocate(D(100), DEMANDS, rule, precision=0) == expected


def test_enough_for_everybody_is_no_question() -> None:
    assert allocate(D(500), DEMANDS, AllocationRule.PROPORTION, precision=0) == {1: 50, 2: 30, 3: 40}


def test_complete_lines_first_leaves_the_large_one_short() -> None:
    assert allocate(D(60), [demand(1, "50"), demand(2, "30"), demand(3, "20")], AllocationRule.COMPLETE, precision=0) == {
        3: 20, 2: 30, 1: 10,
    }  # fmt: skip


def test_sharing_out_moves_the_reservation_to_who_comes_first_by_the_rule(company: Company) -> None:
    first, second = ordered(company, "80"), ordered(company, "60", priority=1)
    assert held(first, second) == [80, 20]
    plan = plan_allocation(
        book_id=company.book, item_id=company.bottle, warehouse_id=company.a, rule=AllocationRule.PRIORITY
    )
    assert (plan.available, plan.given) == (100, {second: 60, first: 40})
    assert held(first, second) == [80, 20]
    apply_allocation(
        act=company.act(), book_id=company.book, item_id=company.bottle, warehouse_id=company.a,
        rule=AllocationRule.PRIORITY,
    )  # fmt: skip
    assert held(first, second) == [40, 60]
    assert AuditEntry.objects.filter(entity="sales_order", action="allocate").count() == 2


def test_what_is_kept_back_cannot_be_taken_until_it_is_given_back(company: Company) -> None:
    lock_id = locked(company, "70")
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(company, "shipment", line(company.bottle, "31", price="15"))
    assert held(ordered(company, "50")) == [30]
    with pytest.raises(Refused, match="nothing_to_reserve"):
        locked(company, "1")
    (shown,) = stock_locks(viewer=SYSTEM, book_id=company.book)
    assert (shown["id"], shown["open"], shown["reason"]) == (lock_id, 70, "展会样品")
    unlock_stock(act=company.act(), lock_id=lock_id)
    with pytest.raises(Refused, match="not_found"):
        unlock_stock(act=company.act(), lock_id=lock_id)
    tell(company, "shipment", line(company.bottle, "70", price="15"))


def test_a_lock_ends_by_itself_on_its_day_and_needs_a_reason(company: Company) -> None:
    locked(company, "70", until=datetime(2026, 10, 12, 15, 59, tzinfo=UTC))
    with pytest.raises(Refused, match="lock_reason_missing"):
        locked(company, "1", reason=" ")
    act = company.act(datetime(2026, 10, 12, 15, 58, tzinfo=UTC))
    assert expire(act=act) == []
    assert len(expire(act=company.act(datetime(2026, 10, 12, 16, 0, tzinfo=UTC)))) == 1
    tell(company, "shipment", line(company.bottle, "100", price="15"))
