"""Where one is signed in, and signing out from a distance; for others with the right to change users."""

from django.http import HttpRequest
from ninja import Router, Status

from hengku.identity.api.edge import act_of
from hengku.identity.api.request import signed_in_of
from hengku.identity.operations import sign_in
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.restrict import require
from hengku.identity.queries.sessions import sessions_of
from hengku.identity.schemas import SessionOut
from hengku.identity.types import Act

router = Router()


def _whose(act: Act, user: int | None) -> int:
    if user is None or user == act.actor_id:
        return act.actor_id or 0
    require(act.viewer, "users", "update")
    return user


@router.get("/sessions", response=list[SessionOut])
def list_sessions(request: HttpRequest, user: int | None = None) -> list[SessionOut]:
    """One's own sessions, or those of `user`; `current` is the one that asks."""
    act, signed_in = act_of(request), signed_in_of(request)
    mine = signed_in.session_id if signed_in else None
    return [
        SessionOut(
            id=str(one.id), created_at=one.created_at, last_seen_at=one.last_seen_at, expires_at=one.expires_at,
            address=one.address, agent=one.agent, current=one.id == mine,
        )
        for one in sessions_of(user_id=_whose(act, user), at=act.at)
    ]  # fmt: skip


@router.delete("/sessions/{int:session_id}", response={204: None})
def end_session(request: HttpRequest, session_id: int, user: int | None = None) -> Status[None]:
    """End one session."""
    act = act_of(request)
    whose = _whose(act, user)
    sign_in.end_session(user_id=whose, session_id=session_id)
    _tell(act, whose, "end_session")
    return Status(204, None)


@router.delete("/sessions", response={204: None})
def end_others(request: HttpRequest, user: int | None = None) -> Status[None]:
    """End all sessions but the one that asks."""
    act, signed_in = act_of(request), signed_in_of(request)
    whose = _whose(act, user)
    sign_in.end_other_sessions(user_id=whose, besides=signed_in.session_id if signed_in else None)
    _tell(act, whose, "end_sessions")
    return Status(204, None)


def _tell(act: Act, user_id: int, action: str) -> None:
    record_change(act=act, entity="users", entity_id=user_id, action=action, before=None, after=None)
