"""Channels as people choose them, and what was sent through them."""

from typing import Any

from hengku.identity.models import NoticeDelivery
from hengku.identity.operations.mail import mail_settings
from hengku.identity.operations.notices import CHANNEL, MAIL
from hengku.identity.queries.notices import chosen_ways
from hengku.identity.types import NOTICE_KINDS, NoticeKind, Viewer
from hengku.integrations.models import NoticeChannel
from hengku.integrations.texts import CHANNEL_KINDS, MAIL_WAY, NOTICE_KIND_LABELS
from hengku.integrations.types import ChannelKind

MOST = 100


def offered_ways(*, viewer: Viewer) -> dict[str, str]:
    """Ways a person may choose beside the bell, with their labels; the groups' names are for those who may do anything here."""
    known = viewer.all_powerful or bool(viewer.grants)
    channels = NoticeChannel.objects.filter(active=True).order_by("name", "pk") if known else ()
    return {MAIL: str(MAIL_WAY)} | {
        f"{CHANNEL}{one.pk}": f"{one.name} ({CHANNEL_KINDS[ChannelKind(one.kind)]})" for one in channels
    }


def choices_of(*, viewer: Viewer, email: str) -> dict[str, Any]:
    """What the viewer may choose and has chosen. ready: whether mail can reach them at all."""
    ways = offered_ways(viewer=viewer)
    mail_ready = bool(email and mail_settings().get("host"))
    return {
        "kinds": [{"value": kind, "label": str(NOTICE_KIND_LABELS[kind])} for kind in NoticeKind],
        "ways": [
            {"way": way, "label": label, "ready": way != MAIL or mail_ready, "address": email if way == MAIL else ""}
            for way, label in ways.items()
        ],
        "chosen": {
            way: [kind for kind in kinds if kind in NOTICE_KINDS]
            for way, kinds in chosen_ways(viewer=viewer).items()
            if way in ways
        },
    }


def sent_through(*, channel_id: int, before: int | None, limit: int) -> list[dict[str, Any]]:
    """What was sent through a channel, the newest first."""
    rows = NoticeDelivery.objects.filter(way=f"{CHANNEL}{channel_id}")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        {
            "id": str(one.pk), "title": one.title, "state": one.state, "attempts": one.attempts, "error": one.error,
            "created_at": one.created_at, "delivered_at": one.delivered_at,
        }
        for one in rows.order_by("-pk")[: max(1, min(limit, MOST))]
    ]  # fmt: skip
