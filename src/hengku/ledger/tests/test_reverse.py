"""Reversals: exact mirrors, once, with later deltas, and reservations that hold again."""

from datetime import date

import pytest
from django.db import transaction

from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.ledger.models import CostEntry, Reservation
from hengku.ledger.operations.reserve import expire, release, reserve
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.cost import line_costs, pool_history, pool_states
from hengku.ledger.queries.explain import explain_available, explain_line_cost
from hengku.ledger.queries.stock import availability, in_transit
from hengku.ledger.tests.company import NOW, Company, D
from hengku.ledger.types import PostingResult, ReservationRequest, ReversalRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def take_back(
    company: Company, document: int, lines: dict[int, int], day: str = "05-10", key: str = ""
) -> PostingResult:
    request = ReversalRequest(
        key or f"reverse:{document}:{day}", company.book.pk, document, 9000 + document, "test",
        date.fromisoformat(f"2026-{day}"), lines,
    )  # fmt: skip
    with transaction.atomic():
        (result,) = reverse(act=company.act, requests=[request])
    return result


def test_a_shipment_comes_back_at_its_cost(company: Company) -> None:
    company.opening("A", "3", "10.00")
    line = company.ship("A", "1", "05-01")
    company.receive("A", "7", "70.00", "05-02")
    result = take_back(company, company.documents - 1, {line: 777})
    assert result.line_amounts == {777: D("3.33")}
    assert company.pool("A") == (10, D("80.00"))


def test_a_receipt_already_sold_cannot_be_taken_back(company: Company) -> None:
    line = company.receive("A", "5", "50", "05-01")
    document = company.documents
    company.ship("A", "1", "05-02")
    with pytest.raises(Refused) as refused:
        take_back(company, document, {line: 777})
    (found,) = refused.value.refusals
    assert (found.code, found.params["available"], found.loc) == ("insufficient_stock", "4", ("line", 777))


def test_the_reversal_follows_later_deltas(company: Company) -> None:
    company.opening("A", "100", "1000.00", "04-01")
    line = company.ship("A", "60", "04-05")
    document = company.documents
    take_back(company, document, {line: 777}, "04-20")
    company.receive("A", "100", "1300.00", "04-03")
    assert company.amounts(777) == [("OWN", D("600.00")), ("DELTA", D("90.00"))]
    assert company.pool("A") == (200, D("2300.00"))


@pytest.mark.parametrize(
    ("again", "code"),
    [("same document", "already_reversed"), ("the reversal", "reversal_of_reversal"), ("nobody", "not_posted")],
)
def test_reversals_are_refused(company: Company, again: str, code: str) -> None:
    line = company.receive("A", "5", "50", "05-01")
    document = company.documents
    take_back(company, document, {line: 777}, key="first")
    target = {"same document": document, "the reversal": 9000 + document, "nobody": 555}[again]
    with pytest.raises(Refused) as refused:
        take_back(company, target, {line: 778}, key="second")
    assert refused.value.code == code


def test_the_same_reversal_key_reverses_once(company: Company) -> None:
    line = company.receive("A", "5", "50", "05-01")
    document = company.documents
    first = take_back(company, document, {line: 777}, key="k")
    assert take_back(company, document, {line: 777}, key="k") == first
    assert company.on_hand("A", "W1") == 0


def test_not_before_the_original_and_not_under_a_live_return(company: Company) -> None:
    company.opening("A", "5", "50")
    line = company.ship("A", "4", "05-05")
    document = company.documents
    with pytest.raises(Refused) as refused:
        take_back(company, document, {line: 777}, "05-04")
    assert refused.value.code == "reversal_before_original"
    company.post("SALE_RETURN", "05-06", company.move("A", "1", "CUS", "W1", returns=line))
    with pytest.raises(Refused) as refused:
        take_back(company, document, {line: 777}, "05-07")
    assert refused.value.code == "still_referenced"


def test_a_cost_adjustment_is_taken_back_with_its_expensed_part(company: Company) -> None:
    receipt = company.receive("A", "100", "1000", "05-01")
    company.ship("A", "60", "05-02")
    line = company.adjust("A", "60", "05-03", adjusts=receipt)
    take_back(company, company.documents, {line: 777})
    entry = CostEntry.objects.get(source_line_id=777)
    assert (entry.amount, entry.expensed_amount) == (D("-24.00"), D("-36.00"))


def held(company: Company, quantity: str, demand: int = 900, *, partial: bool = False) -> list[object]:
    claim = ReservationRequest(
        company.book.pk, company.item("A"), company.place["W1"], demand, 90, D(quantity), expires_at=NOW
    )
    with transaction.atomic():
        return list(reserve(act=company.act, requests=[claim], partial=partial))


def test_a_reversed_shipment_holds_its_reservation_again(company: Company) -> None:
    company.opening("A", "10", "100")
    held(company, "6")
    line = company.ship("A", "4", "05-02", demand=900)
    assert Reservation.objects.get().consumed_quantity == 4
    take_back(company, company.documents, {line: 777})
    assert Reservation.objects.get().consumed_quantity == 0
    assert (
        availability(viewer=SYSTEM, book_id=company.book.pk, item_ids=[company.item("A")])[company.item("A")].available
        == 4
    )


def test_a_released_demand_does_not_hold_again(company: Company) -> None:
    company.opening("A", "10", "100")
    held(company, "6")
    line = company.ship("A", "4", "05-02", demand=900)
    release(act=company.act, demand_line_ids=[900])
    take_back(company, company.documents, {line: 777})
    assert Reservation.objects.get().consumed_quantity == 4


def test_reserving_more_than_there_is(company: Company) -> None:
    company.opening("A", "10", "100")
    held(company, "8")
    with pytest.raises(Refused) as refused:
        held(company, "3", 901)
    (found,) = refused.value.refusals
    assert (found.code, found.params["available"], found.loc) == ("nothing_to_reserve", "2", ("line", 901))
    assert held(company, "3", 901, partial=True) == [2]
    assert held(company, "3", 902, partial=True) == [0]
    assert expire(act=company.act) == [900, 901]
    assert held(company, "10", 903) == [10]


def test_costs_history_and_explanations(company: Company) -> None:
    company.opening("A", "3", "10.00")
    line = company.ship("A", "1", "05-01")
    held(company, "1")
    assert line_costs(line_ids=[line, 4711]) == {line: D("3.33")}
    (pool,) = pool_states(book_id=company.book.pk, item_ids=[company.item("A")])
    assert (pool.quantity, pool.amount, pool.unit) == (2, D("6.67"), D("3.335000"))
    assert [(step.balance_quantity, step.balance_amount) for step in pool_history(pool_id=pool.id)] == [
        (3, D("10.00")), (2, D("6.67")),
    ]  # fmt: skip
    (derivation,) = explain_line_cost(line_id=line)
    assert (derivation.formula, derivation.values, derivation.result) == (
        "A * q / Q",
        "10.00 * 1 / 3 (3.333333)",
        "-3.33",
    )
    available = explain_available(viewer=SYSTEM, book_id=company.book.pk, item_id=company.item("A"))
    assert (available.values, available.result) == ("2 - 0 - 1", "1")
    company.post("TRANSFER", "05-02", company.move("A", "1", "W1", "TO-W2"))
    assert in_transit(viewer=SYSTEM, book_id=company.book.pk, item_ids=[company.item("A")]) == {company.item("A"): 1}
