"""Periods in words ("this month"): a dashboard says them once and they move with the calendar."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from hengku.kernel.texts import Text
from hengku.studio.types import Shift

Period = tuple[date, date]
WITHIN = "within"
"""The operator of a filter whose value is the name of a period."""


def _month(year: int, month: int) -> Period:
    """A month, counted on from `month` of `year` (13 is January of the next)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _quarter(year: int, quarter: int) -> Period:
    first, _ = _month(year, quarter * 3 - 2)
    _, last = _month(year, quarter * 3)
    return first, last


def _days(count: int) -> Callable[[date], Period]:
    return lambda today: (today - timedelta(days=count - 1), today)


PERIODS: dict[str, tuple[Text, Callable[[date], Period]]] = {
    "today": (Text("今天", "Today"), _days(1)),
    "yesterday": (Text("昨天", "Yesterday"), lambda day: (day - timedelta(days=1), day - timedelta(days=1))),
    "this_week": (Text("本周", "This week"), _week),
    "last_week": (Text("上周", "Last week"), lambda day: _week(day - timedelta(days=7))),
    "this_month": (Text("本月", "This month"), lambda day: _month(day.year, day.month)),
    "last_month": (Text("上月", "Last month"), lambda day: _month(day.year, day.month - 1)),
    "this_quarter": (Text("本季度", "This quarter"), lambda day: _quarter(day.year, (day.month + 2) // 3)),
    "last_quarter": (Text("上季度", "Last quarter"), lambda day: _quarter(day.year, (day.month + 2) // 3 - 1)),
    "this_year": (Text("今年", "This year"), lambda day: (date(day.year, 1, 1), date(day.year, 12, 31))),
    "last_year": (Text("去年", "Last year"), lambda day: (date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))),
    "last_7_days": (Text("近 7 天", "Last 7 days"), _days(7)),
    "last_30_days": (Text("近 30 天", "Last 30 days"), _days(30)),
    "last_90_days": (Text("近 90 天", "Last 90 days"), _days(90)),
    "last_12_months": (
        Text("近 12 个月", "Last 12 months"),
        lambda day: (_month(day.year, day.month - 11)[0], _month(day.year, day.month)[1]),
    ),
}


def period(name: str, today: date) -> Period:
    """First and last day of the period on the day `today`. Raises KeyError for a name nobody knows."""
    return PERIODS[name][1](today)


def earlier(first: date, last: date, by: Shift) -> Period:
    """The period to compare with. The one before a whole number of months is as many months; else it has as many days."""
    if by is Shift.YEAR:
        return _year_before(first), _year_before(last)
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return _month(first.year, first.month - months)[0], first - timedelta(days=1)
    length = last - first
    return first - timedelta(days=1) - length, first - timedelta(days=1)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def settled(clauses: Sequence[Sequence[Any]], today: date, compare: Shift | None) -> list[list[Any]]:
    """The clauses with periods as dates; compare moves every period, and every span of dates, back in time.

    Raises KeyError for an unknown period.
    """
    found: list[list[Any]] = []
    for name, op, value in clauses:
        if op == WITHIN:
            first, last = period(str(value), today)
        elif op == "between" and compare and _are_days(value):
            first, last = (date.fromisoformat(one) for one in value)
        else:
            found.append([name, op, value])
            continue
        if compare:
            first, last = earlier(first, last, compare)
        found.append([name, "between", [first.isoformat(), last.isoformat()]])
    return found


def _are_days(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    try:
        return all(isinstance(one, str) and bool(date.fromisoformat(one)) for one in value)
    except ValueError:
        return False
