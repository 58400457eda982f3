"""Scheduled entry points: indexes of custom fields."""

from procrastinate import App

from hengku.identity.queries.epoch import inside
from hengku.metadata.operations.field_indexes import TASK, build_indexes


def offer(app: App) -> None:
    """Register the task with the queue."""
    app.task(name=TASK, queue="upkeep")(work_indexes)


def work_indexes(*, account_set: str) -> None:
    """Bring the indexes of an account set to what is wished for."""
    with inside(account_set):
        build_indexes(account_set=account_set)
