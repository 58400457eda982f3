"""The story of a form a firm makes for itself: made, filled in, decided, pushed down, taken away; through HTTP."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hengku.documents.models import Document, Line, UserForm
from hengku.documents.rules.pushes import fits
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.tests.conftest import World
from hengku.documents.tests.test_api import Api, api
from hengku.identity.models import Grant
from hengku.identity.queries import epoch
from hengku.kernel.texts import Text
from hengku.metadata.models import CustomField
from hengku.metadata.rules.configuration import CONFIGURATION
from hengku.metadata.types import FieldSpec, FieldType

__all__ = ["api"]
HEADER = {"business_date": "2026-03-10"}


def field(api: Api, target: str, code: str, kind: str, **more: Any) -> None:
    api.post("/custom-fields", {"target": target, "code": code, "label": code[2:], "kind": kind, **more}, status=201)


@pytest.fixture
def scrap(api: Api) -> dict[str, Any]:
    """报废申请: why, how much it is worth, and rows of goods."""
    made = api.post("/user-forms", {"name": "报废申请", "has_rows": True}, status=201)
    assert (made["code"], made["prefix"]) == ("u_bfsq", "BFSQ")
    field(api, "u_bfsq", "x_why", "choice", required=True, choices=[{"label": "破损"}, {"label": "过期"}])
    field(api, "u_bfsq", "x_worth", "amount")
    field(api, "u_bfsq:line", "x_goods", "item", required=True)
    field(api, "u_bfsq:line", "x_many", "number", required=True, least="1")
    return dict(made)


def body(world: World, worth: str = "600", **more: Any) -> dict[str, Any]:
    rows = [{"x_goods": str(world.bottle), "x_many": "3"}, {"x_goods": "code:T-002", "x_many": "1.5"}]
    [why] = CustomField.objects.filter(target="u_bfsq", code="x_why")
    header = {**HEADER, "book": str(world.book), "x_why": why.choices[0]["value"], "x_worth": worth}
    return {"type": "u_bfsq", "header": header, "lines": rows, **more}


def test_a_form_is_a_document_type_like_any_other(api: Api, world: World, scrap: dict[str, Any]) -> None:
    [told] = [one for one in api.get("/meta")["document_types"] if one["code"] == "u_bfsq"]
    assert (told["label"], told["room"], told["kind"]) == ("报废申请", "forms", "form")
    assert [one["name"] for one in told["header_fields"]] == ["business_date", "x_why", "x_worth"]
    assert [one["name"] for one in told["line_fields"]] == ["x_goods", "x_many"]

    refused = api.post(
        "/documents", {"type": "u_bfsq", "header": {**HEADER, "book": str(world.book)}, "lines": []}, status=422
    )
    assert {tuple(one["loc"]) for one in refused["errors"]} == {("lines",), ("header", "x_why")}
    document = api.post("/documents", body(world), status=201)
    assert document["number"] == "BFSQ-202603-0001"
    assert [(one["x_goods"]["code"], one["x_many"]) for one in document["lines"]] == [("T-001", "3"), ("T-002", "1.5")]
    assert "item" not in document["lines"][0]

    rows = [{**document["lines"][1], "x_many": "2"}]
    changed = {"rev": document["rev"], "header": {**HEADER, "x_worth": "60"}, "lines": rows}
    document = api.call("PUT", f"/documents/{document['id']}", changed)
    assert [(one["x_goods"]["code"], one["x_many"]) for one in document["lines"]] == [("T-002", "2")]
    api.post("/documents", body(world, "900"), status=201)
    listed = api.get("/documents?type=u_bfsq&sort=-x_worth&filter=" + '[["line_x_many","gt","1"]]')
    assert [one["x_worth"] for one in listed["items"]] == ["900.00", "60.00"]
    assert len(api.get("/documents?sort=number")["items"]) == 2

    for verb, state in (("submit", "SUBMITTED"), ("approve", "APPROVED"), ("unapprove", "DRAFT")):
        document = api.post(f"/documents/{document['id']}/transitions", {"transition": verb})
        assert document["state"] == state
    assert not Line.objects.filter(type="u_bfsq", item__isnull=False).exists()


def test_a_form_becomes_a_draft_and_shows_what_was_made_of_it(api: Api, world: World, scrap: dict[str, Any]) -> None:
    push = {
        "target": "test_order", "each": "row", "header": {"partner": "=", "warehouse": "x_worth"},
        "lines": {"item": "row.x_goods", "quantity": "row.x_many", "price": "x_worth"},
    }  # fmt: skip
    path = f"/user-forms/{scrap['id']}"
    refused = api.call("PATCH", path, {"pushes": [push]}, status=422)
    assert [one["loc"] for one in refused["errors"]] == [["pushes", 0, "header", "warehouse"]]
    push["header"] = {}
    api.call("PATCH", path, {"pushes": [push]})
    document = api.post("/documents", body(world), status=201)
    assert [(one["type"], one["allowed"]) for one in document["push_targets"]] == [("test_order", False)]
    api.post(f"/documents/{document['id']}/transitions", {"transition": "approve"})
    draft = api.get(f"/documents/{document['id']}/push-down?target=test_order")
    assert [(one["item"]["code"], one["quantity"], one["price"]) for one in draft["lines"]] == [
        ("T-001", "3", "600.00"), ("T-002", "1.5", "600.00"),
    ]  # fmt: skip
    draft["header"] |= {"partner": str(world.supplier), "warehouse": str(world.main), "book": str(world.book)}
    made = api.post("/documents", draft, status=201)
    assert (made["state"], made["lines"][0]["source"]["number"]) == ("DRAFT", document["number"])
    assert {one["type"] for one in api.get(f"/documents/{document['id']}/links")["nodes"]} == {"u_bfsq", "test_order"}
    refused = api.post(f"/documents/{document['id']}/transitions", {"transition": "unapprove"}, status=422)
    assert [one["code"] for one in refused["errors"]] == ["downstream_exists"]


def test_a_form_without_rows_makes_one_line(api: Api, world: World) -> None:
    made = api.post("/user-forms", {"name": "Loan", "code": "u_loan"}, status=201)
    field(api, "u_loan", "x_what", "item")
    push = {"target": "test_order", "each": "form", "lines": {"item": "x_what", "quantity": "=2"}}
    api.call("PATCH", f"/user-forms/{made['id']}", {"pushes": [push]})
    header = {**HEADER, "book": str(world.book), "x_what": str(world.bottle)}
    document = api.post(
        "/documents", {"type": "u_loan", "header": header, "lines": [], "transition": "approve"}, status=201
    )
    assert (document["state"], document["lines"]) == ("APPROVED", [])
    draft = api.get(f"/documents/{document['id']}/push-down?target=test_order")
    draft["header"] |= {"partner": str(world.supplier), "warehouse": str(world.main), "book": str(world.book)}
    order = api.post("/documents", draft, status=201)
    assert order["lines"][0]["source"]["document_id"] == document["id"]


def test_only_what_nobody_used_is_deleted(api: Api, world: World, scrap: dict[str, Any]) -> None:
    spare = api.post("/user-forms", {"name": "报废申请"}, status=201)
    assert spare["code"] == "u_bfsq1"
    api.call("DELETE", f"/user-forms/{spare['id']}", status=204)
    assert "u_bfsq1" not in DOCUMENT_TYPES
    document = api.post("/documents", body(world), status=201)
    refused = api.call("DELETE", f"/user-forms/{scrap['id']}", status=422)
    assert refused["errors"][0]["code"] == "form_used"
    api.call("PATCH", f"/user-forms/{scrap['id']}", {"archived": True})
    refused = api.post("/documents", body(world), status=422)
    assert [one["code"] for one in refused["errors"]] == ["form_archived"]
    assert api.get(f"/documents/{document['id']}")["number"] == document["number"]


def test_forms_are_known_by_the_version_of_descriptions_alone(
    api: Api, world: World, scrap: dict[str, Any], django_assert_num_queries: Any
) -> None:
    api.get("/documents?type=u_bfsq")
    token = epoch.noted()
    assert token
    with django_assert_num_queries(0):
        assert DOCUMENT_TYPES.get("u_bfsq").label == Text("报废申请", "报废申请")
        assert "u_other" not in DOCUMENT_TYPES
    epoch.note("")
    assert "u_bfsq" not in DOCUMENT_TYPES
    epoch.note(token)


def test_the_maker_s_role_may_use_the_form(api: Api, world: World) -> None:
    role = api.post(
        "/roles", {"code": "maker", "name": "Maker", "grants": [{"resource": "user-forms", "action": "*"}]}, status=201
    )
    user = {
        "username": "mia",
        "name": "Mia",
        "password": "Keeper-12345",
        "roles": [role["id"]],
        "must_change_password": False,
    }
    api.post("/users", user, status=201)
    mia = Api()
    mia.post("/session", {"username": "mia", "password": "Keeper-12345"})
    made = mia.post("/user-forms", {"name": "点检"}, status=201)
    assert made["code"] == "u_dj"
    mia.post("/documents", {"type": "u_dj", "header": {**HEADER, "book": str(world.book)}, "lines": []}, status=201)
    assert set(Grant.objects.filter(resource="u_dj").values_list("role__code", flat=True)) == {"maker"}
    bad = api.post("/user-forms", {"name": "X", "code": "goods"}, status=422)
    assert [one["code"] for one in bad["errors"]] == ["form_code_bad"]
    assert UserForm.objects.count() == 1


def test_forms_move_as_configuration(api: Api, world: World, scrap: dict[str, Any]) -> None:
    push = {"target": "test_order", "each": "row", "header": {}, "lines": {"item": "row.x_goods", "quantity": "=1"}}
    api.call("PATCH", f"/user-forms/{scrap['id']}", {"pushes": [push]})
    forms, drafts = CONFIGURATION.get("user-forms"), CONFIGURATION.get("form-drafts")
    kept, mapped = forms.read()["u_bfsq"], drafts.read()["u_bfsq"]
    assert kept is not None
    assert (kept["name"], kept["pattern"], mapped) == ("报废申请", "{prefix}-{yyyyMM}-{seq:4}", {"pushes": [push]})
    assert {use.key for use in drafts.uses("u_bfsq", mapped)} >= {"u_bfsq:line/x_goods", "test_order:line/item"}
    drafts.apply(world.act, "u_bfsq", None)
    forms.apply(world.act, "u_bfsq", None)
    assert "u_bfsq" not in DOCUMENT_TYPES
    forms.apply(world.act, "u_bfsq", kept)
    assert DOCUMENT_TYPES.get("u_bfsq").label.zh == "报废申请"
    api.post("/documents", {"type": "u_bfsq", "header": {**HEADER, "book": str(world.book)}, "lines": []}, status=201)
    forms.apply(world.act, "u_bfsq", None)
    assert forms.read() == {}
    forms.apply(world.act, "u_bfsq", kept)
    assert list(forms.read()) == ["u_bfsq"]


def test_lines_of_goods_still_need_an_item(world: World) -> None:
    order = Document.objects.create(
        type="test_order",
        book_id=world.book,
        business_date="2026-03-10",
        created_at=world.act.at,
        updated_at=world.act.at,
    )
    with pytest.raises(IntegrityError, match="line_of_goods_has_item_and_unit"), transaction.atomic():
        Line.objects.create(document=order, type="test_order", line_no=1, item_name="", quantity=1, base_quantity=1)


def test_which_values_go_where() -> None:
    def one(kind: FieldType, ref: str | None = None) -> FieldSpec:
        return FieldSpec("x", Text("x", "x"), kind, ref=ref)

    item, number, text = one(FieldType.REFERENCE, "items"), one(FieldType.DECIMAL), one(FieldType.TEXT)
    assert fits(item, one(FieldType.REFERENCE, "items"))
    assert not fits(item, one(FieldType.REFERENCE, "units"))
    assert not fits(text, item)
    assert fits(number, one(FieldType.QUANTITY))
    assert not fits(text, number)
    assert fits(number, text)
    assert not fits(one(FieldType.JSON), text)
