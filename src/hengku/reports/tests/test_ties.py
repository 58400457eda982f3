"""Totals foot and tie: on-hand = stock book = movement summary; stock value = cost pools; rows add up to totals."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction

from hengku.identity.types import SYSTEM
from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.ledger.operations.fold import fold
from hengku.metadata.rules.invariants import CheckWindow
from hengku.reports.queries.answer import answer_report
from hengku.reports.queries.deliver import deliver_report
from hengku.reports.queries.prove import reports_agree
from hengku.reports.tests.conftest import NOW, Month, enter_main
from hengku.reports.types import Page, ReportAnswer

ALL_ROWS = Page()
ALL_DAYS = {"from": "2026-10-01", "to": "2026-10-31"}


def ask(name: str, **raw: Any) -> ReportAnswer:
    """All rows as the system sees them at the end of the month; `page` asks for some of them."""
    page = raw.pop("page", ALL_ROWS)
    parameters = {key: str(value) for key, value in raw.items()}
    answer = answer_report(viewer=SYSTEM, name=name, raw=parameters, at=NOW, page=page)
    return ReportAnswer(
        answer.spec, answer.question, answer.columns, list(answer.rows), answer.totals, answer.count, answer.has_more
    )


def rows_of(answer: ReportAnswer, key: str = "item") -> dict[Any, Mapping[str, Any]]:
    return {row[key]["code"]: row for row in answer.rows}  # type: ignore[index]  # references are mappings


def ours(figures: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Quantity in warehouses and on the way, and what both are worth."""
    return figures["on_hand"] + figures["in_transit"], figures["amount"]


def summed(answer: ReportAnswer, name: str) -> Decimal:
    rows: list[Any] = list(answer.rows)
    return sum((row[name] for row in rows if row[name] is not None), Decimal(0))


def assert_foots(answer: ReportAnswer, *names: str) -> None:
    for name in names:
        assert summed(answer, name) == answer.totals[name], name


def pools() -> dict[str, tuple[Decimal, Decimal]]:
    """Quantity and amount of the cost pools by item, straight from the table."""
    found = sql.rows(
        connection,
        "SELECT i.code, sum(p.quantity), sum(p.amount) FROM ledger_cost_pool p JOIN masterdata_item i ON i.id = p.item_id"
        " GROUP BY 1",
    )
    return {code: (quantity, amount) for code, quantity, amount in found}


@pytest.fixture(params=["fresh", "folded"], scope="module")
def ledger(request: pytest.FixtureRequest, month: Month) -> Month:
    """The same figures before and after the months are folded."""
    if request.param == "folded":
        enter_main()
        while fold(limit=5):
            pass
    return month


def test_on_hand_is_the_cost_pools(ledger: Month) -> None:
    answer = ask("on_hand", group_by="item")
    assert {
        code: (row["on_hand"] + row["in_transit"], row["amount"]) for code, row in rows_of(answer).items()
    } == pools()
    assert_foots(answer, "on_hand", "unusable", "in_transit", "reserved", "available", "amount")
    assert answer.totals["in_transit"] == 2


@pytest.mark.parametrize(
    "group_by",
    ["item,warehouse", "item,warehouse,bin", "item,warehouse,bin,lot,status", "warehouse", "category,warehouse"],
)
def test_parts_of_a_pool_add_up_to_it(ledger: Month, group_by: str) -> None:
    whole = ask("on_hand", group_by="item")
    parts = ask("on_hand", group_by=group_by)
    assert_foots(parts, "on_hand", "unusable", "in_transit", "amount")
    assert parts.totals["amount"] == whole.totals["amount"]
    assert len(parts.rows) >= 1  # type: ignore[arg-type]  # a list by `ask`


def test_stock_book_ends_where_on_hand_stands(ledger: Month) -> None:
    for warehouse in (None, ledger.company.a, ledger.company.b):
        narrowed = {} if warehouse is None else {"warehouse": warehouse}
        book = list(ask("stock_ledger", item=ledger.company.bottle, **ALL_DAYS, **narrowed).rows)
        stands = ask("on_hand", group_by="item", item=ledger.company.bottle, **narrowed).totals
        assert (book[-1]["balance_quantity"], book[-1]["balance_amount"]) == ours(stands)


def test_stock_book_runs(ledger: Month) -> None:
    answer = ask("stock_ledger", item=ledger.company.bottle, **{"from": "2026-10-03", "to": "2026-10-31"})
    quantity, amount = Decimal(100), Decimal("1000.00")
    rows: list[Any] = list(answer.rows)
    assert (rows[0]["balance_quantity"], rows[0]["balance_amount"]) == (quantity, amount)
    for row in rows[1:]:
        quantity += row["in_quantity"] - row["out_quantity"]
        amount += row["in_amount"] - row["out_amount"]
        assert (row["balance_quantity"], row["balance_amount"]) == (quantity, amount)
    assert [row["business_date"] for row in rows] == sorted(row["business_date"] for row in rows)
    assert any(row["in_quantity"] < 0 and row["type_label"] == "采购退货单" for row in rows[1:])
    assert any(row["out_quantity"] < 0 and row["type_label"] == "销售退货单" for row in rows[1:])
    reds = [row for row in rows[1:] if row["type_label"] == "采购入库单" and row["in_quantity"] < 0]
    assert [row["in_quantity"] for row in reds] == [Decimal(-7)]


