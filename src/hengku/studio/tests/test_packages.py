"""Packages through HTTP: filled, compared, tried, published, taken back, carried elsewhere; industry templates; who uses a field."""

from copy import deepcopy
from typing import Any

import pytest
from tests.world import Company, Person, make_company

from hengku.metadata.models import CustomField
from hengku.studio.rules.packages import case_problems, checksum
from hengku.studio.rules.readable import said
from hengku.studio.rules.trades import TRADES, file_of
from hengku.studio.tests.test_configuration import configure

NAME = "goods_receipt:line/x_temp"


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def pack(owner: Person, chosen: dict[str, list[str]], **values: Any) -> tuple[str, dict[str, Any]]:
    made = owner.post("/config-packages", {"name": "冷链", "version": "1.0", **values}, status=201)
    path = f"/config-packages/{made['id']}"
    return path, owner.put(f"{path}/contents", {"rev": made["rev"], "chosen": chosen, "removed": {}})


def publish(owner: Person, path: str, status: int = 200) -> Any:
    now = owner.get(f"{path}/contents")
    return owner.post(f"{path}/publish", {"rev": now["rev"], "seen": now["seen"], "note": "上线"}, status=status)


def changes(told: dict[str, Any]) -> dict[str, str]:
    return {f"{one['part']}:{one['key']}": one["change"] for one in told["pieces"] if one["change"] != "same"}


def label(owner: Person) -> str:
    return str(CustomField.objects.get(code="x_temp", hidden=False).label)


def ticked_again(owner: Person, path: str, told: dict[str, Any]) -> dict[str, Any]:
    """Ticking more keeps what the package wants; taking over what is in effect is asked for."""
    keys = {"own-fields": [NAME], "workflows": ["goods_receipt/冷链入库"]}
    body = {"chosen": keys, "removed": {"document-checks": ["goods_receipt/不得过热"]}}
    kept = owner.put(f"{path}/contents", {"rev": told["rev"], **body})
    assert kept["contents"]["own-fields"][NAME]["label"] == "到货温度"
    taken: dict[str, Any] = owner.put(f"{path}/contents", {"rev": kept["rev"], **body, "refresh": True})
    assert taken["contents"]["own-fields"][NAME]["label"] == label(owner) == "冷链温度"
    return taken


