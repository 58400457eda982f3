"""Passkeys: made with the password, asked for as the second step, enough to sign in by themselves."""

from typing import Any

import pytest
from django.test import Client

from hengku.identity.models import Passkey, Role, SignInEntry, User
from hengku.identity.tests.authenticator import SoftKey
from hengku.identity.tests.conftest import PASSWORD


def _send(client: Client, path: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")


def _password(client: Client, **more: Any) -> Any:
    return _send(client, "/session", {"username": "boss", "password": PASSWORD, **more})


def _asked(client: Client, **body: str) -> dict[str, Any]:
    return dict(_send(client, "/session/passkey/options", body).json())


def _by_key(client: Client, key: SoftKey, asked: dict[str, Any]) -> Any:
    answer = {"ticket": asked["ticket"], "credential": key.signed(asked["options"])}
    return _send(client, "/session/passkey", answer)


@pytest.fixture
def boss(owner_id: int) -> Client:
    client = Client()
    assert _password(client).status_code == 200
    return client


@pytest.fixture
def key(boss: Client) -> SoftKey:
    """The boss has one, called by its device."""
    made = SoftKey()
    begun = _send(boss, "/session/passkeys/options", {"password": PASSWORD}).json()
    body = {"ticket": begun["ticket"], "name": "手机", "credential": made.made(begun["options"])}
    assert _send(boss, "/session/passkeys", body).status_code == 204
    assert _send(boss, "/session/passkeys", body).json()["code"] == "passkey_wrong", "a ticket works once"
    return made


def test_a_key_signs_in_by_itself_and_is_a_second_step(boss: Client, key: SoftKey) -> None:
    assert [one["name"] for one in boss.get("/api/v1/session/passkeys").json()] == ["手机"]
    fresh = Client()
    asked = _asked(fresh)
    signed = _by_key(fresh, key, asked)
    assert signed.json()["user"]["username"] == "boss"
    assert fresh.get("/api/v1/sessions").status_code == 200
    assert _by_key(Client(), key, asked).json()["code"] == "passkey_wrong", "an answer works once"
    assert SignInEntry.objects.filter(way="PASSKEY").values_list("outcome", "username").first() == ("ok", "boss")

    refused = _password(Client()).json()
    assert (refused["code"], refused["params"]["methods"]) == ("second_factor_needed", "passkey")
    asked = _asked(fresh, username="boss")
    assert [one["id"] for one in asked["options"]["allowCredentials"]] == [Passkey.objects.get().key_id]
    proof = {"ticket": asked["ticket"], "credential": key.signed(asked["options"])}
    assert _password(Client(), passkey=proof).status_code == 200
    assert _password(Client(), passkey=proof).json()["code"] == "passkey_wrong"


def test_only_that_key_on_our_page_with_the_person_checked(boss: Client, key: SoftKey) -> None:
    stranger = SoftKey()
    stranger.key_id = key.key_id
    for wrong in (
        stranger,
        _like(key, origin="https://evil.example"),
        _like(key, host="evil.example"),
        _like(key, flags=1),
    ):
        asked = _asked(Client())
        assert _by_key(Client(), wrong, asked).json()["code"] == "passkey_wrong"
    other = _asked(Client())
    answer = {"ticket": _asked(Client())["ticket"], "credential": key.signed(other["options"])}
    assert _send(Client(), "/session/passkey", answer).json()["code"] == "passkey_wrong", (
        "the answer to another question"
    )
    assert _by_key(Client(), key, _asked(Client())).status_code == 200
    copied = _like(key, count=0)
    assert _by_key(Client(), copied, _asked(Client())).json()["code"] == "passkey_wrong", "its counter went back"
    User.objects.update(is_active=False)
    assert _by_key(Client(), key, _asked(Client())).json()["code"] == "passkey_wrong"


def _like(key: SoftKey, **other: Any) -> SoftKey:
    made = SoftKey()
    for name, value in {**vars(key), **other}.items():
        setattr(made, name, value)
    return made


def test_a_key_is_enough_where_a_role_asks_for_a_second_step(boss: Client, key: SoftKey) -> None:
    owner = User.objects.get()
    Role.objects.filter(code="owner").update(second_factor=True)
    owner.roles.add(Role.objects.get(code="owner"))
    assert boss.get("/api/v1/session").json()["user"]["must_set_second_factor"] is False
    path = f"/session/passkeys/{Passkey.objects.get().pk}"
    assert _send(boss, path, {}, "delete").json()["code"] == "second_factor_required_by_role"
    Role.objects.update(second_factor=False)
    assert _send(boss, path, {}, "delete").status_code == 204
    assert _password(Client()).status_code == 200


def test_a_wrong_password_makes_no_key(boss: Client) -> None:
    assert _send(boss, "/session/passkeys/options", {"password": "x"}).json()["code"] == "password_wrong"
    assert not Passkey.objects.exists()
