"""The working calendar of the account set."""

from datetime import time

from hengku.metadata.queries.clock import book_zone
from hengku.workflow.models import Calendar
from hengku.workflow.rules.calendar import WorkingCalendar, day_set


def working_calendar() -> WorkingCalendar | None:
    """When people work; None = nobody said, every minute counts."""
    row = Calendar.objects.order_by("pk").first()
    if row is None:
        return None
    return WorkingCalendar(
        book_zone(), time.fromisoformat(row.starts), time.fromisoformat(row.ends), frozenset(int(day) for day in row.weekdays), day_set(row.holidays),
        day_set(row.workdays),
    )  # fmt: skip
