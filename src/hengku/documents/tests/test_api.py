"""The story of an order through HTTP: entered, approved, received, looked at."""

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hengku.documents.tests.conftest import AT, World
from hengku.identity.operations.accounts import create_owner
from hengku.identity.operations.roles import seed_roles
from hengku.masterdata.models import Bin, Place, Warehouse
from hengku.masterdata.types import PlaceKind

_BALANCE = """
INSERT INTO ledger_balance (book_id, item_id, place_id, bin_id, quantity, last_date, status, second_quantity, may_be_negative)
VALUES (%s, %s, %s, %s, %s, %s, 'AVAILABLE', 0, false)
"""


class Api:
    """A signed-in client that speaks JSON."""

    def __init__(self) -> None:
        self.client = Client(headers={"Accept-Language": "zh-CN"})

    def call(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        answer = self.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == status, answer.content.decode()
        return json.loads(answer.content) if answer.content else None

    def get(self, path: str, status: int = 200) -> Any:
        return self.call("GET", path, status=status)

    def post(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        return self.call("POST", path, body, status, **headers)


@pytest.fixture
def api(world: World) -> Api:
    seed_roles(act=world.act)
    create_owner(act=world.act, username="boss", name="老板", password="correct horse battery")
    api = Api()
    api.post("/session", {"username": "boss", "password": "correct horse battery"})
    return api


def order_body(world: World, **more: Any) -> dict[str, Any]:
    header = {
        "partner": str(world.supplier),
        "warehouse": "code:TA",
        "business_date": "2026-03-10",
        "book": str(world.book),
    }
    lines = [
        {"item": "code:T-001", "unit": {"id": str(world.box)}, "quantity": "2", "price": "120"},
        {"item": str(world.flour), "quantity": "1.5", "price": "3.333"},
    ]
    return {"type": "test_order", "header": header, "lines": lines, **more}


def test_from_order_to_receipt(world: World, api: Api) -> None:
    order = api.post("/documents", order_body(world), 201)
    assert (order["number"], order["state"], order["total_amount"]) == ("TDD-202603-0001", "DRAFT", "276.65")
    assert [verb["name"] for verb in order["allowed_transitions"] if verb["allowed"]] == ["submit", "approve", "void"]
    assert order["lines"][0]["item"] == {"id": str(world.bottle), "code": "T-001", "name": "酱油", "spec": "500ml"}
    assert (order["lines"][0]["unit"]["name"], order["lines"][0]["base_quantity"]) == ("箱", "24")
    order = api.post(f"/documents/{order['id']}/transitions", {"transition": "approve", "rev": order["rev"]})
    assert (order["state"], order["execution"]) == ("APPROVED", "NONE")
    assert order["push_targets"] == [{"type": "test_receipt", "label": "试入库单", "allowed": True}]

    draft = api.get(f"/documents/{order['id']}/push-down?target=test_receipt")
    assert [line["quantity"] for line in draft["lines"]] == ["2", "1.5"]
    draft["lines"][0]["quantity"] = "1"
    draft["header"]["business_date"] = "2026-03-10"
    receipt = api.post("/documents", {**draft, "transition": "post"}, 201)
    assert (receipt["state"], receipt["lines"][0]["base_quantity"]) == ("POSTED", "12")
    assert receipt["lines"][0]["source"]["number"] == "TDD-202603-0001"

    order = api.get(f"/documents/{order['id']}")
    assert order["execution"] == "PARTIAL"
    assert [line["remaining_quantity"] for line in order["lines"]] == ["12", "0"]
    unapprove = next(verb for verb in order["allowed_transitions"] if verb["name"] == "unapprove")
    assert (unapprove["allowed"], unapprove["reasons"][0]["code"]) == (False, "downstream_exists")
    graph = api.get(f"/documents/{receipt['id']}/links")
    assert {node["number"] for node in graph["nodes"]} == {"TDD-202603-0001", "TRK-202603-0001"}
    assert graph["edges"][0]["quantity"] == "13.5"
    events = api.get(f"/documents/{receipt['id']}/events")["items"]
    assert [(event["transition"], event["actor"]["name"]) for event in events] == [("post", "老板"), ("create", "老板")]


def test_lists_filter_by_execution_and_add_up(world: World, api: Api) -> None:
    for _ in range(2):
        api.post("/documents", order_body(world, transition="approve"), 201)
    partial = api.get("/documents?type=test_order&filter=" + quote('[["execution","in",["NONE"]]]'))
    assert (partial["count"], partial["totals"]["total_amount"]) == (2, "553.30")
    row = partial["items"][0]
    assert (row["number"], row["execution"], row["partner"]["name"]) == ("TDD-202603-0002", "NONE", "甲供应商")
    first = api.get(f"/documents/{partial['items'][1]['id']}/push-down?target=test_receipt")
    first["header"]["business_date"] = "2026-03-10"
    api.post("/documents", {**first, "transition": "post"}, 201)
    done = api.get("/documents?type=test_order&filter=" + quote('[["execution","eq","DONE"]]'))
    assert [item["number"] for item in done["items"]] == ["TDD-202603-0001"]
    everything = api.get("/documents?type=test_order")["items"]
    assert [(item["number"], item["execution"]) for item in everything] == [
        ("TDD-202603-0002", "NONE"), ("TDD-202603-0001", "DONE"),
    ]  # fmt: skip
    api.post(f"/documents/{everything[0]['id']}/transitions", {"transition": "stop", "reason": "缺货"})
    assert api.get("/documents?type=test_order")["items"][0]["execution"] == "STOPPED"
    assert api.get(f"/documents/{everything[0]['id']}")["execution"] == "STOPPED"
    assert api.get("/documents?type=test_order&q=0002")["count"] == 1
    assert api.get("/documents")["count"] == 3


def test_quantities_are_told_unit_by_unit(world: World, api: Api) -> None:
    for _ in range(2):
        api.post("/documents", order_body(world, transition="approve"), 201)
    page = api.get("/documents?type=test_order")
    told = [(one["unit"]["name"], one["quantity"]) for one in page["items"][0]["quantity_by_unit"]]
    units = {"箱": "2", "千克": "1.5"}
    assert dict(told) == units
    assert {one["unit"]["name"]: one["quantity"] for one in page["totals"]["quantity_by_unit"]} == {
        "箱": "4",
        "千克": "3",
    }
    assert "total_quantity" not in page["totals"]
    none = api.get("/documents?type=test_order&filter=" + quote('[["state","eq","VOID"]]'))
    assert none["totals"]["quantity_by_unit"] == []
    sheet = api.client.get("/api/v1/documents/export?type=test_order&format=csv&fields=number,total_quantity")
    assert (
        " · ".join(f"{quantity} {unit}" for unit, quantity in told) in sheet.content.decode("utf-8-sig").splitlines()[1]
    )


def test_a_draft_is_replaced_and_a_stale_copy_refused(world: World, api: Api) -> None:
    order = api.post("/documents", order_body(world), 201)
    body = order_body(world)
    body.pop("type")
    lines = [{"id": order["lines"][1]["id"], "item": str(world.flour), "quantity": "9", "price": "1"}]
    changed = api.call("PUT", f"/documents/{order['id']}", {"rev": 1, "header": body["header"], "lines": lines})
    assert (changed["rev"], changed["lines"][0]["id"]) == (2, order["lines"][1]["id"])
    problem = api.call(
        "PUT", f"/documents/{order['id']}", {"rev": 1, "header": body["header"], "lines": lines}, status=409
    )
    assert (problem["code"], problem["params"]["changed_by"]) == ("stale_revision", "老板")
    api.call("DELETE", f"/documents/{order['id']}", status=204)
    assert api.get(f"/documents/{order['id']}")["state"] == "VOID"


def test_refusals_have_places_and_words(world: World, api: Api) -> None:
    body = order_body(world)
    body["lines"][0]["quantity"] = "-1"
    body["lines"][1]["item"] = "code:NOPE"
    problem = api.post("/documents", body, 422)
    assert [error["loc"] for error in problem["errors"]] == [["lines", 1, "item"]]
    body["lines"][1]["item"] = str(world.flour)
    body["lines"][1]["price"] = "-3"
    problem = api.post("/documents", body, 422)
    assert [(error["loc"], error["message"]) for error in problem["errors"]] == [
        (["lines", 0, "quantity"], "T-001 酱油 的数量必须大于 0。"),
        (["lines", 1, "price"], "T-002 面粉 的单价不能为负。"),
    ]


def test_a_batch_and_minimal_answers(world: World, api: Api) -> None:
    ids = [api.post("/documents", order_body(world), 201, Prefer="return=minimal")["id"] for _ in range(2)]
    commands = {"documents": [{"id": one, "transition": "approve"} for one in ids]}
    answer = api.post("/documents/batch-transitions", commands)
    assert [item["state"] for item in answer["items"]] == ["APPROVED", "APPROVED"]
    assert api.post("/documents/batch-transitions", commands, 409)["code"] == "state"


def test_comments_and_files(world: World, api: Api) -> None:
    order = api.post("/documents", order_body(world), 201)
    api.post(f"/documents/{order['id']}/comments", {"text": "催货"}, 201)
    assert [item["text"] for item in api.get(f"/documents/{order['id']}/comments")["items"]] == ["催货"]
    path = f"/api/v1/documents/{order['id']}/attachments"
    sent = api.client.post(path, {"file": SimpleUploadedFile("合同.pdf", b"%PDF-1.7 x")})
    assert sent.status_code == 201, sent.content
    refused = api.client.post(path, {"file": SimpleUploadedFile("页面.html", b"<script>")})
    assert refused.json()["code"] == "file_type"
    kept = api.get(f"/documents/{order['id']}/attachments")["items"][0]
    got = api.client.get(f"{path}/{kept['id']}")
    assert got.getvalue() == b"%PDF-1.7 x"


def test_export_has_a_row_per_line(world: World, api: Api) -> None:
    api.post("/documents", order_body(world), 201)
    answer = api.client.get("/api/v1/documents/export?type=test_order&format=csv&lines=true")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "T-001 酱油" in rows[1]


def test_the_description_knows_the_types(world: World, api: Api) -> None:
    meta = api.get("/meta")
    order = next(one for one in meta["document_types"] if one["code"] == "test_order")
    assert order["push_targets"] == ["test_receipt"]
    assert [field["name"] for field in order["line_fields"]][-3:] == [
        "total",
        "executed_quantity",
        "remaining_quantity",
    ]
    assert meta["states"]["document"]["POSTED"]["label"] == "已过账"
    assert meta["viewer"]["can"]["test_order:approve"] is True


def test_beside_a_line_stand_stock_and_last_price(world: World, api: Api) -> None:
    order = api.post("/documents", order_body(world, transition="approve"), 201)
    assert order["state"] == "APPROVED"
    found = api.get(
        f"/stock/line-context?items={world.bottle},{world.flour}&partner={world.supplier}&warehouse={world.main}"
    )
    assert found[str(world.bottle)] == {
        "on_hand": "0", "available": "0", "reserved": "0", "incoming": "24", "last_price": "10",
    }  # fmt: skip
    assert (
        "last_price"
        not in api.get(f"/stock/line-context?items={world.bottle}&partner={world.customer}")[str(world.bottle)]
    )


def test_in_a_warehouse_of_bins_stands_where_the_item_lies_or_lay(world: World, api: Api) -> None:
    asked = f"/stock/line-context?items={world.bottle},{world.flour}&warehouse={world.side}"
    assert "bin" not in api.get(asked)[str(world.bottle)]
    Warehouse.objects.filter(pk=world.side).update(uses_bins=True)
    assert api.get(asked)[str(world.bottle)]["bin"] is None
    place, _ = Place.objects.get_or_create(kind=PlaceKind.WAREHOUSE, warehouse_id=world.side)
    more, last = (
        Bin.objects.create(warehouse_id=world.side, code=code, created_at=AT, updated_at=AT)
        for code in ("B-02", "B-03")
    )
    for bin_id, quantity, day in ((world.bin, 3, 1), (more.pk, 8, 2), (last.pk, 0, 9)):
        balance = (world.book, world.bottle, place.pk, bin_id, quantity, date(2026, 3, day))
        with connection.cursor() as cursor:
            cursor.execute(_BALANCE, balance)
    assert api.get(asked)[str(world.bottle)]["bin"]["code"] == "B-02"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_balance SET quantity = 0")
    found = api.get(asked)
    assert found[str(world.bottle)]["bin"]["code"] == "B-03"
    assert found[str(world.flour)]["bin"] is None


@pytest.mark.parametrize(
    ("line", "place", "told"),
    [
        ({"quantity": "1e15", "price": "1"}, "quantity", "999,999,999,999"),
        ({"quantity": "1000000000000000", "price": "1"}, "quantity", "999,999,999,999"),
        ({"quantity": "1", "price": "1000000000000000"}, "price", "999,999,999,999"),
        ({"quantity": "99999999999", "price": "99999999999"}, "price", "99,999,999,999,999.99"),
        ({"unit": "code:t-box", "quantity": "100000000000", "price": "1"}, "quantity", "999,999,999,999"),
    ],
)
def test_a_number_too_large_is_refused_at_its_cell(
    world: World, api: Api, line: dict[str, str], place: str, told: str
) -> None:
    body = order_body(world)
    body["lines"][0] = {"item": "code:T-001", **line}
    (error,) = api.post("/documents", body, 422)["errors"]
    assert error["loc"] == ["lines", 0, place]
    assert told in error["message"]


def test_lines_that_are_too_much_together_are_refused(world: World, api: Api) -> None:
    body = order_body(world)
    body["lines"] = [{"item": "code:T-001", "quantity": "600000000000", "price": "1"}] * 2
    (error,) = api.post("/documents", body, 422)["errors"]
    assert (error["loc"], error["code"]) == (["lines"], "document_too_large")


@pytest.mark.parametrize(("rate", "code"), [("-1", "fraction_bad"), ("13", "fraction_bad"), ("1.01", "fraction_bad")])
def test_a_tax_rate_lies_between_nothing_and_all(world: World, api: Api, rate: str, code: str) -> None:
    body = order_body(world)
    body["lines"][1]["tax_rate"] = rate
    (error,) = api.post("/documents", body, 422)["errors"]
    assert (error["loc"], error["code"]) == (["lines", 1, "tax_rate"], code)


@pytest.mark.parametrize("day", ["9999-12-31", "1066-10-14"])
def test_a_date_nobody_can_mean_is_refused(world: World, api: Api, day: str) -> None:
    body = order_body(world)
    body["header"]["business_date"] = day
    (error,) = api.post("/documents", body, 422)["errors"]
    assert (error["loc"], error["code"]) == (["header", "business_date"], "date_out_of_reach")
    assert day in error["message"]


def test_an_order_may_be_dated_ahead(world: World, api: Api) -> None:
    body = order_body(world)
    body["header"]["business_date"] = f"{datetime.now(tz=UTC).year + 1}-06-30"
    assert api.post("/documents", body, 201)["state"] == "DRAFT"


def test_goods_never_bought_propose_the_price_of_the_list(world: World, api: Api) -> None:
    path = f"/stock/line-context?items={world.bottle}&partner={world.supplier}"
    assert "last_price" not in api.get(path)[str(world.bottle)]
    api.post("/price-entries", {"item": "code:T-001", "kind": "PURCHASE", "price": "1.15"}, 201)
    assert api.get(path)[str(world.bottle)]["last_price"] == "1.15"
    api.post("/documents", order_body(world, transition="approve"), 201)
    assert api.get(path)[str(world.bottle)]["last_price"] == "10", "what was paid last wins"