@pytest.mark.django_db
def test_published_and_taken_back_with_what_documents_say_intact(company: Company) -> None:
    owner = Person("owner")
    configure(owner)
    # What the flow needs (the field) comes along.
    path, told = pack(owner, {"workflows": ["goods_receipt/冷链入库"]})
    assert [(one["part"], one["key"], one["change"]) for one in told["pieces"]] == [
        ("own-fields", NAME, "same"), ("workflows", "goods_receipt/冷链入库", "same"),
    ]  # fmt: skip
    assert publish(owner, path)["no"] == 1

    # A second version: the field is called otherwise and a check goes; nothing happens before it is published.
    piece = {**told["contents"]["own-fields"][NAME], "label": "到货温度"}
    told = owner.put(
        f"{path}/pieces", {"rev": owner.get(path)["rev"], "part": "own-fields", "key": NAME, "piece": piece}
    )
    told = owner.put(
        f"{path}/pieces",
        {"rev": told["rev"], "part": "document-checks", "key": "goods_receipt/不得过热", "piece": None},
    )
    assert changes(told) == {f"own-fields:{NAME}": "changed", "document-checks:goods_receipt/不得过热": "gone"}
    [field] = [one for one in told["pieces"] if one["part"] == "own-fields"]
    assert field["properties"] == [{"label": "名称", "before": "冷链温度", "after": "到货温度"}]
    told = ticked_again(owner, path, told)
    owner.put(f"{path}/pieces", {"rev": told["rev"], "part": "own-fields", "key": NAME, "piece": piece})
    # Tests that do not hold stop it, and nothing of it stays.
    lines = [{"item": "code:FLOUR", "quantity": "5", "price": "2", "x_temp": "9.1"}]
    given: dict[str, Any] = {
        "type": "goods_receipt",
        "header": {"partner": "code:SUP", "warehouse": "code:CK01", "business_date": "2026-10-10"},
        "lines": lines,
    }
    cases = [
        {"name": "过热找甲库管理员", "kind": "approver", "document": given, "expect": "keeper_a"},
        {"name": "没有温度不审批", "kind": "approver", "document": {**given, "lines": [{**lines[0], "x_temp": None}]}, "expect": ""},
        {"name": "负数拒绝", "kind": "refused", "document": {**given, "lines": [{**lines[0], "quantity": "-5"}]}, "expect": "quantity_positive"},
        {"name": "公式", "kind": "formula", "formula": "MAX({lines.x_temp}) * 2", "document": given, "expect": "18.3"},
    ]  # fmt: skip
    owner.client.patch(f"/api/v1{path}", {"version": "1.1", "tests": cases}, content_type="application/json")
    tried = owner.post(f"{path}/try")
    assert [(one["name"], one["passed"]) for one in tried["results"]] == [
        ("过热找甲库管理员", True), ("没有温度不审批", True), ("负数拒绝", False), ("公式", False),
    ]  # fmt: skip
    assert tried["results"][3]["found"] == "18.2"
    refused = publish(owner, path, status=422)
    assert refused["code"] == "config_case_failed"
    assert (label(owner), owner.get("/document-checks")["count"]) == ("冷链温度", 1)
    cases[2]["expect"], cases[3]["expect"] = tried["results"][2]["found"].rsplit("(", 1)[1].rstrip(")"), "18.2"
    owner.client.patch(f"/api/v1{path}", {"tests": cases}, content_type="application/json")
    # Somebody who looked before others changed something looks again.
    owner.post(f"{path}/publish", {"rev": owner.get(path)["rev"], "seen": "before", "note": ""}, status=409)
    assert publish(owner, path)["no"] == 2
    assert (label(owner), owner.get("/document-checks")["count"], owner.get(path)["live"]) == ("到货温度", 0, "1.1")
    assert owner.get("/documents", type="goods_receipt")["count"] == 0  # cases leave nothing behind

    document = owner.document("goods_receipt", lines, **given["header"])
    before = owner.get(f"{path}/rollback")
    assert (before["version"], changes(before)) == (
        "1.0",
        {f"own-fields:{NAME}": "changed", "document-checks:goods_receipt/不得过热": "new"},
    )
    assert owner.post(f"{path}/rollback", {})["kind"] == "rollback"
    assert (label(owner), owner.get("/document-checks")["count"], owner.get(path)["live"]) == ("冷链温度", 1, "1.0")
    assert owner.get(f"/documents/{document['id']}")["lines"][0]["x_temp"] == "9.1"
    # Back again, one step each.
    owner.post(f"{path}/rollback", {})
    assert (label(owner), owner.get(path)["live"]) == ("到货温度", "1.1")
    assert [one["kind"] for one in owner.get(f"{path}/publications")] == ["rollback", "rollback", "publish", "publish"]


@pytest.mark.django_db
def test_carried_to_another_installation(company: Company) -> None:
    owner = Person("owner")
    configure(owner)
    path, _ = pack(owner, {"workflows": ["goods_receipt/冷链入库"], "print-templates": ["goods_receipt/冷链入库单"]})
    file = owner.get(f"{path}/file")
    # This is now the other installation: nothing of it is there.
    for resource in ("workflows", "print-templates", "document-checks", "dashboards", "custom-fields"):
        for one in owner.get(f"/{resource}")["items"]:
            assert owner.client.delete(f"/api/v1/{resource}/{one['id']}").status_code == 204
    assert owner.post("/config-packages/files", {**file, "name": "改过"}, status=422)["code"] == "config_changed"
    # A reference that is missing is told before anything is written; a broken piece is named.
    odd = deepcopy(file)
    tree = odd["contents"]["workflows"]["goods_receipt/冷链入库"]["tree"]
    tree["next"]["branches"][0]["next"]["approvers"].append({"kind": "member", "users": ["nobody"]})
    odd["contents"]["own-fields"][NAME]["kind"] = "spell"
    odd["code"], odd["checksum"] = "p_odd", ""
    made = owner.post("/config-packages/files", {**odd, "checksum": checksum(odd)}, status=201)
    assert owner.get(f"/config-packages/{made['id']}/contents")["problems"] == [
        "“采购入库单 · 冷链入库”需要用户“nobody”，这里没有：先建立，或一起放进配置包"
    ]
    tree["next"]["branches"][0]["next"]["approvers"].pop()
    made = owner.post("/config-packages/files", {**odd, "checksum": checksum(odd)}, status=201)
    told = owner.post(f"/config-packages/{made['id']}/try")["problems"]
    assert "自定义字段" in told[0]
    assert "冷链温度" in told[0]
    assert publish(owner, f"/config-packages/{made['id']}", status=422)["code"] == "config_piece_refused"
    assert not CustomField.objects.filter(hidden=False).exists()
    odd["contents"]["spells"] = {"a": {}}
    assert (
        owner.post("/config-packages/files", {**odd, "checksum": checksum(odd)}, status=422)["code"]
        == "config_part_unknown"
    )

    made = owner.post("/config-packages/files", file, status=201)
    path = f"/config-packages/{made['id']}"
    told = owner.get(f"{path}/contents")
    assert set(changes(told).values()) == {"new"}
    assert told["problems"] == []
    assert owner.post(f"{path}/try")["problems"] == []
    assert owner.get("/workflows")["count"] == 0
    publish(owner, path)
    assert owner.get(f"{path}/file") == file
    assert changes(owner.get(f"{path}/contents")) == {}
    # Who may look at packages may not publish them.
    Person("accountant").post(f"{path}/rollback", {}, status=403)
    # Before its first publication nothing of it was there.
    assert owner.post(f"{path}/rollback", {"to": 0})["kind"] == "remove"
    assert (owner.get("/workflows")["count"], CustomField.objects.filter(hidden=False).count()) == (0, 0)
    assert owner.client.delete(f"/api/v1{path}").status_code == 204


