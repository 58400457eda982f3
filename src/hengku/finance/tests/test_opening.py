"""开账: a firm brings receivables, payables, an estimate, goods on the way, stock and balances; figures worked out by hand.

Stock 100 × 10.00 = 1,000.00, on the way 20 × 10.00 = 200.00, AR 1,130.00, AP 565.00, advance 100.00, estimate 30 × 10.00 =
300.00, invoiced ahead 10 × 12.00 = 120.00, bank 5,000.00; capital = 1,200 + 1,130 + 120 + 5,000 − 565 − 100 − 300 = 6,485.00.
"""

from datetime import date
from typing import Any

import pytest
from tests.world import AT, Company, Person, line, make_company, tell

from hengku.config.wiring import drains
from hengku.finance.models import OpeningBalance
from hengku.ledger.operations.prove import run_check
from hengku.metadata.rules.invariants import CheckStatus

START = "2026-10-01"


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


@pytest.fixture
def boss(company: Company) -> Person:
    return Person("owner")


def catch_up() -> None:
    while any(drain() for drain in drains()[:2]):
        pass


def paper(boss: Person, type_: str, header: dict[str, Any], *lines: dict[str, Any], status: int = 201) -> Any:
    return boss.post(
        "/documents", {"type": type_, "header": header, "lines": list(lines), "transition": "post"}, status=status
    )


def due(boss: Person, side: str, partner: int, amount: str, on: str, status: int = 201, **more: str) -> Any:
    header = {"partner": str(partner), "side": side, "amount": amount, "business_date": on, **more}
    return paper(boss, "opening_due", header, status=status)


def bring(company: Company, boss: Person) -> dict[str, Any]:
    """Everything the firm has on its first day."""
    goods = {"item": str(company.bottle)}
    return {
        "stock": paper(boss, "opening_stock", {"business_date": START, "warehouse": str(company.a)}, {**goods, "quantity": "100", "amount": "1000.00"}),
        "transit": paper(boss, "opening_transit", {"business_date": START, "warehouse": str(company.a), "to_warehouse": str(company.b)}, {**goods, "quantity": "20", "amount": "200.00"}),
        "ar": due(boss, "AR", company.customer, "1130.00", "2026-08-20", due_date="2026-09-19", external_number="XS-0815"),
        "ap": due(boss, "AP", company.supplier, "565.00", "2026-09-10"),
        "advance": due(boss, "ADV-R", company.customer, "100.00", "2026-09-28"),
        "estimate": paper(
            boss, "opening_estimate",
            {"business_date": "2026-09-25", "partner": str(company.supplier), "warehouse": str(company.a)},
            {**goods, "quantity": "30", "price": "10.00", "tax_rate": "0.13"},
        ),
        "ahead": paper(
            boss, "opening_ahead", {"business_date": "2026-09-28", "partner": str(company.supplier)},
            {**goods, "quantity": "10", "price": "12.00", "tax_rate": "0.13"},
        ),
    }  # fmt: skip


def balance(boss: Person, company: Company, key: str) -> str:
    return str(boss.get(f"/books/{company.book}/account-balance", key=key)["balance"])


def _comes_and_goes_back(company: Company, boss: Person, line_id: str) -> None:
    """Part of what was invoiced ahead is received, and the receipt taken back."""
    receipt = paper(
        boss, "goods_receipt",
        {"partner": str(company.supplier), "business_date": "2026-10-11", "warehouse": str(company.a)},
        {"source_line_id": line_id, "quantity": "4"},
    )  # fmt: skip
    catch_up()
    assert [balance(boss, company, key) for key in ("PURCH", "GOODS", "AP-EST")] == ["72.00", "374.00", "0.00"]
    undone = {"transition": "reverse", "reason": "退", "business_date": "2026-10-11"}
    boss.post(f"/documents/{receipt['id']}/transitions", undone)
    catch_up()
    assert balance(boss, company, "PURCH") == "120.00"


def _entered_twice(company: Company, boss: Person) -> None:
    """A paper of goods invoiced ahead that is taken back leaves nothing."""
    twice = paper(
        boss, "opening_ahead", {"business_date": "2026-09-28", "partner": str(company.supplier)},
        {"item": str(company.bottle), "quantity": "1", "price": "9.00", "tax_rate": "0.13"},
    )  # fmt: skip
    boss.post(f"/documents/{twice['id']}/transitions", {"transition": "reverse", "reason": "重复"})


