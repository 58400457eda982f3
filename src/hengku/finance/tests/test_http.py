"""The books of account through the API: a month from receipt to close."""

from datetime import date
from typing import Any

import pytest
from tests.world import AT, Company, Person, line, make_company, tell

from hengku.config.wiring import drains
from hengku.masterdata.models import Book


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


@pytest.fixture
def boss(company: Company) -> Person:
    return Person("owner")


def catch_up() -> None:
    """What the consumer process does."""
    while any(drain() for drain in drains()[:2]):
        pass


def rent(boss: Person, amount: str = "300.00", **more: Any) -> dict[str, Any]:
    body = {
        "date": "2026-10-15",
        "summary": "十月房租",
        "lines": [
            {"account": "code:5602", "debit": amount, "summary": "办公室"},
            {"account": "code:1002", "credit": amount},
        ],
        **more,
    }
    made: dict[str, Any] = boss.post("/vouchers", body, status=201)
    return made


def test_a_voucher_shows_its_lines_keys_and_documents(company: Company, boss: Person) -> None:
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    catch_up()
    (row,) = boss.get("/vouchers", document=str(receipt.id))["items"]
    assert (row["label"], row["total"], row["date"]) == ("记-1", "1000.00", "2026-10-03")
    shown = boss.get(f"/vouchers/{row['id']}")
    assert [(one["key"], one["debit"], one["credit"]) for one in shown["lines"]] == [
        ("GOODS", "1000.00", "0.00"),
        ("AP-EST", "0.00", "1000.00"),
    ]
    assert [one["id"] for one in shown["documents"]] == [str(receipt.id)]
    assert shown["lines"][0]["item"]["code"] == "BOTTLE"
    assert shown["lines"][1]["partner"]["code"] == "SUP"
    assert boss.get("/vouchers", document="999999")["items"] == []


def test_by_hand_and_back_in_red(company: Company, boss: Person) -> None:
    made = rent(boss)
    assert (made["kind"], made["maker"], made["label"]) == ("MANUAL", "东家", "记-1")
    boss.post(f"/vouchers/{made['id']}/review", status=422)
    accountant = Person("accountant")
    assert accountant.post(f"/vouchers/{made['id']}/review")["reviewer"] == "会计"
    red = boss.post(f"/vouchers/{made['id']}/reverse", {"reason": "记错", "business_date": "2026-10-20"}, status=201)
    assert [(one["debit"], one["credit"]) for one in red["lines"]] == [("-300.00", "0.00"), ("0.00", "-300.00")]
    assert red["summary"] == "冲销 2026-10 记-1 记错"
    again = boss.post(f"/vouchers/{made['id']}/reverse", {}, status=422)
    assert again["code"] == "already_reversed"
    assert boss.get(f"/books/{company.book}/account-balance", key="ADMIN")["balance"] == "0.00"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"account": "code:5602", "debit": "3.00"}, {"account": "code:1002", "credit": "2.99"}], "voucher_unbalanced"),
        (
            [{"account": "code:1405", "debit": "3.00"}, {"account": "code:1002", "credit": "3.00"}],
            "voucher_stock_account",
        ),
        (
            [{"account": "code:2202", "debit": "3.00"}, {"account": "code:1002", "credit": "3.00"}],
            "account_has_children",
        ),
        ([{"account": "code:5602", "debit": "3.001"}, {"account": "code:1002", "credit": "3"}], "voucher_line_amount"),
        ([{"account": "code:5602", "debit": "1", "credit": "1"}, {"account": "code:1002"}], "voucher_line_one_side"),
        (
            [{"account": "code:1221", "debit": "3.00"}, {"account": "code:1002", "credit": "3.00"}],
            "voucher_line_auxiliary",
        ),
    ],
)
def test_what_nobody_may_write(boss: Person, lines: list[dict[str, str]], code: str) -> None:
    answer = boss.post("/vouchers", {"date": "2026-10-15", "summary": "x", "lines": lines}, status=422)
    assert answer["code"] == code


