"""Waiting until the books have caught up: for programs that read right after they wrote."""

import time

from django.http import HttpRequest
from ninja import Router, Schema

from hengku.config.status import caught_up, target_of
from hengku.identity.api.edge import viewer_of

router = Router()
PATIENCE_S = 20
STEP_S = 0.1


class StatusOut(Schema):
    """passed: vouchers and projections have dealt with everything up to `after` (an event's position)."""

    after: str
    passed: bool


@router.get("/status", response=StatusOut, summary="Wait until vouchers and reports have passed an event")
def show_status(request: HttpRequest, after: str = "latest", wait: float = PATIENCE_S) -> dict[str, object]:
    """after: position of an event, or "latest" for everything posted so far. Answers as soon as it is passed, or after `wait` s."""
    viewer_of(request)
    until = time.monotonic() + min(max(wait, 0), PATIENCE_S)
    target = target_of(after)
    while not (passed := caught_up(target)) and time.monotonic() < until:
        time.sleep(STEP_S)
    return {"after": after, "passed": passed}
