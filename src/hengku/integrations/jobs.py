"""Scheduled entry points: running an import, sending webhooks and notices, running automations."""

from datetime import UTC, datetime, timedelta

from procrastinate import App
from procrastinate.contrib.django import app as queue

from hengku.identity.operations.queueing import queue_once
from hengku.identity.queries.account_set import schema
from hengku.identity.queries.epoch import inside
from hengku.identity.queries.viewer import by_name
from hengku.identity.types import SYSTEM, Act
from hengku.integrations.operations.run_automations import run_next, runs_wait
from hengku.integrations.operations.run_import import run_import
from hengku.integrations.operations.send_notices import notices_wait, send_due_notices
from hengku.integrations.operations.webhooks import is_waiting, send_due
from hengku.kernel.texts import speak

IMPORT_TASK = "integrations.run_import"
SEND_TASK = "integrations.send_webhooks"
NOTICE_TASK = "integrations.send_notices"
AUTOMATION_TASK = "integrations.run_automations"
RESEND_EVERY = timedelta(seconds=10)


def offer(app: App) -> None:
    """Register the tasks with the queue."""
    app.task(name=IMPORT_TASK, queue="imports")(work_import)
    app.task(name=SEND_TASK, queue="webhooks")(work_webhooks)
    app.task(name=NOTICE_TASK, queue="webhooks")(work_notices)
    app.task(name=AUTOMATION_TASK, queue="webhooks")(work_automations)


def now() -> datetime:
    """The clock of this edge."""
    return datetime.now(UTC)


def queue_import(*, run_id: int, username: str, language: str) -> None:
    """Let a worker run a started import on behalf of the person who asked."""
    queue.configure_task(IMPORT_TASK, queue="imports").defer(
        account_set=schema(), run_id=run_id, username=username, language=language
    )


def work_import(*, account_set: str, run_id: int, username: str, language: str) -> None:
    """Run an import in a worker."""
    speak("en" if language == "en" else "zh-CN")
    with inside(account_set):
        viewer = SYSTEM if username == SYSTEM.username else by_name(username=username)
        if viewer is not None:
            run_import(act=Act(viewer=viewer, at=now(), request_id=f"import:{run_id}"), run_id=run_id, clock=now)


def wake_sender(*, at: datetime | None = None) -> None:
    """Let a worker send what is due to webhooks in this account set."""
    queue_once(SEND_TASK, queue="webhooks", at=at)


def wake_notices(*, at: datetime | None = None) -> None:
    """Let a worker send the mails and robots' messages that are due in this account set."""
    queue_once(NOTICE_TASK, queue="webhooks", at=at)


def wake_automations(*, at: datetime | None = None) -> None:
    """Let a worker run what automations have to do in this account set."""
    queue_once(AUTOMATION_TASK, queue="webhooks", at=at)


def work_webhooks(*, account_set: str) -> None:
    """Send due deliveries; while some wait for another attempt the job comes back."""
    from hengku.integrations.operations.outward import outward_client  # 20 MB that only senders need

    with inside(account_set), outward_client() as client:
        while send_due(clock=now, client=client):
            pass
        if is_waiting():
            wake_sender(at=now() + RESEND_EVERY)


def work_notices(*, account_set: str) -> None:
    """Send due notices; while some wait for another attempt the job comes back."""
    from hengku.integrations.operations.outward import outward_client  # 20 MB that only senders need

    with inside(account_set), outward_client() as client:
        while send_due_notices(clock=now, client=client):
            pass
        if notices_wait():
            wake_notices(at=now() + RESEND_EVERY)


def work_automations(*, account_set: str) -> None:
    """Run what is due; while some wait for another attempt the job comes back."""
    speak("zh-CN")
    with inside(account_set):
        while (outcome := run_next(clock=now)) is not None:
            if outcome.leaving:
                wake_notices()
            if outcome.calls:
                wake_sender()
        if runs_wait():
            wake_automations(at=now() + RESEND_EVERY)
