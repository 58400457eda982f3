"""Counting as arithmetic, without a database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from hengku.masterdata.types import StockStatus
from hengku.warehousing.rules.count import above, difference_of, needs_recount, report_of, results
from hengku.warehousing.types import Counted, CountKey, Difference, Entry, EntryMode, Leg, Thresholds

KEY = CountKey(1, 0, 7, 0, StockStatus.AVAILABLE)
NINE = datetime(2026, 10, 10, 1, tzinfo=UTC)
TEN, ELEVEN, TWELVE = (NINE + timedelta(hours=hours) for hours in (1, 2, 3))


def entry(
    quantity: str, *, number: int = 1, mode: EntryMode = EntryMode.SET, by: int = 1, at: datetime = ELEVEN
) -> Entry:
    return Entry(KEY, number, mode, Decimal(quantity), at, by)


def judged(counted: str, *legs: tuple[str, datetime], balance: str, at: datetime = ELEVEN) -> Difference:
    moved = [Leg(KEY, Decimal(quantity), recorded) for quantity, recorded in legs]
    return difference_of(
        KEY,
        counted=Decimal(counted),
        counted_at=at,
        snapshot=Decimal(70),
        balance=Decimal(balance),
        legs=moved,
        pool=(Decimal(112), Decimal("1344.00")),
    )


def test_moves_before_the_count_belong_to_the_book() -> None:
    found = judged("63", ("-5", TEN), balance="65")
    assert (found.moved, found.book, found.difference, found.amount) == (-5, 65, -2, Decimal("-24.00"))


def test_moves_after_the_count_do_not() -> None:
    found = judged("63", ("-5", TEN), ("-20", TWELVE), balance="45")
    assert (found.moved, found.difference) == (-5, -2)


def test_a_move_at_the_very_moment_of_counting_was_seen_by_the_counter() -> None:
    assert judged("65", ("-5", ELEVEN), balance="65").difference == 0


def test_a_late_commit_of_an_earlier_move_is_not_lost() -> None:
    # Recorded before the snapshot, committed after it: the snapshot still says 70, the goods were gone already.
    found = judged("65", ("-5", NINE - timedelta(seconds=1)), balance="65")
    assert found.difference == 0


def test_set_replaces_and_add_adds() -> None:
    counted = results([entry("5"), entry("2", mode=EntryMode.ADD), entry("6"), entry("1", mode=EntryMode.ADD)])
    assert counted[KEY].quantity == 7


def test_the_second_count_has_the_last_word() -> None:
    counted = results([entry("5", by=1), entry("9", number=2, by=2), entry("6", by=1)])[KEY]
    assert (counted.quantity, counted.rounds, counted.counters[1]) == (9, {1: 6, 2: 9}, frozenset({1}))


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Thresholds(), False),
        (Thresholds(quantity=Decimal(2)), False),
        (Thresholds(quantity=Decimal("1.9")), True),
        (Thresholds(percent=Decimal("0.05")), False),
        (Thresholds(percent=Decimal("0.03")), True),
        (Thresholds(amount=Decimal("24.00")), False),
        (Thresholds(amount=Decimal("23.99")), True),
    ],
)
def test_thresholds(limits: Thresholds, expected: bool) -> None:
    assert above(Difference(KEY, Decimal(70), Decimal(-5), Decimal(63), Decimal("-24.00")), limits) is expected


def test_goods_the_books_do_not_know_are_above_any_share() -> None:
    assert above(Difference(KEY, Decimal(0), Decimal(0), Decimal(1)), Thresholds(percent=Decimal(1)))


def test_a_second_count_settles_the_matter() -> None:
    found = Difference(KEY, Decimal(70), Decimal(-5), Decimal(63))
    limits = Thresholds(quantity=Decimal(1))
    once = Counted(Decimal(63), ELEVEN, 1, {1: Decimal(63)})
    twice = Counted(Decimal(63), ELEVEN, 2, {1: Decimal(60), 2: Decimal(63)})
    assert needs_recount(found, once, limits)
    assert not needs_recount(found, twice, limits)


def test_report_of_two_warehouses() -> None:
    other = CountKey(2, 0, 7, 0, StockStatus.AVAILABLE)
    report = report_of(
        [
            Difference(KEY, Decimal(70), Decimal(-5), Decimal(63), Decimal("-24.00")),
            Difference(other, Decimal(47), Decimal(0), Decimal(48), Decimal("12.00")),
        ]
    )
    assert (report.lines, report.lines_without_difference, report.book_quantity) == (2, 0, 112)
    assert (report.absolute_difference, report.quantity_error_percent) == (3, Decimal("2.68"))
    assert (report.net_amount, report.absolute_amount, report.line_accuracy_percent) == (
        Decimal("-12.00"),
        Decimal("36.00"),
        0,
    )
