"""占用在途: orders claim goods to come, reserved the moment they arrive; nobody claims more than comes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests.world import AT, Company, from_line, line, make_company, move_on, tell

from hengku.identity.types import SYSTEM, Act
from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.ledger.operations.pegs import pegs_of
from hengku.ledger.operations.reserve import expire, keep, release_one
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.stock import availability
from hengku.ledger.types import Peg
from hengku.masterdata.models import Book
from hengku.sales.queries.reservations import log_json, reservations_json
from hengku.sales.rules.pegging import Coming, beyond, share_arrival, spread


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"))
    return made


def bought(company: Company, quantity: str, due: int) -> tuple[int, int]:
    extra = {"delivery_date": date(2026, 10, due)}
    made = tell(company, "purchase_order", line(company.bottle, quantity, price="10", extra=extra))
    return made.id, made.lines[0].id


def sold(company: Company, quantity: str, **extra: object) -> tuple[int, int]:
    extra = {"reserve_incoming": True, **extra}
    made = tell(company, "sales_order", line(company.bottle, quantity, price="15"), extra=extra)
    return made.id, made.lines[0].id


def held(line_id: int) -> tuple[Decimal, Decimal]:
    """Reserved of stock, and claimed of goods to come."""
    waits = sum((one.open for one in pegs_of(demand_line_ids=[line_id])), Decimal(0))
    return open_reservations(demand_line_ids=[line_id]).get(line_id, Decimal(0)), waits


def available(company: Company) -> Decimal:
    return availability(viewer=SYSTEM, book_id=company.book, item_ids=[company.bottle])[company.bottle].available


def told(kind: str) -> list[Decimal]:
    statement = "SELECT quantity FROM ledger_reservation_event WHERE kind = %s ORDER BY id"
    return [quantity for (quantity,) in sql.rows(connection, statement, [kind])]


def test_what_is_short_claims_what_comes_first_and_is_reserved_on_arrival(company: Company) -> None:
    late, _ = bought(company, "50", 25)
    _, early_line = bought(company, "20", 22)
    _, order_line = sold(company, "130")
    assert held(order_line) == (100, 30)
    assert {one.supply_line_id: one.open for one in pegs_of(demand_line_ids=[order_line])}[early_line] == 20
    tell(company, "goods_receipt", from_line(early_line, "20"))
    assert held(order_line) == (120, 10)
    assert available(company) == 0
    move_on(company, late, "stop", reason="供应商停产")
    assert held(order_line) == (120, 0)
    assert (told("PEGGED"), told("ARRIVED"), told("UNPEGGED")) == ([20, 10], [20], [-10])


def test_what_arrives_by_a_notice_reaches_who_claimed_the_order_behind_it(company: Company) -> None:
    _, order_line = bought(company, "30", 25)
    _, demand = sold(company, "110")
    noticed = tell(company, "receiving_notice", from_line(order_line, "30")).lines[0].id
    tell(company, "goods_receipt", from_line(noticed, "30"))
    assert held(demand) == (110, 0)


def test_nobody_claims_more_than_comes_and_the_urgent_get_it_first(company: Company) -> None:
    _, order_line = bought(company, "50", 25)
    _, first = sold(company, "130")
    _, urgent = sold(company, "40", priority=1)
    assert (held(first), held(urgent)) == ((100, 30), (0, 20))
    tell(company, "goods_receipt", from_line(order_line, "15"))
    assert (held(first), held(urgent)) == ((100, 30), (15, 5))
    tell(company, "goods_receipt", from_line(order_line, "35"))
    assert (held(first), held(urgent)) == ((130, 0), (20, 0))
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(company, "shipment", line(company.bottle, "1", price="15"))


def test_a_withdrawn_order_waits_for_nothing_and_others_claim_it(company: Company) -> None:
    bought(company, "10", 25)
    first, first_line = sold(company, "110")
    second, second_line = sold(company, "10")
    assert (held(first_line), held(second_line)) == ((100, 10), (0, 0))
    move_on(company, first, "unapprove")
    assert held(first_line) == (0, 0)
    move_on(company, second, "unapprove")
    move_on(company, second, "approve")
    assert held(second_line) == (10, 0)
    assert told("RELEASED") == [-100, -10]


def test_goods_on_their_way_between_warehouses_are_claimed_too(company: Company) -> None:
    out = tell(company, "transfer_out", line(company.bottle, "30"), to_warehouse_id=company.b)
    order = tell(
        company, "sales_order", line(company.bottle, "12", price="15"), warehouse_id=company.b,
        extra={"reserve_incoming": True},
    )  # fmt: skip
    assert held(order.lines[0].id) == (0, 12)
    into = from_line(out.lines[0].id, "30", to_bin_id=company.b1)
    tell(company, "transfer_in", into, to_warehouse_id=company.b)
    assert held(order.lines[0].id) == (12, 0)


def test_reservations_end_by_themselves_and_the_log_says_so(company: Company) -> None:
    _, unpaid = sold(company, "40", pay_minutes=30)
    Book.objects.update(reservation_days=7)
    _, slow = sold(company, "30")

    def later(**time: int) -> datetime:
        return AT + timedelta(**time)

    assert expire(act=Act(SYSTEM, later(minutes=29))) == []
    assert expire(act=Act(SYSTEM, later(minutes=30))) == [unpaid]
    assert (held(unpaid), held(slow)) == ((0, 0), (30, 0))
    assert expire(act=Act(SYSTEM, later(days=7))) == [slow]
    assert told("EXPIRED") == [-40, -30]


def test_shares_of_goods_to_come() -> None:
    days = [Coming(1, date(2026, 10, 25), Decimal(50)), Coming(2, date(2026, 10, 22), Decimal(20))]
    assert spread(Decimal(30), days) == [(2, 20), (1, 10)]
    pegs = [Peg(1, 1, 1, 7, 7, 9, Decimal(5), 1, None), Peg(2, 1, 1, 8, 8, 9, Decimal(30), 100, None)]
    assert share_arrival(Decimal(15), pegs) == {1: 5, 2: 10}
    assert beyond(pegs, Decimal(20)) == {2: 15}
    assert beyond(pegs, Decimal(0)) == {2: 30, 1: 5}


def test_what_is_reserved_is_listed_and_given_up_by_hand_with_a_reason(company: Company) -> None:
    bought(company, "50", 25)
    order_id, _ = sold(company, "130", pay_minutes=30)
    asked: dict[str, Any] = {"viewer": SYSTEM, "book_id": company.book, "item_id": company.bottle, "document_id": None}
    rows = reservations_json(**asked)
    assert [(one["kind"], one["quantity"], one["due"]) for one in rows] == [
        ("INCOMING", "30", "2026-10-25"),
        ("ORDER", "100", None),
    ]
    stock_claim = int(rows[1]["id"])
    keep(act=company.act(), reservation_id=stock_claim)
    with pytest.raises(Refused, match="lock_reason_missing"):
        release_one(act=company.act(), reservation_id=stock_claim, reason=" ")
    release_one(act=company.act(), reservation_id=stock_claim, reason="客户改期")
    assert available(company) == 100
    (told_row,) = [one for one in log_json(**asked) if one["kind"] == "RELEASED"]
    assert (told_row["quantity"], told_row["reason"], told_row["document"]["id"]) == ("-100", "客户改期", str(order_id))
    with pytest.raises(Refused, match="not_found"):
        release_one(act=company.act(), reservation_id=stock_claim, reason="再来")
