"""A month of a small company, asked about by its owner, its keepers and a stranger."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.world import Company, Person, from_line, line, make_company, move_on, save, tell

from hengku.kernel.texts import speak
from hengku.masterdata.models import Partner
from hengku.metadata.models import CustomField
from hengku.metadata.operations.custom_fields import create_field

pytestmark = pytest.mark.django_db
POSTED = ["state", "in", ["POSTED", "REVERSED"]]


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """Made once: questions only read."""
    speak("zh-CN")
    account_sets: Any = connection
    with django_db_blocker.unblock(), transaction.atomic():
        account_sets.set_schema("main")
        yield make_week()
        transaction.set_rollback(True)


def make_week() -> Company:
    """Receipts in A (10 × 3 and 4 × 5) and B (7 × 2), a reversed one, a draft; an order and its shipment."""
    company = make_company(people=True)
    bottle, flour = company.bottle, company.flour
    add_own_fields(company)
    tell(
        company, "goods_receipt", line(bottle, "10", price="3", extra={"x_temp": Decimal("4.5")}),
        line(flour, "4", price="5", extra={"x_temp": Decimal("9.1")}), on=date(2026, 10, 1),
        extra={"x_until": date(2026, 11, 3), "x_for": company.customer},
    )  # fmt: skip
    tell(
        company,
        "goods_receipt",
        line(bottle, "7", price="2", bin_id=company.b1),
        on=date(2026, 10, 6),
        warehouse_id=company.b,
    )
    wrong = tell(company, "goods_receipt", line(bottle, "1", price="99"), on=date(2026, 10, 7))
    move_on(company, wrong.id, "reverse", reason="录错", business_date=date(2026, 10, 8))
    save(company, "goods_receipt", line(bottle, "5", price="1000"), on=date(2026, 10, 9))
    order = tell(company, "sales_order", line(bottle, "6", price="8"), on=date(2026, 10, 10))
    tell(company, "shipment", from_line(order.lines[0].id, "6"), on=date(2026, 10, 11))
    return company


def add_own_fields(company: Company) -> None:
    """Own fields of receipts, of their lines and of partners, as the firm might keep them."""
    for target, code, kind in (
        ("goods_receipt:line", "x_temp", "number"),
        ("goods_receipt", "x_until", "date"),
        ("goods_receipt", "x_for", "partner"),
        ("partners", "x_class", "text"),
    ):
        create_field(act=company.act(), values={"target": target, "code": code, "label": code, "kind": kind})
    [key] = CustomField.objects.filter(target="partners").values_list("pk", flat=True)
    Partner.objects.filter(pk=company.supplier).update(ext={f"f_{key}": "甲级"})


def ask(person: Person, dataset: str, *, status: int = 200, **raw: Any) -> Any:
    return person.post("/datasets/query", {"dataset": dataset, **raw}, status=status)


def test_groups_figures_and_totals(company: Company) -> None:
    owner = Person("owner")
    weeks = ask(
        owner, "goods_receipt", filters=[POSTED],
        dimensions=[{"field": "business_date", "grain": "week"}],
        measures=[{"field": "total_net", "agg": "sum"}, {"agg": "count"}, {"formula": "SUM({total_net}) / COUNTUNIQUE({warehouse})"}],
    )  # fmt: skip
    # The reversed receipt and its mirror cancel out; the draft is not asked about.
    assert [(row["d0"], row["m0"], row["m1"]) for row in weeks["rows"]] == [
        ("2026-09-28", "50.00", 1),
        ("2026-10-05", "14.00", 3),
    ]
    assert weeks["totals"] == {"m0": "64.00", "m1": 4, "m2": "32"}
    items = ask(
        owner, "goods_receipt:line", filters=[POSTED], sort="-m0",
        dimensions=[{"field": "lines.item"}], measures=[{"field": "lines.amount", "agg": "sum"}, {"field": "lines.price", "agg": "max"}],
    )  # fmt: skip
    assert [(row["d0"]["id"], row["m0"]) for row in items["rows"]] == [
        (str(company.bottle), "44.00"),
        (str(company.flour), "20.00"),
    ]
    assert items["rows"][0]["d0"]["name"]


def test_pivot_compare_and_join(company: Company) -> None:
    owner = Person("owner")
    pivot = ask(
        owner, "goods_receipt:line", filters=[POSTED], subtotals=True,
        dimensions=[{"field": "lines.item.base_unit"}, {"field": "warehouse"}], measures=[{"field": "lines.amount", "agg": "sum"}],
    )  # fmt: skip
    assert len(pivot["rows"]) == 3
    assert {row["d1"]["id"]: row["m0"] for row in pivot["subtotals"]["d1"]} == {
        str(company.a): "50.00",
        str(company.b): "14.00",
    }
    week: dict[str, Any] = {
        "filters": [["business_date", "between", ["2026-10-05", "2026-10-11"]], POSTED],
        "measures": [{"field": "total_net", "agg": "sum"}],
    }
    assert ask(owner, "goods_receipt", **week)["rows"] == [{"m0": "14.00"}]
    before = ask(owner, "goods_receipt", **week, compare="previous")
    assert (before["rows"], before["filters"][0][2]) == ([{"m0": "50.00"}], ["2026-09-28", "2026-10-04"])
    assert (
        ask(
            owner,
            "goods_receipt",
            filters=[["business_date", "within", "ever"]],
            measures=[{"agg": "count"}],
            status=400,
        )["code"]
        == "period_unknown"
    )


def test_own_fields_are_asked_about_like_any_other(company: Company) -> None:
    owner = Person("owner")
    lines = ask(
        owner, "goods_receipt:line", filters=[["lines.x_temp", "gt", "4"]],
        dimensions=[{"field": "x_for"}, {"field": "x_until", "grain": "month"}, {"field": "partner.x_class"}],
        measures=[{"field": "lines.x_temp", "agg": "max"}, {"formula": "SUM({lines.x_temp}) * 2"}, {"field": "lines.amount", "agg": "sum"}],
    )  # fmt: skip
    [row] = lines["rows"]
    assert (row["d0"]["id"], row["d1"], row["d2"]) == (str(company.customer), "2026-11-01", "甲级")
    assert (row["m0"], row["m1"], row["m2"]) == ("9.1", "27.2", "50.00")
    headers = ask(
        owner,
        "goods_receipt",
        filters=[["x_for", "eq", str(company.customer)], ["x_until", "gte", "2026-11-01"]],
        measures=[{"agg": "count"}],
    )
    assert headers["totals"] == {"m0": 1}
    rows = owner.post(
        "/datasets/rows",
        {"dataset": "goods_receipt:line", "fields": ["lines.x_temp", "x_for"], "sort": "lines.x_temp", "limit": 1},
    )["rows"]
    assert [(one["lines.x_temp"], one["x_for"]["name"]) for one in rows] == [("4.5", "乙客户")]


def test_stock_and_what_things_cost(company: Company) -> None:
    owner = Person("owner")
    on_hand = ask(owner, "stock", dimensions=[{"field": "warehouse"}], measures=[{"field": "quantity", "agg": "sum"}])
    assert {row["d0"]["id"]: row["m0"] for row in on_hand["rows"]} == {str(company.a): "8", str(company.b): "7"}
    cost = [{"field": "lines.cost_amount", "agg": "sum"}]
    assert ask(owner, "shipment:line", measures=cost)["totals"] == {"m0": "15.53"}
    assert ask(owner, "stock_value", measures=[{"field": "amount", "agg": "sum"}])["totals"] == {"m0": "48.47"}


def test_each_sees_only_what_is_theirs(company: Company) -> None:
    keeper, stranger = Person("keeper_b"), Person("stranger")
    mine = ask(keeper, "goods_receipt", dimensions=[{"field": "warehouse"}], measures=[{"agg": "count"}])
    assert [(row["d0"]["id"], row["m0"]) for row in mine["rows"]] == [(str(company.b), 1)]
    assert ask(keeper, "stock", dimensions=[{"field": "warehouse"}], measures=[{"agg": "count"}])["totals"] == {"m0": 1}
    rows = keeper.post(
        "/datasets/rows", {"dataset": "goods_receipt:line", "fields": ["number", "lines.item", "lines.quantity"]}
    )
    assert [row["lines.quantity"] for row in rows["rows"]] == ["7"]
    # What the keeper's roles hide is neither offered nor answered, in whatever part of the question it is asked.
    offered = {field["name"] for field in keeper.get("/datasets/goods_receipt:line")["fields"]}
    assert not offered & {"lines.price", "lines.amount", "lines.total", "lines.cost_amount", "total_amount"}
    hidden = ("lines.price", "lines.cost_amount", "lines.item.standard_cost")
    for name in hidden:
        asked: dict[str, Any]
        for asked in (
            {"measures": [{"field": name, "agg": "max"}]},
            {"dimensions": [{"field": name}]},
            {"measures": [{"formula": f"SUM({{{name}}})"}]},
            {"measures": [{"agg": "count"}], "filters": [[name, "gt", "0"]]},
        ):
            assert ask(keeper, "goods_receipt:line", **asked, status=400)["code"].endswith(
                ("field_unknown", "unknown_field")
            ), (name, asked)
        keeper.post("/datasets/rows", {"dataset": "goods_receipt:line", "fields": [name]}, status=400)
    assert stranger.get("/datasets")["datasets"] == []
    for path in ("/datasets/goods_receipt", "/datasets/users"):
        stranger.get(path, status=404)
    assert ask(stranger, "goods_receipt", measures=[{"agg": "count"}], status=404)["code"] == "dataset_unknown"


def test_every_dataset_answers(company: Company) -> None:
    """Each field of each dataset can be grouped by, asked for and listed as it is offered; one statement a question."""
    owner = Person("owner")
    told = owner.get("/datasets")["datasets"]
    assert {"goods_receipt", "goods_receipt:line", "stock", "items", "open-items"} <= {one["name"] for one in told}
    for name in ("goods_receipt", "shipment:line", "stock", "stock_value", "items", "partners", "open-items"):
        fields = owner.get(f"/datasets/{name}")["fields"]
        for at in range(0, len(fields), 4):
            some = [field for field in fields[at : at + 4] if field["groups"]]
            dimensions = [{"field": field["name"], "grain": (field["grains"] or [None])[-1]} for field in some]
            measures = [{"field": field["name"], "agg": agg} for field in some for agg in field["aggregates"][:3]]
            ask(owner, name, dimensions=dimensions, measures=measures or [{"agg": "count"}], subtotals=True)
            owner.post("/datasets/rows", {"dataset": name, "fields": [field["name"] for field in some]})
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask(
            owner,
            "goods_receipt:line",
            dimensions=[{"field": "lines.item"}, {"field": "partner"}],
            measures=[{"field": "lines.amount", "agg": "sum"}],
        )
    assert sum("GROUPING SETS" in query["sql"] for query in captured.captured_queries) == 1
