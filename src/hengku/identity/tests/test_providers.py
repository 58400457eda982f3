"""Signing in at a provider, against a small one on this machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from hengku.identity.models import AuditEntry, LinkedAccount, Role, SignInBrake, SignInEntry, SignInProvider, User
from hengku.identity.rules.providers import safe_address
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.tests.fake_provider import FakeProvider, provider

CODE = "sso"


def _send(client: Client, path: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with provider() as running:
        yield running


@pytest.fixture
def boss(owner_id: int, keeper_id: int) -> Client:
    client = Client()
    _send(client, "/session", {"username": "boss", "password": PASSWORD})
    return client


def _set_up(boss: Client, fake: FakeProvider, kind: str = "OIDC", **more: Any) -> dict[str, Any]:
    body = {"code": CODE, "name": "单点登录", "kind": kind, "issuer": fake.address, "client_id": "hengku",
            "secret": fake.secret, "agent_id": "1000002", **more}  # fmt: skip
    answer = _send(boss, "/sign-in-providers", body)
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def _come_in(client: Client, fake: FakeProvider, **changed: str) -> str:
    """There and back; gives where the browser ends up."""
    SignInBrake.objects.all().delete()
    there = client.get(f"/api/v1/sign-in/{CODE}", {"next": "/documents"})
    assert there.status_code == 302, there.content
    back = {**fake.consent(there["Location"]), **changed}
    return str(client.get(f"/api/v1/sign-in/{CODE}/callback", back)["Location"])


def _who(client: Client) -> str | None:
    user = client.get("/api/v1/session").json()["user"]
    return user["username"] if user else None


def test_linked_by_hand_then_signed_in(boss: Client, fake: FakeProvider) -> None:
    made = _set_up(boss, fake)
    assert "secret" not in made
    assert fake.secret not in SignInProvider.objects.get().secret
    assert fake.secret not in str(list(AuditEntry.objects.values_list("after", flat=True)))
    assert Client().get("/api/v1/sign-in/providers").json() == [{"code": CODE, "name": "单点登录", "kind": "OIDC"}]
    stranger = Client()
    assert _come_in(stranger, fake) == "/login?problem=account_not_linked"
    assert _who(stranger) is None

    way = _send(boss, f"/session/providers/{CODE}/link", {"path": "/settings/sessions"}).json()["address"]
    back = boss.get(f"/api/v1/sign-in/{CODE}/callback", fake.consent(way))
    assert back["Location"] == "/settings/sessions"
    [link] = boss.get("/api/v1/session/links").json()
    assert (link["provider"], link["label"]) == ("单点登录", "张三")
    fresh = Client()
    assert _come_in(fresh, fake) == "/documents"
    assert _who(fresh) == "boss"
    assert SignInEntry.objects.filter(way="PROVIDER", outcome="ok", username="boss").exists()
    _send(boss, f"/sign-in-providers/{made['id']}", {"rev": made["rev"], "secret": "", "name": "门户"}, "patch")
    assert _come_in(Client(), fake) == "/documents", "an empty secret leaves the one that is kept"
    User.objects.filter(username="boss").update(is_active=False)
    assert _come_in(Client(), fake) == "/login?problem=sign_in_wrong"
    User.objects.filter(username="boss").update(is_active=True)
    assert boss.delete(f"/api/v1/session/links/{link['id']}").status_code == 204
    assert _come_in(Client(), fake) == "/login?problem=account_not_linked"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"}, {"aud": "somebody-else"}, {"iss": "https://evil.example"}, {"exp": 1}, {"sub": None},
        {"key": rsa.generate_private_key(public_exponent=65537, key_size=2048)}, {"issuer": "https://evil.example"},
    ],
    ids=lambda one: next(iter(one)),
)  # fmt: skip
def test_what_proves_nothing_opens_nothing(boss: Client, fake: FakeProvider, wrong: dict[str, Any]) -> None:
    _set_up(boss, fake)
    LinkedAccount.objects.create(
        provider=SignInProvider.objects.get(), user_id=User.objects.get(username="keeper").pk, subject="zhang-1",
        linked_at=SignInProvider.objects.get().created_at,
    )  # fmt: skip
    client = Client()
    there = client.get(f"/api/v1/sign-in/{CODE}")
    back = fake.consent(there["Location"])
    fake.wrong = wrong
    ended = client.get(f"/api/v1/sign-in/{CODE}/callback", back)["Location"]
    assert ended == "/login?problem=provider_refused"
    assert _who(client) is None
    fake.wrong = {}
    assert _come_in(client, fake) == "/documents"


def test_only_the_browser_that_set_out_comes_back_and_once(boss: Client, fake: FakeProvider) -> None:
    _set_up(boss, fake, links_by_mail=True)
    User.objects.filter(username="keeper").update(email="Zhang@example.com")
    fake.claims["email_verified"] = True
    client = Client()
    back = fake.consent(client.get(f"/api/v1/sign-in/{CODE}")["Location"])
    other = Client()
    assert other.get(f"/api/v1/sign-in/{CODE}/callback", back)["Location"] == "/login?problem=provider_refused"
    forged = {**back, "state": "main.forged"}
    assert client.get(f"/api/v1/sign-in/{CODE}/callback", forged)["Location"] == "/login?problem=provider_refused"
    assert _come_in(client, fake) == "/documents"
    assert _who(client) == "keeper", "verified mail links"
    assert client.get(f"/api/v1/sign-in/{CODE}/callback", back)["Location"] == "/login?problem=provider_refused"
    away = Client().get(f"/api/v1/sign-in/{CODE}", {"next": "//evil.example"})
    assert "evil" not in away["Location"]


def test_mail_links_only_verified_and_never_owners(boss: Client, fake: FakeProvider) -> None:
    _set_up(boss, fake, links_by_mail=True)
    User.objects.filter(username="keeper").update(email="zhang@example.com")
    assert _come_in(Client(), fake) == "/login?problem=account_not_linked", "not verified"
    User.objects.filter(username="keeper").update(email="")
    User.objects.filter(username="boss").update(email="zhang@example.com")
    fake.claims["email_verified"] = True
    assert _come_in(Client(), fake) == "/login?problem=account_not_linked", "owners are linked by hand"


def test_newcomers_get_an_account_only_where_that_is_wanted(boss: Client, fake: FakeProvider) -> None:
    refused = _send(boss, "/sign-in-providers", {"code": "x", "name": "x", "kind": "OIDC", "issuer": "http://idp.example",
                                                 "client_id": "x", "secret": "x", "creates_people": True})  # fmt: skip
    assert {one["code"] for one in refused.json()["errors"]} == {"provider_address", "provider_role"}
    _set_up(boss, fake, creates_people=True, role=str(Role.objects.get(code="buyer").pk))
    client = Client()
    assert _come_in(client, fake) == "/documents"
    made = User.objects.get(name="张三")
    assert (_who(client), list(made.roles.values_list("code", flat=True))) == (made.username, ["buyer"])
    assert _come_in(Client(), fake) == "/documents"
    assert User.objects.filter(name="张三").count() == 1


@pytest.mark.parametrize(("kind", "subject"), [("WECOM", "ZhangSan"), ("DINGTALK", "ding-1"), ("FEISHU", "on-1")])
def test_the_three_others(boss: Client, fake: FakeProvider, kind: str, subject: str) -> None:
    _set_up(boss, fake, kind, creates_people=True, role=str(Role.objects.get(code="buyer").pk))
    client = Client()
    changed = {"code": "", "authCode": "code-1"} if kind == "DINGTALK" else {}
    assert _come_in(client, fake, **changed) == "/documents"
    assert LinkedAccount.objects.get().subject == subject
    fake.wrong = {"errcode": 40029, "code": 20003, "unionId": ""}
    assert _come_in(Client(), fake, **changed) == "/login?problem=provider_refused"


@pytest.mark.parametrize(
    ("address", "safe"),
    [("https://id.example", True), ("http://127.0.0.1:8080", True), ("http://id.example", False), ("https:", False)],
)
def test_secrets_do_not_travel_openly(address: str, safe: bool) -> None:
    assert safe_address(address) is safe
