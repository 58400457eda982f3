"""Fund accounts, transfers, expenses, other income; figures worked out by hand.

Bank 1002 opens with 5,000.00, the till 1001 with 200.00. To the second bank 2,000.00 with a fee of 5.00; rent 1,090.00 with 9 %
deducted from it: 1,000.00 + 90.00; freight 500.00 + 6 % on an ordinary invoice owed: 530.00, paid by the first bank; scrap sold for
113.00 with 13 %: 100.00 + 13.00 into the till.
"""

from decimal import Decimal
from typing import Any

import pytest
from tests.world import AT, Company, Person, make_company

from hengku.config.wiring import drains
from hengku.finance.models import SpendingCategory
from hengku.finance.rules.spending import EntriesBad, entries_from
from hengku.ledger.operations.prove import run_check
from hengku.metadata.rules.invariants import CheckStatus

OCTOBER: dict[str, Any] = {"from": "2026-10-01", "to": "2026-10-31"}


def test_an_entry_parts_its_tax() -> None:
    (one,) = entries_from([{"category": {"id": "3"}, "amount": "1090", "tax_rate": "0.09", "includes_tax": True}])
    assert (one.category_id, one.net, one.tax) == (3, Decimal("1000.00"), Decimal("90.00"))
    (one,) = entries_from([{"category": "3", "amount": "10", "tax_rate": "0.06"}], rate=Decimal("7.2"))
    assert (one.net, one.tax) == (Decimal("72.00"), Decimal("4.32"))
    for bad in ([], [{"amount": "1"}], [{"category": "1", "amount": "0"}], [{"category": "x", "amount": "1"}], "x"):
        with pytest.raises(EntriesBad):
            entries_from(bad)


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


@pytest.fixture
def boss(company: Company) -> Person:
    return Person("owner")


def post(boss: Person, type_: str, status: int = 201, **header: Any) -> Any:
    return boss.document(type_, [], then="post", status=status, **header)


def category(code: str) -> str:
    return str(SpendingCategory.objects.get(code=code).pk)


def test_money_through_three_accounts(company: Company, boss: Person) -> None:
    first, second, till = (
        boss.post("/fund-accounts", {"code": code, "name": name, "kind": kind}, status=201)
        for code, name, kind in (("ICBC", "工行", "BANK"), ("CMB", "招行", "BANK"), ("TILL", "前台", "CASH"))
    )
    assert [one["account"]["code"] for one in (first, second, till)] == ["1002", "100201", "1001"]
    balances = [
        {"key": "BANK", "amount": "5000.00"},
        {"key": "CASH", "amount": "200.00"},
        {"key": "CAPITAL", "amount": "5200.00"},
    ]
    boss.put(f"/books/{company.book}/opening-balances", {"balances": balances})
    move = {"business_date": "2026-10-05", "fund_account": first["id"], "to_fund": second["id"]}
    post(boss, "fund_transfer", amount="2000.00", fee="5.00", **move)
    assert post(boss, "fund_transfer", 422, amount="1.00", **{**move, "to_fund": first["id"]})["code"] == "fund_same"
    rent = post(
        boss, "expense", business_date="2026-10-06", fund_account=second["id"], invoice_type="SPECIAL",
        entries=[{"category": category("RENT"), "amount": "1090.00", "tax_rate": "0.09", "includes_tax": True, "department": "行政部"}],
    )  # fmt: skip
    freight: dict[str, Any] = {
        "business_date": "2026-10-07", "due_date": "2026-11-06",
        "entries": [{"category": category("FREIGHT"), "amount": "500.00", "tax_rate": "0.06"}],
    }  # fmt: skip
    assert post(boss, "expense", 422, **freight)["code"] == "owed_to_nobody"
    owed = post(boss, "expense", partner=str(company.supplier), **freight)
    assert (owed["settlement"], owed["open_amount"]) == ("NONE", "530.00")
    wrong = [{"category": category("SCRAP"), "amount": "1.00"}]
    bad = post(boss, "expense", 422, business_date="2026-10-07", fund_account=till["id"], entries=wrong)
    assert bad["code"] == "spending_category_bad"
    post(
        boss, "other_income", business_date="2026-10-08", fund_account=till["id"],
        entries=[{"category": category("SCRAP"), "amount": "113.00", "tax_rate": "0.13", "includes_tax": True}],
    )  # fmt: skip
    post(
        boss, "payment", business_date="2026-10-09", partner=str(company.supplier), amount="530.00", fund_account=first["id"],
        matches=[{"document": owed["id"], "amount": "530.00"}],
    )  # fmt: skip
    while any(drain() for drain in drains()[:2]):
        pass
    (voucher,) = boss.get("/vouchers", document=rent["id"])["items"]
    lines = boss.get(f"/vouchers/{voucher['id']}")["lines"]
    assert [(one["account"]["code"], one["debit"], one["credit"], one["department"]) for one in lines] == [
        ("5602", "1000.00", "0.00", "行政部"),
        ("22210101", "90.00", "0.00", ""),
        ("100201", "0.00", "1090.00", ""),
    ]
    told = boss.get("/reports/fund_balance", **OCTOBER)
    rows = {
        one["fund_account"]["code"]: (one["opening"], one["received"], one["paid"], one["closing"])
        for one in told["rows"]
    }
    assert rows == {
        "ICBC": ("5000.00", "0.00", "2535.00", "2465.00"),
        "CMB": ("0.00", "2000.00", "1090.00", "910.00"),
        "TILL": ("200.00", "113.00", "0.00", "313.00"),
    }
    journal = boss.get("/reports/fund_journal", fund_account=first["id"], **OCTOBER)
    assert [one["balance"] for one in journal["rows"]] == ["5000.00", "2995.00", "2465.00"]
    keys = {"SELL": "530.00", "FIN": "5.00", "NONOP-IN": "100.00", "VAT-OUT": "13.00", "AP": "0.00", "BANK": "3375.00"}
    for key, amount in keys.items():
        assert boss.get(f"/books/{company.book}/account-balance", key=key)["balance"] == amount, key
    assert boss.transition(owed, "reverse", reason="x", status=422)["code"] == "matched"
    boss.transition(rent, "reverse", reason="退租", business_date="2026-10-20")
    while any(drain() for drain in drains()[:2]):
        pass
    assert boss.get(f"/books/{company.book}/account-balance", key="ADMIN")["balance"] == "0.00"
    bad_checks = [one for one in run_check(full=True, now=lambda: AT) if one.status is CheckStatus.RED]
    assert not bad_checks, bad_checks


