"""Fields an account set adds to its records: over the API, known to the next request, also when another process added them."""

import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hengku.identity.operations import epoch
from hengku.identity.types import Act
from hengku.kernel.texts import Text
from hengku.metadata.models import CustomField
from hengku.metadata.queries import listing
from hengku.metadata.rules.codec import decode, encode, pattern_problem
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import Invalid, from_json
from hengku.metadata.tests.conftest import patch, post
from hengku.metadata.types import FieldSpec, FieldType


def add(client: Client, code: str, **values: Any) -> Any:
    answer = post(
        client, "/custom-fields", {"target": "partners", "label": code, "kind": "text", "code": code, **values}
    )
    assert answer.status_code == 201, answer.content
    return answer.json()


def described(client: Client) -> dict[str, Any]:
    meta = client.get("/api/v1/meta").json()
    partners = next(one for one in meta["resources"] if one["name"] == "partners")
    return {field["name"]: field for field in partners["fields"] if field.get("custom")}


def test_a_record_has_the_field_with_the_next_request(owner: Client) -> None:
    assert described(owner) == {}
    grade = add(owner, "x_grade", kind="choice", choices=[{"label": "甲"}, {"label": "乙"}], required=True)
    add(owner, "x_score", kind="number", least="0", most="10", places=1)
    assert [choice["value"] for choice in described(owner)["x_grade"]["choices"]] == ["o1", "o2"]
    made = post(owner, "/partners", {"code": "A", "name": "甲厂", "is_supplier": True})
    assert [(one["code"], one["loc"]) for one in made.json()["errors"]] == [("required", ["x_grade"])]
    made = post(
        owner, "/partners", {"code": "A", "name": "甲厂", "is_supplier": True, "x_grade": "o2", "x_score": "9.5"}
    ).json()
    assert (made["x_grade"], made["x_score"]) == ("o2", "9.5")
    post(owner, "/partners", {"code": "B", "name": "乙厂", "is_supplier": True, "x_grade": "o1"})
    changed = patch(owner, f"/partners/{made['id']}", {"x_score": None, "rev": made["rev"]}).json()
    assert (changed["x_grade"], changed["x_score"]) == ("o2", None)
    assert RESOURCES.get("partners").model.objects.get(pk=made["id"]).ext == {f"f_{grade['id']}": "o2"}
    found = owner.get('/api/v1/partners?filter=[["x_grade","in",["o2"]]]&sort=-x_grade').json()["items"]
    assert [row["name"] for row in found] == ["甲厂"]
    late = patch(owner, f"/partners/{made['id']}", {"x_score": "11"})
    assert [(one["code"], one["loc"]) for one in late.json()["errors"]] == [("too_large", ["x_score"])]


def test_what_another_process_adds_is_known_too(owner: Client, act: Act) -> None:
    """The other process leaves nothing here but two rows: the field, and the token."""
    stamp = {"created_at": act.at, "updated_at": act.at}
    for code in ("x_one", "x_two"):
        CustomField.objects.create(target="partners", code=code, label=code, kind="text", **stamp)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO identity_epoch (id, token) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token",
                (secrets.token_hex(16),),
            )
        assert code in described(owner)


def test_a_field_is_taken_away_and_comes_back_with_its_values(owner: Client) -> None:
    made = add(owner, "x_note")
    partner = post(owner, "/partners", {"code": "A", "name": "甲厂", "is_supplier": True, "x_note": "旧"}).json()
    assert owner.delete(f"/api/v1/custom-fields/{made['id']}").status_code == 204
    assert "x_note" not in owner.get(f"/api/v1/partners/{partner['id']}").json()
    patch(owner, f"/custom-fields/{made['id']}", {"hidden": False})
    assert owner.get(f"/api/v1/partners/{partner['id']}").json()["x_note"] == "旧"


@pytest.mark.parametrize(
    ("target", "change", "codes"),
    [
        ("goods_receipt", {"partner": {"hidden": True}}, {"design_not_allowed", "design_required_hidden"}),
        ("goods_receipt:line", {"quantity": {"required": False}}, {"design_not_allowed"}),
        ("goods_receipt:line", {"price": {"default": "5"}}, {"design_not_allowed"}),
        ("goods_receipt:line", {"quantity": {"type": "text"}}, {"design_not_allowed"}),
        ("goods_receipt", {"nothing": {"label": "x"}}, {"design_field_unknown"}),
        ("goods_receipt", {"handler": {"label": " "}}, {"design_bad_value"}),
    ],
)
def test_what_the_ledger_reads_is_not_touched(
    owner: Client, target: str, change: dict[str, Any], codes: set[str]
) -> None:
    answer = owner.put(f"/api/v1/form-designs/{target}", {"rev": 0, "fields": change}, content_type="application/json")
    assert {one["code"] for one in answer.json()["errors"]} == codes


