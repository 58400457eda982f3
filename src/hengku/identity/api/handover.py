"""Somebody leaves."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations import handover
from hengku.identity.queries.restrict import require
from hengku.identity.schemas import HandoverIn, HandoverOut, Moved

router = Router()


@router.get("/users/{int:user_id}/handover", response=HandoverOut)
def read_held(request: HttpRequest, user_id: int) -> dict[str, Any]:
    """What somebody still holds."""
    require(viewer_of(request), "users", "update")
    return handover.held_by(user_id=user_id)


@router.post("/users/{int:user_id}/handover", response=Moved)
def hand_over(request: HttpRequest, user_id: int, payload: HandoverIn) -> Moved:
    """Give it to a successor."""
    require(viewer_of(request), "users", "update")
    return Moved(moved=handover.hand_over(act=act_of(request), user_id=user_id, successor_id=int(payload.successor)))
