"""Preset roles of an account set that was made by an earlier release."""

import pytest
from django.test import Client

from hengku.identity.models import AuditEntry, Grant, Role
from hengku.identity.operations.presets import follow_release
from hengku.identity.operations.roles import seed_roles, update_role
from hengku.identity.rules.presets import PRESETS
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import Act

_PRESET = {preset.code: preset for preset in PRESETS}


@pytest.fixture
def earlier(act: Act, owner_id: int) -> None:
    """As the first release left it: no packages, no delegations, one role less; the buyer's was edited since."""
    Role.objects.filter(code="inspector").delete()
    Role.objects.update(known_grants=None)
    Grant.objects.filter(resource__in=("packages", "delegations")).delete()
    Grant.objects.create(role=Role.objects.get(code="seller"), resource="given-up", action="view")
    Role.objects.filter(code="seller").update(masked=[])
    buyer = Role.objects.get(code="buyer")
    update_role(act=act, role_id=buyer.pk, name="采购", grants=[{"resource": "purchase_order", "action": "*"}])


def _held(code: str) -> set[tuple[str, str]]:
    return set(Grant.objects.filter(role__code=code).values_list("resource", "action"))


def test_presets_nobody_edited_follow_the_release(act: Act, earlier: None) -> None:
    changed = follow_release(act=act)
    assert {"seller", "warehouse_keeper", "inspector"} <= set(changed)
    for code in ("seller", "warehouse_keeper", "inspector", "accountant"):
        assert _held(code) == set(_PRESET[code].grants)
    assert Role.objects.get(code="seller").masked == list(_PRESET["seller"].masked)
    assert _held("buyer") == {("purchase_order", "*")}, "what people made of it is theirs"
    told = AuditEntry.objects.filter(action="follow_release").latest("id")
    assert "packages:view" in (told.after or {})["grants"] or "delegations:view" in (told.after or {})["grants"]
    assert follow_release(act=act) == [], "once is enough"


def test_account_sets_not_set_up_are_left_alone(act: Act) -> None:
    assert follow_release(act=act) == []
    assert not Role.objects.exists()


def test_an_edited_preset_is_offered_what_is_new_once(act: Act, earlier: None) -> None:
    follow_release(act=act)
    client = Client()
    client.post("/api/v1/session", {"username": "boss", "password": PASSWORD}, content_type="application/json")
    path = f"/api/v1/roles/{Role.objects.get(code='buyer').pk}/news"

    def news() -> set[tuple[str, str]]:
        return {(one["resource"], one["action"]) for one in client.get(path).json()}

    offered = news()
    assert {("packages", "view"), ("delegations", "create")} <= offered
    assert not [one for one in offered if one[0] == "purchase_order"], "held by a wildcard"
    assert client.post(path, {"take": True}, content_type="application/json").status_code == 200
    assert offered <= _held("buyer")
    Grant.objects.filter(role__code="buyer", resource="packages").delete()
    assert news() == set(), "taken away on purpose: not offered again"
    untouched = Role.objects.get(code="seller")
    assert client.get(f"/api/v1/roles/{untouched.pk}/news").json() == []


def test_what_is_left_is_not_offered_again(act: Act, earlier: None) -> None:
    client = Client()
    client.post("/api/v1/session", {"username": "boss", "password": PASSWORD}, content_type="application/json")
    path = f"/api/v1/roles/{Role.objects.get(code='buyer').pk}/news"
    before = _held("buyer")
    assert client.get(path).json()
    client.post(path, {"take": False}, content_type="application/json")
    assert client.get(path).json() == []
    assert _held("buyer") == before
    seed_roles(act=act)
    assert _held("buyer") == before