def test_a_form_says_what_the_firm_wants(owner: Client) -> None:
    changes = {"handler": {"label": "收货人", "required": True, "order": 0}, "remarks": {"hidden": True}}
    saved = owner.put(
        "/api/v1/form-designs/goods_receipt", {"rev": 0, "fields": changes, "layout": {"columns": 2}},
        content_type="application/json",
    ).json()  # fmt: skip
    assert (saved["rev"], saved["layout"]) == (1, {"columns": 2})
    meta = owner.get("/api/v1/meta", headers={"accept-language": "zh-CN"}).json()
    fields = next(one for one in meta["document_types"] if one["code"] == "goods_receipt")["header_fields"]
    assert (fields[0]["label"], fields[0]["required"]) == ("收货人", True)
    assert "remarks" not in {field["name"] for field in fields if field["in_form"]}
    again = owner.put("/api/v1/form-designs/goods_receipt", {"rev": 0, "fields": {}}, content_type="application/json")
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("kind", "sent", "stored", "told"),
    [
        (FieldType.DECIMAL, "0.10", 0.1, "0.1"),
        (FieldType.DECIMAL, "123456789.123456", 123456789.123456, "123456789.123456"),
        (FieldType.DECIMAL, "-0", 0, "0"),
        (FieldType.AMOUNT, "1234567890123.45", 1234567890123.45, "1234567890123.45"),
        (FieldType.INTEGER, "7", 7, 7),
        (FieldType.DATE, "2026-03-10", "2026-03-10", "2026-03-10"),
        (FieldType.DATETIME, "2026-03-10T12:00:00+08:00", "2026-03-10T04:00:00Z", "2026-03-10T04:00:00Z"),
        (FieldType.BOOLEAN, False, False, False),
        (FieldType.TEXT, " 冷 ", "冷", "冷"),
        (FieldType.TEXT, "", None, None),
    ],
)
def test_a_value_is_written_in_one_way(kind: FieldType, sent: Any, stored: Any, told: Any) -> None:
    spec = FieldSpec("x_a", Text("甲", "A"), kind, key="f_1")
    assert encode(spec, from_json(spec, sent)) == stored
    assert decode(spec, stored) == told


def test_what_no_reader_could_give_back_is_refused() -> None:
    spec = FieldSpec("x_a", Text("甲", "A"), FieldType.DECIMAL, key="f_1")
    with pytest.raises(Invalid) as caught:
        encode(spec, from_json(spec, "123456789012.3456"))
    assert caught.value.code == "too_many_digits"
    assert decode(spec, "9.1") is None
    assert [pattern_problem(text) for text in (r"[A-Z]\d+", r"(a+)+b", "(", r"(a|a)*")] == [False, True, True, True]


def codes(answer: Any) -> list[tuple[str, list[str]]]:
    assert answer.status_code == 422, answer.content
    return [(one["code"], one["loc"]) for one in answer.json()["errors"]]


def test_rules_and_defaults_of_records_read_the_record(owner: Client) -> None:
    add(owner, "x_size", kind="number")
    add(owner, "x_rank", default_formula='IF({x_size} > 5, "大", "小")')
    add(owner, "x_why", required_when='{name} = "甲厂"', shown_when="{x_size} > 3")
    add(owner, "x_tax", unique=True, must_hold="LEN({x_tax}) = 3", message="三位")
    told = {"code": "A", "name": "甲厂", "is_supplier": True}
    assert codes(post(owner, "/partners", {**told, "x_size": "9"})) == [("required", ["x_why"])]
    assert codes(post(owner, "/partners", {**told, "x_tax": "12"})) == [("field_rule_broken", ["x_tax"])]
    made = post(owner, "/partners", {**told, "x_size": "9", "x_why": "因", "x_tax": "123"}).json()
    assert (made["x_rank"], made["x_why"]) == ("大", "因")
    other = {"code": "B", "name": "乙厂", "is_supplier": True}
    assert codes(post(owner, "/partners", {**other, "x_tax": "123"})) == [("value_taken", ["x_tax"])]
    assert post(owner, "/partners", {**other, "x_rank": "中"}).json()["x_rank"] == "中"
    changed = patch(owner, f"/partners/{made['id']}", {"x_size": "2", "x_tax": "123"}).json()
    assert (changed["x_why"], changed["x_rank"], changed["x_tax"]) == (None, "大", "123")
    answer = patch(owner, f"/partners/{made['id']}", {"x_size": "4"})
    assert codes(answer) == [("required", ["x_why"])]


def test_long_lists_are_not_sorted_by_what_no_index_answers_for(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = add(owner, "x_size", kind="number")
    for code in ("A", "B"):
        post(owner, "/partners", {"code": code, "name": code, "is_supplier": True, "x_size": "1"})
    assert (described(owner)["x_size"]["indexed"], owner.get("/api/v1/partners?sort=x_size").status_code) == (
        False,
        200,
    )
    monkeypatch.setattr(listing, "COUNT_CAP", 1)
    answer = owner.get("/api/v1/partners?sort=-x_size")
    assert (answer.status_code, answer.json()["code"]) == (400, "sort_not_accelerated")
    assert owner.get('/api/v1/partners?sort=x_size&filter=[["code","eq","A"]]').status_code == 200
    CustomField.objects.filter(pk=made["id"]).update(index_state="ready")
    epoch.renew()
    assert owner.get("/api/v1/partners?sort=-x_size").status_code == 200
