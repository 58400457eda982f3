"""Ready-made operations for tables with nothing special: stamps, audit, revisions, protection."""

from dataclasses import replace
from functools import partial

import pytest

from hengku.identity.models import AuditEntry, Role, User, UserRole
from hengku.identity.types import Act, Scope, Viewer
from hengku.kernel.errors import Refused
from hengku.kernel.registry import Registry
from hengku.kernel.texts import Text, speak
from hengku.metadata.operations import protection, records
from hengku.metadata.rules import registry
from hengku.metadata.types import FieldSpec, ResourceSpec

SPEC = ResourceSpec(
    "plain",
    Text("样", "Sample"),
    Text("样", "Samples"),
    Role,
    (FieldSpec("code", Text("编码", "Code"), required=True), FieldSpec("name", Text("名称", "Name"), required=True)),
    create=partial(records.create_record, resource="plain"),
    update=partial(records.update_record, resource="plain"),
    delete=partial(records.delete_record, resource="plain"),
)


@pytest.fixture
def plain(act: Act, monkeypatch: pytest.MonkeyPatch) -> ResourceSpec:
    speak("zh-CN")
    alone: Registry[ResourceSpec] = Registry("resource")
    alone.offer("plain", SPEC)
    for module in (registry, records, protection):
        monkeypatch.setattr(module, "RESOURCES", alone)
    return SPEC


def test_made_changed_deleted_with_stamps_and_audit(plain: ResourceSpec, act: Act) -> None:
    made = records.create(spec=plain, act=act, raw={"code": "a", "name": "甲"})
    role = Role.objects.get(pk=made.record_id)
    assert (role.created_at, role.rev) == (act.at, 1)
    records.update(spec=plain, act=act, record_id=role.pk, raw={"name": "乙"}, rev=1)
    records.update(spec=plain, act=act, record_id=role.pk, raw={"name": "乙"}, rev=2)
    assert Role.objects.get(pk=role.pk).rev == 2, "nothing changed, nothing counted"
    with pytest.raises(Refused) as lost:
        records.update(spec=plain, act=act, record_id=role.pk, raw={"name": "丙"}, rev=1)
    assert lost.value.status == 409
    assert "名称" in lost.value.refusals[0].params["fields"]
    records.delete(spec=plain, act=act, record_id=role.pk)
    entries = AuditEntry.objects.filter(entity="plain").order_by("id")
    assert [entry.action for entry in entries] == ["create", "update", "delete"]
    assert (entries[1].before, entries[1].after) == ({"name": "甲"}, {"name": "乙"})


def test_what_others_use_is_not_deleted_and_they_are_named(
    plain: ResourceSpec, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records.create(spec=plain, act=act, raw={"code": "a", "name": "甲"})
    user = User.objects.create(username="u", name="u", created_at=act.at, updated_at=act.at)
    link = UserRole.objects.create(user=user, role_id=made.record_id)
    with pytest.raises(Refused, match="still_used") as refused:
        records.delete(spec=plain, act=act, record_id=made.record_id)
    assert str(link.pk) in refused.value.refusals[0].params["users"]
    link.delete()
    monkeypatch.setattr(registry, "_usages", {})
    usages = {"plain": [(Text("单据", "documents"), lambda record_id: [f"D{n}" for n in range(7)])]}
    monkeypatch.setattr(registry, "_usages", usages)
    with pytest.raises(Refused, match="still_used") as refused:
        records.delete(spec=plain, act=act, record_id=made.record_id)
    assert "7 (D0、D1、D2、D3、D4 …)" in refused.value.refusals[0].params["users"]
    monkeypatch.setattr(registry, "_usages", {})
    records.delete(spec=plain, act=act, record_id=made.record_id)
    assert not Role.objects.filter(pk=made.record_id).exists()


def _limited(act: Act, *, to: int) -> Act:
    """Somebody whose rights hold where the sample's "warehouse" (here: its revision) is `to`."""
    grants = {("plain", action): (Scope(warehouse_ids=frozenset({to})),) for action in ("create", "update")}
    grants[("plain", "view")] = (Scope(),)
    return Act(viewer=Viewer(user_id=1, username="x", name="x", grants=grants), at=act.at)


def test_nothing_is_made_or_moved_where_one_has_no_rights(plain: ResourceSpec, act: Act) -> None:
    placed = replace(plain, scope={"warehouse": "rev"})
    with pytest.raises(Refused, match="permission_denied"):
        records.create(spec=placed, act=_limited(act, to=5), raw={"code": "a", "name": "甲"})
    assert not Role.objects.filter(code="a").exists(), "the refused record is gone again"
    made = records.create(spec=placed, act=_limited(act, to=1), raw={"code": "a", "name": "甲"})
    with pytest.raises(Refused, match="permission_denied"):
        records.update(spec=placed, act=_limited(act, to=5), record_id=made.record_id, raw={"name": "乙"}, rev=None)
    with pytest.raises(Refused, match="permission_denied"):
        records.update(spec=placed, act=_limited(act, to=1), record_id=made.record_id, raw={"name": "乙"}, rev=None)
    assert Role.objects.get(pk=made.record_id).name == "甲", "it would have left the reach of who changed it"
