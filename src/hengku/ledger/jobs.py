"""Scheduled entry points: the full check somebody asked for from the page."""

from datetime import UTC, datetime

from procrastinate import App
from procrastinate.contrib.django import app as queue

from hengku.identity.queries.account_set import schema
from hengku.identity.queries.epoch import inside
from hengku.ledger.operations.prove import run_check

CHECK_TASK = "ledger.prove_everything"


def offer(app: App) -> None:
    """Register the task with the queue."""
    app.task(name=CHECK_TASK, queue="upkeep")(work_check)


def queue_check() -> None:
    """Let a worker prove everything in this account set."""
    queue.configure_task(CHECK_TASK, queue="upkeep").defer(account_set=schema())


def work_check(*, account_set: str) -> None:
    """Run every invariant over everything and set the light."""
    with inside(account_set):
        run_check(full=True, now=lambda: datetime.now(UTC))
