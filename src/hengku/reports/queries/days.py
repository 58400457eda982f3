"""Days as the book counts them: its time zone is the only "today"."""

from calendar import monthrange
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book
from hengku.reports.types import ReportQuestion


def zone_of(*, book_id: int) -> ZoneInfo:
    """The book's time zone."""
    return ZoneInfo(Book.objects.values_list("timezone", flat=True).get(id=book_id))


def today_of(*, book_id: int, at: datetime) -> date:
    """The day it is in the book at this moment."""
    return at.astimezone(zone_of(book_id=book_id)).date()


def period_of(*, question: ReportQuestion) -> tuple[date, date]:
    """First and last day asked for; by default from the first of the month until today.

    Raises Refused date_order when the first day is after the last.
    """
    last = question.parameters["to"] or today_of(book_id=question.book_id, at=question.at)
    first = question.parameters["from"] or last.replace(day=1)
    if first > last:
        raise refuse("date_order", loc=("from",))
    return first, last


def end_of_month(*, day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
