"""Scheduled entry points: building summary tables."""

from datetime import UTC, datetime

from procrastinate import App

from hengku.identity.queries.epoch import inside
from hengku.studio.operations.summary_build import TASK, build_waiting


def offer(app: App) -> None:
    """Register the task with the queue."""
    app.task(name=TASK, queue="upkeep")(build_summaries)


def build_summaries(*, account_set: str) -> None:
    """Build what was declared in an account set."""
    with inside(account_set):
        build_waiting(at=datetime.now(UTC))
