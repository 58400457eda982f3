"""Several roles together: the most generous counts, a denial wins; only roles about a thing speak of its fields."""

from typing import Any

import pytest

from hengku.identity.models import Department, Role
from hengku.identity.operations.accounts import create_user
from hengku.identity.operations.roles import create_role
from hengku.identity.queries.organisation import holders_of_role
from hengku.identity.queries.restrict import permits
from hengku.identity.queries.viewer import by_name
from hengku.identity.rules.field_rights import RoleRights, denied_by, fields_together, rows_of
from hengku.identity.rules.grants import read_grants
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import Act, Scope, Viewer

_VIEW, _EDIT = ("items", "view"), ("items", "update")


def _role(*grants: tuple[str, str], access: str = "", **more: Any) -> RoleRights:
    return RoleRights("r", set(grants), {"items": {"name": access}} if access else {}, **more)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([_role(_VIEW, access="hidden")], "hidden"),
        ([_role(_VIEW, access="hidden"), _role(_VIEW, access="read")], "read"),
        ([_role(_VIEW, access="hidden"), _role(_VIEW)], "edit"),
        ([_role(_VIEW, access="hidden"), _role(("partners", "view"))], "hidden"),
        ([_role(_VIEW, access="hidden"), _role(("*", "view"))], "edit"),
        ([_role(_VIEW, access="deny"), _role(_VIEW, _EDIT)], "hidden"),
        ([_role(_VIEW, _EDIT, access="read"), _role(_VIEW)], "read"),
        ([_role(_VIEW, _EDIT, access="hidden"), _role(_VIEW)], "read"),
        ([_role(_VIEW, _EDIT, access="required")], "required"),
        ([_role(_VIEW, _EDIT, access="required"), _role(("*", "*"))], "edit"),
    ],
)
def test_fields_add_up_and_denials_win(roles: list[RoleRights], expected: str) -> None:
    assert fields_together(roles).get("items", {}).get("name", "edit") == expected


def test_a_denied_action_is_nobodys_to_give_back() -> None:
    denied = denied_by([RoleRights("a", (), denied=["items:update", "partners:*"])])
    viewer = Viewer(1, "x", "x", read_grants([("*", "*", None, None, False)]), denied=denied)
    assert viewer.may("items", "view")
    assert not viewer.may("items", "update")
    assert not viewer.may("partners", "view")


def test_denied_sight_takes_everything_along() -> None:
    viewer = Viewer(1, "x", "x", read_grants([("*", "*", None, None, False)]), denied=frozenset({("items", "view")}))
    assert not viewer.may("items", "update")


def test_conditions_hold_for_the_grants_of_their_role_only() -> None:
    rows: list[dict[str, Any]] = [
        {"resource": "items", "tree": "T", "changes": True},
        {"resource": "lots", "tree": "N", "effect": "except"},
    ]
    only, never = rows_of([RoleRights("a", (), rows=rows)])
    grants = read_grants([("*", "*", None, None, False, False, "a"), ("items", "view", None, None, False, False, "b")])
    viewer = Viewer(1, "x", "x", grants, rows=only, except_rows=never)
    assert [scope.where for scope in viewer.scopes("items", "update")] == [("T",)]
    assert [scope.where for scope in viewer.scopes("items", "view")] == [(), ()]
    assert viewer.forbidden("lots", "view") == ("N",)
    assert viewer.narrows("items")
    assert not viewer.narrows("partners")


def test_records_of_ones_department() -> None:
    viewer = Viewer(1, "x", "x", {("items", "view"): (Scope(department=True),)}, colleagues=frozenset({2}))
    assert [permits(viewer, "items", "view", created_by_id=maker) for maker in (1, 2, 3, None)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_members_of_a_department_hold_its_roles(act: Act, owner_id: int) -> None:
    company = Department.objects.create(code="all", name="总", created_at=act.at, updated_at=act.at)
    store = Department.objects.create(code="store", name="仓", parent=company, created_at=act.at, updated_at=act.at)
    grants = [{"resource": "items", "action": "view", "department": True}]
    limits = {"department_ids": [company.pk], "field_rights": {"items": {"spec": "hidden"}}, "denied": ["items:export"]}
    create_role(act=act, code="all_hands", name="全员", grants=grants, limits=limits)
    place = {"department_id": store.pk}
    one = create_user(act=act, username="one", name="一", password=PASSWORD, place=place)
    two = create_user(act=act, username="two", name="二", password=PASSWORD, place={"department_id": company.pk})
    viewer, above = by_name(username="one"), by_name(username="two")
    assert viewer is not None
    assert above is not None
    assert viewer.roles == ("all_hands",)
    assert viewer.access("items", "spec") == "hidden"
    assert not viewer.may("items", "export")
    assert (viewer.colleagues, above.colleagues) == ({one}, {one, two})
    assert viewer.about["department"] == "store"
    assert holders_of_role(code="all_hands") == [one, two]
    Role.objects.filter(code="all_hands").update(department_ids=[])
    nobody = by_name(username="one")
    assert nobody is not None
    assert nobody.roles == ()
