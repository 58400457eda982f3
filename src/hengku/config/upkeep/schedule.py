"""The jobs of the installation itself: daily backup, nightly proof of everything, expired stock, reservations and approvals that run out."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from procrastinate import App
from procrastinate.contrib.django import app as queue
from procrastinate.exceptions import AlreadyEnqueued

from hengku.config.directory.operations import enter, live_names
from hengku.config.embedded.connection import resolve
from hengku.config.embedded.home import resolve_home
from hengku.config.upkeep.backup import DAILY, MANUAL, back_up_into_home, backup_name
from hengku.config.upkeep.retention import read_retention, to_remove

QUEUE = "upkeep"
BACK_UP_NOW = "upkeep.back_up_now"
# 02:40 in China, when shops are closed.
DAILY_CRON = "40 18 * * *"
NIGHTLY_CRON = "10 19 * * *"
# Every book has its own midnight: at each half hour it is 00:00 somewhere. Where the day has not changed nothing is found.
MIDNIGHT_CRON = "*/30 * * * *"
MINUTELY_CRON = "* * * * *"
_STAMP = "%Y%m%d-%H%M%S"


def offer(app: App) -> None:
    """Register the jobs; called by the worker process."""

    @app.periodic(cron=DAILY_CRON)
    @app.task(name="upkeep.back_up_daily", queueing_lock="upkeep.back_up_daily")
    def back_up_daily(timestamp: int) -> None:
        run_daily_backup(at=datetime.fromtimestamp(timestamp, UTC))

    @app.task(name=BACK_UP_NOW, queueing_lock=BACK_UP_NOW)
    def back_up_now() -> None:
        back_up_into_home(MANUAL, at=datetime.now(UTC), connection=resolve(), home=resolve_home())

    @app.periodic(cron=NIGHTLY_CRON)
    @app.task(name="upkeep.prove_everything", queueing_lock="upkeep.prove_everything")
    def prove_everything(timestamp: int) -> None:
        del timestamp  # each check notes its own time
        from hengku.ledger.operations.prove import run_check
        from hengku.studio.operations.summary_build import reconcile

        for name in live_names():
            with enter(name):
                run_check(full=True, now=lambda: datetime.now(UTC))
                reconcile()

    @app.periodic(cron=MIDNIGHT_CRON)
    @app.task(name="upkeep.check_expiry", queueing_lock="upkeep.check_expiry")
    def lock_expired(timestamp: int) -> None:
        from hengku.identity.types import SYSTEM, Act
        from hengku.warehousing.operations.expiry import check_expiry_today

        for name in live_names():
            with enter(name):
                check_expiry_today(act=Act(SYSTEM, datetime.fromtimestamp(timestamp, UTC)))

    @app.periodic(cron=MINUTELY_CRON)
    @app.task(name="upkeep.expire_reservations", queueing_lock="upkeep.expire_reservations")
    def expire_reservations(timestamp: int) -> None:
        from hengku.identity.types import SYSTEM, Act
        from hengku.ledger.operations.reserve import expire

        for name in live_names():
            with enter(name):
                expire(act=Act(SYSTEM, datetime.fromtimestamp(timestamp, UTC)))

    _offer_by_the_minute(app)


def _offer_by_the_minute(app: App) -> None:
    @app.periodic(cron=MINUTELY_CRON)
    @app.task(name="upkeep.hear_clocks", queueing_lock="upkeep.hear_clocks")
    def hear_clocks(timestamp: int) -> None:
        from hengku.integrations.operations.automation_events import hear_clocks as hear

        for name in live_names():
            with enter(name):
                hear(at=datetime.fromtimestamp(timestamp, UTC))

    @app.periodic(cron=MINUTELY_CRON)
    @app.task(name="upkeep.watch_approvals", queueing_lock="upkeep.watch_approvals")
    def watch_approvals(timestamp: int) -> None:
        from hengku.documents.operations.approval_timers import watch_approvals as watch
        from hengku.identity.types import SYSTEM, Act

        for name in live_names():
            with enter(name):
                watch(act=Act(SYSTEM, datetime.fromtimestamp(timestamp, UTC)))


def run_daily_backup(*, at: datetime) -> Path:
    """Make today's backup and remove those that have become superfluous; the new one's path."""
    made = back_up_into_home(DAILY, at=at, connection=resolve(), home=resolve_home())
    chosen = read_retention(resolve_home().backups)
    for moment in to_remove(daily_backups(), daily=chosen.daily, weekly=chosen.weekly):
        (resolve_home().backups / backup_name(DAILY, moment)).unlink(missing_ok=True)
    return made


def queue_backup() -> None:
    """Let a worker make a backup now; one that waits already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        queue.configure_task(BACK_UP_NOW, queue=QUEUE, queueing_lock=BACK_UP_NOW).defer()


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