def test_the_default_account_is_taken(company: Company, boss: Person) -> None:
    boss.post("/fund-accounts", {"code": "A", "name": "甲", "kind": "BANK"}, status=201)
    second = boss.post("/fund-accounts", {"code": "B", "name": "乙", "kind": "BANK", "is_default": True}, status=201)
    again = boss.post("/fund-accounts", {"code": "C", "name": "丙", "kind": "BANK", "is_default": True}, status=422)
    assert again["code"] == "fund_default_taken"
    post(
        boss,
        "money_receipt",
        business_date="2026-10-09",
        partner=str(company.customer),
        amount="50.00",
        purpose="PREPAYMENT",
    )
    while any(drain() for drain in drains()[:2]):
        pass
    told = boss.get("/reports/fund_balance", **OCTOBER)["rows"]
    assert [(one["fund_account"]["code"], one["closing"]) for one in told] == [("A", "0.00"), ("B", "50.00")]
    assert boss.client.delete(f"/api/v1/fund-accounts/{second['id']}").json()["code"] == "fund_in_use"
    usd = boss.post("/fund-accounts", {"code": "D", "name": "美元", "kind": "BANK", "currency": "USD"}, status=201)
    refused = post(
        boss, "payment", 422, business_date="2026-10-09", partner=str(company.supplier), amount="1.00", fund_account=usd["id"]
    )  # fmt: skip
    assert refused["code"] == "fund_currency"


def test_money_in_another_currency_follows_the_rate(company: Company, boss: Person) -> None:
    """USD 100 brought at 7.00, 50 received at 7.10, 21 spent at 7.20, 32 sent on at 7.00: USD 97 carried at 679.80; at 7.20 they are
    698.40, a gain of 18.60. An earlier revaluation is no part of what is carried."""
    dollars, own = (
        boss.post("/fund-accounts", {"code": code, "name": code, "kind": "BANK", **more}, status=201)
        for code, more in (("USD", {"currency": "USD", "opening_foreign": "100"}), ("CNY", {}))
    )
    boss.put(f"/books/{company.book}/opening-balances", {"balances": [{"key": "BANK", "amount": "700.00"}]})
    usd: dict[str, Any] = {"currency": "USD", "fund_account": dollars["id"], "business_date": "2026-10-12"}
    customer: dict[str, Any] = {"partner": str(company.customer), "purpose": "PREPAYMENT"}
    post(boss, "money_receipt", **usd, **customer, rate="7.10", amount="50")
    spent = {"category": category("BANKFEE"), "amount": "20", "tax_rate": "0.05"}
    post(boss, "expense", **usd, rate="7.20", entries=[spent])
    post(boss, "fund_transfer", **usd, rate="7.00", amount="30", fee="2", to_fund=own["id"])
    while any(drain() for drain in drains()[:2]):
        pass
    address = f"/books/{company.book}/periods/2026-10-01/revaluation"
    assert boss.get(address)["currencies"] == ["USD"]
    for write in (False, True, True):
        (row,) = boss.post(address, {"rates": {"USD": "7.20"}, "write": write})["rows"]
        assert (row["side"], row["partner"]["name"], row["foreign"], row["carried"], row["gain"]) == (
            "FUND", "USD", "97.00", "679.80", "18.60",
        )  # fmt: skip
    assert boss.get(address)["done"]
