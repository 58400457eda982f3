"""What is sent to a browser and has to come back: soon, once, to the same use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hengku.identity.models import SignInTicket
from hengku.identity.rules.secrets import hash_secret, new_secret

LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was kept with it."""

    user_id: int | None
    data: Mapping[str, Any]


def issue(*, kind: str, data: Mapping[str, Any], at: datetime, user_id: int | None = None) -> str:
    """A secret for the browser; only its hash is kept."""
    secret = new_secret()
    SignInTicket.objects.filter(expires_at__lt=at).delete()
    SignInTicket.objects.create(
        secret_hash=hash_secret(secret), kind=kind, user_id=user_id, data=dict(data), expires_at=at + LIFETIME
    )
    return secret


def redeem(*, kind: str, secret: str, at: datetime) -> Ticket | None:
    """What was kept; None for one that is unknown, over, used or meant for something else. It is used up by asking."""
    found = SignInTicket.objects.filter(secret_hash=hash_secret(secret), kind=kind, expires_at__gt=at)
    kept = found.values_list("pk", "user_id", "data").first()
    if kept is None or not SignInTicket.objects.filter(pk=kept[0]).delete()[0]:
        return None
    return Ticket(kept[1], kept[2])
