"""Which of the daily backups to keep."""

from collections.abc import Iterable
from datetime import datetime

DAILY_KEPT = 7
WEEKLY_KEPT = 4


def to_remove(made: Iterable[datetime], *, daily: int = DAILY_KEPT, weekly: int = WEEKLY_KEPT) -> list[datetime]:
    """Of backups made at these times, those to remove: kept are the newest of each of the last `daily` days and of each
    of the last `weekly` calendar weeks that have any."""
    newest_first = sorted(made, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for moment in newest_first:
        days.setdefault(moment.date(), moment)
        weeks.setdefault(moment.isocalendar()[:2], moment)
    kept = {*list(days.values())[:daily], *list(weeks.values())[:weekly]}
    return [moment for moment in newest_first if moment not in kept]
