"""The second step of signing in."""

from django.http import HttpRequest
from ninja import Router, Status

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations import second_factor
from hengku.identity.queries.restrict import require
from hengku.identity.schemas import Code, OwnPassword, RecoveryCodes, SecondFactorState, SecretOut

router = Router()


@router.get("/session/second-factor", response=SecondFactorState)
def read_state(request: HttpRequest) -> SecondFactorState:
    """Is the second step on, and how many recovery codes are left?"""
    left = second_factor.recovery_left(user_id=viewer_of(request).user_id or 0)
    return SecondFactorState(active=left is not None, recovery_left=left or 0)


@router.post("/session/second-factor", response=SecretOut)
def begin(request: HttpRequest, payload: OwnPassword) -> SecretOut:
    """A secret for the authenticator."""
    secret, picture = second_factor.begin(act=act_of(request), password=payload.password)
    return SecretOut(secret=secret, qr=picture)


@router.post("/session/second-factor/confirm", response=RecoveryCodes)
def confirm(request: HttpRequest, payload: Code) -> RecoveryCodes:
    """The first code: from now on it is asked for."""
    return RecoveryCodes(codes=second_factor.confirm(act=act_of(request), code=payload.code))


@router.post("/session/second-factor/off", response={204: None})
def give_up(request: HttpRequest, payload: OwnPassword) -> Status[None]:
    """Sign in by password alone again."""
    second_factor.give_up(act=act_of(request), password=payload.password)
    return Status(204, None)


@router.delete("/users/{int:user_id}/second-factor", response={204: None})
def reset(request: HttpRequest, user_id: int) -> Status[None]:
    """Somebody lost their device."""
    require(viewer_of(request), "users", "update")
    second_factor.reset(act=act_of(request), user_id=user_id)
    return Status(204, None)
