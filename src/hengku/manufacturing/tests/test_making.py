"""Making, told as stories: material for an order, back from it, for other uses; what the books say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.world import (
    AVAILABLE,
    HOLD,
    REJECTED,
    Company,
    Person,
    from_line,
    line,
    make_company,
    move_on,
    save,
    stock,
    tell,
    value,
)

from hengku.config.wiring import drains
from hengku.documents.types import LoadedDocument
from hengku.kernel.errors import Refused
from hengku.masterdata.models import ReasonCode
from hengku.masterdata.operations.packages import create_package

OCTOBER: dict[str, Any] = {"from": "2026-10-01", "to": "2026-10-31"}
USES = {
    "PRODUCTION": "WIP-MATERIAL",
    "OVERHEAD": "OVERHEAD",
    "ADMINISTRATION": "ADMIN",
    "SELLING": "SELL",
    "RESEARCH": "R&D",
}


@pytest.fixture
def company(db: None) -> Company:
    made = make_company(people=True)
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"), on=date(2026, 10, 2))
    return made


@pytest.fixture
def boss(company: Company) -> Person:
    return Person("owner")


def ordered(company: Company) -> LoadedDocument:
    return tell(company, "production_order", line(company.flour, "5"), warehouse_id=None, on=date(2026, 10, 3))


def issued(company: Company, quantity: str, order: int | None = None, **extra: Any) -> LoadedDocument:
    return tell(company, "material_issue", line(company.bottle, quantity), extra={"production_order": order, **extra})


def returned(company: Company, issue: LoadedDocument, quantity: str, **header: Any) -> LoadedDocument:
    return tell(company, "material_return", from_line(issue.lines[0].id, quantity), **header)


def catch_up() -> None:
    """What the consumer process does for the books."""
    while any(drain() for drain in drains()[:2]):
        pass


def booked(boss: Person, document_id: int) -> list[list[tuple[str, str, str, str | None]]]:
    """Vouchers of a document: key, debit, credit, cost object of each line."""
    catch_up()
    found = [boss.get(f"/vouchers/{row['id']}") for row in boss.get("/vouchers", document=str(document_id))["items"]]
    return [
        [(one["key"], one["debit"], one["credit"], (one["cost_object"] or {}).get("id")) for one in voucher["lines"]]
        for voucher in sorted(found, key=lambda voucher: int(voucher["id"]))
    ]


def refused(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in error.value.refusals]


def cost_of(boss: Person, order: LoadedDocument) -> dict[str, str]:
    catch_up()
    told: dict[str, str] = boss.get("/reports/mo_cost", document=str(order.id))["totals"]
    return {name: told[name] for name in ("material", "labour", "overhead", "total")}


def test_material_gathers_on_the_order_and_comes_back_at_its_own_cost(company: Company, boss: Person) -> None:
    order = ordered(company)
    issue = issued(company, "10", order.id)
    assert (stock(company, company.bottle, company.a), value(company, company.bottle)) == (90, (90, Decimal("900.00")))
    assert booked(boss, issue.id) == [
        [("WIP-MATERIAL", "100.00", "0.00", str(order.id)), ("GOODS", "0.00", "100.00", None)]
    ]
    tell(company, "goods_receipt", line(company.bottle, "90", price="20"), on=date(2026, 10, 11))
    back = returned(company, issue, "4", on=date(2026, 10, 12))
    assert value(company, company.bottle) == (184, Decimal("2740.00"))
    assert booked(boss, back.id) == [
        [("WIP-MATERIAL", "-40.00", "0.00", str(order.id)), ("GOODS", "0.00", "-40.00", None)]
    ]
    assert cost_of(boss, order) == {"material": "60.00", "labour": "0.00", "overhead": "0.00", "total": "60.00"}
    with pytest.raises(Refused) as error:
        returned(company, issue, "7")
    assert refused(error) == ["exceeds_source"]


def test_a_late_receipt_corrects_what_the_order_cost(company: Company, boss: Person) -> None:
    order = ordered(company)
    issued(company, "10", order.id)
    tell(company, "goods_receipt", line(company.bottle, "100", price="13"), on=date(2026, 10, 4))
    assert cost_of(boss, order)["material"] == "115.00"
    balance = boss.get(f"/books/{company.book}/account-balance", key="WIP-MATERIAL", document=str(order.id))
    assert balance["balance"] == "115.00"


@pytest.mark.parametrize(
    ("kind", "status"), [("GOOD_RETURN", AVAILABLE), ("BAD_MATERIAL", REJECTED), ("BAD_WORK", REJECTED)]
)
def test_why_it_comes_back_decides_where_it_stands(company: Company, kind: str, status: str) -> None:
    issue = issued(company, "10")
    before = stock(company, company.bottle, company.a, status=status)
    returned(company, issue, "3", extra={"kind": kind})
    assert stock(company, company.bottle, company.a, status=status) - before == 3


def test_a_line_may_put_material_on_hold_but_bad_material_never_becomes_available(company: Company) -> None:
    issue = issued(company, "10")
    bad = {"kind": "BAD_WORK"}
    tell(company, "material_return", from_line(issue.lines[0].id, "1", status=HOLD), extra=bad)
    assert stock(company, company.bottle, company.a, status=HOLD) == 1
    with pytest.raises(Refused) as error:
        tell(company, "material_return", from_line(issue.lines[0].id, "1", status=AVAILABLE), extra=bad)
    assert refused(error) == ["bad_material_not_available"]


@pytest.mark.parametrize(("usage", "key"), USES.items())
def test_each_use_has_its_account(company: Company, boss: Person, usage: str, key: str) -> None:
    issue = issued(company, "1", usage=usage)
    assert [(one[0], one[1], one[2]) for one in booked(boss, issue.id)[0]] == [
        (key, "10.00", "0.00"),
        ("GOODS", "0.00", "10.00"),
    ]


def test_welfare_takes_its_input_tax_along(company: Company, boss: Person) -> None:
    issue = issued(company, "20", usage="WELFARE")
    assert sorted((one[0], one[1], one[2]) for one in booked(boss, issue.id)[0]) == [
        ("GOODS", "0.00", "200.00"),
        ("PAYROLL", "226.00", "0.00"),
        ("VAT-IN-OUT", "0.00", "26.00"),
    ]


def test_only_a_released_open_order_takes_material(company: Company) -> None:
    waiting = save(company, "production_order", line(company.flour, "5"), warehouse_id=None)
    with pytest.raises(Refused) as error:
        issued(company, "1", waiting.id)
    assert refused(error) == ["order_not_released"]
    order = ordered(company)
    issue = issued(company, "5", order.id)
    move_on(company, order.id, "stop", reason="完工")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: issued(company, "1", order.id),
        lambda: returned(company, issue, "1"),
        lambda: move_on(company, issue.id, "reverse", reason="领错"),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as error:
            attempt()
        assert refused(error) == ["order_closed"]
    assert stock(company, company.bottle, company.a) == 95
    move_on(company, order.id, "reopen", reason="补料")
    issued(company, "1", order.id, kind="SUPPLEMENT")
    assert stock(company, company.bottle, company.a) == 94


def test_an_order_with_material_stays_released(company: Company) -> None:
    order = ordered(company)
    draft = save(company, "material_issue", line(company.bottle, "1"), extra={"production_order": order.id})
    with pytest.raises(Refused) as error:
        move_on(company, order.id, "unapprove")
    assert refused(error) == ["order_has_material"]
    assert draft.number in error.value.refusals[0].params["documents"]
    move_on(company, draft.id, "void")
    move_on(company, order.id, "unapprove")


def test_a_reversal_takes_everything_back(company: Company, boss: Person) -> None:
    order = ordered(company)
    issue = issued(company, "10", order.id)
    back = returned(company, issue, "4")
    with pytest.raises(Refused) as error:
        move_on(company, issue.id, "reverse", reason="领错")
    assert refused(error) == ["downstream_exists"]
    move_on(company, back.id, "reverse", reason="退错")
    assert cost_of(boss, order)["material"] == "100.00"
    move_on(company, issue.id, "reverse", reason="领错")
    assert value(company, company.bottle) == (100, Decimal("1000.00"))
    assert cost_of(boss, order)["total"] == "0.00"
    balance = boss.get(f"/books/{company.book}/account-balance", key="WIP-MATERIAL", document=str(order.id))
    assert balance["balance"] == "0.00"
    rows = boss.get("/reports/mo_cost", document=str(order.id))["rows"]
    assert [(row["quantity"], row["material"]) for row in rows] == [
        ("10", "100.00"), ("-4", "-40.00"), ("4", "40.00"), ("-10", "-100.00")
    ]  # fmt: skip


def test_material_stands_under_its_own_heads_in_the_movement_summary(company: Company, boss: Person) -> None:
    issue = issued(company, "10")
    returned(company, issue, "4")
    (row,) = boss.get("/reports/movement_summary", **OCTOBER)["rows"]
    assert (row["material_quantity"], row["material_amount"]) == ("6", "60.00")
    assert (row["out_quantity"], row["closing_quantity"]) == ("6", "94")
    journal = boss.get("/reports/stock_journal", **OCTOBER)["rows"]
    assert {row["movement_type"] for row in journal} == {"PURCHASE", "MATERIAL_ISSUE", "MATERIAL_RETURN"}


def test_through_the_pages(company: Company, boss: Person) -> None:
    keeper = Person("keeper_a")
    order = boss.document(
        "production_order", [{"item": "code:FLOUR", "quantity": "5"}], then="approve", business_date="2026-10-03"
    )
    (hit,) = keeper.get("/production_order/lookup", q=order["number"][-4:], running="true")
    assert (hit["id"], hit["code"], hit["name"]) == (order["id"], order["number"], "面粉")
    header = {
        "business_date": "2026-10-05", "warehouse": str(company.a), "usage": "PRODUCTION", "kind": "ISSUE",
        "production_order": f"code:{order['number']}",
    }  # fmt: skip
    goods = [{"item": "code:BOTTLE", "quantity": "10"}]
    entered = {"type": "material_issue", "header": header, "lines": goods}
    issue = keeper.post("/documents", {**entered, "transition": "post"}, status=201)
    assert issue["production_order"]["code"] == order["number"]
    assert (issue["usage"], issue["kind"], issue["state"]) == ("PRODUCTION", "ISSUE", "POSTED")
    body = keeper.push_down(issue, "material_return")
    body["header"] |= {"business_date": "2026-10-06", "kind": "BAD_MATERIAL"}
    body["lines"][0]["quantity"] = "2"
    back = keeper.post("/documents", {**body, "transition": "post"}, status=201)
    assert (back["production_order"]["id"], back["usage"], back["kind"]) == (order["id"], "PRODUCTION", "BAD_MATERIAL")
    shown = keeper.get(f"/documents/{issue['id']}")
    assert shown["lines"][0]["returned_quantity"] == "2"
    assert "material" not in keeper.get("/reports/mo_cost", document=order["id"])["totals"]
    unknown = {**header, "production_order": issue["id"]}
    answer = keeper.post("/documents", {**entered, "header": unknown}, status=422)
    assert [one["code"] for one in answer["errors"]] == ["unknown_reference"]
    boss.transition(order, "stop", reason="完工")
    assert keeper.get("/production_order/lookup", running="true") == []
    keeper.get("/reports/mo_cost", document=issue["id"], status=404)


def test_a_keeper_elsewhere_and_a_stranger_may_not(company: Company) -> None:
    header = {"business_date": "2026-10-05", "warehouse": str(company.a)}
    for name in ("keeper_b", "buyer", "stranger"):
        Person(name).document(
            "material_issue", [{"item": "code:BOTTLE", "quantity": "1"}], then="post", status=403, **header
        )
    Person("stranger").get("/reports/mo_cost", status=403)


def test_it_prints(company: Company, boss: Person) -> None:
    issue = issued(company, "10", ordered(company).id)
    for layout in ("a4", "triplicate"):
        paper = boss.client.get(f"/api/v1/documents/{issue.id}/print", {"layout": layout})
        assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")


def test_a_new_account_set_knows_its_reasons(company: Company) -> None:
    assert set(ReasonCode.objects.filter(code__startswith="RETURN_").values_list("code", flat=True)) >= {
        "RETURN_SURPLUS", "RETURN_DEFECT",
    }  # fmt: skip


def test_material_leaves_its_package_and_comes_back_into_it(company: Company, boss: Person) -> None:
    package = create_package(act=company.act(), values={})
    tell(company, "goods_receipt", line(company.bottle, "24", price="10", extra={"package": package.pk}))
    with pytest.raises(Refused) as stuck:
        tell(company, "material_issue", line(company.bottle, "110"))
    assert refused(stuck) == ["goods_are_packed"]
    taken = tell(company, "material_issue", line(company.bottle, "20", extra={"package": package.pk}))
    back = from_line(taken.lines[0].id, "5", extra={"package": package.pk})
    tell(company, "material_return", back)
    (row,) = boss.get(f"/packages/{package.pk}/contents")["contents"]
    assert (row["quantity"], stock(company, company.bottle, company.a)) == ("9", 109)
