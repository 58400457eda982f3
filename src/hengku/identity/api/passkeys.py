"""Passkeys: one's own, and signing in with one."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from hengku.identity.api import account_sets
from hengku.identity.api.edge import act_of, keeps_own_transactions, require_csrf, viewer_of
from hengku.identity.api.session import begin, door_of, set_cookie, site_of
from hengku.identity.operations import passkeys, sign_in
from hengku.identity.queries.passkeys import passkeys_of
from hengku.identity.schemas import (
    KeyOptions,
    KeyOut,
    KeyRequest,
    KeySignIn,
    NewKey,
    OwnPassword,
    SessionState,
)

router = Router()


@router.get("/session/passkeys", response=list[KeyOut])
def list_passkeys(request: HttpRequest) -> list[KeyOut]:
    """One's own keys."""
    return [
        KeyOut(id=str(one.pk), name=one.name, created_at=one.created_at, last_used_at=one.last_used_at)
        for one in passkeys_of(user_id=viewer_of(request).user_id or 0)
    ]


@router.post("/session/passkeys/options", response=KeyOptions)
def ask_for_passkey(request: HttpRequest, payload: OwnPassword) -> KeyOptions:
    """What to ask the browser for a new key."""
    ticket, options = passkeys.begin(act=act_of(request), password=payload.password, site=site_of(request))
    return KeyOptions(ticket=ticket, options=options)


@router.post("/session/passkeys", response={204: None})
def add_passkey(request: HttpRequest, payload: NewKey) -> Status[None]:
    """Keep the key the browser made."""
    passkeys.add(
        act=act_of(request), ticket=payload.ticket, name=payload.name, credential=payload.credential,
        site=site_of(request),
    )  # fmt: skip
    return Status(204, None)


@router.delete("/session/passkeys/{int:passkey_id}", response={204: None})
def remove_passkey(request: HttpRequest, passkey_id: int) -> Status[None]:
    """Take one's own key away."""
    passkeys.remove(act=act_of(request), passkey_id=passkey_id)
    return Status(204, None)


@router.post("/session/passkey/options", response=KeyOptions, auth=None)
@keeps_own_transactions
def ask_to_sign_in(request: HttpRequest, payload: KeyRequest) -> KeyOptions:
    """What to ask a browser that wants in with a passkey."""
    require_csrf(request)
    if payload.account_set:
        account_sets.enter(payload.account_set)
    door = door_of(request)
    ticket, options = sign_in.ask_for_key(username=payload.username, door=door)
    return KeyOptions(ticket=ticket, options=options)


@router.post("/session/passkey", response=SessionState, auth=None)
@keeps_own_transactions
def open_with_passkey(request: HttpRequest, response: HttpResponse, payload: KeySignIn) -> SessionState:
    """Sign in with a passkey alone. 401 passkey_wrong, 429 sign_in_wait."""
    require_csrf(request)
    remember = account_sets.enter(payload.account_set) if payload.account_set else None
    key = sign_in.KeyProof(payload.ticket, payload.credential)
    opened = sign_in.sign_in_with_passkey(key=key, door=door_of(request))
    if remember:
        set_cookie(response, *remember)
    return begin(request, response, opened)
