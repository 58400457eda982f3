"""Signing in at a provider: the way there, who came back, whom of us that is; and linking accounts by hand."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from django.db import transaction

from hengku.identity.models import LinkedAccount, SignInProvider, User
from hengku.identity.operations import tickets
from hengku.identity.operations.accounts import create_user
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.sealed import unseal
from hengku.identity.queries.account_set import schema
from hengku.identity.rules import providers as rules
from hengku.identity.rules.providers import Person, Provider, Trip, Untrusted
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import refuse

PURPOSE = "sign-in provider"
_KIND = "provider"
_TIMEOUT_S = 10.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back from a provider. link_to: who set out to link that account; path: where they wanted to go."""

    provider_id: int
    person: Person
    link_to: int | None
    path: str


def set_out(*, code: str, redirect: str, path: str, at: datetime, user_id: int | None = None) -> tuple[str, str]:
    """The ticket that stays in the browser, and the address it is sent to; its state names the account set, too. user_id: who
    wants to link an account there.

    Raises Refused not_found (404), provider_silent (502).
    """
    row = _live(code)
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    data = {"provider": row.pk, "nonce": nonce, "verifier": verifier, "redirect": redirect, "path": path}
    ticket = tickets.issue(kind=_KIND, data=data, at=at, user_id=user_id)
    state = f"{schema()}.{ticket}"
    try:
        return ticket, rules.way_there(_readable(row), Trip(redirect, state, nonce, verifier), _ask)
    except Untrusted as problem:
        _log.warning("Sign-in provider %s: %s", row.code, problem)
        raise refuse("provider_silent", status=502, name=row.name) from problem


def come_back(*, state: str, held: str, code: str, at: datetime) -> Arrival:
    """Who came back. held: the ticket this browser holds; what the state in the address says after the
    account set has to be the same one.

    Raises Refused provider_refused (401).
    """
    ticket = tickets.redeem(kind=_KIND, secret=held, at=at) if held and secrets.compare_digest(held, state) else None
    row = None
    if ticket is not None:
        row = SignInProvider.objects.filter(pk=ticket.data["provider"], is_active=True).first()
    if ticket is None or row is None or not code:
        raise refuse("provider_refused", status=401)
    kept = {name: str(ticket.data[name]) for name in ("redirect", "nonce", "verifier")}
    try:
        person = rules.who_came_back(_readable(row), Trip(state=state, **kept), code, _ask)
    except Untrusted as problem:
        _log.warning("Sign-in provider %s: %s", row.code, problem)
        raise refuse("provider_refused", status=401) from problem
    return Arrival(row.pk, person, ticket.user_id, str(ticket.data["path"]))


@transaction.atomic
def user_of(*, arrival: Arrival, at: datetime, address: str) -> int:
    """Whom of us the provider means: by link, by verified mail where the provider may, or somebody new where it may.

    Owners are linked by hand only. Raises Refused account_not_linked (401).
    """
    row = SignInProvider.objects.get(pk=arrival.provider_id)
    person = arrival.person
    link = LinkedAccount.objects.filter(provider=row, subject=person.subject).first()
    if link is not None:
        LinkedAccount.objects.filter(pk=link.pk).update(last_used_at=at, label=person.label[:200])
        return link.user_id
    act = Act(viewer=SYSTEM, at=at, address=address)
    found = _by_mail(person.mail) if row.links_by_mail and person.mail else None
    if found is None and row.creates_people and row.role is not None:
        found = _newcomer(act, person, row.role.code)
    if found is None:
        raise refuse("account_not_linked", status=401)
    _link(act, row, found, person)
    return found


def _by_mail(mail: str) -> int | None:
    found = User.objects.filter(email__iexact=mail, is_active=True).values_list("pk", "is_owner")[:2]
    return found[0][0] if len(found) == 1 and not found[0][1] else None


def _newcomer(act: Act, person: Person, role: str) -> int:
    wanted = "".join(one for one in (person.mail.partition("@")[0] or person.label) if one.isalnum() or one in "._-")[
        :50
    ]
    name = wanted or "user"
    if User.objects.filter(username=name).exists():
        name = f"{name}-{secrets.token_hex(3)}"
    return create_user(
        act=act, username=name, name=person.label[:100] or name, password=secrets.token_urlsafe(32), role_codes=[role],
        email=person.mail,
    )  # fmt: skip


@transaction.atomic
def link_own(*, act: Act, arrival: Arrival) -> None:
    """Link the account one came back with to oneself. Raises Refused account_linked_elsewhere, provider_refused."""
    if arrival.link_to is None or arrival.link_to != act.actor_id:
        raise refuse("provider_refused", status=401)
    row = SignInProvider.objects.get(pk=arrival.provider_id)
    known = LinkedAccount.objects.filter(provider=row, subject=arrival.person.subject).first()
    if known is not None and known.user_id != act.actor_id:
        raise refuse("account_linked_elsewhere", status=409)
    if known is None:
        _link(act, row, arrival.link_to, arrival.person)


@transaction.atomic
def unlink_own(*, act: Act, link_id: int) -> None:
    """Take one's own link away. Raises Refused not_found."""
    link = LinkedAccount.objects.select_related("provider").filter(pk=link_id, user_id=act.actor_id or 0).first()
    if link is None:
        raise refuse("not_found", status=404)
    link.delete()
    _tell(act, act.actor_id or 0, "unlink_account", link.provider.name, link.label)


def _link(act: Act, row: SignInProvider, user_id: int, person: Person) -> None:
    LinkedAccount.objects.create(
        provider=row, user_id=user_id, subject=person.subject, label=person.label[:200], linked_at=act.at
    )
    _tell(act, user_id, "link_account", row.name, person.label)


def _tell(act: Act, user_id: int, action: str, provider: str, label: str) -> None:
    after = {"provider": provider, "account": label}
    record_change(act=act, entity="users", entity_id=user_id, action=action, before=None, after=after)


def _live(code: str) -> SignInProvider:
    row = SignInProvider.objects.filter(code=code, is_active=True).first()
    if row is None:
        raise refuse("not_found", status=404)
    return row


def _readable(row: SignInProvider) -> Provider:
    secret = unseal(purpose=PURPOSE, sealed=row.secret) or ""
    return Provider(row.kind, row.issuer, row.client_id, secret, row.agent_id)


def _ask(
    method: str,
    address: str,
    *,
    json: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    basic: tuple[str, str] | None = None,
) -> Mapping[str, Any]:
    """One question to a provider over HTTP; nothing is followed elsewhere."""
    try:
        answer = httpx.request(
            method, address, json=json, data=form, headers=headers, auth=basic, timeout=_TIMEOUT_S, follow_redirects=False
        )  # fmt: skip
        found = answer.json() if answer.is_success else None
    except (httpx.HTTPError, ValueError) as problem:
        raise Untrusted(f"{_host(address)}: {type(problem).__name__}") from problem
    if not isinstance(found, dict):
        raise Untrusted(f"{_host(address)} answered {answer.status_code}")
    return found


def _host(address: str) -> str:
    """The host of an address: what follows may hold secrets."""
    return address.split("/")[2] if address.count("/") > 1 else address
