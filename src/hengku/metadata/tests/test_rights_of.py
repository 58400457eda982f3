"""What an administrator is told somebody may do is what they may do."""

from django.test import Client

from hengku.identity.models import User
from hengku.identity.operations.accounts import create_user, disable_user, update_user
from hengku.identity.operations.roles import create_role
from hengku.identity.types import Act
from hengku.metadata.tests.conftest import PASSWORD, SignIn, post


def _rights(client: Client, user_id: int) -> tuple[dict[str, object], dict[tuple[str, str], object]]:
    told = client.get(f"/api/v1/users/{user_id}/rights").json()
    return told, {(one["resource"], one["action"]): one["scopes"] for one in told["rights"]}


def test_scopes_and_hidden_values_are_told(act: Act, owner: Client) -> None:
    grants: list[dict[str, object]] = [
        {"resource": "users", "action": "view", "own": True},
        {"resource": "roles", "action": "view", "warehouse_ids": [7]},
        {"resource": "roles", "action": "view"},
    ]
    create_role(act=act, code="odd", name="怪", grants=grants, masked=["cost"])
    person = create_user(act=act, username="odd", name="怪", password=PASSWORD, role_codes=["odd"])
    told, rights = _rights(owner, person)
    assert (told["active"], told["owner"], told["masked"]) == (True, False, ["cost"])
    everywhere = {"warehouses": None, "books": None, "own": False}
    assert rights == {("users", "view"): [{**everywhere, "own": True}], ("roles", "view"): [everywhere]}
    disable_user(act=act, user_id=person)
    assert _rights(owner, person)[0]["rights"] == []


def test_an_owner_may_everything_and_a_seller_may_not_ask(owner: Client, seller: Client, sign_in: SignIn) -> None:
    boss = User.objects.get(username="boss").pk
    told, rights = _rights(owner, boss)
    assert told["owner"] is True
    assert ("audit-entries", "view") in rights
    assert seller.get(f"/api/v1/users/{boss}/rights").status_code == 403
    assert owner.get("/api/v1/users/999999/rights").status_code == 404


def test_two_rights_that_must_not_be_in_one_hand(act: Act, owner: Client) -> None:
    def body(first: str) -> dict[str, str]:
        return {"name": "开单与审核", "first": first, "second": "roles:update"}

    assert post(owner, "/duty-conflicts", body("users")).json()["errors"][0]["code"] == "denial_invalid"
    assert post(owner, "/duty-conflicts", body("users:create")).status_code == 201
    for code, action in (("a", ("users", "create")), ("b", ("roles", "update"))):
        create_role(act=act, code=code, name=code, grants=[{"resource": action[0], "action": action[1]}])
    both = create_user(act=act, username="both", name="两头", password=PASSWORD, role_codes=["a", "b"])
    create_user(act=act, username="one", name="一头", password=PASSWORD, role_codes=["a"])
    told = owner.get("/api/v1/duty-conflicts/violations").json()
    assert [(one["user"]["id"], one["conflict"]["name"]) for one in told] == [(str(both), "开单与审核")]
    create_role(act=act, code="c", name="c", grants=[], limits={"denied": ["roles:update"]})
    update_user(act=act, user_id=both, role_codes=["a", "b", "c"])
    assert owner.get("/api/v1/duty-conflicts/violations").json() == [], "what is denied is not held"
