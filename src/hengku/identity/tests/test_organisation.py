"""Departments, heads, superiors: who is asked, and that nothing goes in circles."""

from typing import Any

import pytest

from hengku.identity.models import Department, User
from hengku.identity.operations.accounts import create_user, disable_user, update_user
from hengku.identity.operations.handover import hand_over, held_by
from hengku.identity.operations.organisation import refuse_department_circle
from hengku.identity.operations.tokens import create_token
from hengku.identity.queries import organisation
from hengku.identity.rules.organisation import heads_above, in_place_of
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import Act
from hengku.kernel.errors import Refused

_ABOVE = {1: None, 2: 1, 3: 2}


@pytest.mark.parametrize(
    ("person", "heads", "expected"),
    [
        (9, {1: 100, 2: 200, 3: 300}, [300, 200, 100]),
        (300, {1: 100, 2: 200, 3: 300}, [200, 100]),
        (9, {1: 100, 2: None, 3: None}, [100]),
        (9, {1: 200, 2: 200, 3: 300}, [300, 200]),
        (9, {}, []),
    ],
)
def test_heads_above(person: int, heads: dict[int, int | None], expected: list[int]) -> None:
    assert heads_above(user_id=person, department_id=3, above=_ABOVE, heads=heads) == expected


def test_who_left_is_replaced_by_who_took_over() -> None:
    active, successors = {1: False, 2: False, 3: True, 4: False}, {1: 2, 2: 3, 4: 4}
    assert in_place_of(3, active=active, successors=successors) == 3
    assert in_place_of(1, active=active, successors=successors) == 3
    assert in_place_of(4, active=active, successors=successors) is None


def _department(act: Act, code: str, **values: Any) -> Department:
    return Department.objects.create(code=code, name=code, created_at=act.at, updated_at=act.at, **values)


def test_approvals_find_whom_to_ask(act: Act, owner_id: int, keeper_id: int) -> None:
    company = _department(act, "all", head_id=owner_id)
    store = _department(act, "store", parent=company, head_id=keeper_id)
    person = create_user(
        act=act, username="hand", name="手", password=PASSWORD, role_codes=["read_only"],
        place={"department_id": store.pk, "superior_id": owner_id},
    )  # fmt: skip
    assert organisation.heads_of(user_id=person) == [keeper_id, owner_id]
    assert organisation.head_of(user_id=person, level=2) == owner_id
    assert organisation.head_of(user_id=person, level=3) is None
    assert organisation.superior_of(user_id=person) == owner_id
    assert organisation.holders_of_role(code="read_only") == [person]
    assert organisation.members_of(department_ids=[company.pk]) == [person]
    assert organisation.members_of(department_ids=[company.pk], below=False) == []
    User.objects.filter(pk=keeper_id).update(is_active=False, successor_id=owner_id)
    assert organisation.heads_of(user_id=person) == [owner_id]


def test_nothing_belongs_to_itself(act: Act, owner_id: int, keeper_id: int) -> None:
    company = _department(act, "all")
    store = _department(act, "store", parent=company)
    with pytest.raises(Refused, match="department_circle"):
        refuse_department_circle(department_id=company.pk, parent_id=store.pk)
    refuse_department_circle(department_id=store.pk, parent_id=company.pk)
    update_user(act=act, user_id=keeper_id, place={"superior_id": owner_id})
    with pytest.raises(Refused, match="superior_circle"):
        update_user(act=act, user_id=owner_id, place={"superior_id": keeper_id})


def test_who_leaves_hands_over(act: Act, owner_id: int, keeper_id: int) -> None:
    store = _department(act, "store", head_id=keeper_id)
    hand = create_user(act=act, username="hand", name="手", password=PASSWORD, place={"superior_id": keeper_id})
    heir = create_user(act=act, username="heir", name="接", password=PASSWORD, place={"superior_id": keeper_id})
    create_token(act=act, name="t", scope=["items:view"], user_id=keeper_id)
    with pytest.raises(Refused, match="still_holding"):
        disable_user(act=act, user_id=keeper_id)
    told = held_by(user_id=keeper_id)
    assert told["blocked"] is True
    counts = {one["kind"]: one["count"] for one in told["items"]}
    assert (counts["departments"], counts["people"], counts["tokens"]) == (1, 2, 1)
    for wrong in (keeper_id, 999_999):
        with pytest.raises(Refused, match="successor_invalid"):
            hand_over(act=act, user_id=keeper_id, successor_id=wrong)
    assert hand_over(act=act, user_id=keeper_id, successor_id=heir)["people"] == 2
    store.refresh_from_db()
    assert store.head_id == heir
    assert organisation.superior_of(user_id=hand) == heir
    assert User.objects.get(pk=heir).superior_id is None, "nobody answers to themselves"
    assert held_by(user_id=keeper_id)["blocked"] is False
    disable_user(act=act, user_id=keeper_id)
    assert organisation.at_work(user_ids=[keeper_id]) == [heir]
