"""Transfers: one step, two steps with partial arrival and loss, and cost between scopes."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, from_line, line, make_company, move_on, stock, tell, value

from hengku.kernel.errors import Refused
from hengku.masterdata.types import CostingScope
from hengku.metadata.rules.invariants import CheckWindow
from hengku.warehousing.queries.prove import check_transfers


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "opening_stock", line(made.bottle, "120", amount="1440.00"), on=date(2026, 10, 1))
    return made


def sent(company: Company, quantity: str = "50") -> tuple[int, int]:
    out = tell(company, "transfer_out", line(company.bottle, quantity), on=date(2026, 10, 2), to_warehouse_id=company.b)
    return out.id, out.lines[0].id


def places(company: Company) -> tuple[Decimal, Decimal, Decimal]:
    return (
        stock(company, company.bottle, company.a),
        stock(company, company.bottle, f"transit:{company.b}"),
        stock(company, company.bottle, company.b),
    )


def holds() -> bool:
    found = check_transfers(CheckWindow())
    return found.rows > 0 and not found.failing


def test_in_one_step(company: Company) -> None:
    tell(company, "transfer", line(company.bottle, "50", to_bin_id=company.b1), to_warehouse_id=company.b)
    assert places(company) == (70, 0, 50)
    assert value(company, company.bottle) == (120, Decimal("1440.00"))
    with pytest.raises(Refused, match="same_warehouse"):
        tell(company, "transfer", line(company.bottle, "1"), to_warehouse_id=company.a)
    with pytest.raises(Refused, match="bin_needed"):
        tell(company, "transfer", line(company.bottle, "1"), to_warehouse_id=company.b)


def test_in_two_steps_with_a_loss_on_the_way(company: Company) -> None:
    # Scenario S13 rows 1-3: 120 / 1,440.00; 50 out, 47 in, 3 lost.
    _, line_id = sent(company)
    assert places(company) == (70, 50, 0)
    assert value(company, company.bottle) == (120, Decimal("1440.00"))
    tell(company, "transfer_in", from_line(line_id, "47", to_bin_id=company.b1), on=date(2026, 10, 4))
    assert places(company) == (70, 3, 47)
    assert holds()
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "transfer_in", from_line(line_id, "4", to_bin_id=company.b1))
    with pytest.raises(Refused, match="required"):
        tell(company, "transit_loss", from_line(line_id, "3"), on=date(2026, 10, 5))
    tell(company, "transit_loss", from_line(line_id, reason="LOST_IN_TRANSIT"), on=date(2026, 10, 5))
    assert places(company) == (70, 0, 47)
    assert value(company, company.bottle) == (117, Decimal("1404.00"))
    assert holds()


def test_goods_that_arrived_hold_their_departure(company: Company) -> None:
    out_id, line_id = sent(company)
    arrived = tell(company, "transfer_in", from_line(line_id, to_bin_id=company.b1))
    with pytest.raises(Refused) as error:
        move_on(company, out_id, "reverse", reason="错")
    assert arrived.number in error.value.refusals[0].params["documents"]
    move_on(company, arrived.id, "reverse", reason="错")
    assert places(company) == (70, 50, 0)
    move_on(company, out_id, "reverse", reason="错")
    assert places(company) == (120, 0, 0)


def test_arrival_without_departure_is_refused(company: Company) -> None:
    with pytest.raises(Refused, match="required"):
        tell(company, "transfer_in", line(company.bottle, "1", to_bin_id=company.b1), to_warehouse_id=company.b)


def test_goods_on_the_way_are_nobody_s_to_ship(company: Company) -> None:
    sent(company, "120")
    with pytest.raises(Refused) as error:
        tell(company, "shipment", line(company.bottle, "1", price="15"))
    assert error.value.refusals[0].params["available"] == "0"


def test_between_scopes_the_amount_travels_with_the_goods(db: None) -> None:
    # TR-1: 7 units / 100.00 set off; 3, 2 and the last 2 arrive with 42.86, 28.57, 28.57. TR-2: one of the last two is lost.
    company = make_company(costing_scope=CostingScope.WAREHOUSE)
    tell(company, "opening_stock", line(company.bottle, "7", amount="100.00"), on=date(2026, 10, 1))
    out = tell(company, "transfer_out", line(company.bottle, "7"), to_warehouse_id=company.b)
    amounts = []
    for quantity in ("3", "2", "1"):
        tell(company, "transfer_in", from_line(out.lines[0].id, quantity, to_bin_id=company.b1))
        amounts.append(value(company, company.bottle, company.b)[1])
    assert amounts == [Decimal("42.86"), Decimal("71.43"), Decimal("85.71")]
    tell(company, "transit_loss", from_line(out.lines[0].id, reason="LOST_IN_TRANSIT"))
    assert value(company, company.bottle, company.b) == (6, Decimal("85.71"))
    assert holds()


def test_a_transfer_the_ledger_does_not_know_turns_red(company: Company) -> None:
    from django.db import connection

    sent(company)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_line SET base_quantity = 49 WHERE type = 'transfer_out'")
    (failing,) = check_transfers(CheckWindow()).failing
    assert (failing["sent"], failing["on_the_way"]) == ("49", "50")
