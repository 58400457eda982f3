"""The light on every page."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.restrict import require
from hengku.ledger.jobs import queue_check
from hengku.ledger.queries.light import light
from hengku.ledger.schemas import LightOut

router = Router()


@router.get("/books/light", response=LightOut, summary="What the prover last said")
def show_light(request: HttpRequest) -> object:
    """Green: all invariants held. Amber: never checked, or new postings wait too long. Red: which failed, with keys."""
    viewer_of(request)
    return light(at=timezone.now())


@router.post("/books/check", response={202: LightOut}, summary="Prove everything now")
def check_books(request: HttpRequest) -> tuple[int, object]:
    """Queues a full check; the light tells when it is done."""
    require(viewer_of(request), "stock", "check")
    queue_check()
    return 202, light(at=timezone.now())
