"""Rights: what roles give together, where they hold, what a token leaves of them."""

from datetime import timedelta

import pytest

from hengku.identity.models import User
from hengku.identity.operations.accounts import update_user
from hengku.identity.operations.roles import create_role, update_role
from hengku.identity.operations.tokens import create_token, revoke_token
from hengku.identity.queries.restrict import allowed_ids, permits, require, restrict
from hengku.identity.queries.viewer import by_name, by_token
from hengku.identity.rules.grants import read_grants, together, within_token, within_warehouses
from hengku.identity.rules.presets import PRESETS
from hengku.identity.types import Act, Scope, Viewer
from hengku.kernel.errors import Refused


def _viewer(*rows: tuple[object, ...], user_id: int = 1) -> Viewer:
    return Viewer(user_id=user_id, username="x", name="x", grants=read_grants(rows))


def _any(resource: str, action: str) -> tuple[object, ...]:
    return (resource, action, None, None, False)


@pytest.mark.parametrize(
    ("row", "resource", "action", "allowed"),
    [
        (_any("items", "view"), "items", "view", True),
        (_any("items", "view"), "items", "update", False),
        (_any("items", "*"), "items", "update", True),
        (_any("*", "view"), "items", "view", True),
        (_any("*", "view"), "users", "view", False),
        (_any("*", "view"), "audit-entries", "view", False),
        (_any("*", "*"), "users", "update", True),
    ],
)
def test_wildcards_stop_before_the_guarded(row: tuple[object, ...], resource: str, action: str, allowed: bool) -> None:
    assert _viewer(row).may(resource, action) is allowed


def test_limits_of_place_book_and_own() -> None:
    viewer = _viewer(("shipment", "post", [1], [7, 8], False), ("shipment", "view", None, None, True))
    assert permits(viewer, "shipment", "post", book_id=1, warehouse_ids=[7])
    assert not permits(viewer, "shipment", "post", book_id=2, warehouse_ids=[7])
    assert not permits(viewer, "shipment", "post", book_id=1, warehouse_ids=[7, 9]), "every warehouse touched counts"
    assert permits(viewer, "shipment", "view", created_by_id=1)
    assert not permits(viewer, "shipment", "view", created_by_id=2)
    assert not permits(viewer, "shipment", "view")
    assert allowed_ids(viewer, "shipment", "post", "warehouse") == frozenset({7, 8})
    assert allowed_ids(viewer, "shipment", "view", "warehouse") is None
    with pytest.raises(Refused, match="permission_denied"):
        require(viewer, "shipment", "reverse")


def test_a_queryset_shows_only_what_the_scopes_cover(owner_id: int, keeper_id: int) -> None:
    everybody = User.objects.all()
    scope = {"warehouse": "id", "own": "created_by_id", "book": "rev"}

    def seen(*rows: tuple[object, ...]) -> set[int]:
        found = restrict(everybody, viewer=_viewer(*rows), resource="users", scope=scope)
        return set(found.values_list("pk", flat=True))

    assert seen() == set()
    assert seen(_any("users", "view")) == {owner_id, keeper_id}
    assert seen(("users", "view", None, [keeper_id], False)) == {keeper_id}
    assert seen(("users", "view", [99], None, False)) == set()
    assert seen(("users", "view", None, None, True)) == set()
    assert seen(("users", "view", None, [keeper_id], False), ("users", "view", None, [owner_id], False)) == {
        owner_id,
        keeper_id,
    }


def test_two_columns_of_one_kind() -> None:
    query = restrict(
        User.objects.all(),
        viewer=_viewer(("t", "view", None, [3], False)),
        resource="t",
        scope={"warehouse": "id|rev"},
    ).query
    assert "OR" in str(query)


def test_roles_add_up_and_hide_only_together(owner_id: int, keeper_id: int, act: Act) -> None:
    keeper = by_name(username="keeper")
    assert keeper is not None
    assert keeper.masked == {"cost", "purchase_price", "margin"}
    update_user(act=act, user_id=keeper_id, role_codes=["warehouse_keeper", "buyer"])
    both = by_name(username="keeper")
    assert both is not None
    assert both.masked == {"margin"}
    assert both.may("purchase_order", "create")
    assert both.may("shipment", "post")
    assert together([]) == frozenset()


