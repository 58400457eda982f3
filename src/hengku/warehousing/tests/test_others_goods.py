"""Goods of others, goods at others, and what a department may take: through the documents."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, draft, from_line, line, make_company, move_on, stock, tell, value

from hengku.documents.operations.create import create_and_transition
from hengku.documents.queries.load import load_documents
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Place
from hengku.warehousing.models import UseLimit
from hengku.warehousing.operations.limits import create_limit

D = Decimal


@pytest.fixture
def company(db: None) -> Company:
    found = make_company()
    tell(found, "opening_stock", line(found.bottle, "120", amount="1440.00"), on=date(2026, 10, 1))
    return found


def test_a_loan_comes_back_at_its_own_amount_wherever_it_is_returned(company: Company) -> None:
    loan = tell(company, "loan_out", line(company.bottle, "30"), partner_id=company.customer)
    tell(company, "goods_receipt", line(company.bottle, "90", price="20"))
    assert value(company, company.bottle) == (180, D("2880.00"))
    tell(company, "loan_return", from_line(loan.lines[0].id, "10"), partner_id=company.customer)
    assert value(company, company.bottle) == (190, D("3000.00"))
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "loan_return", from_line(loan.lines[0].id, "21"), partner_id=company.customer)


def test_a_place_made_in_a_posting_that_failed_is_made_again(company: Company) -> None:
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(company, "loan_out", line(company.bottle, "121"), partner_id=company.customer)
    tell(company, "loan_out", line(company.bottle, "120"), partner_id=company.customer)
    assert Place.objects.filter(kind="LOAN", partner_id=company.customer).count() == 1


def test_what_was_lent_cannot_be_undone_while_part_of_it_is_back(company: Company) -> None:
    loan = tell(company, "loan_out", line(company.bottle, "30"), partner_id=company.customer)
    back = tell(company, "loan_return", from_line(loan.lines[0].id, "10"), partner_id=company.customer)
    with pytest.raises(Refused, match="downstream_exists"):
        move_on(company, loan.id, "reverse", reason="错")
    move_on(company, back.id, "reverse", reason="错")
    move_on(company, loan.id, "reverse", reason="错")
    assert value(company, company.bottle) == (120, D("1440.00"))


def test_goods_of_others_are_not_ours_and_cannot_be_shipped(company: Company) -> None:
    tell(company, "custody_in", line(company.bottle, "50"), partner_id=company.supplier)
    assert stock(company, company.bottle, company.a) == 120
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(company, "shipment", line(company.bottle, "121", price="20"))
    with pytest.raises(Refused, match="price_missing"):
        tell(company, "custody_use", line(company.bottle, "5"), partner_id=company.supplier, extra={"usage": "SELLING"})
    use = line(company.bottle, "5", price="30")
    tell(company, "custody_use", use, partner_id=company.supplier, extra={"usage": "SELLING"})
    assert value(company, company.bottle) == (120, D("1440.00"))


def test_a_department_takes_no_more_than_its_limit(company: Company) -> None:
    values = {"department": "行政部", "item_id": company.bottle, "quantity": D(10), "refuses": False}
    limit = create_limit(act=company.act(), values=values)
    with pytest.raises(Refused, match="not_unique"):
        create_limit(act=company.act(), values=values)
    use = {"usage": "ADMINISTRATION", "department": "行政部"}
    tell(company, "other_out", line(company.bottle, "8"), extra=use)
    over = draft(company, "other_out", line(company.bottle, "3"), extra=use)
    with pytest.raises(Refused) as error:
        create_and_transition(act=company.act(), drafts=[over], transition="post")
    one = error.value.refusals[0]
    assert (one.code, one.params["taken"], one.params["available"]) == ("use_limit_exceeded", "8", "2")
    (made,) = create_and_transition(act=company.act(), drafts=[over], transition="post", confirm={"use_limit_exceeded"})
    assert load_documents([made])[0].extra["department"] == "行政部"
    UseLimit.objects.filter(pk=limit.pk).update(refuses=True)
    with pytest.raises(Refused, match="use_limit_exceeded"):
        create_and_transition(act=company.act(), drafts=[over], transition="post", confirm={"use_limit_exceeded"})
    tell(company, "other_out", line(company.bottle, "3"), extra={**use, "department": "财务部"})
