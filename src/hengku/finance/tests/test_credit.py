"""信用额度: refused with the figures, let pass by who may, counted as the book says."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.world import AT, Company, draft, from_line, line, make_company, tell

from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import LoadedDocument, TransitionCommand
from hengku.finance.models import CreditRelease
from hengku.finance.queries.prove_credit import limits_are_exceeded, limits_are_kept
from hengku.identity.models import AuditEntry
from hengku.identity.queries.viewer import by_name
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book, Partner
from hengku.masterdata.types import SalesControl
from hengku.metadata.rules.invariants import CheckWindow, Findings

CODE = "credit_exceeded"


@pytest.fixture
def company(db: None) -> Company:
    made = make_company(people=True)
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"))
    Partner.objects.filter(pk=made.customer).update(credit_limit=Decimal("1000.00"))
    return made


def order(company: Company, quantity: str) -> LoadedDocument:
    return tell(company, "sales_order", line(company.bottle, quantity, price="100", tax_rate="0"))


def approve_as(company: Company, person: str, quantity: str, *, confirm: frozenset[str] = frozenset()) -> None:
    made = draft(company, "sales_order", line(company.bottle, quantity, price="100", tax_rate="0"))
    viewer = by_name(username=person)
    assert viewer is not None
    create_and_transition(act=company.act(AT, viewer), drafts=[made], transition="approve", confirm=confirm)


def test_only_who_holds_the_right_may_let_it_pass_and_that_is_kept(company: Company) -> None:
    order(company, "8")
    with pytest.raises(Refused) as error:
        approve_as(company, "seller", "3", confirm=frozenset({CODE}))
    (reason,) = error.value.refusals
    assert (reason.code, reason.severity) == (CODE, "block")
    assert {name: reason.params[name] for name in ("limit", "exposure", "amount", "over", "orders")} == {
        "limit": "1000.00", "exposure": "800.00", "amount": "300.00", "over": "100.00", "orders": "800.00",
    }  # fmt: skip
    with pytest.raises(Refused) as error:
        approve_as(company, "owner", "3")
    assert error.value.refusals[0].severity == "warn"
    assert not CreditRelease.objects.exists()
    approve_as(company, "owner", "3", confirm=frozenset({CODE}))
    kept = CreditRelease.objects.get()
    assert (kept.transition, kept.limit, kept.exposure, kept.amount) == (
        "approve", Decimal("1000.00"), Decimal("800.00"), Decimal("300.00"),
    )  # fmt: skip
    assert kept.released_by_id == company.people["owner"]


@pytest.mark.parametrize("stored_first", [False, True])
def test_a_shipment_does_not_count_its_order_twice(company: Company, stored_first: bool) -> None:
    line_id = order(company, "10").lines[0].id
    if stored_first:
        act = company.act(AT)
        (document_id,) = create_documents(act=act, drafts=[draft(company, "shipment", from_line(line_id))])
        transition_documents(act=act, commands=[TransitionCommand(document_id, "post")])
    else:
        tell(company, "shipment", from_line(line_id))
    assert not CreditRelease.objects.exists()
    with pytest.raises(Refused, match=CODE):
        order(company, "1")


def test_through_a_notice_too(company: Company) -> None:
    line_id = order(company, "10").lines[0].id
    notice = tell(company, "delivery_notice", from_line(line_id, "7"))
    tell(company, "shipment", from_line(notice.lines[0].id))
    tell(company, "shipment", from_line(line_id, "3"))
    with pytest.raises(Refused, match=CODE):
        order(company, "1")


def test_open_orders_count_only_where_the_book_says_so(company: Company) -> None:
    order(company, "10")
    Book.objects.update(credit_counts_orders=False)
    order(company, "10")
    with pytest.raises(Refused, match=CODE):
        order(company, "11")


def test_a_return_gives_credit_back(company: Company) -> None:
    shipment = tell(company, "shipment", line(company.bottle, "10", price="100", tax_rate="0"))
    with pytest.raises(Refused, match=CODE):
        order(company, "1")
    tell(company, "sales_return", from_line(shipment.lines[0].id, "2"))
    order(company, "2")


def test_other_currencies_count_in_book_currency(company: Company) -> None:
    """USD 100 at 7 are 700 of the 1,000: ordered, then shipped without an invoice."""
    dollars: dict[str, Any] = {"currency": "USD", "extra": {"rate": Decimal(7)}}
    made = tell(company, "sales_order", line(company.bottle, "1", price="100", tax_rate="0"), **dollars)
    with pytest.raises(Refused) as error:
        order(company, "4")
    assert error.value.refusals[0].params["orders"] == "700.00"
    Book.objects.update(revenue_timing="AT_INVOICE")
    tell(company, "shipment", from_line(made.lines[0].id), **dollars)
    with pytest.raises(Refused) as error:
        tell(company, "sales_order", line(company.bottle, "1", price="43", tax_rate="0"), **dollars)
    reason = error.value.refusals[0].params
    assert (reason["shipped"], reason["orders"], reason["amount"]) == ("700.00", "0.00", "301.00")


def test_switched_off_nobody_asks(company: Company) -> None:
    Book.objects.update(credit_control=SalesControl.OFF)
    order(company, "50")
    assert not CreditRelease.objects.exists()


def test_the_prover_asks_who_let_it_pass(company: Company) -> None:
    """I36: without the record of the special approval it is red; a limit lowered afterwards is only to be looked at."""
    approve_as(company, "owner", "11", confirm=frozenset({CODE}))
    assert limits_are_kept(CheckWindow()) == limits_are_exceeded(CheckWindow()) == Findings(1)
    CreditRelease.objects.all().delete()
    (found,) = limits_are_kept(CheckWindow()).failing
    assert (found["exposure"], found["limit"], found["released"]) == ("1100.00", "1000.00", "0.00")
    assert limits_are_exceeded(CheckWindow()).failing == ()
    AuditEntry.objects.create(entity="partners", entity_id=str(company.customer), action="update", at=datetime.now(UTC))
    assert limits_are_kept(CheckWindow()).failing == ()
    assert len(limits_are_exceeded(CheckWindow()).failing) == 1
