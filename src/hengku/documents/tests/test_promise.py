"""ATP by date, with the figures of the domain specification (3.3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hengku.documents.rules.promise import Event, earliest, promised_for, timeline

D = Decimal
TODAY = date(2026, 10, 10)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


EVENTS = [
    Event(day(2), D(-120)), Event(day(3), D(-280)), Event(day(4), D(40)), Event(day(5), D(200)), Event(day(8), D(-150)),
]  # fmt: skip
DAYS = timeline(D(450), EVENTS, today=TODAY)


def test_projected_stock_day_by_day() -> None:
    assert [(one.day, one.projected) for one in DAYS[1:]] == [
        (day(2), 330), (day(3), 50), (day(4), 90), (day(5), 290), (day(8), 140),
    ]  # fmt: skip


def test_a_promise_never_takes_what_a_later_one_needs() -> None:
    assert (promised_for(DAYS, TODAY), promised_for(DAYS, day(5)), promised_for(DAYS, day(30))) == (50, 140, 140)


@pytest.mark.parametrize(
    ("quantity", "on", "expected"),
    [
        ("50", 0, 0),
        ("51", 0, 4),
        ("90", 0, 4),
        ("91", 0, 5),
        ("140", 0, 5),
        ("141", 0, None),
        ("10", 3, 3),
        ("10", -5, 0),
    ],
)
def test_the_first_day_that_has_enough(quantity: str, on: int, expected: int | None) -> None:
    found = earliest(DAYS, D(quantity), on=day(on))
    assert found == (None if expected is None else day(expected))


def test_what_is_late_counts_today() -> None:
    assert promised_for(timeline(D(10), [Event(day(-3), D(-4)), Event(day(-1), D(1))], today=TODAY), TODAY) == 7
