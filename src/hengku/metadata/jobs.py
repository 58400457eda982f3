"""Scheduled entry points: indexes of custom fields."""

from django.db import connection
from procrastinate import App

from hengku.metadata.operations.field_indexes import TASK, build_indexes


def offer(app: App) -> None:
    """Register the task with the queue."""
    app.task(name=TASK, queue="upkeep")(work_indexes)


def work_indexes(*, account_set: str) -> None:
    """Bring the indexes of an account set to what is wished for."""
    before = connection.schema_name  # type: ignore[attr-defined]  # django-tenants adds it to the connection
    connection.set_schema(account_set)  # type: ignore[attr-defined]  # as above
    try:
        build_indexes(account_set=account_set)
    finally:
        connection.set_schema(before)  # type: ignore[attr-defined]  # as above
