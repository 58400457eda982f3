"""Sign-in providers as administrators set them up; the secret is kept sealed and told to nobody."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.models import Role, SignInProvider
from hengku.identity.operations.providers import PURPOSE
from hengku.identity.operations.sealed import seal
from hengku.identity.rules.providers import OIDC, WECOM, safe_address
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.operations.records import create_record, delete_record, update_record

RESOURCE = "sign-in-providers"


@transaction.atomic
def create_provider(*, act: Act, values: Mapping[str, Any]) -> int:
    """Set one up; gives its id. Raises Refused required, provider_address, provider_role."""
    _check(values)
    return create_record(resource=RESOURCE, act=act, values=_sealed(values))


@transaction.atomic
def update_provider(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> None:
    """Change one; an empty secret leaves the one that is kept."""
    names = ("kind", "issuer", "client_id", "agent_id", "secret", "creates_people", "role")
    found = SignInProvider.objects.filter(pk=record_id).values(*names).first() or {}
    given = {name: value for name, value in values.items() if name != "secret" or value}
    _check({**found, **given})
    update_record(resource=RESOURCE, act=act, record_id=record_id, values=_sealed(given), rev=rev)


def delete_provider(*, act: Act, record_id: int) -> None:
    """Take one away with all links to it."""
    delete_record(resource=RESOURCE, act=act, record_id=record_id)


def _sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    secret = values.get("secret")
    return {**values, **({"secret": seal(purpose=PURPOSE, secret=str(secret))} if secret else {})}


def _check(values: Mapping[str, Any]) -> None:
    wrong = [Refusal("required", {}, (name,)) for name in _needed(str(values.get("kind"))) if not values.get(name)]
    issuer = str(values.get("issuer") or "")
    if issuer and not safe_address(issuer):
        wrong.append(Refusal("provider_address", {}, ("issuer",)))
    if values.get("creates_people"):
        role = Role.objects.filter(pk=values.get("role") or 0).first()
        if role is None or role.code == "owner":
            wrong.append(Refusal("provider_role", {}, ("role",)))
    if wrong:
        raise Refused(wrong)


def _needed(kind: str) -> tuple[str, ...]:
    more = {OIDC: ("issuer",), WECOM: ("agent_id",)}.get(kind, ())
    return ("client_id", "secret", *more)
