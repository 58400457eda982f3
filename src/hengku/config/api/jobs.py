"""Background jobs that failed, and trying them again."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.config import job_queue
from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require

router = Router()


@router.get("/jobs", summary="Background jobs by state")
def list_jobs(request: HttpRequest, state: str = "failed", limit: int = 100) -> dict[str, Any]:
    """Newest first; state is todo, doing, succeeded or failed."""
    require(viewer_of(request), "jobs", "view")
    return {"items": job_queue.jobs(state=state, limit=min(limit, 500))}


@router.post("/jobs/{job_id}/retry", summary="Try a failed job again")
def retry_job(request: HttpRequest, job_id: int) -> dict[str, str]:
    """Puts the job back into the queue. Refused not_found when it is not a failed job of this account set."""
    require(viewer_of(request), "jobs", "update")
    job_queue.retry(job_id=job_id)
    return {"id": str(job_id), "state": "todo"}
