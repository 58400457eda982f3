"""Records through the generated API: make, read, change, delete, look up, with every mistake named."""

import json
from typing import Any

import pytest
from django.test import Client

from hengku.identity.models import ApiToken, AuditEntry, IdempotencyRecord
from hengku.metadata.tests.conftest import PASSWORD, patch, post


def _user(owner: Client, **changes: Any) -> Any:
    body = {"username": "li", "name": "小李", "password": PASSWORD, "roles": ["code:buyer"], **changes}
    return post(owner, "/users", body)


def test_a_user_is_made_read_changed_and_audited(owner: Client) -> None:
    made = _user(owner)
    assert made.status_code == 201, made.json()
    user = made.json()
    assert [role["code"] for role in user["roles"]] == ["buyer"]
    assert user["must_change_password"] is True
    assert "password" not in user
    changed = patch(owner, f"/users/{user['id']}", {"rev": user["rev"], "name": "李四", "roles": []})
    assert changed.json()["name"] == "李四"
    assert changed.json()["roles"] == []
    assert changed.json()["rev"] == user["rev"] + 1
    entry = AuditEntry.objects.filter(entity="users", entity_id=user["id"], action="update").get()
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["name"], entry.after["name"]) == ("小李", "李四")
    assert entry.actor_name == "老板"
    assert "md5$" not in json.dumps([entry.before, entry.after])


def test_a_lost_race_says_who_changed_what(owner: Client) -> None:
    user = _user(owner).json()
    patch(owner, f"/users/{user['id']}", {"rev": user["rev"], "name": "first"})
    lost = patch(owner, f"/users/{user['id']}", {"rev": user["rev"], "email": "a@b.c"})
    assert lost.status_code == 409
    problem = lost.json()
    assert problem["code"] == "stale_revision"
    assert problem["errors"][0]["params"]["changed_by"] == "老板"
    assert "Name" in problem["errors"][0]["params"]["fields"]


def test_all_mistakes_at_once_in_the_readers_language(owner: Client) -> None:
    answer = _user(owner, username="", roles=["code:nobody"], is_active="perhaps", nonsense=1, name="x" * 101)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    found = {(error["loc"][0], error["code"]) for error in answer.json()["errors"]}
    assert found == {
        ("username", "required"),
        ("roles", "reference_unknown"),
        ("is_active", "invalid_boolean"),
        ("nonsense", "unknown_field"),
        ("name", "too_long"),
    }
    assert "At most 100 characters." in answer.json()["detail"]


def test_two_users_with_one_name(owner: Client) -> None:
    _user(owner)
    assert _user(owner).json()["code"] == "username_taken"


def test_what_does_not_exist(owner: Client) -> None:
    assert owner.get("/api/v1/users/999999").json()["code"] == "not_found"
    missing = owner.get("/api/v1/no-such-thing")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert owner.delete("/api/v1/users/1").status_code == 405
    assert missing["X-Request-ID"]