@pytest.mark.parametrize("group_by", ["item", "item,warehouse", "category", "warehouse", "category,warehouse"])
@pytest.mark.parametrize("by_month", ["false", "true"])
@pytest.mark.parametrize(
    "days", [("2026-10-01", "2026-10-31"), ("2026-10-05", "2026-10-12"), ("2026-09-10", "2026-11-30")]
)
def test_movement_summary_closes(ledger: Month, group_by: str, by_month: str, days: tuple[str, str]) -> None:
    answer = ask("movement_summary", group_by=group_by, by_month=by_month, **{"from": days[0], "to": days[1]})
    assert answer.rows
    rows: list[Any] = [*answer.rows, answer.totals]
    for row in rows:
        for figure in ("quantity", "amount"):
            assert row[f"closing_{figure}"] == row[f"opening_{figure}"] + row[f"in_{figure}"] - row[f"out_{figure}"]
    figures = [
        name for name in answer.totals if by_month == "false" or name.split("_")[0] not in {"opening", "closing"}
    ]
    if "warehouse" not in group_by:
        assert_foots(answer, *figures)
    end = ask("on_hand", group_by="item", as_of=days[1]).totals
    assert (answer.totals["closing_quantity"], answer.totals["closing_amount"]) == ours(end)
    start = ask("on_hand", group_by="item", as_of=date.fromisoformat(days[0]) - timedelta(days=1)).totals
    opening = (answer.totals["opening_quantity"], answer.totals["opening_amount"])
    assert opening == tuple(
        figure or 0 for figure in ours({name: value or Decimal(0) for name, value in start.items()})
    )


@pytest.mark.parametrize("as_of", [None, "2026-10-06", "2026-10-11"])
def test_warehouses_asked_one_by_one_add_up(ledger: Month, as_of: str | None) -> None:
    """A pool that covers both is divided by the question, not by the grouping; the parts are the ones shown side by side."""
    past = {} if as_of is None else {"as_of": as_of}
    whole = ours(ask("on_hand", group_by="item", **past).totals)
    beside = rows_of(ask("on_hand", group_by="warehouse", **past), "warehouse")
    alone = [
        ask("on_hand", group_by="item", warehouse=warehouse, **past).totals
        for warehouse in (ledger.company.a, ledger.company.b)
    ]
    assert tuple(map(sum, zip(*map(ours, alone), strict=True))) == whole
    assert {ours(one) for one in alone} == {ours(row) for row in beside.values()}


def test_movement_summary_by_warehouse_closes_on_the_warehouse(ledger: Month) -> None:
    for warehouse in (ledger.company.a, ledger.company.b):
        summary = ask("movement_summary", group_by="item,warehouse", warehouse=warehouse, **ALL_DAYS)
        stands = ask("on_hand", group_by="item,warehouse", warehouse=warehouse)
        assert {code: (row["closing_quantity"], row["closing_amount"]) for code, row in rows_of(summary).items()} == {
            code: ours(row) for code, row in rows_of(stands).items()
        }


def test_movement_summary_by_type(ledger: Month) -> None:
    row = rows_of(ask("movement_summary", group_by="item", **ALL_DAYS))["BOTTLE"]
    figures = {
        name: row[f"{name}_quantity"] for name in ("purchase", "sale", "transfer_in", "transfer_out", "other_out")
    }
    # 100 + 60 + 30 + 40 received, 10 returned, 7 received and reversed; 30 shipped, 5 returned; transfers stay inside
    assert figures == {"purchase": 220, "sale": 25, "transfer_in": 0, "transfer_out": 0, "other_out": 3}
    assert row["adjustment_amount"] == Decimal("60.00")
    by_warehouse = {
        one["warehouse"]["name"]: (one["transfer_in_quantity"], one["transfer_out_quantity"])  # type: ignore[index]  # a reference
        for one in ask("movement_summary", group_by="item,warehouse", item=ledger.company.bottle, **ALL_DAYS).rows
    }
    assert by_warehouse == {"A仓": (0, 30), "B仓": (30, 0)}
    flour = rows_of(ask("movement_summary", group_by="item", **ALL_DAYS))["FLOUR"]
    assert (flour["other_in_quantity"], flour["scrap_quantity"]) == (Decimal(4), Decimal("2.25"))


def test_months_chain(ledger: Month) -> None:
    rows: list[Any] = list(
        ask(
            "movement_summary", group_by="item,warehouse", by_month="true", **{"from": "2026-09-01", "to": "2026-11-30"}
        ).rows
    )
    for before, after in pairwise(rows):
        if (before["item"], before["warehouse"]) == (after["item"], after["warehouse"]):
            for figure in ("quantity", "amount"):
                assert after[f"opening_{figure}"] == before[f"closing_{figure}"]
    assert {row["month"] for row in rows} == {"2026-10", "2026-11"}


