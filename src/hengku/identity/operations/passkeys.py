"""Passkeys: making, naming, taking away, and signing in with one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction

from hengku.identity.models import Passkey, User
from hengku.identity.operations import second_factor, tickets
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.account_set import schema
from hengku.identity.rules import passkeys as rules
from hengku.identity.rules.passkeys import Site
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_MAKING, _SIGNING = "passkey", "passkey-sign-in"
_MOST_KEYS = 20


@transaction.atomic
def begin(*, act: Act, password: str, site: Site) -> tuple[str, dict[str, Any]]:
    """A ticket and what to ask the browser for a new key. Raises Refused password_wrong, passkeys_too_many."""
    user = User.objects.filter(pk=act.actor_id or 0).first()
    if user is None or not check_password(password, user.password):
        raise refuse("password_wrong", loc=("password",))
    known = list(Passkey.objects.filter(user=user).values_list("key_id", flat=True))
    if len(known) >= _MOST_KEYS:
        raise refuse("passkeys_too_many", max=str(_MOST_KEYS))
    options, challenge = rules.ask_for_new(
        site=site, account_set=schema(), user_id=user.pk,
        username=user.username, name=user.name, known=known,
    )  # fmt: skip
    return tickets.issue(kind=_MAKING, data={"challenge": challenge}, at=act.at, user_id=user.pk), options


@transaction.atomic
def add(*, act: Act, ticket: str, name: str, credential: Mapping[str, Any], site: Site) -> int:
    """Keep the key the browser made; gives its id. Raises Refused passkey_wrong."""
    kept = tickets.redeem(kind=_MAKING, secret=ticket, at=act.at)
    if kept is None or kept.user_id != act.actor_id:
        raise refuse("passkey_wrong")
    made = rules.read_new(site=site, challenge=str(kept.data["challenge"]), credential=credential)
    if made is None or Passkey.objects.filter(key_id=made.key_id).exists():
        raise refuse("passkey_wrong")
    key = Passkey.objects.create(
        user_id=kept.user_id or 0, name=name.strip() or "Passkey", key_id=made.key_id, public_key=made.public_key,
        sign_count=made.sign_count, transports=_transports(credential), created_at=act.at,
    )  # fmt: skip
    _tell(act, act.actor_id or 0, "add_passkey", key.name)
    return key.pk


def _transports(credential: Mapping[str, Any]) -> list[str]:
    response = credential.get("response")
    told = response.get("transports") if isinstance(response, Mapping) else None
    return [str(one)[:20] for one in told[:10]] if isinstance(told, list) else []


@transaction.atomic
def remove(*, act: Act, passkey_id: int) -> None:
    """Take one's own key away. Raises Refused not_found, second_factor_required_by_role."""
    key = Passkey.objects.select_related("user").filter(pk=passkey_id, user_id=act.actor_id or 0).first()
    if key is None:
        raise refuse("not_found", status=404)
    others = Passkey.objects.filter(user_id=key.user_id).exclude(pk=key.pk).exists()
    if not others and second_factor.recovery_left(user_id=key.user_id) is None:
        second_factor.refuse_where_required(user=key.user)
    key.delete()
    _tell(act, act.actor_id or 0, "remove_passkey", key.name)


def _tell(act: Act, user_id: int, action: str, name: str) -> None:
    record_change(act=act, entity="users", entity_id=user_id, action=action, before=None, after={"name": name})


def ask(*, at: datetime, site: Site, username: str = "") -> tuple[str, dict[str, Any]]:
    """A ticket and what to ask a browser that wants in. username: whose keys; unknown names are asked like known ones without keys."""
    known = list(Passkey.objects.filter(user__username=username).values_list("key_id", flat=True)) if username else []
    options, challenge = rules.ask_to_sign(site=site, known=known)
    return tickets.issue(kind=_SIGNING, data={"challenge": challenge}, at=at), options


def owner_of(*, ticket: str, credential: Mapping[str, Any], at: datetime, site: Site) -> int | None:
    """Whose key answered our question; None when nobody's did. The device has checked the person."""
    kept = tickets.redeem(kind=_SIGNING, secret=ticket, at=at)
    key = Passkey.objects.filter(key_id=str(credential.get("id") or "")).first()
    if kept is None or key is None:
        return None
    count = rules.signed_by(
        site=site, challenge=str(kept.data["challenge"]), credential=credential,
        public_key=key.public_key, sign_count=key.sign_count,
    )  # fmt: skip
    if count is None:
        return None
    Passkey.objects.filter(pk=key.pk).update(sign_count=count, last_used_at=at)
    return key.user_id
