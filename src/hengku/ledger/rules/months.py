"""Calendar months, named by their first day."""

from calendar import monthrange
from datetime import date


def next_month(day: date) -> date:
    """First day of the month after the day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def previous_month(day: date) -> date:
    """First day of the month before the day's."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
