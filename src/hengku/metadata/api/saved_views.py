"""Saved views of lists."""

from django.http import HttpRequest
from ninja import Router, Status

from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.operations import views
from hengku.metadata.schemas import ViewIn, ViewOut, view_out

router = Router()


@router.get("/saved-views", response=list[ViewOut])
def list_views(request: HttpRequest, resource: str) -> list[ViewOut]:
    """One's own views of a list, and the shared ones."""
    viewer = viewer_of(request)
    return [view_out(view, viewer.user_id) for view in views.saved_views(viewer=viewer, resource=resource)]


@router.post("/saved-views", response={201: ViewOut})
def create_view(request: HttpRequest, payload: ViewIn) -> Status[ViewOut]:
    """Keep a view; the same name replaces it."""
    act = act_of(request)
    return Status(201, view_out(views.save_view(act=act, **payload.dict()), act.actor_id))


@router.put("/saved-views/{int:view_id}", response=ViewOut)
def replace_view(request: HttpRequest, view_id: int, payload: ViewIn) -> ViewOut:
    """Change one of one's own views."""
    act = act_of(request)
    return view_out(views.save_view(act=act, view_id=view_id, **payload.dict()), act.actor_id)


@router.delete("/saved-views/{int:view_id}", response={204: None})
def delete_view(request: HttpRequest, view_id: int) -> Status[None]:
    """Drop one of one's own views."""
    views.delete_view(act=act_of(request), view_id=view_id)
    return Status(204, None)
