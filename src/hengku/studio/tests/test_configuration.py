"""Everything configurable as pieces: read, taken away, brought back the same, through the rooms' own operations."""

from typing import Any

import pytest
from django.db import transaction
from tests.world import AT, Company, Person, make_company

from hengku.identity.types import SYSTEM, Act
from hengku.metadata.rules.configuration import CONFIGURATION, Contents, Ref, in_order, needs_of, parts, with_needs
from hengku.metadata.rules.differences import Difference, differences
from hengku.metadata.rules.field_uses import FieldUse, formula_uses

FIELD = {"target": "goods_receipt:line", "code": "x_temp", "label": "冷链温度", "kind": "number", "places": 1}
CHECK = {
    "name": "不得过热", "document_type": "goods_receipt", "formula": "MAX({lines.x_temp}) <= 60", "message": "温度过高", "blocks": True,
    "active": True,
}  # fmt: skip
PAPER = {
    "name": "冷链入库单",
    "document_type": "goods_receipt",
    "paper": "a4",
    "blocks": [{"kind": "lines", "names": ["item.code", "x_temp"]}],
}


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def configure(owner: Person) -> None:
    """A field, and everything that may use it."""
    owner.post("/custom-fields", FIELD, status=201)
    owner.post("/document-checks", CHECK, status=201)
    owner.post("/print-templates", PAPER, status=201)
    owner.put("/form-designs/goods_receipt:line", {"rev": 0, "fields": {"x_temp": {"group": "冷链"}}, "layout": None})
    keeper = owner.get("/users", q="keeper_a")["items"][0]["id"]
    tree = {"id": "start", "kind": "start", "next": {"id": "n1", "kind": "exclusive", "branches": [
        {"id": "b1", "name": "过热", "condition": "MAX({lines.x_temp}) > 8", "next": {
            "id": "n2", "kind": "approve", "name": "质检", "approvers": [{"kind": "member", "ids": [keeper]}, {"kind": "role", "code": "accountant"}]}},
        {"id": "b2", "name": "其他", "condition": ""}]}}  # fmt: skip
    flow = owner.post("/workflows", {"name": "冷链入库", "document_type": "goods_receipt"}, status=201)
    owner.put(f"/workflows/{flow['id']}/draft", {"tree": tree})
    owner.post(f"/workflows/{flow['id']}/publish", {"note": ""})
    warehouse = owner.get("/warehouses", q="A仓")["items"][0]["id"]
    settings = {"filter": [["warehouse", "eq", warehouse]], "layout": {"order": ["number"]}}
    owner.post(
        "/saved-views", {"resource": "goods_receipt", "name": "甲库", "settings": settings, "shared": True}, status=201
    )
    question = {"dataset": "goods_receipt:line", "dimensions": [{"field": "warehouse"}], "measures": [{"field": "lines.x_temp", "agg": "max"}],
                "filters": [["warehouse", "in", [warehouse]]]}  # fmt: skip
    widget = {
        "id": "w1",
        "kind": "chart",
        "chart": "bar",
        "title": "温度",
        "x": 0,
        "y": 0,
        "w": 4,
        "h": 4,
        "question": question,
    }
    hottest = {
        "code": "hottest", "name": "最高温度", "source": "goods_receipt:line", "groups": [{"field": "warehouse"}],
        "figures": [{"agg": "max", "field": "lines.x_temp"}], "guard": "{m1} < 60", "message": "过热",
    }  # fmt: skip
    owner.post("/summary-tables", hottest, status=201)
    owner.post("/dashboards", {"name": "冷链", "widgets": [widget], "shared_all": True}, status=201)


def everything() -> dict[str, dict[str, Any]]:
    return {part.name: dict(part.read()) for part in parts()}


def apply(act: Act, contents: Contents) -> None:
    with transaction.atomic():
        for part, key, piece in in_order(contents):
            part.apply(act, key, piece)


@pytest.mark.django_db
def test_what_was_taken_away_comes_back_as_it_was(company: Company) -> None:
    owner = Person("owner")
    configure(owner)
    live = everything()
    assert {name: list(pieces) for name, pieces in live.items() if pieces} == {
        "own-fields": ["goods_receipt:line/x_temp"], "form-designs": ["goods_receipt:line"], "document-checks": ["goods_receipt/不得过热"],
        "workflows": ["goods_receipt/冷链入库"], "print-templates": ["goods_receipt/冷链入库单"], "saved-views": ["goods_receipt/甲库"],
        "dashboards": ["冷链"], "summary-tables": ["hottest"],
    }  # fmt: skip
    # No id of this installation is in a piece: people, warehouses and roles are named.
    assert live["saved-views"]["goods_receipt/甲库"]["settings"]["filter"] == [["warehouse", "eq", "code:CK01"]]
    assert live["dashboards"]["冷链"]["widgets"][0]["question"]["filters"] == [["warehouse", "in", ["code:CK01"]]]
    flow = live["workflows"]["goods_receipt/冷链入库"]
    assert needs_of(CONFIGURATION.get("workflows"), "goods_receipt/冷链入库", flow) == [
        Ref("users", "keeper_a"), Ref("roles", "accountant"), Ref("own-fields", "goods_receipt:line/x_temp"),
    ]  # fmt: skip
    # What a ticked thing needs is ticked with it.
    chosen = {"dashboards": {"冷链": live["dashboards"]["冷链"]}}
    assert {name: list(pieces) for name, pieces in with_needs(chosen, live).items()} == {
        "dashboards": ["冷链"], "own-fields": ["goods_receipt:line/x_temp"],
    }  # fmt: skip

    act = Act(viewer=SYSTEM, at=AT)
    apply(act, {name: dict.fromkeys(pieces) for name, pieces in live.items()})
    assert not any(everything().values())
    apply(act, live)
    assert everything() == live
    changed = {"own-fields": {"goods_receipt:line/x_temp": {"label": "温度", "most": "50"}}}
    apply(act, changed)
    after = everything()
    assert differences(live["own-fields"]["goods_receipt:line/x_temp"], after["own-fields"]["goods_receipt:line/x_temp"]) == [
        Difference(("label",), "冷链温度", "温度"), Difference(("most",), None, "50"),
    ]  # fmt: skip
    assert {**after, "own-fields": live["own-fields"]} == live


def test_differences_name_the_property() -> None:
    before = {"name": "a", "blocks": [{"id": "1", "text": "x"}, {"id": "2", "text": "y"}], "active": False}
    after = {"blocks": [{"id": "1", "text": "z"}, {"id": "3", "text": "y"}], "active": None}
    assert differences(before, after) == [
        Difference(("blocks", "1", "text"), "x", "z"), Difference(("blocks", "2"), {"id": "2", "text": "y"}, None),
        Difference(("blocks", "3"), None, {"id": "3", "text": "y"}),
    ]  # fmt: skip
    assert differences({"a": [1, 2]}, {"a": [2, 1]}) == [Difference(("a",), [1, 2], [2, 1])]
    assert differences(None, {"a": 1}) == [Difference((), None, {"a": 1})]


def test_formulas_tell_which_fields_they_read() -> None:
    assert formula_uses("shipment", "SUM({lines.x_a}) > {x_b} && {partner.name} = {line.item.code}") == [
        FieldUse("shipment:line", "x_a"), FieldUse("shipment", "x_b"), FieldUse("shipment", "partner"), FieldUse("shipment:line", "item"),
    ]  # fmt: skip
