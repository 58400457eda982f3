"""Which daily backups stay."""

from datetime import UTC, datetime, timedelta

from hengku.config.upkeep.retention import to_remove

TODAY = datetime(2026, 3, 18, 18, 40, tzinfo=UTC)  # a Wednesday


def test_seven_days_and_four_weeks_stay() -> None:
    made = [TODAY - timedelta(days=days) for days in range(60)]
    kept = sorted(set(made) - set(to_remove(made)), reverse=True)
    dates = [moment.date().isoformat() for moment in kept]
    days = [f"2026-03-{day}" for day in (18, 17, 16, 15, 14, 13, 12)]
    sundays = ["2026-03-15", "2026-03-08", "2026-03-01"]
    assert dates == sorted({*days, *sundays}, reverse=True)


def test_a_machine_that_slept_keeps_its_old_backups() -> None:
    made = [TODAY - timedelta(days=days) for days in (0, 100, 200)]
    assert to_remove(made) == []


def test_the_newest_of_a_day_stays() -> None:
    made = [TODAY, TODAY - timedelta(hours=3)]
    assert to_remove(made) == [TODAY - timedelta(hours=3)]