@pytest.mark.django_db
def test_every_industry_template_loads_and_leaves(company: Company) -> None:
    owner = Person("owner")
    empty = owner.get("/config-pieces")
    for trade in owner.get("/industry-templates"):
        made = owner.post(f"/industry-templates/{trade['code']}/load", {}, status=201)
        path = f"/config-packages/{made['id']}"
        assert changes(owner.get(f"{path}/contents")) == {}
        for one in owner.get("/dashboards")["items"]:
            for widget in owner.get(f"/dashboards/{one['id']}")["widgets"]:
                if "question" in widget:
                    owner.post("/datasets/query", widget["question"])
                else:
                    owner.post(
                        "/datasets/rows",
                        {key: widget[key] for key in ("dataset", "fields", "filters", "sort", "limit")},
                    )
        owner.post(f"{path}/rollback", {"to": 0})
        assert owner.get("/config-pieces") == empty
    assert {one["live"] for one in owner.get("/industry-templates")} == {False}


@pytest.mark.django_db
def test_who_would_notice_that_a_field_goes(company: Company) -> None:
    owner = Person("owner")
    configure(owner)
    owner.post(
        "/roles",
        {"code": "cold", "name": "冷库", "field_rights": {"goods_receipt:line": {"x_temp": "read"}}},
        status=201,
    )
    owner.post("/api-tokens", {"name": "温度计", "scope": ["goods_receipt:view"]}, status=201)
    owner.post(
        "/webhooks", {"name": "监控", "url": "https://example.test/hook", "events": ["goods_receipt.post"]}, status=201
    )
    told = owner.get("/field-users", target="goods_receipt:line", name="x_temp")
    assert {one["kind"]: one["names"] for one in told} == {
        "表单设计": ["采购入库单明细"], "校验规则": ["采购入库单 · 不得过热"], "审批流": ["采购入库单 · 冷链入库"],
        "打印模板": ["采购入库单 · 冷链入库单"], "仪表盘": ["冷链"], "角色": ["冷库"], "API 令牌": ["温度计"],
        "Webhook": ["监控"], "汇总表": ["最高温度"],
    }  # fmt: skip
    told = owner.get("/field-users", target="goods_receipt", name="warehouse")
    assert [one["kind"] for one in told] == ["汇总表", "共享视图", "仪表盘", "API 令牌", "Webhook"]


def test_cases_and_values_in_words() -> None:
    good = {"name": "a", "kind": "formula", "formula": "1", "document": {"type": "shipment"}, "expect": "1"}
    assert case_problems([good]) == []
    for what, wrong in (("name", " "), ("kind", "spell"), ("document", {}), ("formula", ""), ("expect", 3)):
        assert [one.params["what"] for one in case_problems([{**good, what: wrong}])] == [what]
    assert said([{"value": "o1", "label": "早班"}, True, None, "code:A1"]) == "早班（value o1）、是、A1"
    for trade in TRADES:
        assert case_problems(file_of(trade).tests) == []
