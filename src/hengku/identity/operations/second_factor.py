"""The second step of signing in: setting it up, asking for it, taking it away."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.db import transaction

from hengku.identity.models import Passkey, Role, SecondFactor, User
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.sealed import seal, unseal
from hengku.identity.queries.viewer import by_name
from hengku.identity.rules import second_factor as rules
from hengku.identity.rules.qr import qr_code
from hengku.identity.rules.secrets import hash_secret
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_ISSUER = "HengKu"
_PURPOSE = "second factor"


@transaction.atomic
def begin(*, act: Act, password: str) -> tuple[str, str]:
    """A new secret and the QR code (SVG) that carries it; it counts when a code of it was confirmed.

    Raises Refused password_wrong, second_factor_there.
    """
    user = _known(act, password)
    if SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise refuse("second_factor_there", status=409)
    secret = rules.new_secret()
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": seal(purpose=_PURPOSE, secret=secret), "last_step": 0}
    )
    address = rules.address_of_secret(secret=secret, username=user.username, issuer=_ISSUER)
    return secret, qr_code(address)


@transaction.atomic
def confirm(*, act: Act, code: str) -> list[str]:
    """The authenticator works: from now on it is asked for. Gives the recovery codes, this once. Raises second_factor_wrong."""
    factor = (
        SecondFactor.objects.select_for_update().filter(user_id=act.actor_id or 0, confirmed_at__isnull=True).first()
    )
    step = None if factor is None else _step(factor, code, act.at)
    if factor is None or step is None:
        raise refuse("second_factor_wrong", loc=("code",))
    codes = rules.new_recovery_codes()
    factor.last_step, factor.confirmed_at = step, act.at
    factor.recovery = [hash_secret(one) for one in codes]
    factor.save()
    record_change(
        act=act, entity="users", entity_id=factor.user_id, action="second_factor", before=None, after={"active": True}
    )
    return codes


@transaction.atomic
def give_up(*, act: Act, password: str) -> None:
    """Take one's own second step away. Raises Refused password_wrong, second_factor_required_by_role."""
    user = _known(act, password)
    if not Passkey.objects.filter(user=user).exists():
        refuse_where_required(user=user)
    _take_away(act, user.pk)


def refuse_where_required(*, user: User) -> None:
    """Raise Refused second_factor_required_by_role when a role of theirs asks for a second step."""
    viewer = by_name(username=user.username)
    if viewer is not None and Role.objects.filter(code__in=viewer.roles, second_factor=True).exists():
        raise refuse("second_factor_required_by_role")


@transaction.atomic
def reset(*, act: Act, user_id: int) -> None:
    """Take somebody's second step and passkeys away because their device is lost. Raises Refused not_found, owner_only."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise refuse("not_found", status=404)
    if user.is_owner and not act.viewer.all_powerful:
        raise refuse("owner_only", status=403)
    _take_away(act, user_id, keys=Passkey.objects.filter(user_id=user_id).delete()[0])


def _take_away(act: Act, user_id: int, keys: int = 0) -> None:
    deleted, _ = SecondFactor.objects.filter(user_id=user_id).delete()
    if deleted or keys:
        record_change(
            act=act, entity="users", entity_id=user_id, action="second_factor", before=None, after={"active": False}
        )


def recovery_left(*, user_id: int) -> int | None:
    """How many recovery codes somebody has left; None when they sign in by password alone."""
    kept = SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).values_list("recovery", flat=True)
    found = kept.first()
    return None if found is None else len(found)


@transaction.atomic
def ask(*, user_id: int, code: str, at: datetime) -> None:
    """Let somebody past who needs no code or gave a fitting one; each works once. Who has passkeys only brings one of them.

    Raises Refused second_factor_needed, second_factor_wrong (401).
    """
    factor = SecondFactor.objects.select_for_update().filter(user_id=user_id, confirmed_at__isnull=False).first()
    keys = Passkey.objects.filter(user_id=user_id).exists()
    if factor is None and not keys:
        return
    if factor is None or not code.strip():
        methods = [name for name, there in (("code", factor is not None), ("passkey", keys)) if there]
        raise refuse("second_factor_needed", status=401, loc=("code",), methods=",".join(methods))
    step = _step(factor, code, at)
    hashed = hash_secret(rules.as_recovery_code(code))
    if step is not None:
        factor.last_step = step
    elif hashed in factor.recovery:
        factor.recovery = [one for one in factor.recovery if one != hashed]
    else:
        raise refuse("second_factor_wrong", status=401, loc=("code",))
    factor.save(update_fields=["last_step", "recovery"])


def _step(factor: SecondFactor, code: str, at: datetime) -> int | None:
    secret = unseal(purpose=_PURPOSE, sealed=factor.secret)
    if secret is None:  # restored under another key: recovery codes still work
        return None
    return rules.step_of(secret=secret, code=code, at=at, after=factor.last_step)


def _known(act: Act, password: str) -> User:
    user = User.objects.select_for_update().filter(pk=act.actor_id or 0).first()
    if user is None or not check_password(password, user.password):
        raise refuse("password_wrong", loc=("password",))
    return user
