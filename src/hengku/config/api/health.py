"""What is well and what is not, in words an owner understands."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.config import health
from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require

router = Router()


@router.get("/health", summary="Health of this installation")
def show_health(request: HttpRequest) -> dict[str, Any]:
    """Database, disk, jobs, outbox, backups: each with a status ok, warn or bad and a sentence."""
    require(viewer_of(request), "health", "view")
    return health.report()
