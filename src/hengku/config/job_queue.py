"""Reading and re-queuing Procrastinate's jobs of the present account set."""

from typing import Any

from django.db import connection
from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from hengku.config.directory.connection import tenants
from hengku.kernel.errors import refuse


def jobs(*, state: str, limit: int) -> list[dict[str, Any]]:
    """Jobs of this account set and of the installation itself (the nightly backup, say) in `state`, newest first, with the
    time of their last event."""
    found = list(ProcrastinateJob.objects.filter(_ours(), status=state).order_by("-id")[:limit])
    events = ProcrastinateEvent.objects.filter(job_id__in=[job.id for job in found]).order_by("id")
    last = {event.job_id: event.at for event in events}
    return [
        {"id": str(job.id), "name": job.task_name, "state": job.status, "attempts": job.attempts,
         "at": last[job.id].isoformat() if job.id in last else None, "queue": job.queue_name}
        for job in found
    ]  # fmt: skip


def failed_count() -> int:
    """How many of them failed."""
    return ProcrastinateJob.objects.filter(_ours(), status="failed").count()


def _ours() -> Q:
    return Q(args__account_set=tenants.schema_name) | ~Q(args__has_key="account_set")


def retry(*, job_id: int) -> None:
    """Queue a failed job of this account set or of the installation again. Raises Refused not_found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.procrastinate_jobs SET status = 'todo', scheduled_at = NULL "
            "WHERE id = %s AND status = 'failed' AND coalesce(args->>'account_set', %s) = %s",
            (job_id, tenants.schema_name, tenants.schema_name),
        )
        if cursor.rowcount == 0:
            raise refuse("not_found", status=404)
