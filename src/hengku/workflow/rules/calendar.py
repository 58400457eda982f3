"""Working time: when something is due that may take so many working minutes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LONGEST_SEARCH_DAYS = 800


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """weekdays: 1 = Monday … 7. holidays are off whatever day they are, workdays on (调休)."""

    zone: ZoneInfo
    starts: time = time(9)
    ends: time = time(18)
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    holidays: Collection[date] = field(default_factory=frozenset)
    workdays: Collection[date] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        if day in self.workdays:
            return True
        return day not in self.holidays and day.isoweekday() in self.weekdays


def due_after(start: datetime, minutes: int, calendar: WorkingCalendar | None) -> datetime:
    """The moment `minutes` of working time after `start`; without a calendar every minute counts."""
    if calendar is None:
        return start + timedelta(minutes=minutes)
    left = timedelta(minutes=minutes)
    day = start.astimezone(calendar.zone).date()
    for _ in range(_LONGEST_SEARCH_DAYS):
        if calendar.works_on(day):
            opens = datetime.combine(day, calendar.starts, calendar.zone)
            closes = datetime.combine(day, calendar.ends, calendar.zone)
            begin = max(opens, start.astimezone(calendar.zone))
            if begin + left <= closes:
                return begin + left
            left -= max(closes - begin, timedelta())
        day += timedelta(days=1)
    return start + timedelta(minutes=minutes)


def day_set(days: Iterable[str]) -> frozenset[date]:
    """Days told as 2026-10-01."""
    return frozenset(date.fromisoformat(day) for day in days)
