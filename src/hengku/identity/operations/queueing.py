"""Work left to the job queue."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from hengku.identity.queries.account_set import schema


def queue_once(task: str, *, queue: str, at: datetime | None = None) -> None:
    """Let a worker run `task` for this account set, at once or `at` a moment; one waiting job of a kind and account set is enough."""
    job = app.configure_task(task, queue=queue, queueing_lock=f"{task}:{schema()}", schedule_at=at)
    try:
        with (
            transaction.atomic()
        ):  # the database refuses a second job of the same lock, which would end our transaction
            job.defer(account_set=schema())
    except AlreadyEnqueued:
        return
