"""Sharing out cost variances: the worked examples of 4.6, and what the prover says of a shifted cent."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, line, make_company, tell

from hengku.finance.models import VarianceShare
from hengku.finance.operations.variances import live_run, run_variances
from hengku.finance.queries.prove_variances import variances_are_on_their_account
from hengku.finance.rules.closing import Month
from hengku.finance.rules.variances import Issue, ItemVariance, shared_out
from hengku.finance.tests.test_making import book
from hengku.finance.tests.test_prove import tamper
from hengku.masterdata.models import Item
from hengku.metadata.rules.invariants import CheckWindow

D = Decimal
OCTOBER = date(2026, 10, 1)


def shared(pool: str, base: str, closing: str, *issues: tuple[int, str]) -> ItemVariance:
    return shared_out(
        item_id=1, pool=D(pool), base=D(base), closing_quantity=D(0), closing_standard=D(closing),
        issues=[Issue(document, {document: D(amount)}) for document, amount in issues],
    )  # fmt: skip


def of(found: ItemVariance) -> dict[int, Decimal]:
    return {document: sum(lines.values(), D(0)) for document, lines in found.shares.items()}


def test_sc_1_the_rate_goes_to_what_was_issued() -> None:
    found = shared("234", "12000", "3000", (7, "9000"))
    assert (found.rate_percent, of(found), found.closing_variance) == (D("1.9500"), {7: D("175.50")}, D("58.50"))


def test_sc_3_the_last_issue_takes_what_remains() -> None:
    found = shared("10.00", "30", "0", (1, "10"), (2, "10"), (3, "10"))
    assert of(found) == {1: D("3.33"), 2: D("3.33"), 3: D("3.34")}
    assert found.closing_variance == 0


def test_what_came_back_takes_its_share_back() -> None:
    found = shared("100", "1000", "500", (1, "600"), (2, "-100"))
    assert of(found) == {1: D("60.00"), 2: D("-10.00")}


def test_an_invoice_after_everything_was_used_is_cost_of_sales() -> None:
    found = shared("30", "0", "0")
    assert (found.shares, found.rest, found.closing_variance) == ({}, D(30), D(0))


def test_one_document_s_lines_add_up_to_its_share() -> None:
    found = shared_out(
        item_id=1, pool=D("10.00"), base=D(90), closing_quantity=D(3), closing_standard=D(30),
        issues=[Issue(1, {11: D(20), 12: D(20), 13: D(20)})],
    )  # fmt: skip
    assert list(found.shares[1].values()) == [D("2.22"), D("2.22"), D("2.23")]
    assert found.closing_variance == D("3.33")


@pytest.fixture
def company(as_owner: None) -> Company:
    """Flour at a standard of 10: 100 bought for 1,030, 60 used."""
    made = make_company()
    Item.objects.filter(pk=made.flour).update(cost_method="STANDARD", standard_cost=D(10))
    tell(made, "goods_receipt", line(made.flour, "100", price="10.30"), on=date(2026, 10, 3))
    tell(made, "other_out", line(made.flour, "60", reason="USE"), on=date(2026, 10, 5))
    book(made)
    return made


def _month(made: Company) -> Month:
    return Month(made.book, OCTOBER, date(2026, 11, 1))


def test_a_run_stands_until_something_changes(company: Company) -> None:
    first = run_variances(act=company.act(), month=_month(company))
    assert first is not None
    assert [one.amount for one in VarianceShare.objects.all()] == [D("18.00")]
    assert run_variances(act=company.act(), month=_month(company)) == first
    tell(company, "goods_receipt", line(company.flour, "20", price="9.40"), on=date(2026, 10, 6))
    second = run_variances(act=company.act(), month=_month(company))
    assert second not in {None, first}
    # 30 - 12 = 18 over 1,200: 600 bear 9
    assert [one.amount for one in VarianceShare.objects.order_by("pk")] == [D("18.00"), D("-18.00"), D("9.00")]
    standing = live_run(month=_month(company))
    assert standing is not None
    assert standing.pk == second


def test_the_variance_account_is_proved(company: Company) -> None:
    run_variances(act=company.act(), month=_month(company))
    window = CheckWindow()
    assert variances_are_on_their_account(window).failing == ()
    book(company)
    found = variances_are_on_their_account(window)
    assert (found.rows, found.failing) == (1, ())
    tamper("finance_variance_share", "UPDATE finance_variance_share SET amount = amount + 0.01")
    assert len(variances_are_on_their_account(window).failing) == 1
