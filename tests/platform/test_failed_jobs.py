"""Failed jobs: everybody sees their own account set's and those of the installation itself, and can try them again."""

import pytest
from django.db import connection

from hengku.config import job_queue
from hengku.config.health import report
from hengku.kernel.errors import Refused


def failed(name: str, arguments: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.procrastinate_jobs (queue_name, task_name, args, status) "
            "VALUES ('upkeep', %s, %s::jsonb, 'failed') RETURNING id",
            (name, arguments),
        )
        return int(cursor.fetchone()[0])


def test_the_nightly_backup_that_failed_is_seen_and_tried_again(db: None) -> None:
    backup = failed("upkeep.back_up_daily", '{"timestamp": 1}')
    own = failed("integrations.run_import", '{"account_set": "main"}')
    strange = failed("integrations.run_import", '{"account_set": "second"}')
    assert [job["id"] for job in job_queue.jobs(state="failed", limit=10)] == [str(own), str(backup)]
    (jobs,) = (check for check in report()["checks"] if check["key"] == "jobs")
    assert (jobs["status"], jobs["detail"][:2]) == ("warn", "2 ")
    job_queue.retry(job_id=backup)
    assert [job["id"] for job in job_queue.jobs(state="todo", limit=10)] == [str(backup)]
    for nothing_to_retry in (strange, backup):
        with pytest.raises(Refused, match="not_found"):
            job_queue.retry(job_id=nothing_to_retry)
