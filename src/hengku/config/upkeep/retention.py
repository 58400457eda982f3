"""Which of the daily backups to keep."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

DAILY_KEPT = 7
WEEKLY_KEPT = 4
_FILE = "retention.json"


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days and how many calendar weeks keep their newest daily backup."""

    daily: int = DAILY_KEPT
    weekly: int = WEEKLY_KEPT


def read_retention(folder: Path) -> Retention:
    """What the owner chose for this folder of backups; 7 days and 4 weeks when nothing was chosen."""
    path = folder / _FILE
    return Retention(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Retention()


def write_retention(folder: Path, chosen: Retention) -> None:
    """Keep the choice beside the backups, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_FILE}.part"
    fresh.write_text(json.dumps(asdict(chosen)), encoding="utf-8")
    fresh.replace(folder / _FILE)


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
