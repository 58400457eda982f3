"""Stock read from kept month ends is the stock counted from now backwards, for every day, moment, grain and part of the pools."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction

from hengku.identity.types import SYSTEM
from hengku.kernel import sql
from hengku.ledger.models import CarriedMonth, MonthEnd
from hengku.ledger.operations.fold import fold_all
from hengku.ledger.operations.rebuild import rebuild
from hengku.ledger.queries.movement import MovementQuestion, movement_summary
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand
from hengku.ledger.queries.reading import StockFilter
from hengku.ledger.queries.state import Moment
from hengku.ledger.tests.company import Company

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)
DAYS = [date(2026, *day) for day in ((3, 3), (3, 20), (3, 31), (4, 9), (4, 30), (5, 11), (5, 31), (6, 14))]
GROUPS: tuple[tuple[Any, ...], ...] = (("item",), ("item", "warehouse"), ("warehouse",), ("item", "status"))


def told(company: Company, *days: str) -> None:
    """A little of everything on each of the days; months are carried while it is told, so that what comes late must be added."""
    for number, day in enumerate(days):
        company.at = datetime.fromisoformat(f"2026-{max(days[: number + 1])}T23:00:00Z")
        for item in ("A", "B"):
            company.receive(item, "7", f"{70 + number}.{number % 10}1", day)
            company.receive(item, "3", "31.57", day, warehouse="W2")
            company.ship(item, "2", day)
            company.post("TRANSFER", day, company.move(item, "1", "W1", "W2"))
        out = company.move("A", "1", "W1", "TO-W2")
        company.post("TRANSFER", day, out)
        company.post("STATUS_CHANGE", day, company.move("A", "1", "W1", "W1", statuses=("AVAILABLE", "HOLD")))
        if number % 2:
            company.post("TRANSFER", day, company.move("A", "1", "TO-W2", "W2", returns=out.line_id))
        if number % 3 == 2:
            fold_all()
    company.at = datetime(2026, 7, 2, tzinfo=UTC)
    late = company.receive("A", "5", "99.99", "03-20")
    fold_all()
    company.adjust("A", "3.33", "04-07", adjusts=late)
    company.receive("B", "4", "17.77", "04-02")  # stays fresh
    company.ship("A", "1", "06-03")


@pytest.fixture(params=["BOOK", "WAREHOUSE"])
def company(request: pytest.FixtureRequest) -> Company:
    made = Company(request.param, backdate_days=200)
    made.at = datetime(2026, 3, 2, tzinfo=UTC)
    made.opening("A", "50", "500.05", warehouse="W1")
    made.opening("B", "50", "333.33", warehouse="W2")
    days = ("03-04", "03-19", "03-31", "04-01", "04-30", "05-12", "06-01", "06-14", "03-25", "04-20")
    told(made, *days)
    return made


def answers(
    company: Company, warehouses: tuple[int, ...], group_by: tuple[Any, ...], day: date | None, **more: Any
) -> Any:
    question = OnHandQuestion(company.book.pk, StockFilter(warehouse_ids=warehouses), group_by, as_of=day, **more)
    found = on_hand(viewer=SYSTEM, question=question)
    return found.rows, found.totals


def summary(company: Company, warehouses: tuple[int, ...], group_by: tuple[Any, ...]) -> Any:
    question = MovementQuestion(
        company.book.pk, StockFilter(warehouse_ids=warehouses), FIRST, date(2026, 6, 30), group_by, by_month=True
    )
    return movement_summary(viewer=SYSTEM, question=question)


def everything(company: Company, groups: tuple[tuple[Any, ...], ...] = GROUPS) -> dict[Any, Any]:
    """Every question of this file, by these grains."""
    parts = ((), (company.warehouses["W1"],), (company.warehouses["W2"],))
    moments = (datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 4, 1, 3, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    found: dict[Any, Any] = {
        (part, group_by, day): answers(company, part, group_by, day)
        for part, group_by, day in product(parts, groups, DAYS)
    }
    for part, group_by, known, day in product(parts, groups[:2], moments, (None, DAYS[3])):
        found[part, group_by, known, day] = answers(company, part, group_by, day, known_at=known)
    for part, group_by in product(parts, groups[:3]):
        told = summary(company, part, group_by)
        found["summary", part, group_by] = (told.rows, told.totals)
    return found


def test_month_ends_change_no_answer(company: Company) -> None:
    assert list(CarriedMonth.objects.order_by("month").values_list("month", flat=True)) == [FIRST, date(2026, 4, 1)]
    kept = everything(company)
    with transaction.atomic():
        CarriedMonth.objects.all().delete()
        MonthEnd.objects.all().delete()
        assert everything(company) == kept
        transaction.set_rollback(True)
    fresh = _ends()
    fold_all()
    folded = _ends()
    assert folded != fresh, "what was fresh is in the ends now"
    rebuild()
    assert _ends() == folded
    finest = everything(company, GROUPS[1:2])
    assert finest == {question: kept[question] for question in finest}


def _ends() -> set[Any]:
    return set(MonthEnd.objects.values_list("month", "item_id", "place_id", "quantity", "unusable", "amount"))


def test_what_comes_before_every_kept_month_is_carried_too() -> None:
    company = Company("BOOK", backdate_days=200)
    company.at = datetime(2026, 7, 1, tzinfo=UTC)
    for day in ("04-10", "05-10", "06-10"):
        company.receive("A", "1", "10", day)
    fold_all()
    company.at = datetime(2026, 7, 2, tzinfo=UTC)
    company.receive("A", "5", "99", "03-20")
    fold_all()
    kept = MonthEnd.objects.order_by("month").values_list("month", "quantity", "amount")
    assert [(month.month, quantity, amount) for month, quantity, amount in kept] == [(3, 5, 99), (4, 6, 109)]


def test_the_nearest_end_is_taken() -> None:
    carried = (date(2026, 3, 1), date(2026, 4, 1))
    nearest = {
        date(2026, 3, 5): date(2026, 2, 1), date(2026, 3, 20): date(2026, 3, 1), date(2026, 4, 3): date(2026, 3, 1),
        date(2026, 4, 30): date(2026, 4, 1), date(2026, 5, 9): date(2026, 4, 1), date(2026, 5, 29): None, date(2026, 6, 20): None,
    }  # fmt: skip
    assert {day: Moment(day, carried=carried).kept for day in nearest} == nearest
    known = datetime(2026, 4, 28, tzinfo=UTC)
    assert Moment(known_at=known, carried=carried).kept == date(2026, 3, 1)
    assert Moment(date(2026, 4, 29), carried=()).kept is None
    assert Moment(carried=carried).kept is None


def test_amounts_of_kept_places_add_up_to_the_pools(company: Company) -> None:
    statement = """
        SELECT (SELECT sum(amount) FROM ledger_month_end WHERE month = %s),
               (SELECT sum(t.in_amount - t.out_amount) FROM ledger_pool_turnover t WHERE t.month <= %s)"""
    ((kept, turned),) = sql.rows(connection, statement, [date(2026, 4, 1), date(2026, 4, 1)])
    assert kept == turned > 0
