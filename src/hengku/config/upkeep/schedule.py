"""The jobs of the installation itself: the daily backup."""

from datetime import UTC, datetime
from pathlib import Path

from procrastinate import App

from hengku.config.embedded.home import resolve_home
from hengku.config.upkeep.backup import DAILY, back_up_into_home, backup_name
from hengku.config.upkeep.retention import to_remove

QUEUE = "upkeep"
# 02:40 in China, when shops are closed.
DAILY_CRON = "40 18 * * *"
_STAMP = "%Y%m%d-%H%M%S"


def offer(app: App) -> None:
    """Register the jobs; called by the worker process."""

    @app.periodic(cron=DAILY_CRON)
    @app.task(name="upkeep.back_up_daily", queueing_lock="upkeep.back_up_daily")
    def back_up_daily(timestamp: int) -> None:
        run_daily_backup(at=datetime.fromtimestamp(timestamp, UTC))


def run_daily_backup(*, at: datetime) -> Path:
    """Make today's backup and remove those that have become superfluous; the new one's path."""
    made = back_up_into_home(DAILY, at=at)
    for moment in to_remove(daily_backups()):
        (resolve_home().backups / backup_name(DAILY, moment)).unlink(missing_ok=True)
    return made


def daily_backups() -> list[datetime]:
    """When the daily backups in the home's folder were made."""
    times = []
    for path in resolve_home().backups.glob(f"hengku-{DAILY}-*.zip"):
        try:
            moment = datetime.strptime(f"{path.stem.removeprefix(f'hengku-{DAILY}-')}+0000", f"{_STAMP}%z")
        except ValueError:
            continue
        times.append(moment)
    return times
