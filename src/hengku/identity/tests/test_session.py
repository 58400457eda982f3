"""Coming in: names and passwords, the brake, cookies, changed passwords."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.test import Client

from hengku.identity.models import AuditEntry, Session, SignInBrake, User
from hengku.identity.operations.accounts import (
    check_setup_token,
    create_owner,
    disable_user,
    issue_setup_token,
    set_password,
    update_user,
)
from hengku.identity.rules.brake import WINDOW
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import Act, Scope, Viewer
from hengku.kernel.errors import Refused

URL = "/api/v1/session"


def _sign_in(client: Client, username: str = "boss", password: str = PASSWORD) -> int:
    answer = client.post(URL, {"username": username, "password": password}, content_type="application/json")
    return answer.status_code


def test_sign_in_see_who_and_out(owner_id: int) -> None:
    client = Client()
    before = client.get(URL).json()
    assert (before["authenticated"], before["setup_required"]) == (False, False)
    assert _sign_in(client) == 200
    cookie = client.cookies["hengku_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not Session.objects.filter(secret_hash=cookie.value).exists(), "the cookie's secret is not stored"
    assert client.get(URL).json()["user"]["username"] == "boss"
    assert client.delete(URL).status_code == 204
    assert Session.objects.count() == 0
    client.cookies["hengku_session"] = cookie.value
    assert client.get(URL).json()["authenticated"] is False, "a signed-out cookie is worth nothing"


def test_nobody_yet_means_set_up(db: None) -> None:
    assert Client().get(URL).json()["setup_required"] is True


def test_five_failures_then_wait_with_the_time_left(owner_id: int) -> None:
    client = Client(headers={"accept-language": "en"})
    assert [_sign_in(client, password="wrong") for _ in range(5)] == [401] * 5
    answer = client.post(URL, {"username": "boss", "password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 429
    assert answer.json()["code"] == "sign_in_wait"
    assert "10 min" in answer.json()["detail"]
    SignInBrake.objects.update(window_started_at=SignInBrake.objects.values_list("window_started_at")[0][0] - WINDOW)
    assert _sign_in(client) == 200, "after the wait the right password opens"


def test_an_address_that_tries_many_names_is_held_too(owner_id: int) -> None:
    client = Client()
    answers = [_sign_in(client, username=f"guess{number}", password="x") for number in range(21)]
    assert answers == [401] * 20 + [429]
    assert _sign_in(client) == 429


def test_unknown_name_and_wrong_password_read_the_same(owner_id: int) -> None:
    client = Client()
    unknown = client.post(URL, {"username": "nobody", "password": "x"}, content_type="application/json")
    wrong = client.post(URL, {"username": "boss", "password": "x"}, content_type="application/json")
    assert unknown.json() == wrong.json()


def test_writes_from_foreign_pages_are_refused(owner_id: int) -> None:
    client = Client(enforce_csrf_checks=True)
    refused = client.post(URL, {"username": "boss", "password": PASSWORD}, content_type="application/json")
    assert refused.json()["code"] == "csrf_failed"
    token = client.get(URL).json()["csrf_token"]
    ours = client.post(
        URL, {"username": "boss", "password": PASSWORD}, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert ours.status_code == 200
    change = client.post(
        f"{URL}/password", {"old_password": PASSWORD, "new_password": "x"}, content_type="application/json"
    )
    assert change.status_code == 403


def test_a_changed_password_ends_all_other_sessions(owner_id: int) -> None:
    here, there = Client(), Client()
    assert _sign_in(here) == _sign_in(there) == 200
    body = {"old_password": PASSWORD, "new_password": "another good one"}
    answer = here.post(f"{URL}/password", body, content_type="application/json")
    assert answer.json()["authenticated"] is True
    assert here.get(URL).json()["authenticated"] is True
    assert there.get(URL).json()["authenticated"] is False
    assert "another" not in str(list(AuditEntry.objects.values_list("before", "after")))


@pytest.mark.parametrize("password", ["short", "password1", "12345678"])
def test_weak_passwords_are_refused(owner_id: int, act: Act, password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        set_password(act=act, user_id=owner_id, password=password)


def test_shut_out_at_once_but_never_the_last_owner(owner_id: int, keeper_id: int, act: Act) -> None:
    client = Client()
    assert _sign_in(client, "keeper") == 200
    disable_user(act=act, user_id=keeper_id)
    assert client.get(URL).json()["authenticated"] is False
    assert _sign_in(client, "keeper") == 401
    with pytest.raises(Refused, match="last_owner"):
        disable_user(act=act, user_id=owner_id)


def test_a_given_password_must_be_changed_first(owner_id: int, keeper_id: int, act: Act) -> None:
    set_password(act=act, user_id=keeper_id, password="given by the boss", must_change=True)
    client = Client()
    assert _sign_in(client, "keeper", "given by the boss") == 200
    assert client.get(URL).json()["user"]["must_change_password"] is True
    elsewhere = client.post(f"/api/v1/users/{owner_id}/password", {"password": "x"}, content_type="application/json")
    assert elsewhere.json()["code"] == "password_change_required"


def test_who_manages_users_cannot_become_the_owner(owner_id: int, keeper_id: int, act: Act) -> None:
    keeper = Client()
    _sign_in(keeper, "keeper")
    url = f"/api/v1/users/{owner_id}/password"
    assert keeper.post(url, {"password": "taken over now"}, content_type="application/json").status_code == 403
    assert User.objects.get(pk=owner_id).session_version == 1


def test_nor_who_may_change_users_but_is_no_owner(owner_id: int, keeper_id: int, act: Act) -> None:
    grants = {("users", "*"): (Scope(),)}
    admin = Act(viewer=Viewer(user_id=keeper_id, username="k", name="k", grants=grants), at=act.at)
    with pytest.raises(Refused, match="owner_only"):
        set_password(act=admin, user_id=owner_id, password="taken over now")
    with pytest.raises(Refused, match="owner_only"):
        disable_user(act=admin, user_id=owner_id)
    with pytest.raises(Refused, match="owner_only"):
        update_user(act=admin, user_id=owner_id, email="mine@example.com")


def test_one_more_version_ends_every_session(owner_id: int) -> None:
    client = Client()
    _sign_in(client)
    User.objects.update(session_version=F("session_version") + 1)
    assert client.get(URL).json()["authenticated"] is False


def test_set_up_token_opens_once(act: Act) -> None:
    first = issue_setup_token(act=act)
    token = issue_setup_token(act=act)
    check_setup_token(act=act, token=token)
    with pytest.raises(Refused, match="setup_token_wrong"):
        check_setup_token(act=act, token=first)
    later = Act(viewer=act.viewer, at=act.at + timedelta(hours=25))
    with pytest.raises(Refused, match="setup_token_wrong"):
        check_setup_token(act=later, token=token)
    from hengku.identity.operations.roles import seed_roles

    seed_roles(act=act)
    create_owner(act=act, username="boss", name="老板", password=PASSWORD)
    with pytest.raises(Refused, match="already_set_up"):
        check_setup_token(act=act, token=token)


def test_signing_in_to_an_account_set_by_name(owner_id: int) -> None:
    client = Client()
    body = {"username": "boss", "password": PASSWORD, "account_set": "main"}
    assert client.post(URL, body, content_type="application/json").status_code == 200
    assert client.cookies["hengku_set"].value != "main", "the cookie is signed"
    elsewhere = client.post(URL, {**body, "account_set": "nowhere"}, content_type="application/json")
    assert elsewhere.json()["code"] == "account_set_unknown"


def test_passwords_are_kept_with_argon2() -> None:
    assert make_password(PASSWORD).startswith("argon2$argon2id$")