def test_a_keeper_works_in_the_warehouses_named(keeper_id: int) -> None:
    keeper = by_name(username="keeper")
    assert keeper is not None
    assert permits(keeper, "shipment", "post", book_id=1, warehouse_ids=[7])
    assert not permits(keeper, "shipment", "post", book_id=1, warehouse_ids=[8])
    assert permits(keeper, "warehouses", "view", warehouse_ids=[8]), "goods are sent to other warehouses by name"
    assert not permits(keeper, "stock", "view", warehouse_ids=[8])
    assert within_warehouses({("a", "b"): (Scope(warehouse_ids=frozenset({7, 8})),)}, frozenset({8, 9})) == {
        ("a", "b"): (Scope(warehouse_ids=frozenset({8})),)
    }


def test_duties_that_must_be_apart() -> None:
    grants = {preset.code: set(preset.grants) for preset in PRESETS}
    assert ("goods_receipt", "post") not in grants["buyer"]
    assert ("shipment", "post") not in grants["seller"]
    for adjustment in ("other_in", "other_out", "scrap", "count_gain", "count_loss", "count_plan"):
        assert not {(adjustment, "approve"), (adjustment, "post")} & grants["warehouse_keeper"], adjustment
    masks = {preset.code: set(preset.masked) for preset in PRESETS}
    assert "cost" in masks["warehouse_keeper"]
    assert masks["owner"] == masks["accountant"] == set()


@pytest.mark.parametrize(
    ("scope", "resource", "action", "allowed"),
    [
        ("items:view", "items", "view", True),
        ("items:view", "partners", "view", False),
        ("*:view", "partners", "view", True),
        ("*:view", "partners", "update", False),
        ("items:*", "items", "update", True),
        ("users:*", "users", "view", False),
    ],
)
def test_a_token_leaves_part_of_the_rights(scope: str, resource: str, action: str, allowed: bool) -> None:
    grants = read_grants([_any("*", "view"), _any("items", "update")])
    viewer = Viewer(user_id=1, username="x", name="x", grants=within_token(grants, [scope]))
    assert viewer.may(resource, action) is allowed


def test_an_owners_token_is_no_more_than_its_scope(owner_id: int, act: Act) -> None:
    boss = by_name(username="boss")
    assert boss is not None
    token_id, text = create_token(act=Act(viewer=boss, at=act.at), name="t", scope=["items:view"])
    signed_in = by_token(token=text, at=act.at)
    assert signed_in is not None
    assert signed_in.token_id == token_id
    assert not signed_in.viewer.all_powerful
    assert signed_in.viewer.may("items", "view")
    assert not signed_in.viewer.may("items", "update")
    assert by_token(token=text.replace("hk_main", "hk_other"), at=act.at) is None, (
        "a token opens its own account set only"
    )
    assert by_token(token=text[:-1] + ("a" if text[-1] != "a" else "b"), at=act.at) is None


def test_a_token_ends_when_it_expires_or_is_revoked(owner_id: int, act: Act) -> None:
    boss = by_name(username="boss")
    assert boss is not None
    mine = Act(viewer=boss, at=act.at)
    until = act.at + timedelta(days=1)
    _, short = create_token(act=mine, name="short", scope=["*:*"], expires_at=until)
    assert by_token(token=short, at=until - timedelta(seconds=1)) is not None
    assert by_token(token=short, at=until) is None
    token_id, text = create_token(act=mine, name="long", scope=["*:*"])
    assert by_token(token=text, at=act.at + timedelta(days=9999)) is not None
    revoke_token(act=mine, token_id=token_id)
    assert by_token(token=text, at=act.at) is None
    with pytest.raises(Refused, match="not_found"):
        revoke_token(act=mine, token_id=token_id)


def test_roles_are_checked_when_written(owner_id: int, act: Act) -> None:
    with pytest.raises(Refused, match="grant_invalid"):
        create_role(act=act, code="x", name="x", grants=[{"resource": "items"}])
    with pytest.raises(Refused, match="mask_unknown"):
        create_role(act=act, code="x", name="x", grants=[], masked=["secrets"])
    from hengku.identity.models import Role

    with pytest.raises(Refused, match="role_is_owner"):
        update_role(act=act, role_id=Role.objects.get(code="owner").pk, grants=[])


def test_only_an_owner_makes_owners(keeper_id: int, act: Act) -> None:
    admin = Act(viewer=_viewer(_any("users", "*"), user_id=keeper_id), at=act.at)
    with pytest.raises(Refused, match="owner_only"):
        update_user(act=admin, user_id=keeper_id, role_codes=["warehouse_keeper", "owner"])
