"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from hengku.identity.models import Session


@dataclass(frozen=True, slots=True)
class OpenSession:
    """agent: what the browser calls itself."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    agent: str


def sessions_of(*, user_id: int, at: datetime) -> list[OpenSession]:
    """Sessions of a person that still hold, the last used first."""
    rows = (
        Session.objects.filter(user_id=user_id, expires_at__gt=at, session_version=F("user__session_version"))
        .order_by("-last_seen_at", "-pk")
        .values_list("pk", "created_at", "last_seen_at", "expires_at", "address", "agent")
    )
    return [OpenSession(*row) for row in rows]
