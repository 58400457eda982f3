"""Two-step sign-in: codes work once, lost devices have a way back, a role can ask for it, addresses can be limited."""

from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from django.test import Client

from hengku.identity.models import Role, SecondFactor, SignInEntry
from hengku.identity.rules.addresses import is_within
from hengku.identity.rules.second_factor import as_recovery_code, new_recovery_codes, step_of
from hengku.identity.tests.conftest import PASSWORD

_AT = datetime(2026, 3, 10, 8, 0, 10, tzinfo=UTC)
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_code_fits_its_half_minute_and_the_neighbours_once() -> None:
    now = int(_AT.timestamp()) // 30
    codes = {shift: pyotp.TOTP(_SECRET).at((now + shift) * 30) for shift in (-2, -1, 0, 1)}
    fits = {shift: step_of(secret=_SECRET, code=code, at=_AT, after=0) for shift, code in codes.items()}
    assert fits == {-2: None, -1: now - 1, 0: now, 1: now + 1}
    assert step_of(secret=_SECRET, code=codes[0], at=_AT, after=now) is None
    assert step_of(secret=_SECRET, code="", at=_AT, after=0) is None


def test_recovery_codes_are_read_as_people_type_them() -> None:
    [one, *rest] = new_recovery_codes()
    assert len({one, *rest}) == 10
    assert as_recovery_code(f" {one.upper().replace('-', ' ')} ") == one


@pytest.mark.parametrize(
    ("address", "expected"),
    [("10.1.2.3", True), ("11.1.2.3", False), ("127.0.0.1", True), ("::ffff:10.1.2.3", True), ("", False)],
)
def test_addresses_in_networks(address: str, expected: bool) -> None:
    assert is_within(address, ["10.0.0.0/8", "nonsense"]) is expected


def _sign_in(client: Client, code: str = "") -> Any:
    body = {"username": "boss", "password": PASSWORD, "code": code}
    return client.post("/api/v1/session", body, content_type="application/json")


def _send(client: Client, path: str, body: dict[str, Any], method: str = "post") -> Any:
    return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json")


@pytest.mark.django_db
def test_from_setting_up_to_a_lost_device(owner_id: int) -> None:
    client = Client()
    assert _sign_in(client).status_code == 200
    assert _send(client, "/session/second-factor", {"password": "wrong"}).json()["code"] == "password_wrong"
    begun = _send(client, "/session/second-factor", {"password": PASSWORD}).json()
    assert begun["qr"].startswith("<svg")
    assert begun["secret"] not in SecondFactor.objects.get().secret
    assert _sign_in(Client()).status_code == 200, "until a code was confirmed nobody is asked for one"
    totp = pyotp.TOTP(begun["secret"])
    assert _send(client, "/session/second-factor/confirm", {"code": "000000"}).status_code == 422
    codes = _send(client, "/session/second-factor/confirm", {"code": totp.now()}).json()["codes"]
    assert _sign_in(Client()).json()["code"] == "second_factor_needed"
    assert _sign_in(Client(), totp.now()).json()["code"] == "second_factor_wrong", (
        "the confirmed code does not work again"
    )
    assert _sign_in(Client(), codes[0]).status_code == 200
    assert _sign_in(Client(), codes[0]).json()["code"] == "second_factor_wrong"
    assert client.get("/api/v1/session/second-factor").json() == {"active": True, "recovery_left": 9}
    outcomes = list(SignInEntry.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes[-4:] == ["second_factor_needed", "second_factor_wrong", "ok", "second_factor_wrong"]
    assert _send(client, "/session/second-factor/off", {"password": PASSWORD}).status_code == 204
    assert _sign_in(Client()).status_code == 200


@pytest.mark.django_db
def test_a_role_can_ask_for_it(owner_id: int, keeper_id: int) -> None:
    Role.objects.filter(code="warehouse_keeper").update(second_factor=True)
    client = Client()
    body = {"username": "keeper", "password": PASSWORD}
    user = client.post("/api/v1/session", body, content_type="application/json").json()["user"]
    assert user["must_set_second_factor"] is True
    assert client.get("/api/v1/meta").json()["code"] == "second_factor_to_set"
    begun = _send(client, "/session/second-factor", {"password": PASSWORD}).json()
    code = pyotp.TOTP(begun["secret"]).now()
    assert _send(client, "/session/second-factor/confirm", {"code": code}).status_code == 200
    assert client.get("/api/v1/meta").status_code == 200
    off = _send(client, "/session/second-factor/off", {"password": PASSWORD})
    assert off.json()["code"] == "second_factor_required_by_role"
    boss = Client()
    _sign_in(boss)
    assert boss.delete(f"/api/v1/users/{keeper_id}/second-factor").status_code == 204
    assert client.get("/api/v1/meta").json()["code"] == "second_factor_to_set"


@pytest.mark.django_db
def test_only_from_listed_addresses(owner_id: int) -> None:
    client = Client(REMOTE_ADDR="10.0.0.7")
    _sign_in(client)
    path = "/system/sign-in-addresses"
    assert _send(client, path, {"addresses": ["192.168.0.0/16"]}, "put").json()["code"] == "address_locks_out"
    assert _send(client, path, {"addresses": ["10.0.0.x"]}, "put").json()["code"] == "address_invalid"
    assert _send(client, path, {"addresses": ["10.0.0.0/24"]}, "put").json()["yours"] == "10.0.0.7"
    assert _sign_in(Client(REMOTE_ADDR="10.0.1.7")).json()["code"] == "address_not_allowed"
    assert _sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 200
