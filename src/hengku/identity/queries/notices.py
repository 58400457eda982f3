"""What the viewer was told."""

from typing import Any

from hengku.identity.models import Notice, NoticeChoice, User
from hengku.identity.types import Viewer
from hengku.kernel.texts import current_language

MOST = 100


def unread_count(*, viewer: Viewer) -> int:
    """How many of the viewer's notices are unread."""
    return Notice.objects.filter(user_id=viewer.user_id or 0, read_at__isnull=True).count()


def notices_of(*, viewer: Viewer, before: int | None, limit: int, unread: bool) -> list[dict[str, Any]]:
    """The viewer's notices in the viewer's language, the newest first; before: those older than this id."""
    rows = Notice.objects.filter(user_id=viewer.user_id or 0)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if unread:
        rows = rows.filter(read_at__isnull=True)
    language = current_language()
    return [
        {
            "id": str(one.pk), "kind": one.kind, "title": one.title.get(language, ""), "body": one.body.get(language, ""),
            "path": one.path, "at": one.at, "read": one.read_at is not None,
        }
        for one in rows.order_by("-pk")[: max(1, min(limit, MOST))]
    ]  # fmt: skip


def email_of(*, user_id: int | None) -> str:
    """The mail address of a person, "" when there is none."""
    return User.objects.filter(pk=user_id or 0).values_list("email", flat=True).first() or ""


def chosen_ways(*, viewer: Viewer) -> dict[str, list[str]]:
    """How the viewer wants to hear of what; nothing chosen: the bell alone."""
    found = NoticeChoice.objects.filter(user_id=viewer.user_id or 0).values_list("ways", flat=True).first()
    return {way: list(kinds) for way, kinds in (found or {}).items()}
