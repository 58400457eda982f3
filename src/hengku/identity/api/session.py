"""Signing in and out."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token, rotate_token
from ninja import Router, Status

from hengku.identity.api import account_sets
from hengku.identity.api.edge import act_of, keeps_own_transactions, require_csrf, viewer_of
from hengku.identity.api.request import address_of, moment_of, session_lifetime, session_secret_of, signed_in_of
from hengku.identity.operations import accounts, sign_in
from hengku.identity.queries.restrict import require
from hengku.identity.queries.viewer import SignedIn, by_session
from hengku.identity.rules.passkeys import Site
from hengku.identity.schemas import PasswordChange, PasswordReset, SessionState, SessionUser, SignIn

router = Router()


@router.get("/session", response=SessionState, auth=None)
def read_session(request: HttpRequest, response: HttpResponse) -> SessionState:
    """Who is signed in, and the token that writes need."""
    response["Cache-Control"] = "no-store"
    return _state(request, signed_in_of(request))


@router.post("/session", response=SessionState, auth=None)
@keeps_own_transactions
def open_session(request: HttpRequest, response: HttpResponse, payload: SignIn) -> SessionState:
    """Sign in with name and password. 401 sign_in_wrong, 429 sign_in_wait. With a second step also 401 second_factor_needed,
    second_factor_wrong: send the same again with `code`."""
    require_csrf(request)
    remember = account_sets.enter(payload.account_set) if payload.account_set else None
    key = sign_in.KeyProof(payload.passkey.ticket, payload.passkey.credential) if payload.passkey else None
    opened = sign_in.sign_in(
        username=payload.username, password=payload.password, door=door_of(request), code=payload.code, key=key
    )
    if remember:
        set_cookie(response, *remember)
    return begin(request, response, opened)


@router.delete("/session", response={204: None}, auth=None)
@keeps_own_transactions
def close_session(request: HttpRequest, response: HttpResponse) -> Status[None]:
    """Sign out; who is not signed in is signed out already."""
    if signed_in_of(request) is not None:
        require_csrf(request)
        sign_in.sign_out(secret=session_secret_of(request))
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    return Status(204, None)


@router.post("/session/password", response=SessionState)
@keeps_own_transactions
def change_password(request: HttpRequest, response: HttpResponse, payload: PasswordChange) -> SessionState:
    """Change one's own password; all other sessions end."""
    act = act_of(request)
    accounts.change_password(act=act, old_password=payload.old_password, new_password=payload.new_password)
    return begin(request, response, open_for(request, user_id=act.actor_id or 0))


@router.post("/users/{int:user_id}/password", response={204: None})
def reset_password(request: HttpRequest, user_id: int, payload: PasswordReset) -> Status[None]:
    """Give somebody a new password; their sessions end."""
    require(viewer_of(request), "users", "update")
    accounts.set_password(
        act=act_of(request), user_id=user_id, password=payload.password, must_change=payload.must_change
    )
    return Status(204, None)


def open_for(request: HttpRequest, *, user_id: int) -> sign_in.NewSession:
    """A session for somebody who has just proved who they are another way."""
    return sign_in.open_session(
        user_id=user_id, address=address_of(request), agent=_agent(request),
        at=moment_of(request), lifetime=session_lifetime(),
    )  # fmt: skip


def door_of(request: HttpRequest) -> sign_in.Door:
    """Where the request stands that wants in."""
    return sign_in.Door(address_of(request), _agent(request), moment_of(request), session_lifetime(), site_of(request))


def site_of(request: HttpRequest) -> Site:
    """Where our pages are: the browser's own word for it where it names this host, for a proxy may have ended the encryption."""
    host = request.get_host()
    told = request.headers.get("Origin", "")
    origin = told if urlsplit(told).netloc == host else f"{request.scheme}://{host}"
    return Site(urlsplit(f"//{host}").hostname or host, origin)


def begin(request: HttpRequest, response: HttpResponse, opened: sign_in.NewSession) -> SessionState:
    """Sign the browser in: a fresh token for writes, the cookie, and who it is."""
    rotate_token(request)
    set_session_cookie(response, opened)
    return _state(request, by_session(secret=opened.secret, at=moment_of(request)))


def set_session_cookie(response: HttpResponse, opened: sign_in.NewSession) -> None:
    """Let the browser keep the new session's secret."""
    set_cookie(response, settings.SESSION_COOKIE_NAME, opened.secret)
    response["Cache-Control"] = "no-store"


def set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=settings.SESSION_COOKIE_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _state(request: HttpRequest, signed_in: SignedIn | None) -> SessionState:
    user = None
    if signed_in is not None:
        viewer = signed_in.viewer
        user = SessionUser(
            id=str(viewer.user_id), username=viewer.username, name=viewer.name,
            must_change_password=signed_in.must_change_password,
            must_set_second_factor=signed_in.must_set_second_factor,
        )  # fmt: skip
    return SessionState(
        authenticated=user is not None, setup_required=user is None and not accounts.is_set_up(),
        csrf_token=get_token(request), user=user,
    )  # fmt: skip


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")
