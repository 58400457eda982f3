"""Notices: the bell's list, what one wants to hear how, and trying a channel."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.identity.operations.notices import choose_ways, mark_read
from hengku.identity.queries.notices import email_of, notices_of, unread_count
from hengku.identity.queries.restrict import require
from hengku.integrations.operations.channels import ENTITY, try_channel
from hengku.integrations.operations.outward import outward_client
from hengku.integrations.queries.channels import choices_of, offered_ways, sent_through

router = Router()


class NoticeOut(Schema):
    id: str
    kind: str
    title: str
    body: str
    path: str
    at: datetime
    read: bool


class NoticesOut(Schema):
    items: list[NoticeOut]
    unread: int


class NoticesReadIn(Schema):
    """The notices that were read; null: all of them."""

    ids: list[str] | None = Field(max_length=1000)


class UnreadOut(Schema):
    unread: int


class NoticeKindOut(Schema):
    value: str
    label: str


class NoticeWayOut(Schema):
    """ready: whether it can reach the person as things stand."""

    way: str
    label: str
    ready: bool
    address: str


class NoticeChoicesOut(Schema):
    kinds: list[NoticeKindOut]
    ways: list[NoticeWayOut]
    chosen: dict[str, list[str]]


class NoticeChoicesIn(Schema):
    """Way ("mail", "channel:3") -> kinds of notices."""

    ways: dict[str, list[str]]


class SentNoticeOut(Schema):
    id: str
    title: str
    state: str
    attempts: int
    error: str
    created_at: datetime
    delivered_at: datetime | None


class SentNoticesOut(Schema):
    items: list[SentNoticeOut]


@router.get("/notices", response=NoticesOut)
def read_notices(
    request: HttpRequest, before: int | None = None, limit: int = 30, unread: bool = False
) -> dict[str, Any]:
    """What the viewer was told, the newest first."""
    viewer = viewer_of(request)
    items = notices_of(viewer=viewer, before=before, limit=limit, unread=unread)
    return {"items": items, "unread": unread_count(viewer=viewer)}


@router.get("/notices/unread", response=UnreadOut)
def count_unread(request: HttpRequest) -> UnreadOut:
    """How many are unread."""
    return UnreadOut(unread=unread_count(viewer=viewer_of(request)))


@router.post("/notices/read", response=UnreadOut)
def read_them(request: HttpRequest, payload: NoticesReadIn) -> UnreadOut:
    """These were read."""
    ids = None if payload.ids is None else [int(one) for one in payload.ids if one.isascii() and one.isdigit()]
    mark_read(act=act_of(request), notice_ids=ids)
    return UnreadOut(unread=unread_count(viewer=viewer_of(request)))


@router.get("/notices/choices", response=NoticeChoicesOut)
def read_choices(request: HttpRequest) -> dict[str, Any]:
    """The ways the viewer may choose, and has chosen, to hear of what."""
    viewer = viewer_of(request)
    return choices_of(viewer=viewer, email=email_of(user_id=viewer.user_id))


@router.put("/notices/choices", response=NoticeChoicesOut)
def write_choices(request: HttpRequest, payload: NoticeChoicesIn) -> dict[str, Any]:
    """Choose. 422 invalid_choice for a way or kind that is not offered."""
    act = act_of(request)
    choose_ways(act=act, ways=payload.ways, offered=offered_ways(viewer=act.viewer))
    return choices_of(viewer=act.viewer, email=email_of(user_id=act.actor_id))


@router.post("/notice-channels/{int:channel_id}/test", response={204: None})
@keeps_own_transactions
def test_channel(request: HttpRequest, channel_id: int) -> Status[None]:
    """Let the robot say something now. 422 channel_failed says what it answered."""
    require(viewer_of(request), ENTITY, "update")
    with outward_client() as client:
        try_channel(act=act_of(request), record_id=channel_id, client=client)
    return Status(204, None)


@router.get("/notice-channels/{int:channel_id}/deliveries", response=SentNoticesOut)
def read_sent(request: HttpRequest, channel_id: int, before: int | None = None, limit: int = 30) -> dict[str, Any]:
    """What was sent through a channel, the newest first."""
    require(viewer_of(request), ENTITY, "view")
    return {"items": sent_through(channel_id=channel_id, before=before, limit=limit)}
