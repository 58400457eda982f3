"""Seeing where one is signed in, and signing out from a distance."""

from django.test import Client

from hengku.identity.models import AuditEntry
from hengku.identity.operations.accounts import create_user
from hengku.identity.operations.roles import seed_roles
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import Act

URL = "/api/v1/sessions"


def _browser(name: str, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    body = {"username": name, "password": PASSWORD}
    assert client.post("/api/v1/session", body, content_type="application/json").status_code == 200
    return client


def test_one_sees_and_ends_ones_other_sessions(act: Act, owner_id: int) -> None:
    office, phone, cafe = (_browser("boss", agent) for agent in ("Office", "Phone", "Cafe"))
    told = office.get(URL).json()
    assert {one["agent"]: one["current"] for one in told} == {"Office": True, "Phone": False, "Cafe": False}
    lost = next(one["id"] for one in told if one["agent"] == "Cafe")
    assert office.delete(f"{URL}/{lost}").status_code == 204
    assert cafe.get(URL).status_code == 401
    assert phone.get(URL).status_code == 200
    assert office.delete(URL).status_code == 204
    assert phone.get(URL).status_code == 401
    assert [one["agent"] for one in office.get(URL).json()] == ["Office"]
    assert list(AuditEntry.objects.filter(entity="users", action__startswith="end_").order_by("pk").values_list("action", flat=True)) == [
        "end_session", "end_sessions",
    ]  # fmt: skip


def test_sessions_of_others_take_the_right_to_change_users(act: Act, owner_id: int) -> None:
    seed_roles(act=act)
    person = create_user(
        act=act, username="seller", name="小销", password=PASSWORD, role_codes=["seller"], must_change_password=False
    )
    seller, boss = _browser("seller", "Shop"), _browser("boss", "Office")
    assert seller.get(f"{URL}?user={owner_id}").status_code == 403
    theirs = boss.get(URL).json()[0]["id"]
    assert seller.delete(f"{URL}/{theirs}").status_code == 404
    assert [one["agent"] for one in boss.get(f"{URL}?user={person}").json()] == ["Shop"]
    assert boss.delete(f"{URL}?user={person}").status_code == 204
    assert seller.get(URL).status_code == 401
    assert boss.get(URL).status_code == 200