def test_a_firm_opens_its_books(company: Company, boss: Person) -> None:
    opening = f"/books/{company.book}/opening"
    papers = bring(company, boss)
    _entered_twice(company, boss)
    refused = boss.post(f"{opening}/open", {}, status=422)
    found = {(one["code"], one["params"].get("difference")) for one in refused["errors"]}
    assert found == {
        ("opening_side_differs", "1130.00"),
        ("opening_side_differs", "565.00"),
        ("opening_side_differs", "100.00"),
        ("opening_estimate_differs", "300.00"),
        ("opening_ahead_differs", "120.00"),
        ("opening_trial_differs", "1200.00"),
    }
    boss.post(f"{opening}/carry", {})
    assert [balance(boss, company, key) for key in ("AR", "AP", "ADV-R", "AP-EST", "GOODS")] == [
        "1130.00", "565.00", "100.00", "300.00", "1200.00",
    ]  # fmt: skip
    balances = [{"key": "BANK", "amount": "5000.00"}, {"key": "CAPITAL", "amount": "6485.00"}]
    boss.put(f"/books/{company.book}/opening-balances", {"balances": balances})
    told = boss.get(opening)
    assert (told["debit"], told["credit"], told["opened_at"]) == ("7450.00", "7450.00", None)
    assert {one["status"] for one in told["checks"]} == {"ok"}
    assert boss.post(f"{opening}/open", {})["opened_by"] == "东家"

    assert due(boss, "AR", company.customer, "1.00", "2026-09-01", status=422)["code"] == "opening_locked"
    fixed = boss.put(f"/books/{company.book}/opening-balances", {"balances": balances}, status=422)
    assert fixed["code"] == "opening_locked"
    again = boss.post(
        f"/documents/{papers['ap']['id']}/transitions", {"transition": "reverse", "reason": "x"}, status=422
    )
    assert again["code"] == "opening_locked"

    (aged,) = boss.get("/reports/aging", side="AR", to="2026-10-20")["rows"]
    assert (aged["d60"], aged["total"]) == ("1130.00", "1130.00")

    tell(company, "shipment", line(company.bottle, "88", price="20"), on=date(2026, 10, 6))
    paper(
        boss, "money_receipt",
        {"partner": str(company.customer), "business_date": "2026-10-08", "amount": "1000.00",
         "matches": [{"document": papers["ar"]["id"], "amount": "1000.00"}]},
    )  # fmt: skip
    source = papers["estimate"]["lines"][0]["id"]
    paper(
        boss, "purchase_invoice",
        {"partner": str(company.supplier), "business_date": "2026-10-09", "invoice_type": "SPECIAL"},
        {"source_line_id": source, "quantity": "30", "price": "10.50"},
    )  # fmt: skip
    way = papers["transit"]["lines"][0]
    paper(
        boss, "transfer_in", {"business_date": "2026-10-10", "warehouse": str(company.a), "to_warehouse": str(company.b)},
        {"source_line_id": way["id"], "quantity": "20", "to_bin": str(company.b1)},
    )  # fmt: skip
    _comes_and_goes_back(company, boss, papers["ahead"]["lines"][0]["id"])
    # d = 30 × 0.50 = 15.00; 12 of the opening 100 are left: 12 ÷ 30 of it to stock = 6.00, 9.00 to cost of sales.
    assert [balance(boss, company, key) for key in ("AP", "AP-EST", "COGS", "GOODS")] == [
        "920.95", "0.00", "889.00", "326.00",
    ]  # fmt: skip
    (left,) = [one for one in boss.get("/open-items")["items"] if one["document"]["id"] == papers["ar"]["id"]]
    assert left["open_amount"] == "130.00"
    reasons = boss.get(opening)["reasons"]
    assert [one["code"] for one in reasons] == ["opening_paper_used"] * 3 + ["opening_posted_since"]
    red = boss.post(f"{opening}/reopen", {"reason": "改", "confirm": ["*"]}, status=422)
    assert {one["code"] for one in red["errors"]} == {"opening_paper_used"}
    bad = [one for one in run_check(full=True, now=lambda: AT) if one.status is CheckStatus.RED]
    assert not bad, bad
    OpeningBalance.objects.filter(account__code="1122").update(amount="1131.00")
    (changed,) = [one for one in run_check(full=True, now=lambda: AT) if one.status is CheckStatus.RED]
    assert (changed.id, len(changed.failing)) == ("I34o", 2)


def test_reopening_asks_first_and_is_audited(company: Company, boss: Person) -> None:
    opening = f"/books/{company.book}/opening"
    boss.post(f"{opening}/open", {})
    assert boss.post(f"{opening}/open", {}, status=409)["code"] == "opening_is_open"
    assert boss.post(f"{opening}/reopen", {}, status=422)["code"] == "opening_needs_reason"
    paper(
        boss, "goods_receipt", {"business_date": "2026-10-03", "partner": str(company.supplier), "warehouse": str(company.a)},
        {"item": str(company.bottle), "quantity": "5", "price": "10"},
    )  # fmt: skip
    asked = boss.post(f"{opening}/reopen", {"reason": "漏录"}, status=422)
    assert asked["errors"][0]["code"] == "opening_posted_since"
    told = boss.post(f"{opening}/reopen", {"reason": "漏录", "confirm": ["opening_posted_since"]})
    assert told["opened_at"] is None
    trail = boss.get("/audit-entries", filter='[["entity","eq","opening"]]')["items"]
    assert [(one["action"], one["reason"]) for one in trail] == [("reopen", "漏录"), ("open", "")]
    assert Person("keeper_a").post(f"{opening}/open", {}, status=403)["code"] == "permission_denied"
    late = due(boss, "AR", company.customer, "1.00", "2026-10-02", status=422)
    assert late["code"] == "opening_not_before_start"
