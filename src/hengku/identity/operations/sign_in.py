"""Coming and going: signing in with a brake on guessing, signing out, noting that somebody was here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import F

from hengku.identity.models import ApiToken, Session, SignInBrake, SignInEntry, User
from hengku.identity.operations import passkeys, second_factor
from hengku.identity.operations.repeat import forget_old
from hengku.identity.operations.security import address_allowed
from hengku.identity.rules.brake import (
    ATTEMPTS_PER_ADDRESS,
    ATTEMPTS_PER_USER,
    QUESTIONS_PER_ADDRESS,
    WINDOW,
    in_minutes,
    wait_left,
)
from hengku.identity.rules.passkeys import Site
from hengku.identity.rules.secrets import hash_secret, new_secret
from hengku.kernel import sql
from hengku.kernel.errors import Refused, refuse

NOTED_EVERY = timedelta(minutes=10)
_FORGET_BRAKE_AFTER = timedelta(days=1)
_LONGEST_AGENT = 200
_LONGEST_NAME = 60

# The attempt that reaches the limit starts the window anew: the wait is counted from the last attempt that was looked at.
_COUNT_ATTEMPT = """
INSERT INTO identity_sign_in_brake AS brake (key, attempts, window_started_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    attempts = CASE WHEN brake.window_started_at <= %s THEN 1 ELSE brake.attempts + 1 END,
    window_started_at = CASE WHEN brake.window_started_at <= %s OR brake.attempts + 1 = %s
                        THEN excluded.window_started_at ELSE brake.window_started_at END
RETURNING attempts, window_started_at
"""


@dataclass(frozen=True, slots=True)
class NewSession:
    """secret goes into the cookie and is nowhere else."""

    secret: str
    user_id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody stands who wants in. lifetime: of the session they get; site: where the pages are."""

    address: str
    agent: str
    at: datetime
    lifetime: timedelta
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class KeyProof:
    """What a browser brings from a passkey: the ticket of our question and the signed answer."""

    ticket: str
    credential: Mapping[str, Any]


def sign_in(*, username: str, password: str, door: Door, code: str = "", key: KeyProof | None = None) -> NewSession:
    """Check a name, a password and, where a second step is asked for, a code or a passkey, and open a session; every attempt is
    kept in the log.

    The attempt is counted before the password is looked at, and stays counted when this is refused, so do not call it in
    a transaction that is rolled back. Raises Refused sign_in_wait (429), sign_in_wrong, second_factor_needed, second_factor_wrong (401),
    address_not_allowed (403).
    """
    return _logged(username, door, "PASSWORD", lambda: _try(username, password, code, key, door))


def count_question(*, door: Door) -> None:
    """Each question to a browser or a provider keeps a ticket: nobody fills the table. Raises Refused sign_in_wait (429)."""
    _brake(f"asking:{door.address}", QUESTIONS_PER_ADDRESS, door.at)


def ask_for_key(*, username: str, door: Door) -> tuple[str, dict[str, Any]]:
    """A ticket and what to ask the browser's passkeys. Raises Refused sign_in_wait (429)."""
    count_question(door=door)
    if door.site is None:
        raise refuse("passkey_wrong", status=401)
    return passkeys.ask(at=door.at, site=door.site, username=username)


def sign_in_with_passkey(*, key: KeyProof, door: Door) -> NewSession:
    """Open a session for whose passkey answered our question: the device has checked the person, nothing else is asked.

    Raises Refused sign_in_wait (429), passkey_wrong (401), address_not_allowed (403). As sign_in, not inside a transaction.
    """

    def attempt() -> NewSession:
        _brake(f"address:{door.address}", ATTEMPTS_PER_ADDRESS, door.at)
        return enter(user_id=_key_owner(key, door), door=door, otherwise="passkey_wrong")

    return _logged("", door, "PASSKEY", attempt)


def sign_in_by_provider(*, find: Callable[[], int], door: Door) -> NewSession:
    """Open a session for whom a provider vouched; find: gives the person, or refuses. The log keeps it like every attempt."""
    return _logged("", door, "PROVIDER", lambda: enter(user_id=find(), door=door, otherwise="sign_in_wrong"))


def enter(*, user_id: int | None, door: Door, otherwise: str) -> NewSession:
    """A session for somebody proven. Raises Refused address_not_allowed (403), and `otherwise` (401) for nobody or who left."""
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user is None:
        raise refuse(otherwise, status=401)
    if not address_allowed(door.address):
        raise refuse("address_not_allowed", status=403)
    return _open(user, door)


def _key_owner(key: KeyProof, door: Door) -> int | None:
    if door.site is None:
        return None
    return passkeys.owner_of(ticket=key.ticket, credential=key.credential, at=door.at, site=door.site)


def _logged(username: str, door: Door, way: str, attempt: Callable[[], NewSession]) -> NewSession:
    entry = SignInEntry(
        at=door.at, username=username[:_LONGEST_NAME], address=door.address, agent=door.agent[:_LONGEST_AGENT], way=way
    )
    try:
        opened = attempt()
    except Refused as refusal:
        entry.outcome = refusal.code
        entry.save()
        raise
    entry.outcome, entry.user_id = "ok", opened.user_id
    entry.username = User.objects.values_list("username", flat=True).get(pk=opened.user_id)
    entry.save()
    return opened


def _try(username: str, password: str, code: str, key: KeyProof | None, door: Door) -> NewSession:
    _brake(f"user:{username[:_LONGEST_NAME]}", ATTEMPTS_PER_USER, door.at)
    _brake(f"address:{door.address}", ATTEMPTS_PER_ADDRESS, door.at)
    user = User.objects.filter(username=username).first()
    if user is None:
        make_password(password)  # as slow as a real check: the answer must not tell which names exist
    if user is None or not check_password(password, user.password) or not user.is_active:
        raise refuse("sign_in_wrong", status=401)
    if not address_allowed(door.address):
        raise refuse("address_not_allowed", status=403)
    if key is None:
        second_factor.ask(user_id=user.pk, code=code, at=door.at)
    elif _key_owner(key, door) != user.pk:
        raise refuse("passkey_wrong", status=401)
    return _open(user, door)


def brake(*, key: str, allowed: int, at: datetime) -> int:
    """Count an attempt under this key: minutes to wait when it is one too many in a window, else 0."""
    attempts, started_at = sql.rows(
        connection, _COUNT_ATTEMPT, (key, at, at - WINDOW, at - WINDOW, allowed)
    )[0]  # fmt: skip
    wait = wait_left(attempts=attempts, allowed=allowed, window_started_at=started_at, at=at)
    return in_minutes(wait) if wait else 0


def _brake(key: str, allowed: int, at: datetime) -> None:
    wait = brake(key=key, allowed=allowed, at=at)
    if wait:
        raise refuse("sign_in_wait", status=429, minutes=str(wait))


@transaction.atomic
def _open(user: User, door: Door) -> NewSession:
    secret, at, address = new_secret(), door.at, door.address
    Session.objects.filter(expires_at__lt=at).delete()
    forget_old(at=at)
    Session.objects.create(
        secret_hash=hash_secret(secret), user=user, session_version=user.session_version,
        created_at=at, last_seen_at=at, expires_at=at + door.lifetime, address=address, agent=door.agent[:_LONGEST_AGENT],
    )  # fmt: skip
    User.objects.filter(pk=user.pk).update(last_login=at)
    SignInBrake.objects.filter(key=f"user:{user.username}").delete()
    SignInBrake.objects.filter(key=f"address:{address}", attempts__gt=0).update(attempts=F("attempts") - 1)
    SignInBrake.objects.filter(window_started_at__lt=at - _FORGET_BRAKE_AFTER).delete()
    return NewSession(secret, user.pk, at + door.lifetime)


def open_session(*, user_id: int, address: str, agent: str, at: datetime, lifetime: timedelta) -> NewSession:
    """A session for somebody who has just proved who they are another way (set-up, changed password)."""
    return _open(User.objects.get(pk=user_id), Door(address, agent, at, lifetime))


def sign_out(*, secret: str) -> None:
    """End the session the cookie's secret belongs to; unknown ones are over already."""
    Session.objects.filter(secret_hash=hash_secret(secret)).delete()


def end_session(*, user_id: int, session_id: int) -> None:
    """End one session of a person. Refuses not_found (404)."""
    deleted, _ = Session.objects.filter(user_id=user_id, pk=session_id).delete()
    if not deleted:
        raise refuse("not_found", status=404)


def end_other_sessions(*, user_id: int, besides: int | None) -> int:
    """End all sessions of a person but one; gives how many there were."""
    ended, _ = Session.objects.filter(user_id=user_id).exclude(pk=besides or 0).delete()
    return ended


def note_session(*, session_id: int, at: datetime, lifetime: timedelta) -> None:
    """Somebody is still here: their session lives on for its full length."""
    Session.objects.filter(pk=session_id).update(last_seen_at=at, expires_at=at + lifetime)


def note_token(*, token_id: int, at: datetime) -> None:
    ApiToken.objects.filter(pk=token_id).update(last_used_at=at)