def test_documents_are_reversed_not_their_vouchers(company: Company, boss: Person) -> None:
    tell(company, "goods_receipt", line(company.bottle, "1", price="10"))
    catch_up()
    (row,) = boss.get("/vouchers")["items"]
    assert boss.post(f"/vouchers/{row['id']}/reverse", {}, status=422)["code"] == "voucher_of_document"


def test_openings_and_balances(company: Company, boss: Person) -> None:
    tell(company, "opening_stock", line(company.bottle, "10", amount="90"), on=date(2026, 10, 1))
    body = {
        "balances": [{"key": "BANK", "amount": "500.00"}, {"key": "AR", "amount": "20.00", "partner": company.customer}]
    }
    boss.put(f"/books/{company.book}/opening-balances", body)
    boss.put(f"/books/{company.book}/opening-balances", body)
    where = f"/books/{company.book}/account-balance"
    assert boss.get(where, key="BANK")["balance"] == "500.00"
    assert boss.get(where, key="GOODS")["balance"] == "90.00"
    assert boss.get(where, key="GOODS", item=company.bottle)["balance"] == "90.00"
    assert boss.get(where, key="AR", partner=company.customer)["balance"] == "20.00"
    assert boss.get(where, key="AR", partner=company.supplier)["balance"] == "0.00"
    refused = boss.client.put(
        f"/api/v1/books/{company.book}/opening-balances",
        {"balances": [{"key": "GOODS", "amount": "1.00"}]},
        content_type="application/json",
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "opening_is_stock")


def test_closing_looks_at_everything_in_order(company: Company, boss: Person) -> None:
    later = AT.replace(month=11, day=2)
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    draft = boss.document("shipment", [{"item": company.bottle, "quantity": "3", "price": "15"}],
                          business_date="2026-10-05", partner=company.customer, warehouse=company.a)  # fmt: skip
    checks = boss.get("/periods/2026-10/checks")
    assert [one["id"] for one in checks if one["status"] == "block"] == ["open_documents"]
    assert checks[0]["id"] == "period_not_in_order"
    assert draft["number"] in next(one for one in checks if one["id"] == "open_documents")["rows"][0]["message"]
    from hengku.finance.operations.close import close_month, month_of
    from hengku.kernel.errors import Refused

    month = month_of(book_id=company.book, month=date(2026, 10, 1))
    with pytest.raises(Refused) as error:
        close_month(act=company.act(later), month=month)
    assert error.value.code == "open_documents"
    boss.client.delete(f"/api/v1/documents/{draft['id']}")
    with pytest.raises(Refused, match="receipts_not_invoiced"):
        close_month(act=company.act(later), month=month)
    Book.objects.update(close_warnings="BLOCK")
    with pytest.raises(Refused, match="receipts_not_invoiced"):
        close_month(act=company.act(later), month=month, confirm=["receipts_not_invoiced"])
    Book.objects.update(close_warnings="CONFIRM")
    rent(boss)
    close_month(act=company.act(later), month=month, confirm=["receipts_not_invoiced"])
    carried = boss.get("/vouchers", kind="CLOSING")["items"]
    assert [(one["summary"], one["total"]) for one in carried] == [("结转损益", "300.00")]
    assert boss.get(f"/books/{company.book}/account-balance", key="ADMIN")["balance"] == "300.00"
    assert boss.get(f"/books/{company.book}/account-balance", key="PROFIT")["balance"] == "-300.00"
    profit = {row["line"].strip("　"): row for row in boss.get("/reports/profit_statement", month="2026-10-01")["rows"]}
    assert profit["净利润"]["period"] == "-300.00"
    by_hand = boss.post(f"/vouchers/{carried[0]['id']}/reverse", {}, status=422)
    assert by_hand["code"] == "voucher_of_document"
    refused = boss.post("/vouchers", {"date": "2026-10-15", "summary": "x", "lines": [
        {"account": "code:5602", "debit": "1.00"}, {"account": "code:1002", "credit": "1.00"}]}, status=422)  # fmt: skip
    assert refused["code"] == "period_closed"
    reopen = {"reason": "漏单"}
    assert boss.post("/periods/2026-10/reopen", reopen, status=422)["code"] == "second_person_required"
    second = {"username": "accountant", "password": "Correct-Horse-9"}
    months = boss.post("/periods/2026-10/reopen", {**reopen, "second": second})
    assert next(one for one in months if one["month"] == "2026-10-01")["can_close"] is True
    assert boss.get(f"/books/{company.book}/account-balance", key="PROFIT")["balance"] == "0.00"
    assert boss.get(f"/books/{company.book}/account-balance", key="ADMIN")["balance"] == "300.00"


