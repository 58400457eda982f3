"""Rights on fields and rows hold on every surface, for every kind of record and every document type there is."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.contracts.conftest import SignIn

from hengku.documents.queries.describe import type_json
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import events_of
from hengku.documents.queries.incoming import Entry, drafts_from
from hengku.documents.queries.listing import each_document, each_line, list_documents
from hengku.documents.queries.print_data import print_data
from hengku.documents.queries.targets import document_targets
from hengku.documents.rules.list_fields import list_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.models import Role, User, UserRole
from hengku.identity.operations.roles import create_role
from hengku.identity.types import SYSTEM, Act, RowRule, Viewer
from hengku.kernel.errors import Refused
from hengku.metadata.api.routes import list_json
from hengku.metadata.queries.describe import resource_json
from hengku.metadata.queries.incoming import values_from
from hengku.metadata.queries.listing import ListParams, each_record
from hengku.metadata.queries.records import look_up, read_record, visible_to
from hengku.metadata.queries.row_conditions import read_condition, row_words, target_of_rows
from hengku.metadata.rules.registry import RESOURCES, targets_of
from hengku.metadata.types import FieldSpec, FieldType, Target
from hengku.reports.queries.described import describe_reports
from hengku.reports.rules.registry import REPORTS

TODAY = "2026-03-10"


def _without(target: str, name: str) -> Viewer:
    """Somebody who may everything and whose roles hide one field."""
    grants = {("*", "*"): SYSTEM.scopes("", "")}
    return Viewer(None, "x", "x", grants, fields={target: {name: "hidden"}})


def _refused(viewer: Viewer, one: FieldSpec, ask: Any) -> None:
    questions = [ListParams(sort=one.name), ListParams(fields=one.name)]
    if one.filterable:
        questions.append(ListParams(filter=json.dumps([[one.name, "isnull", True]])))
    for question in questions:
        with pytest.raises(Refused, match="unknown"):
            ask(question)


def test_a_hidden_field_of_a_record_appears_nowhere(boss: Client, sampled: dict[str, str]) -> None:
    tried, owner = 0, User.objects.get(username="boss").pk  # some records are shown to who made them alone
    for spec in RESOURCES:
        for one in spec.fields:
            if one.name in (spec.code_field, spec.title_field) or one.type is FieldType.PASSWORD:
                continue
            viewer, where = _without(spec.name, one.name), (spec.name, one.name)
            assert one.name not in {told["name"] for told in resource_json(spec, viewer)["fields"]}, where
            fields, _ = each_record(
                queryset=visible_to(spec=spec, viewer=viewer), fields=spec.fields, viewer=viewer, params=ListParams()
            )  # fmt: skip
            assert one.name not in {told.name for told in fields}, where
            _refused(viewer, one, lambda question, spec=spec, viewer=viewer: list_json(spec, viewer, question))
            with pytest.raises(Refused, match="unknown_field"):
                values_from(spec=spec, viewer=viewer, raw={one.name: None}, at=datetime.now(UTC), record_id=1)
            tried += 1
        if spec.name in sampled:  # what rows and records really carry, with every field hidden at once
            names = {one.name for one in spec.fields} - {spec.code_field, spec.title_field}
            rights: Any = {spec.name: dict.fromkeys(names, "hidden")}
            closed = replace(_without(spec.name, ""), user_id=owner, fields=rights)
            shown = [
                *list_json(spec, closed, ListParams())["items"],
                read_record(spec=spec, viewer=closed, record_id=int(sampled[spec.name])),
                *(hit["extra"] for hit in look_up(spec=spec, viewer=closed, q="", limit=5)),
            ]
            assert not [name for row in shown for name in row if name in names], spec.name
    assert tried > 150


def test_a_hidden_field_of_a_document_appears_nowhere(db: None) -> None:
    tried = 0
    for spec in DOCUMENT_TYPES:
        header, lines = document_targets(spec.code)
        for target in (header, lines):
            for one in target.fields:
                told = type_json(spec, _without(target.name, one.name))
                listed = [*told["header_fields"], *told["list_fields"]] if target is header else told["line_fields"]
                assert one.name not in {field["name"] for field in listed}, (target.name, one.name)
                tried += 1
        _nothing_of(spec, lines)
    assert tried > 1000


def _nothing_of(spec: DocTypeSpec, lines: Target) -> None:
    """With every field hidden at once: not asked for, not sorted or filtered by, not in the export of headers or lines."""
    names = [one.name for one in list_fields(spec) if one.name not in ("number", "state")]
    closed = replace(_without("", ""), fields={spec.code: dict.fromkeys(names, "hidden")})
    for one in list_fields(spec):
        if one.name in names and one.sortable:
            _refused(closed, one, lambda question: list_documents(viewer=closed, code=spec.code, params=question))
    shown, _ = each_document(viewer=closed, code=spec.code, params=ListParams())
    assert {one.name for one in shown} <= {"number", "state"}
    every = replace(closed, fields={lines.name: {one.name: "hidden" for one in lines.fields}})
    columns, _ = each_line(viewer=every, spec=spec, params=ListParams())
    assert not [one.name for one in columns if one.name.startswith("line_")]


def test_a_hidden_price_takes_every_figure_along(boss: Client, papers: dict[str, str]) -> None:
    """Detail, list, totals, print, history and export of a real paper, without the price of its lines."""
    code, document = "purchase_order", int(papers["purchase_order"])
    viewer = _without(f"{code}:line", "price")
    whole = replace(viewer, fields={})

    def everything(who: Viewer) -> str:
        rows = each_line(viewer=who, spec=DOCUMENT_TYPES.get(code), params=ListParams())[1]
        return str(
            [
                document_json(viewer=who, document_id=document),
                list_documents(viewer=who, code=code, params=ListParams()),
                print_data(viewer=who, document_id=document).document,
                events_of(viewer=who, document_id=document),
                list(rows),
            ]
        )

    assert {"1234.56", "4938.24"} <= {one for one in ("1234.56", "4938.24") if one in everything(whole)}
    assert not [one for one in ("1234.56", "4938.24", "5580.21") if one in everything(viewer)]
    with pytest.raises(Refused, match="sort_unknown"):
        list_documents(viewer=viewer, code=code, params=ListParams(sort="total_amount"))


def test_values_for_closed_fields_are_not_taken(boss: Client, papers: dict[str, str]) -> None:
    entry = Entry("purchase_order", {"business_date": TODAY, "remarks": "x"}, [{"item": "code:SAMPLE", "price": "9"}])
    for access in ("hidden", "read"):
        rights: Any = {"purchase_order": {"remarks": access}, "purchase_order:line": {"price": access}}
        viewer = replace(_without("", ""), fields=rights)
        draft = drafts_from(viewer=viewer, entries=[entry]).drafts[0]
        assert (draft.remarks, draft.lines[0].price) == ("", None)
    viewer = replace(_without("", ""), fields={"purchase_order": {"handler": "required"}})
    with pytest.raises(Refused) as caught:
        drafts_from(viewer=viewer, entries=[entry])
    assert [(one.code, one.loc[-1]) for one in caught.value.refusals] == [("required", "handler")]


def test_reports_leave_hidden_columns_out(boss: Client) -> None:
    full = {one["name"]: one["columns"] for one in describe_reports(_without("", ""))}
    for spec in REPORTS:
        name = full[spec.name][-1]["name"]
        viewer = _without(f"{spec.resource}:{spec.name}", name)
        [told] = [one for one in describe_reports(viewer) if one["name"] == spec.name]
        assert name not in {column["name"] for column in told["columns"]}, (spec.name, name)


ROWS = [one for one in targets_of() if one.model is not None]


def test_a_condition_reads_every_word_it_offers(db: None) -> None:
    """Each word compiles, joins and runs for lists of that kind, in the statements the list asks anyway."""
    for target in ROWS:
        words = list(row_words(target))
        formula = f"OR({', '.join(f'ISBLANK({{{path}}})' for path in (*words[:30], *words[-30:]))})"
        rule = RowRule(read_condition(target=target, formula=formula))
        grants = {("*", "*"): tuple(replace(one, role="r") for one in SYSTEM.scopes("", ""))}
        viewer = Viewer(None, "x", "x", grants, rows={("r", target.name): (rule,)})
        with CaptureQueriesContext(connection) as asked:
            if target.name in DOCUMENT_TYPES:
                list_documents(viewer=viewer, code=target.name, params=ListParams())
            else:
                list_json(RESOURCES.get(target.name), viewer, ListParams())
        narrowed = [query for query in asked.captured_queries if "COALESCE" in query["sql"]]
        assert len(narrowed) >= 2, target.name


@pytest.fixture
def narrow(act: Act, sign_in: SignIn, sampled: dict[str, str]) -> Client:
    """A buyer who sees one item, and no partner that is blocked; whose notes on items nobody shows them."""
    trees = [
        {"resource": resource, "formula": formula, "effect": effect,
         "tree": read_condition(target=target_of_rows(resource) or ROWS[0], formula=formula), "changes": False}
        for resource, formula, effect in (
            ("items", '{code} = "SAMPLE"', "only"),
            ("partners", '{code} = "SAMPLE-P"', "except"),
            ("purchase_order", "{total_amount} > 999999", "except"),
            ("goods_receipt", '{remarks} = "SECRET"', "except"),
        )
    ]  # fmt: skip
    grants = [{"resource": "*", "action": "*"}]
    limits = {"row_rules": trees, "field_rights": {"items": {"remarks": "hidden", "spec": "read"}}}
    role = create_role(act=act, code="narrow", name="窄", grants=grants, limits=limits)
    user = User.objects.get(username="stranger")
    UserRole.objects.create(user=user, role=Role.objects.get(pk=role))
    return sign_in("stranger")


def test_rows_out_of_reach_are_nowhere(narrow: Client, boss: Client, sampled: dict[str, str]) -> None:
    """List, look-up (the special one too), detail, export, change and use: another item and the partner do not exist."""
    other = boss.get("/api/v1/items/lookup", {"q": "SAMPLE-L"}).json()[0]["id"]
    assert [one["code"] for one in narrow.get("/api/v1/items").json()["items"]] == ["SAMPLE"]
    assert [one["code"] for one in narrow.get("/api/v1/items/lookup", {"q": "sample"}).json()] == ["SAMPLE"]
    assert [one["code"] for one in narrow.get("/api/v1/partners/lookup", {"q": "sample"}).json()] == []
    assert narrow.get(f"/api/v1/items/{other}").status_code == 404
    assert narrow.get(f"/api/v1/partners/{sampled['partners']}").status_code == 404
    assert "SAMPLE-L" not in narrow.get("/api/v1/items/export", {"format": "csv"}).content.decode()
    path = f"/api/v1/items/{other}"
    assert narrow.patch(path, json.dumps({"name": "x"}), content_type="application/json").status_code == 404
    order = {"type": "purchase_order", "header": {"business_date": TODAY, "partner": "code:SAMPLE-P", "warehouse": "code:CK01"},
             "lines": [{"item": other, "quantity": "1", "price": "1"}]}  # fmt: skip
    answer = narrow.post("/api/v1/documents", json.dumps(order), content_type="application/json")
    assert {error["code"] for error in answer.json()["errors"]} == {"unknown_reference"}


def test_a_field_to_look_at_is_not_changed(narrow: Client, boss: Client, sampled: dict[str, str]) -> None:
    path = f"/api/v1/items/{sampled['items']}"
    record = narrow.get(path).json()
    assert "remarks" not in record

    def send(**values: Any) -> Any:
        body = json.dumps({"rev": record["rev"], **values})
        return narrow.patch(path, body, content_type="application/json")

    assert send(spec="other").json()["errors"][0]["code"] == "field_read_only"
    assert send(remarks="other").json()["errors"][0]["code"] == "unknown_field"
    assert send(spec=record["spec"], name="新名").status_code == 200
    boss.patch(path, json.dumps({"remarks": "SECRET"}), content_type="application/json")
    mine = narrow.get("/api/v1/audit-entries", {"filter": json.dumps([["entity", "eq", "items"]])}).content.decode()
    assert "新名" in mine
    assert "SECRET" not in mine


def test_forbidden_rows_of_documents(narrow: Client, boss: Client, papers: dict[str, str], act: Act) -> None:
    from hengku.documents.models import Document

    path = f"/api/v1/documents/{papers['purchase_order']}"
    assert narrow.get(path).status_code == 200
    Document.objects.filter(pk=papers["purchase_order"]).update(total_amount=1_000_000)
    assert narrow.get(path).status_code == 404
    assert narrow.get("/api/v1/documents", {"type": "purchase_order"}).json()["items"] == []
    answer = narrow.post(
        f"{path}/transitions", json.dumps({"transition": "stop", "reason": "x"}), content_type="application/json"
    )
    assert answer.status_code == 404
    assert boss.get(path).status_code == 200


def test_the_editor_counts_what_a_condition_leaves(boss: Client, papers: dict[str, str]) -> None:
    def left(resource: str, formula: str) -> Any:
        body = json.dumps({"formula": formula})
        return boss.post(f"/api/v1/role-targets/{resource}/count", body, content_type="application/json").json()

    assert left("items", '{code} = "SAMPLE"') == {"total": 2, "left": 1}
    assert left("purchase_order", '{partner.code} = "SAMPLE-P"') == {"total": 1, "left": 1}
    assert left("purchase_order", '{line.item.code} = "SAMPLE"') == {"total": 1, "left": 1}
    assert left("purchase_order", 'AND({line.item.code} = "SAMPLE", {line.quantity} > 4)') == {"total": 1, "left": 0}
    assert left("partners", "ISBLANK({x_sample})")["left"] > left("partners", '{x_sample} = "样"')["left"] == 0
    assert left("purchase_order", "{nothing} = 1")["errors"][0]["code"] == "formula_unknown_field"
    told = {one["name"]: one for one in boss.get("/api/v1/role-targets").json()}
    assert {"purchase_order", "purchase_order:line", "items"} <= set(told)
    assert "me.department" in {one["path"] for one in boss.get("/api/v1/role-targets/items/words").json()["fields"]}


DAYS = {"from": "2026-01-01", "to": "2026-12-31", "month": "2026-11"}


@pytest.fixture
def hidden_goods(boss: Client, narrow: Client, papers: dict[str, str]) -> list[str]:
    """What tells of goods the narrow buyer must not find anywhere, in stock or on order, and the number of a receipt of other
    goods that they must not see."""
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date().isoformat()
    item = {"code": "SECRET-I", "name": "机密品", "base_unit": "code:SAMPLE-U", "minimum_stock": "99"}
    assert boss.post("/api/v1/items", json.dumps(item), content_type="application/json").status_code == 201
    maker = {"code": "OPEN-P", "name": "公开商", "is_supplier": True}
    assert boss.post("/api/v1/partners", json.dumps(maker), content_type="application/json").status_code == 201
    header = {"business_date": today, "partner": "code:OPEN-P", "warehouse": "code:CK01"}
    lines = [{"item": "code:SECRET-I", "quantity": "7", "price": "3.21"}]
    for type_, transition in (("purchase_order", "approve"), ("goods_receipt", "post")):
        body = {"type": type_, "header": header, "lines": lines, "transition": transition}
        answer = boss.post("/api/v1/documents", json.dumps(body), content_type="application/json")
        assert answer.status_code == 201, answer.json()
    lines = [{"item": "code:SAMPLE", "quantity": "1", "price": "3.21"}]
    paper = {"type": "goods_receipt", "header": {**header, "remarks": "SECRET"}, "lines": lines, "transition": "post"}
    number = boss.post("/api/v1/documents", json.dumps(paper), content_type="application/json").json()["number"]
    return ["SECRET-I", "机密品", number]


def test_goods_out_of_reach_are_in_no_report(boss: Client, narrow: Client, hidden_goods: list[str]) -> None:
    """Every report as page and as file, the stock pages, home, search, scans and datasets: never a word of what is out of reach,
    which everybody else does read there."""

    def told(client: Client, address: str, query: dict[str, str]) -> str:
        return client.get(f"/api/v1/{address}", query).content.decode()

    wanted = {
        "item": "code:SAMPLE",
        "partner": "code:OPEN-P",
        "lot": "SAMPLE-L1",
        "serial": "x",
        "document": "1",
        **DAYS,
    }
    addresses: list[tuple[str, dict[str, str]]] = [
        ("stock/on-hand", {"group_by": "item,warehouse"}), ("stock/on-hand", {"group_by": "item"}), ("dashboard", {}),
        ("search", {"q": "SECRET"}), ("stock/scan", {"code": "SECRET-I"}), ("items/lookup", {"q": "SECRET"}),
        ("items/export", {"format": "csv"}), ("reservations", {}),
    ]  # fmt: skip
    for spec in REPORTS:
        names = {one.name for one in spec.parameters}
        needed = {one.name: wanted[one.name] for one in spec.parameters if one.required and one.name in wanted}
        needed |= {name: day for name, day in DAYS.items() if name in names}
        addresses += [(f"reports/{spec.name}", {**needed, "format": kind}) for kind in ("json", "csv")]
    open_to_boss = [one for one in addresses if any(word in told(boss, *one) for word in hidden_goods)]
    assert len(open_to_boss) > 20, open_to_boss
    assert not [one for one in addresses if any(word in told(narrow, *one) for word in hidden_goods)]
    asked = [spec for spec in REPORTS if any(one.name == "item" for one in spec.parameters)]
    for spec in asked:
        answer = narrow.get(f"/api/v1/reports/{spec.name}", {"item": "code:SECRET-I"}).json()
        assert answer["errors"][0]["code"] in ("record_not_found", "parameter_required"), (spec.name, answer)
    assert len(asked) > 10
    question = {
        "dataset": "stock",
        "dimensions": [{"field": "item"}],
        "measures": [{"agg": "sum", "field": "quantity"}],
    }
    for address, body in (
        ("datasets/query", question),
        ("datasets/rows", {"dataset": "stock", "fields": ["item", "quantity"]}),
    ):
        texts = {
            client: client.post(
                f"/api/v1/{address}", json.dumps(body), content_type="application/json"
            ).content.decode()
            for client in (boss, narrow)
        }
        assert "SECRET-I" in texts[boss], texts[boss][:300]
        assert "SECRET-I" not in texts[narrow]
