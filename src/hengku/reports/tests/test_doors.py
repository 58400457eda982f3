"""The same figures through every door; what a viewer may not see is in none of them."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from hengku.reports.rules.figures import grouped
from hengku.reports.tests.conftest import Month
from hengku.reports.tests.pdf_text import pdf_text

SignIn = Callable[[str], Client]
OCTOBER = "from=2026-10-01&to=2026-10-31"
REPORTS = {
    "on_hand": "group_by=item,warehouse",
    "movement_summary": f"{OCTOBER}&group_by=item",
    "stock_journal": OCTOBER,
    "stock_value": "",
    "purchase_execution": "",
    "sales_execution": "",
    "count_variance": "",
}
LEDGER_REPORTS = {
    "cost_ledger", "cost_pools", "month_average", "stock_places", "trial_balance", "account_ledger", "balance_sheet", "profit_statement",
    "tie_out",
}  # fmt: skip
COST_WORDS = ("amount", "unit_cost", "share", "ordered_net", "done_net")


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.content[:500]
    return answer


def figures(answer: dict[str, Any]) -> list[str]:
    """Every amount and quantity of rows and totals, as text."""
    wanted = {"quantity", "amount", "cost"}
    names = [column["name"] for column in answer["columns"] if column["type"] in wanted]
    rows: Iterable[dict[str, Any]] = [*answer["rows"], answer["totals"]]
    return [str(row[name]) for row in rows for name in names if row.get(name) is not None]


@pytest.mark.parametrize("name", [*REPORTS, "stock_ledger"])
def test_same_figures_in_every_form(month: Month, sign_in: SignIn, name: str) -> None:
    owner = sign_in("owner")
    query = REPORTS.get(name, f"{OCTOBER}&item=code:BOTTLE")
    told = get(owner, f"/reports/{name}?{query}").json()
    expected = figures(told)
    assert expected or name == "count_variance"
    text = get(owner, f"/reports/{name}?{query}&format=csv").content.decode("utf-8-sig")
    table = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    book = CalamineWorkbook.from_filelike(io.BytesIO(get(owner, f"/reports/{name}?{query}&format=xlsx").content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    paper = get(owner, f"/reports/{name}?{query}&format=pdf").content
    printed = pdf_text(paper)
    numbers = {float(cell) for cell in cells if isinstance(cell, int | float)}
    for figure in expected:
        assert figure in table
        assert float(figure) in numbers
        assert grouped(figure) in printed.replace(" ", "")
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + len(told["rows"]) + bool(told["totals"])


@pytest.mark.parametrize("name", [*REPORTS, "stock_ledger"])
def test_costs_stay_hidden(month: Month, sign_in: SignIn, name: str) -> None:
    """The keeper sees quantities everywhere and money nowhere, whatever the form."""
    keeper = sign_in("keeper_a")
    query = REPORTS.get(name, f"{OCTOBER}&item=code:BOTTLE")
    told = get(keeper, f"/reports/{name}?{query}").json()
    if name != "sales_execution":
        shown = [column["name"] for column in told["columns"]]
        assert not [one for one in shown if one.endswith(COST_WORDS)]
        assert not [one for row in told["rows"] for one in row if one.endswith(COST_WORDS)]
        assert not [one for one in told["totals"] if one.endswith(COST_WORDS)]
        header = get(keeper, f"/reports/{name}?{query}&format=csv").content.decode("utf-8-sig").splitlines()[0]
        assert "金额" not in header
        assert "成本" not in header


def test_a_keeper_sees_his_warehouse(month: Month, sign_in: SignIn) -> None:
    rows = get(sign_in("keeper_b"), "/reports/on_hand?group_by=item,warehouse").json()["rows"]
    assert {row["warehouse"]["name"] for row in rows} == {"B仓"}
    whole = get(sign_in("keeper_b"), "/reports/on_hand?group_by=item").json()["totals"]
    assert whole["on_hand"] == "88"
    stock = get(sign_in("keeper_b"), "/stock/on-hand?group_by=warehouse").json()["items"]
    assert [row["warehouse"]["name"] for row in stock] == ["B仓"]
    journal = get(sign_in("keeper_b"), f"/reports/stock_journal?{OCTOBER}").json()["rows"]
    assert {row["warehouse"]["name"] for row in journal} == {"B仓"}


@pytest.mark.parametrize(
    "path",
    [
        *(f"/reports/{name}" for name in REPORTS),
        "/stock/on-hand",
        "/stock/ledger?item=1",
        "/stock/items/1",
        "/dashboard",
        "/dashboard/money",
    ],
)
def test_strangers_see_nothing(month: Month, sign_in: SignIn, path: str) -> None:
    assert get(sign_in("stranger"), path, 403).json()["code"] == "permission_denied"


def test_reports_explain_what_is_wrong(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    for path, code in (
        ("/reports/on_hand?warehouse=code:NOWHERE", "record_not_found"),
        ("/reports/on_hand?as_of=yesterday", "bad_value"),
        ("/reports/on_hand?colour=red", "unknown_parameter"),
        ("/reports/stock_ledger", "parameter_required"),
        ("/reports/movement_summary?from=2026-10-09&to=2026-10-01", "date_order"),
        ("/stock/on-hand?group_by=moon", "bad_value"),
    ):
        assert get(owner, path, 422).json()["code"] == code
    assert get(owner, "/reports/nothing", 404).json()["code"] == "not_found"


def test_the_meta_describes_reports(month: Month, sign_in: SignIn) -> None:
    reports = {one["name"]: one for one in get(sign_in("owner"), "/meta").json()["reports"]}
    assert set(reports) >= {*REPORTS, *LEDGER_REPORTS, "stock_ledger"}
    assert reports["on_hand"]["label"] == "即时库存"
    hidden = {one["name"]: one for one in get(sign_in("keeper_a"), "/meta").json()["reports"]}
    assert "amount" not in [column["name"] for column in hidden["on_hand"]["columns"]]


def test_stock_pages(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    stock = get(owner, "/stock/on-hand?group_by=item,warehouse&limit=1").json()
    assert stock["items"][0]["item"]["code"] == "BOTTLE"
    assert stock["next_cursor"] == "1"
    rest = get(owner, "/stock/on-hand?group_by=item,warehouse&limit=1&cursor=1").json()
    assert [row["item"]["code"] for row in rest["items"]] == ["FLOUR"]
    assert rest["next_cursor"] is None
    whole = get(owner, "/stock/on-hand?group_by=item").json()["items"][0]
    assert (whole["quantity"], whole["in_transit"], whole["incoming"]) == ("190", "2", "72")
    ledger = get(owner, f"/stock/ledger?item=code:BOTTLE&{OCTOBER}").json()
    assert ledger["closing"] == ledger["items"][-1]["balance"] == "192"
    assert ledger["items"][0]["document"]["number"].startswith("CGRK")


def test_item_card(month: Month, sign_in: SignIn) -> None:
    card = get(sign_in("owner"), f"/stock/items/{month.company.bottle}").json()
    assert card["totals"]["on_hand"] == "190"
    assert {place["warehouse"]["name"] for place in card["places"]} == {"A仓", "B仓"}
    assert "BLOCKED" in {place["status"] for place in card["places"]}
    assert [(one["quantity"], one["warehouse"]) for one in card["reserved_by"]] == [("10", "A仓")]
    assert [(one["quantity"], one["partner"]) for one in card["incoming"]] == [("70", "甲供应商")]
    assert len(card["months"]) == 12
    hidden = get(sign_in("keeper_a"), f"/stock/items/{month.company.bottle}").json()
    assert "amount" not in hidden["totals"]


def test_scan(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    assert get(owner, "/stock/scan?code=16901234567899").json()["unit"]["name"] == "箱"
    assert get(owner, "/stock/scan?code=B-01").json()["kind"] == "bin"
    assert get(owner, "/stock/scan?code=nobody", 404).json()["code"] == "not_found"


def test_home(month: Month, sign_in: SignIn) -> None:
    home = get(sign_in("owner"), "/dashboard").json()
    value = get(sign_in("owner"), "/reports/stock_value").json()["totals"]["amount"]
    assert home["stock_value"]["amount"] == value
    assert len(home["trend"]) == 30
    assert {one["type"]: one["count"] for one in home["open_orders"]} == {"purchase_order": 1, "sales_order": 1}
    hidden = get(sign_in("keeper_a"), "/dashboard").json()
    assert "stock_value" not in hidden
    assert "trend" not in hidden


def test_home_of_who_keeps_the_books(month: Month, sign_in: SignIn) -> None:
    owner = sign_in("owner")
    money = get(owner, "/dashboard/money").json()
    last = money["months"][-1]["month"]
    assert money["months"][-1]["stock"] == get(owner, "/reports/tie_out").json()["totals"]["ledger"]
    for one in money["months"]:
        days = f"from={one['month']}-01&to={one['month']}-28"
        totals = get(owner, f"/reports/gross_profit?{days}").json()["totals"]
        assert (one["revenue"], one["cost"]) == (totals["revenue"], totals["cost"]), last
    owed = {one["side"]: one["total"] for one in money["owed"]}
    assert owed == {side: get(owner, f"/reports/aging?side={side}").json()["totals"]["total"] for side in ("AR", "AP")}
    assert get(sign_in("keeper_a"), "/dashboard/money").json() is None


def test_explanations(month: Month, sign_in: SignIn) -> None:
    owner, bottle = sign_in("owner"), month.company.bottle
    available = get(owner, f"/explain?figure=available&item={bottle}").json()
    assert (available["values"], available["result"]) == ("190 - 5 - 10", "175")
    assert available["rows"][0]["document"]["number"].startswith("XSDD")
    stands = get(owner, f"/explain?figure=on_hand&item={bottle}").json()
    assert stands["result"] == "190"
    worth = get(owner, f"/explain?figure=amount&item={bottle}").json()
    rows = get(owner, "/reports/on_hand?group_by=item").json()["rows"]
    assert worth["result"] == rows[0]["amount"]
    unit = get(owner, f"/explain?figure=unit_cost&item={bottle}").json()
    assert unit["result"] == rows[0]["unit_cost"]
    keeper = sign_in("keeper_a")
    assert get(keeper, f"/explain?figure=unit_cost&item={bottle}", 403).json()["code"] == "permission_denied"


def test_reading_costs_the_same_number_of_queries(month: Month, sign_in: SignIn) -> None:
    """However many rows there are: measured with one item and with all."""
    owner = sign_in("owner")
    for path in (
        "/stock/on-hand?group_by=item,warehouse",
        f"/reports/movement_summary?{OCTOBER}",
        f"/reports/stock_journal?{OCTOBER}",
    ):
        counts = []
        for narrowed in ("&q=FLOUR", ""):
            with CaptureQueriesContext(connection) as queries:
                get(owner, f"{path}{narrowed}")
            counts.append(len(queries))
        assert counts[0] == counts[1], path


@pytest.mark.parametrize("name", ["movement_summary", "stock_journal"])
def test_a_period_nobody_named_is_told(month: Month, sign_in: SignIn, name: str) -> None:
    told = get(sign_in("owner"), f"/reports/{name}").json()["parameters"]
    assert told["to"] >= told["from"] == f"{told['to'][:8]}01"
    paper = pdf_text(get(sign_in("owner"), f"/reports/{name}?format=pdf").content)
    assert told["from"] in paper