def test_a_missing_account_stands_before_the_close(company: Company, boss: Person) -> None:
    (mapping,) = boss.get("/account-mappings", key="AP-EST")["items"]
    boss.client.delete(f"/api/v1/account-mappings/{mapping['id']}")
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    check = next(one for one in boss.get("/periods/2026-10/checks") if one["id"] == "cost_missing")
    assert (check["status"], check["rows"][0]["keys"]) == ("block", "AP-EST")
    assert [one["document_id"] for one in boss.get("/pending-events")] == [str(receipt.id)]
    boss.post("/account-mappings", {"key": "AP-EST", "account": "code:220202"}, status=201)
    assert boss.post("/pending-events/retry") == []
    assert next(one for one in boss.get("/periods/2026-10/checks") if one["id"] == "cost_missing")["status"] == "ok"


def test_stock_ties_before_and_after_the_vouchers(company: Company, boss: Person) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    goods = next(one for one in boss.get(f"/books/{company.book}/tie-out") if one["account"]["code"] == "1405")
    assert (goods["stock"], goods["ledger"], goods["waiting"]) == ("1000.00", "0.00", "1000.00")
    catch_up()
    goods = next(one for one in boss.get(f"/books/{company.book}/tie-out") if one["account"]["code"] == "1405")
    assert (goods["stock"], goods["ledger"], goods["difference"]) == ("1000.00", "1000.00", "0.00")


def test_status_waits_for_the_vouchers(company: Company, boss: Person) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    assert boss.get("/status", after="latest", wait="0")["passed"] is False
    for drain in drains():
        drain()
    assert boss.get("/status", after="latest", wait="0")["passed"] is True


def test_statements_balance_and_tie_to_the_stock(company: Company, boss: Person) -> None:
    tell(company, "opening_stock", line(company.bottle, "10", amount="90"), on=date(2026, 10, 1))
    boss.put(f"/books/{company.book}/opening-balances", {"balances": [{"key": "BANK", "amount": "500.00"}]})
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    tell(company, "shipment", line(company.bottle, "30"), on=date(2026, 10, 5))
    catch_up()
    rent(boss)
    month: dict[str, Any] = {"from": "2026-10-01", "to": "2026-10-31"}
    trial = boss.get("/reports/trial_balance", **month)
    rows = {row["code"]: row for row in trial["rows"]}
    assert (rows["1405"]["opening_debit"], rows["1405"]["debit"], rows["1405"]["closing_debit"]) == (
        "90.00",
        "1000.00",
        "792.73",
    )
    assert rows["2202"]["closing_credit"] == rows["220202"]["closing_credit"] == "1000.00"
    assert trial["totals"]["debit"] == trial["totals"]["credit"] == "1597.27"
    sheet = {row["line"].strip("　"): row for row in boss.get("/reports/balance_sheet", month="2026-10-01")["rows"]}
    assert sheet["存货"]["closing"] == "792.73"
    assert sheet["货币资金"]["closing"] == "200.00"
    assert sheet["资产总计"]["closing"] == sheet["负债和所有者权益总计"]["closing"] == "992.73"
    profit = {row["line"].strip("　"): row for row in boss.get("/reports/profit_statement", month="2026-10-01")["rows"]}
    assert (profit["减：营业成本"]["period"], profit["净利润"]["year"]) == ("297.27", "-597.27")
    ledger = boss.get("/reports/account_ledger", account="code:1405", **month)["rows"]
    assert [row["balance"] for row in ledger] == ["90.00", "1090.00", "792.73"]
    assert ledger[1]["_drill"]["path"].startswith("/records/vouchers/")
    tie = boss.get("/reports/tie_out")
    assert tie["totals"]["difference"] == "0.00"
