"""Functions of dates and moments. A moment is turned into a date by the book's time zone only."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula import numbers
from hengku.metadata.rules.formula.functions import Failed, offer

_MOST_DAYS = 100_000
_ISO_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def _date(year: Decimal, month: Decimal, day: Decimal) -> date:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError) as problem:
        raise Failed("bad_date") from problem


def _add_days(start: date, count: Decimal) -> date:
    days = int(count)
    if abs(days) > _MOST_DAYS:
        raise Failed("bad_date")
    try:
        return start + timedelta(days=days)
    except OverflowError as problem:
        raise Failed("bad_date") from problem


def _add_months(start: date, count: Decimal) -> date:
    """The same day so many months on; the last day of the month where it has no such day."""
    months = int(count)
    if abs(months) > _MOST_DAYS:
        raise Failed("bad_date")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise Failed("bad_date")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _month_end(start: date, count: Decimal = Decimal(0)) -> date:
    moved = _add_months(start.replace(day=1), count)
    return moved.replace(day=monthrange(moved.year, moved.month)[1])


def _months_between(end: date, start: date) -> Decimal:
    """Whole months from start to end; negative when the end comes first."""
    if end < start:
        return -_months_between(start, end)
    return Decimal((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


def _workdays(end: date, start: date) -> Decimal:
    """Mondays to Fridays from start to end, both counted."""
    if end < start:
        return -_workdays(start, end)
    weeks, rest = divmod((end - start).days + 1, 7)
    return Decimal(weeks * 5 + sum(1 for step in range(rest) if (start.weekday() + step) % 7 < 5))


def _part(of: Callable[[date], int]) -> Callable[[date], Decimal]:
    return lambda day: Decimal(of(day))


def _hours(end: datetime, start: datetime) -> Decimal:
    seconds = Decimal(int((end - start).total_seconds()))
    return numbers.divide(seconds, Decimal(3600)) or Decimal(0)


def _date_value(text: str) -> date:
    if not _ISO_DATE.match(text):
        raise Failed("bad_date")
    return _date(*map(Decimal, text.split("-")))


_DAYS = "({0} + trunc({1})::int)"
offer(
    "TODAY", "今天", "", "d", lambda at, zone: at.astimezone(zone).date(), Text("今天（账簿时区）", "Today in the book's time zone"),
    "TODAY()", group="date", with_moment=True,
)  # fmt: skip
offer(
    "NOW", "现在", "", "m", lambda at, zone: at, Text("现在", "Now"), "NOW()", group="date", with_moment=True,
)  # fmt: skip
offer(
    "DATE", "日期", "n,n,n", "d", _date, Text("年、月、日", "Year, month, day"), "DATE(2026, 3, 31)", group="date",
)  # fmt: skip
offer(
    "DATEVALUE", "转日期", "t", "d", _date_value, Text("把 2026-03-31 读成日期", "Reads 2026-03-31"), 'DATEVALUE("2026-03-31")',
    group="date",
)  # fmt: skip
offer(
    "DATEOF", "取日期", "m", "d", lambda at, zone, moment: moment.astimezone(zone).date(),
    Text("时间的日期（账簿时区）", "The date of a moment in the book's time zone"), "DATEOF({created_at})", group="date",
    with_moment=True,
)  # fmt: skip
offer(
    "HOUR", "小时", "m", "n", lambda at, zone, moment: Decimal(moment.astimezone(zone).hour),
    Text("几点（账簿时区）", "The hour in the book's time zone"), "HOUR({created_at})", group="date", with_moment=True,
)  # fmt: skip
offer(
    "HOURS", "相差小时", "m,m", "n", _hours, Text("从第二个到第一个有几小时", "Hours from the second to the first"),
    "HOURS(NOW(), {created_at})", group="date",
)  # fmt: skip
for _name, _zh, _of, _sql, _help in (
    ("YEAR", "年", lambda day: day.year, "extract(year FROM {0})", Text("年份", "The year")),
    ("MONTH", "月", lambda day: day.month, "extract(month FROM {0})", Text("月份", "The month")),
    ("DAY", "日", lambda day: day.day, "extract(day FROM {0})", Text("几号", "The day of the month")),
    ("QUARTER", "季度", lambda day: (day.month + 2) // 3, "extract(quarter FROM {0})", Text("第几季度", "The quarter")),
    ("WEEKDAY", "星期几", lambda day: day.isoweekday(), "extract(isodow FROM {0})", Text("星期一为 1", "Monday is 1")),
    (
        "WEEKNUM",
        "第几周",
        lambda day: day.isocalendar().week,
        "extract(week FROM {0})",
        Text("ISO 8601 周", "ISO 8601 week"),
    ),
):
    offer(_name, _zh, "d", "n", _part(_of), _help, f"{_name}({{business_date}})", group="date", sql=_sql)
offer(
    "ADDDAYS", "加天", "d,n", "d", _add_days, Text("几天以后", "So many days later"), "ADDDAYS({business_date}, 30)", group="date",
    sql=_DAYS,
)  # fmt: skip
offer(
    "EDATE", "加月", "d,n", "d", _add_months, Text("几个月以后", "So many months later"), "EDATE({business_date}, 3)", group="date",
    sql="({0} + make_interval(months => trunc({1})::int))::date",
)  # fmt: skip
offer(
    "EOMONTH", "月末", "d,n?", "d", _month_end, Text("几个月以后的月末", "The end of the month so many months later"),
    "EOMONTH({business_date}, 0)", group="date",
    sql=lambda args, types: (
        f"(date_trunc('month', {args[0]}) + make_interval(months => {f'trunc({args[1]})::int' if len(args) > 1 else '0'} + 1)"
        " - interval '1 day')::date"
    ),
)  # fmt: skip
offer(
    "DAYS", "相差天数", "d,d", "n", lambda end, start: Decimal((end - start).days),
    Text("从第二个到第一个有几天", "Days from the second to the first"), "DAYS(TODAY(), {business_date})", group="date",
    sql="({0} - {1})::numeric",
)  # fmt: skip
offer(
    "MONTHS", "相差月数", "d,d", "n", _months_between, Text("从第二个到第一个有几个整月", "Whole months from the second to the first"),
    "MONTHS(TODAY(), {business_date})", group="date",
)  # fmt: skip
offer(
    "WORKDAYS", "工作日数", "d,d", "n", _workdays,
    Text("从第二个到第一个的周一至周五，含两端", "Mondays to Fridays from the second to the first, both counted"),
    "WORKDAYS(TODAY(), {business_date})", group="date",
)  # fmt: skip