@pytest.mark.parametrize("number", range(1, 16))
def test_any_day_is_the_sum_of_what_happened_until_then(ledger: Month, number: int) -> None:
    day = date(2026, 10, number)
    answer = ask("on_hand", group_by="item", as_of=day)
    legs = sql.rows(
        connection,
        "SELECT i.code, sum(CASE WHEN w.id IS NULL THEN 0 ELSE m.quantity END - CASE WHEN v.id IS NULL THEN 0 ELSE m.quantity END)"
        " FROM ledger_move m JOIN masterdata_item i ON i.id = m.item_id"
        " LEFT JOIN masterdata_place w ON w.id = m.to_place_id AND w.kind = 'WH'"
        " LEFT JOIN masterdata_place v ON v.id = m.from_place_id AND v.kind = 'WH' WHERE m.business_date <= %s GROUP BY 1",
        [day],
    )
    assert {code: row["on_hand"] for code, row in rows_of(answer).items()} == {
        code: sum_ for code, sum_ in legs if sum_
    }
    entries = sql.rows(
        connection,
        "SELECT coalesce(sum(e.amount), 0) FROM ledger_cost_entry e JOIN ledger_cost_pool p ON p.id = e.pool_id"
        " WHERE e.business_date <= %s",
        [day],
    )
    assert (answer.totals["amount"] or Decimal(0)) == entries[0][0]


def test_known_at_ignores_what_came_later(ledger: Month) -> None:
    """The receipt dated October 4 was entered on the 21st: an auditor of the 20th did not know it."""
    now = rows_of(ask("on_hand", group_by="item"))["BOTTLE"]
    then = rows_of(ask("on_hand", group_by="item", known_at="2026-10-20T23:59:59+08:00"))["BOTTLE"]
    assert now["on_hand"] - then["on_hand"] == 40
    assert then["amount"] < now["amount"]
    early = rows_of(ask("on_hand", group_by="item", known_at="2026-10-20T23:59:59+08:00", as_of="2026-10-04"))["BOTTLE"]
    assert (early["on_hand"], early["amount"]) == (Decimal(100), Decimal("1000.00"))


def test_journal_is_the_moves(ledger: Month) -> None:
    answer = ask("stock_journal", **ALL_DAYS)
    assert_foots(answer, "in_quantity", "out_quantity")
    stands = ask("on_hand", group_by="item").totals
    assert answer.totals["in_quantity"] - answer.totals["out_quantity"] == stands["on_hand"]  # type: ignore[operator]  # decimals
    assert summed(answer, "amount") != 0


def test_stock_value_is_the_pools(ledger: Month) -> None:
    answer = ask("stock_value")
    assert_foots(answer, "on_hand", "amount")
    assert answer.totals["amount"] == sum((amount for _, amount in pools().values()), Decimal(0))
    assert summed(answer, "share") == 1


def test_pages_add_up_to_the_whole(ledger: Month) -> None:
    whole: list[Any] = list(ask("on_hand", group_by="item").rows)
    pages: list[Any] = []
    offset = 0
    while True:
        page = ask("on_hand", group_by="item", page=Page(limit=1, offset=offset))
        pages += page.rows
        if page.next_offset is None:
            break
        offset = page.next_offset
    assert pages == whole
    assert len(whole) == 2


def test_execution_reports(ledger: Month) -> None:
    rows = rows_of(ask("purchase_execution"))
    bottle = rows["BOTTLE"]
    names = ("ordered_quantity", "done_quantity", "returned_quantity", "drafted_quantity", "remaining_quantity")
    assert [bottle[name] for name in names] == [100, 30, 0, 15, 55]
    assert (bottle["ordered_net"], bottle["done_net"], bottle["execution"]) == (
        Decimal("1000.00"),
        Decimal("300.00"),
        "partial",
    )
    assert rows["FLOUR"]["execution"] == "none"
    (sold,) = ask("sales_execution").rows
    assert [sold[name] for name in names] == [40, 30, 5, 0, 10]
    assert sold["done_net"] == Decimal("600.00")
    assert ask("sales_execution", open_only="true").count == 1


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        deliver_report(viewer=SYSTEM, at=NOW, name="on_hand", raw={}, format="docx")
    assert refused.value.code == "report_format"


def test_the_prover_looks_at_the_totals_of_the_reports(month: Month) -> None:
    """I47, on books with everything in them; a figure nobody posted turns it red."""
    assert reports_agree(CheckWindow()).failing == ()
    assert reports_agree(CheckWindow()).rows == 3
    with transaction.atomic():
        sql.write(connection, "UPDATE ledger_cost_pool SET amount = amount + 1 WHERE quantity > 0")
        assert [one["figure"] for one in reports_agree(CheckWindow()).failing] == ["amount"]
        transaction.set_rollback(True)
