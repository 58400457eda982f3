"""What a release has for preset roles that somebody edited."""

from django.http import HttpRequest
from ninja import Router

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations.presets import settle_news
from hengku.identity.queries.preset_news import news_of_role
from hengku.identity.queries.restrict import require
from hengku.identity.schemas import GrantOut, NewsAnswer

router = Router()


@router.get("/roles/{int:role_id}/news", response=list[GrantOut])
def read_news(request: HttpRequest, role_id: int) -> list[GrantOut]:
    """What this release gives the preset and this edited role does not have."""
    require(viewer_of(request), "roles", "view")
    return [GrantOut(resource=resource, action=action) for resource, action in news_of_role(role_id=role_id)]


@router.post("/roles/{int:role_id}/news", response=list[GrantOut])
def answer_news(request: HttpRequest, role_id: int, payload: NewsAnswer) -> list[GrantOut]:
    """Take it all into the role, or leave it; it is not shown again."""
    act = act_of(request)
    require(act.viewer, "roles", "update")
    news = settle_news(act=act, role_id=role_id, take=payload.take)
    return [GrantOut(resource=resource, action=action) for resource, action in news]
