"""Standard costing on a real database: values, late papers, new standards, refusals, and the prover."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from hengku.kernel.errors import Refused
from hengku.ledger.models import CostEntry, CostPool
from hengku.ledger.operations.post import post
from hengku.ledger.operations.rebuild import rebuild
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.check_standards import standards_hold
from hengku.ledger.queries.standards import current_standards
from hengku.ledger.tests.company import Company, refusal_of, tamper
from hengku.ledger.types import ReversalRequest, StandardRequest
from hengku.masterdata.models import Item

D = Decimal


def revise(company: Company, item: str, cost: str, day: str) -> int:
    line = company.line()
    one = StandardRequest(line, company.item(item), D(cost))
    with transaction.atomic():
        post(act=company.act, requests=[replace(company.request("COST_ADJUSTMENT", day), standards=(one,))])
    return line


def make(scope: str = "BOOK", negative_stock: str = "FORBID") -> Company:
    company = Company(scope, negative_stock=negative_stock)
    company.item("S", cost_method="STANDARD")
    Item.objects.filter(pk=company.item("S")).update(standard_cost=D("5"))
    return company


@pytest.fixture
def company(db: None) -> Company:
    return make()


def parts(line: int) -> list[tuple[str, Decimal, Decimal]]:
    rows = CostEntry.objects.filter(source_line_id=line).order_by("pk")
    return list(rows.values_list("kind", "amount", "expensed_amount"))


def test_value_is_standard_and_the_rest_is_variance(company: Company) -> None:
    receipt = company.receive("S", "600", "3120.00", "03-03")
    assert parts(receipt) == [("OWN", D("3000.00"), D("120.00"))]
    back = company.move("S", "100", "W1", "SUP", returns=receipt)
    company.post("PURCHASE_RETURN", "03-04", back)
    assert parts(back.line_id) == [("OWN", D("-500.00"), D("-20.00"))]
    late = company.adjust("S", "60.00", "03-05", adjusts=receipt)
    assert parts(late) == [("ADJUSTMENT", D("0.00"), D("60.00"))]
    assert parts(company.ship("S", "500", "03-06")) == [("ISSUE", D("-2500.00"), D("0.00"))]
    assert company.pool("S") == (0, 0)


def test_negative_stock_stands_at_the_standard(db: None) -> None:
    company = make(negative_stock="ALLOW")
    company.ship("S", "3", "03-02")
    assert company.pool("S") == (D(-3), D("-15.00"))
    receipt = company.receive("S", "10", "52.00", "03-03")
    assert parts(receipt) == [("OWN", D("50.00"), D("2.00"))]
    assert company.pool("S") == (D(7), D("35.00"))


def test_a_new_standard_revalues_every_scope(db: None) -> None:
    company = make("WAREHOUSE")
    company.receive("S", "10", "50.00", "03-03", "W1")
    company.receive("S", "4", "20.00", "03-03", "W2")
    line = revise(company, "S", "5.06", "03-10")
    assert sorted(parts(line)) == [("REVALUATION", D("0.24"), D("-0.24")), ("REVALUATION", D("0.60"), D("-0.60"))]
    assert company.pool("S", "W2") == (D(4), D("20.24"))
    assert current_standards(book_id=company.book.pk, item_ids=[company.item("S")]) == {
        company.item("S"): D("5.060000")
    }


def test_a_late_receipt_finds_the_standard_of_its_date(company: Company) -> None:
    company.receive("S", "10", "50.00", "03-03")
    line = revise(company, "S", "6", "03-10")
    late = company.receive("S", "5", "30.00", "03-05")
    assert parts(late) == [("OWN", D("25.00"), D("5.00"))]
    assert parts(line) == [("REVALUATION", D("10.00"), D("-10.00")), ("DELTA", D("5.00"), D("-5.00"))]
    same_day = company.receive("S", "1", "6.00", "03-10")
    assert parts(same_day) == [("OWN", D("6.00"), D("0.00"))]
    assert company.pool("S") == (D(16), D("96.00"))


def test_a_back_dated_standard_re_prices_what_came_after(company: Company) -> None:
    company.receive("S", "10", "50.00", "03-03")
    sale = company.ship("S", "4", "03-08")
    revise(company, "S", "5.50", "03-05")
    assert parts(sale) == [("ISSUE", D("-20.00"), D("0.00")), ("DELTA", D("-2.00"), D("0.00"))]
    assert company.pool("S") == (D(6), D("33.00"))
    assert standards_hold().failing == ()


def test_a_reversal_mirrors_value_and_variance_together(company: Company) -> None:
    sale_of = company.receive("S", "10", "51.00", "03-03")
    revise(company, "S", "6", "03-10")
    document = CostEntry.objects.get(source_line_id=sale_of).posting.document_id
    request = ReversalRequest(
        "test:r:reverse", company.book.pk, document, 900, "test", date(2026, 3, 12), {sale_of: 901}
    )
    with transaction.atomic():
        reverse(act=company.act, requests=[request])
    assert parts(901) == [("OWN", D("-60.00"), D("9.00"))]
    assert company.pool("S") == (0, 0)


def test_without_a_standard_nothing_comes_in(company: Company) -> None:
    company.item("N", cost_method="STANDARD")
    with pytest.raises(Refused) as refused, transaction.atomic():
        company.receive("N", "1", "1.00", "03-03")
    assert refusal_of(refused.value)[0][0] == "standard_missing"
    with pytest.raises(Refused) as refused, transaction.atomic():
        revise(company, "A", "3", "03-03")
    assert refused.value.code == "not_standard_costed"


def test_the_prover_performs_pools_again(as_owner: None) -> None:
    company = make()
    company.receive("S", "10", "51.00", "03-03")
    revise(company, "S", "5.10", "03-04")
    company.ship("S", "3", "03-05")
    found = standards_hold()
    assert (found.rows, found.failing) == (3, ())
    tamper("UPDATE ledger_cost_entry SET expensed_amount = expensed_amount + 1 WHERE kind = 'OWN'")
    assert standards_hold().failing == ()
    tamper("UPDATE ledger_cost_entry SET amount = amount - 1, expensed_amount = expensed_amount + 1 WHERE kind = 'OWN'")
    assert len(standards_hold().failing) == 1
    CostPool.objects.update(standard_cost=D(9))
    rebuild()
    assert CostPool.objects.get(item_id=company.item("S")).standard_cost == D("5.100000")