def test_body_that_is_not_json(owner: Client) -> None:
    answer = owner.post("/api/v1/users", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_role_in_use_names_its_holders(owner: Client) -> None:
    role = post(
        owner, "/roles", {"code": "clerk", "name": "文员", "grants": [{"resource": "items", "action": "view"}]}
    ).json()
    assert role["grants"] == [
        {
            "resource": "items",
            "action": "view",
            "book_ids": None,
            "warehouse_ids": None,
            "own": False,
            "department": False,
        }
    ]
    _user(owner, roles=[role["id"]])
    refused = owner.delete(f"/api/v1/roles/{role['id']}")
    assert refused.json()["code"] == "role_is_held"
    assert "小李" in refused.json()["detail"]
    listed = owner.get("/api/v1/roles?q=clerk").json()
    assert [one["code"] for one in listed["items"]] == ["clerk"]
    assert "grants" not in listed["items"][0]


def test_a_tokens_secret_is_shown_once_and_not_remembered(owner: Client) -> None:
    body = {"name": "till", "scope": ["users:view"]}
    made = post(owner, "/api-tokens", body, **{"Idempotency-Key": "make-token"})
    token = made.json()["token"]
    assert token.startswith("hk_main_")
    assert IdempotencyRecord.objects.count() == 0
    assert token.split("_")[-1] not in json.dumps(list(ApiToken.objects.values("prefix", "secret_hash")))
    assert "token" not in owner.get(f"/api/v1/api-tokens/{made.json()['id']}").json()
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/users").status_code == 200
    assert program.get("/api/v1/roles").status_code == 403, "outside the token's scope"
    assert owner.delete(f"/api/v1/api-tokens/{made.json()['id']}").status_code == 204
    assert program.get("/api/v1/users").status_code == 401
    assert Client(headers={"Authorization": "Bearer hk_main_1_" + "x" * 43}).get("/api/v1/users").status_code == 401


def test_a_seller_sees_no_users(seller: Client) -> None:
    assert seller.get("/api/v1/users").json()["code"] == "permission_denied"
    assert seller.get("/api/v1/users/1").status_code == 404
    assert post(seller, "/users", {"username": "x", "password": PASSWORD}).status_code == 403
    assert Client().get("/api/v1/users").json()["code"] == "unauthenticated"


def test_same_key_same_answer_other_body_refused(owner: Client) -> None:
    body = {"code": "a", "name": "甲"}
    first = post(owner, "/roles", body, **{"Idempotency-Key": "k1"})
    again = post(owner, "/roles", body, **{"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    other = post(owner, "/roles", {**body, "name": "乙"}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


def test_a_refused_write_leaves_its_key_free(owner: Client) -> None:
    post(owner, "/roles", {"code": "a", "name": "甲"})
    taken = post(owner, "/roles", {"code": "a", "name": "乙"}, **{"Idempotency-Key": "k2"})
    assert taken.json()["code"] == "not_unique"
    assert taken.json()["errors"][0]["loc"] == ["code"]
    assert IdempotencyRecord.objects.count() == 0
    assert post(owner, "/roles", {"code": "b", "name": "乙"}, **{"Idempotency-Key": "k2"}).status_code == 201


@pytest.mark.parametrize("path", ["/users", "/roles", "/api-tokens", "/audit-entries"])
@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_exports(owner: Client, path: str, format_: str) -> None:
    answer = owner.get(f"/api/v1{path}/export?format={format_}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK" if format_ == "xlsx" else b"\xef\xbb\xbf")


def test_pickers(owner: Client) -> None:
    hits = owner.get("/api/v1/roles/lookup?q=仓库").json()
    assert [(hit["code"], hit["name"]) for hit in hits] == [("warehouse_keeper", "仓库管理员")]
    assert len(owner.get("/api/v1/roles/lookup?limit=2").json()) == 2


def test_saved_views_are_ones_own_unless_shared(owner: Client, seller: Client) -> None:
    view = {"resource": "items", "name": "缺货", "settings": {"q": "x"}}
    mine = post(owner, "/saved-views", view)
    assert mine.status_code == 201
    assert seller.get("/api/v1/saved-views?resource=items").json() == []
    post(owner, "/saved-views", {**view, "shared": True})
    assert [one["mine"] for one in seller.get("/api/v1/saved-views?resource=items").json()] == [False]
    assert post(seller, "/saved-views", {**view, "shared": True}).status_code == 403
    assert seller.delete(f"/api/v1/saved-views/{mine.json()['id']}").status_code == 404


def test_meta_describes_what_the_viewer_may_use(owner: Client, seller: Client) -> None:
    for_owner = owner.get("/api/v1/meta").json()
    assert {"users", "roles", "api-tokens", "audit-entries"} <= {one["name"] for one in for_owner["resources"]}
    assert for_owner["viewer"]["can"]["users:create"] is True
    for_seller = seller.get("/api/v1/meta").json()
    assert "users" not in {one["name"] for one in for_seller["resources"]}
    assert for_seller["viewer"]["can"]["users:create"] is False
    assert for_seller["viewer"]["masked"] == ["cost", "margin", "purchase_price"]
