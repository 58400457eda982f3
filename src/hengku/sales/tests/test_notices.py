"""Quotations and delivery notices, told as stories: what is left of them, and where the reservation is."""

from decimal import Decimal

import pytest
from tests.world import Company, from_line, line, make_company, move_on, stock, tell

from hengku.documents.models import LineProgress
from hengku.documents.operations.rebuild import rebuild_progress
from hengku.documents.queries.prove import check_progress, check_tolerances
from hengku.kernel.errors import Refused
from hengku.ledger.queries.custody import open_reservations
from hengku.metadata.rules.invariants import CheckWindow

FULL = CheckWindow(after_posting_id=0, full=True)


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"))
    return made


def notified(company: Company, ordered: str, told: str) -> tuple[int, int, int, int]:
    """An order and a notice for part of it: order id, its line, notice id, its line."""
    order = tell(company, "sales_order", line(company.bottle, ordered, price="15"))
    notice = tell(company, "delivery_notice", from_line(order.lines[0].id, told))
    return order.id, order.lines[0].id, notice.id, notice.lines[0].id


def held(*line_ids: int) -> list[Decimal]:
    found = open_reservations(demand_line_ids=line_ids)
    return [found.get(line_id, Decimal(0)) for line_id in line_ids]


def progress(line_id: int) -> tuple[Decimal, Decimal]:
    row = LineProgress.objects.get(pk=line_id)
    return row.linked_quantity, row.executed_quantity


def is_proved() -> bool:
    return not check_progress(FULL).failing and not check_tolerances(FULL).failing and rebuild_progress() == 0


def test_a_notice_takes_the_reservation_over_and_cancelling_gives_it_back(company: Company) -> None:
    _, order_line, notice, notice_line = notified(company, "80", "30")
    assert held(order_line, notice_line) == [50, 30]
    move_on(company, notice, "void")
    assert held(order_line, notice_line) == [80, 0]
    assert progress(order_line) == (0, 0)
    assert is_proved()


def test_a_notice_closed_by_hand_gives_back_what_was_not_shipped(company: Company) -> None:
    _, order_line, notice, notice_line = notified(company, "80", "30")
    shipment = tell(company, "shipment", from_line(notice_line, "20"))
    assert (progress(order_line), progress(notice_line)) == ((30, 20), (20, 20))
    move_on(company, notice, "stop", reason="车装不下")
    assert held(order_line, notice_line) == [60, 0]
    assert progress(order_line) == (20, 20)
    assert is_proved()
    with pytest.raises(Refused, match="source_stopped"):
        tell(company, "shipment", from_line(notice_line, "1"))
    move_on(company, notice, "reopen", reason="又来一车")
    assert held(order_line, notice_line) == [50, 10]
    assert progress(order_line) == (30, 20)
    move_on(company, shipment.id, "reverse", reason="发错")
    assert (progress(order_line), progress(notice_line)) == ((30, 0), (0, 0))
    assert is_proved()


def test_a_notice_beyond_the_stock_takes_what_is_free_and_leaves_the_order_its_own(company: Company) -> None:
    tell(company, "sales_order", line(company.bottle, "90", price="15"))
    order = tell(company, "sales_order", line(company.bottle, "40", price="15"))
    order_line = order.lines[0].id
    assert held(order_line) == [10]
    notice_line = tell(company, "delivery_notice", from_line(order_line, "25")).lines[0].id
    assert held(order_line, notice_line) == [0, 10]


def test_what_an_order_took_of_a_quotation_comes_back_when_it_is_withdrawn(company: Company) -> None:
    quotation = tell(company, "quotation", line(company.bottle, "120", price="15"))
    offered = quotation.lines[0].id
    order = tell(company, "sales_order", from_line(offered, "70"))
    assert progress(offered) == (70, 70)
    assert order.lines[0].price == 15
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "sales_order", from_line(offered, "51"))
    move_on(company, order.id, "unapprove")
    assert progress(offered) == (70, 0)
    assert is_proved()
    move_on(company, order.id, "void")
    assert progress(offered) == (0, 0)
    assert stock(company, company.bottle, company.a) == 100


def test_reserving_again_leaves_the_notice_its_part(company: Company) -> None:
    order, order_line, _, notice_line = notified(company, "80", "30")
    move_on(company, order, "stop", reason="暂停")
    move_on(company, order, "reopen", reason="继续")
    assert held(order_line, notice_line) == [50, 30]


def test_what_a_closed_notice_gave_up_does_not_come_back_to_it(company: Company) -> None:
    _, order_line, notice, notice_line = notified(company, "80", "30")
    shipment = tell(company, "shipment", from_line(notice_line, "20"))
    move_on(company, notice, "stop", reason="车装不下")
    move_on(company, shipment.id, "reverse", reason="发错")
    assert held(order_line, notice_line) == [60, 0]
