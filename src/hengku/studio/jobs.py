"""Scheduled entry points: building summary tables."""

from datetime import UTC, datetime

from django.db import connection
from procrastinate import App

from hengku.studio.operations.summary_build import TASK, build_waiting


def offer(app: App) -> None:
    """Register the task with the queue."""
    app.task(name=TASK, queue="upkeep")(build_summaries)


def build_summaries(*, account_set: str) -> None:
    """Build what was declared in an account set."""
    before = connection.schema_name  # type: ignore[attr-defined]  # django-tenants adds it to the connection
    connection.set_schema(account_set)  # type: ignore[attr-defined]  # as above
    try:
        build_waiting(at=datetime.now(UTC))
    finally:
        connection.set_schema(before)  # type: ignore[attr-defined]  # as above
