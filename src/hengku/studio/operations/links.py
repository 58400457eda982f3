"""Public links: made, changed, taken back, and given new secrets by people of the house."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from hengku.identity.operations.audit import record_change
from hengku.identity.queries.account_set import schema
from hengku.identity.rules.secrets import hash_secret, same_hash, write_token
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations import records
from hengku.studio.models import PublicLink, PublicLinkKey, PublicLinkUse
from hengku.studio.queries.link_doors import data_of, form_of
from hengku.studio.rules.links import DRAFT, FILL, QUERY, SUBMIT, fill_problems, query_problems

ENTITY = "public-links"
_SHORTEST = 4
_SALT = "hengku.public-link"
_SECRET_LENGTH = 32
"""Letters of base 32: 160 bits."""


@transaction.atomic
def create_link(*, act: Act, values: Mapping[str, Any]) -> PublicLink:
    """Make a link; it opens with the rights of its maker unless who may do everything names another runner. Refuses what does not
    fit, each at its place; link_runner."""
    told = {name: value for name, value in records.columns(PublicLink, values).items() if value is not None}
    link = PublicLink(**{"runner_id": act.actor_id, **told})
    if link.runner_id is None:
        raise refuse("required", loc=("runner",))
    _check(act, link)
    records.ensure_unique(model=PublicLink, value=link.name, field="name")
    records.insert(act=act, entity=ENTITY, record=link)
    key = PublicLinkKey(link=link, nonce=secrets.token_hex(16), password=_hashed(values.get("password")))
    key.secret_hash = hash_secret(secret_of(link.pk, key.nonce))
    key.save(force_insert=True)
    return link


@transaction.atomic
def update_link(*, act: Act, record_id: int, values: Mapping[str, Any], rev: int | None = None) -> PublicLink:
    """Change a link; a password sent empty is taken off. Refuses what does not fit, link_runner, link_revoked."""
    link = records.locked(model=PublicLink, record_id=record_id, rev=rev)
    if link.revoked_at is not None:
        raise refuse("link_revoked")
    changes = records.columns(PublicLink, values)
    if "runner_id" in changes and changes["runner_id"] is None:
        changes["runner_id"] = link.runner_id
    if changes.get("name", link.name) != link.name:
        records.ensure_unique(model=PublicLink, value=str(changes["name"]), field="name", besides=link.pk)
    records.change(act=act, entity=ENTITY, record=link, values=changes)
    if set(values) - {"active"} or link.active:  # whoever may change links may close any
        _check(act, link)
    if "password" in values:
        PublicLinkKey.objects.filter(link=link).update(password=_hashed(values["password"]))
        record_change(act=act, entity=ENTITY, entity_id=link.pk, action="set_password", before=None, after=None)
    return link


@transaction.atomic
def delete_link(*, act: Act, record_id: int) -> None:
    """Remove a link nobody used; a used one is taken back, so that it stays known what came through it. Refuses link_used."""
    link = records.locked(model=PublicLink, record_id=record_id)
    if PublicLinkUse.objects.filter(link=link).exists():
        raise refuse("link_used", name=link.name)
    records.remove(act=act, entity=ENTITY, record=link)


@transaction.atomic
def revoke_link(*, act: Act, link_id: int) -> None:
    """Take a link back for good. Raises Refused not_found."""
    link = records.locked(model=PublicLink, record_id=link_id)
    if link.revoked_at is None:
        records.change(act=act, entity=ENTITY, record=link, values={"revoked_at": act.at, "active": False})


@transaction.atomic
def renew_link(*, act: Act, link_id: int) -> None:
    """Another secret: what was printed or sent opens nothing any more. Raises Refused not_found, link_revoked, link_runner."""
    link = records.locked(model=PublicLink, record_id=link_id)
    if link.revoked_at is not None:
        raise refuse("link_revoked")
    _check(act, link)
    nonce = secrets.token_hex(16)
    PublicLinkKey.objects.filter(link=link).update(nonce=nonce, secret_hash=hash_secret(secret_of(link.pk, nonce)))
    record_change(act=act, entity=ENTITY, entity_id=link.pk, action="renew", before=None, after=None)


def path_of(*, link_id: int) -> str:
    """The page the link opens; "" when this installation can no longer tell its secret (its own key is another one than when the
    link was made: what was printed still opens, a new one is made by renewing). Raises Refused not_found."""
    key = PublicLinkKey.objects.filter(link_id=link_id).first()
    if key is None:
        raise refuse("not_found", status=404)
    secret = secret_of(link_id, key.nonce)
    if not same_hash(key.secret_hash, hash_secret(secret)):
        return ""
    return f"/open/{write_token(account_set=schema(), token_id=link_id, secret=secret)}"


def secret_of(link_id: int, nonce: str) -> str:
    """The secret of a link, out of the installation's own key: a copy of the database alone opens nothing."""
    digest = salted_hmac(_SALT, f"{schema()}:{link_id}:{nonce}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_SECRET_LENGTH]


def _hashed(password: object) -> str:
    if password in (None, ""):
        return ""
    if len(str(password)) < _SHORTEST:
        raise refuse("link_password_short", loc=("password",), least=str(_SHORTEST))
    return make_password(str(password))


def _check(act: Act, link: PublicLink) -> None:
    """Raises Refused with everything that does not fit."""
    wrong = [
        Refusal("required", {}, (name,)) for name in ("name", "target") if not str(getattr(link, name) or "").strip()
    ]
    if link.kind not in (FILL, QUERY):
        wrong.append(Refusal("invalid_choice", {}, ("kind",)))
    if link.on_fill not in (DRAFT, SUBMIT):
        wrong.append(Refusal("invalid_choice", {}, ("on_fill",)))
    limits = {"per_address": link.per_address, "per_link": link.per_link, "most": 1 if link.most is None else link.most}
    wrong += [Refusal("link_limit", {}, (name,)) for name, value in limits.items() if (value or 0) < 1]
    for name in ("field_names", "conditions"):
        told = getattr(link, name)
        if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
            wrong.append(Refusal("invalid_choice", {}, (name,)))
    if link.runner_id != act.actor_id and not act.viewer.all_powerful:
        wrong.append(Refusal("link_runner", {}, ("runner",)))
    if wrong:
        raise Refused(wrong)
    found = _field_problems(act, link)
    if found:
        raise Refused(found)


def _field_problems(act: Act, link: PublicLink) -> list[Refusal]:
    if link.kind == QUERY:
        fields = data_of(viewer=act.viewer, target=link.target)
        return query_problems(fields, link.field_names, link.conditions)
    form = form_of(link.target)
    if form is None:
        return [Refusal("link_no_form", {}, ("target",))]
    return fill_problems(form, link.field_names)
