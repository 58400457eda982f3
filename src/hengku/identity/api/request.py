"""What the edge knows about one request: its id, its one moment, where it came from, who signed it."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from hengku.identity.api import account_sets
from hengku.identity.operations.sign_in import NOTED_EVERY, note_session, note_token
from hengku.identity.queries.viewer import SignedIn, by_session, by_token
from hengku.kernel.errors import Refused, refuse

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")
_MISSING: Any = object()


def _kept(request: HttpRequest, name: str) -> Any:
    return getattr(request, f"_hengku_{name}", _MISSING)


def _keep(request: HttpRequest, name: str, value: Any) -> None:
    setattr(request, f"_hengku_{name}", value)


def request_id_of(request: HttpRequest) -> str:
    """The caller's X-Request-ID when it is a plain word, else a new one; the same all through the request."""
    known = _kept(request, "request_id")
    if known is _MISSING:
        given = request.headers.get("X-Request-ID", "")
        known = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        _keep(request, "request_id", known)
    return str(known)


def moment_of(request: HttpRequest) -> datetime:
    """The one moment at which this request happens: the only clock below is this one.

    A sandbox account set takes the moment from X-HengKu-Now (ISO 8601 with zone). Raises Refused clock_refused (400) when the
    header is sent to any other set, or says no moment.
    """
    at = _kept(request, "at")
    if at is _MISSING:
        told = request.headers.get("X-HengKu-Now")
        at = timezone.now() if told is None else _told_moment(told)
        _keep(request, "at", at)
    return at  # type: ignore[no-any-return]  # kept by us above


def _told_moment(told: str) -> datetime:
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not account_sets.is_sandbox():
        raise refuse("clock_refused", status=400)
    return at


def address_of(request: HttpRequest) -> str:
    """Where the request came from; the web server has already resolved a trusted proxy."""
    return str(request.META.get("REMOTE_ADDR") or "")


def session_lifetime() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def bearer_of(request: HttpRequest) -> str | None:
    """The token of an `Authorization: Bearer …` header."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def session_secret_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def signed_in_of(request: HttpRequest) -> SignedIn | None:
    """Who signed the request (token first, then cookie); asked of the database once."""
    known = _kept(request, "signed_in")
    if known is _MISSING:
        known = _look_up(request)
        _keep(request, "signed_in", known)
    return known  # type: ignore[no-any-return]  # kept by us above


def _look_up(request: HttpRequest) -> SignedIn | None:
    at = moment_of(request)
    token = bearer_of(request)
    if token is not None:
        found = by_token(token=token, at=at)
    else:
        secret = session_secret_of(request)
        found = by_session(secret=secret, at=at) if secret else None
    if found is not None and (found.seen_at is None or at - found.seen_at > NOTED_EVERY):
        if found.session_id is not None:
            note_session(session_id=found.session_id, at=at, lifetime=session_lifetime())
        elif found.token_id is not None:
            note_token(token_id=found.token_id, at=at)
    return found


def mark_for_retry(request: HttpRequest) -> None:
    """The database says: the same request again will probably succeed."""
    _keep(request, "again", True)


def takes_retry(request: HttpRequest) -> bool:
    """Was it marked? Asking takes the mark away."""
    again = _kept(request, "again") is True
    _keep(request, "again", False)
    return again


def path_of(request: HttpRequest) -> str:
    """What the request is about, behind the interface's own address: "documents/12/transitions"."""
    return request.path.partition("/api/v1/")[2]


def note_refusal(request: HttpRequest, refused: Refused) -> None:
    """This request was refused for a reason worth remembering."""
    _keep(request, "refused", refused)


def refusal_of(request: HttpRequest) -> Refused | None:
    """The refusal noted for this request."""
    noted = _kept(request, "refused")
    return None if noted is _MISSING else noted
