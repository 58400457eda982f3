"""Lots chosen inside the posting: order, life, status, reservations by name, back-dating, returns, parts told by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from hengku.kernel.errors import Refused
from hengku.ledger.models import CostEntry, Move
from hengku.ledger.operations.give_up import Leaving, give_up_beyond
from hengku.ledger.operations.prove import run_check
from hengku.ledger.operations.reserve import reserve
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.lot_flow import lot_edges, lot_ties
from hengku.ledger.rules.allocation import LotFacts, Shelf, choose
from hengku.ledger.tests.company import Company, D, refusal_of, tamper
from hengku.ledger.types import LotPart, ReservationRequest
from hengku.masterdata.models import Item, Lot
from hengku.masterdata.types import StockStatus, Tracking
from hengku.metadata.rules.invariants import CheckStatus

pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")
DAY = date(2026, 3, 10)


def pharmacy(cost_method: str = "") -> Company:
    """Three lots: A expires 5 April (10 there), B 20 March (6), C 31 December (20); 10.00, 11.00 and 12.00 a piece."""
    company = Company()
    company.item("P", tracking=Tracking.LOT, cost_method=cost_method)
    for number, expiry, quantity, amount in (
        ("A", date(2026, 4, 5), "10", "100"),
        ("B", date(2026, 3, 20), "6", "66"),
        ("C", date(2026, 12, 31), "20", "240"),
    ):
        lot = company.lot("P", number)
        Lot.objects.filter(pk=lot).update(expiry_date=expiry)
        company.post("PURCHASE", "03-02", company.move("P", quantity, "SUP", "W1", amount=amount, lot=lot))
    return company


def taken(line: int) -> list[tuple[str, Decimal]]:
    numbers = dict(Lot.objects.values_list("pk", "number"))
    moves = Move.objects.filter(source_line_id=line, reverses_id=None).order_by("pk").values_list("lot_id", "quantity")
    return [(numbers[lot or 0], quantity) for lot, quantity in moves]


def ship(company: Company, quantity: str, day: str, **more: Any) -> int:
    life = more.pop("min_life_days", 0)
    move = company.move("P", quantity, "W1", "CUS", **more)
    company.post("SALE", day, replace(move, min_life_days=life))
    return move.line_id


def test_what_expires_first_goes_first_and_a_line_is_one_price() -> None:
    company = pharmacy()
    line = ship(company, "13", "03-10")
    assert taken(line) == [("B", D(6)), ("A", D(7))]
    # 13 of 36 at 406.00: 146.61; two lots, one entry.
    assert company.amounts(line) == [("ISSUE", D("-146.61"))]
    assert company.pool("P") == (D(23), D("259.39"))


def test_under_specific_costing_each_lot_is_what_it_cost() -> None:
    company = pharmacy("SPECIFIC")
    line = ship(company, "13", "03-10")
    assert [amount for _, amount in company.amounts(line)] == [D("-66.00"), D("-70.00")]


def test_expired_lots_and_short_lives_are_passed_over() -> None:
    company = pharmacy()
    assert taken(ship(company, "1", "03-21")) == [("A", D(1))]
    # 5 April is 16 days from 21 March, both days counted.
    assert taken(ship(company, "2", "03-21", min_life_days=16)) == [("A", D(2))]
    assert taken(ship(company, "2", "03-21", min_life_days=17)) == [("C", D(2))]
    with pytest.raises(Refused) as refused:
        ship(company, "30", "03-21")
    codes = [(code, params.get("available")) for code, params, _ in refusal_of(refused.value)]
    assert codes == [("expired_lot", "25"), ("insufficient_stock", "25")]
    with pytest.raises(Refused) as refused:
        ship(company, "19", "03-21", min_life_days=100)
    assert [code for code, _, _ in refusal_of(refused.value)] == [
        "expired_lot",
        "min_life_not_met",
        "insufficient_stock",
    ]


def test_a_named_lot_must_live_long_enough() -> None:
    company = pharmacy()
    a, b = company.lot("P", "A"), company.lot("P", "B")
    assert taken(ship(company, "1", "03-20", lot=b)) == [("B", D(1))]
    with pytest.raises(Refused, match="expired_lot"):
        ship(company, "1", "03-21", lot=b)
    with pytest.raises(Refused, match="min_life_not_met"):
        ship(company, "1", "03-21", lot=a, min_life_days=17)


def test_what_is_used_up_is_not_expired_and_what_is_written_off_may_be() -> None:
    company = pharmacy()
    b = company.lot("P", "B")
    for movement in ("MATERIAL_ISSUE", "OTHER_OUT"):
        with pytest.raises(Refused, match="expired_lot"):
            company.post(movement, "03-21", company.move("P", "1", "W1", "ADJ", lot=b))
    company.post("SCRAP", "03-21", company.move("P", "1", "W1", "ADJ", lot=b))


def test_only_available_stock_is_chosen_and_scrap_takes_any() -> None:
    company = pharmacy()
    b = company.lot("P", "B")
    hold = company.move("P", "6", "W1", "W1", lot=b, statuses=("AVAILABLE", "HOLD"))
    company.post("STATUS_CHANGE", "03-05", hold)
    assert taken(ship(company, "1", "03-10")) == [("A", D(1))]
    with pytest.raises(Refused) as refused:
        ship(company, "1", "03-10", lot=b)
    assert [code for code, _, _ in refusal_of(refused.value)] == ["status_not_available", "insufficient_stock"]
    scrap = replace(company.move("P", "2", "W1", "ADJ", lot=b), any_status=True)
    company.post("SCRAP", "03-10", scrap)
    assert Move.objects.get(source_line_id=scrap.line_id).from_status == StockStatus.HOLD


def test_a_late_line_takes_only_what_no_later_day_needs() -> None:
    company = pharmacy()
    late = company.lot("P", "B")
    company.post("PURCHASE", "03-09", company.move("P", "5", "SUP", "W1", amount="55", lot=late))
    ship(company, "9", "03-10", lot=late)
    # On the 4th there were 6 of B, but 9 left on the 10th with 5 that came on the 9th: 2 could go.
    assert taken(ship(company, "3", "03-04")) == [("B", D(2)), ("A", D(1))]


def test_lots_reserved_for_others_by_name_stay() -> None:
    company = pharmacy()
    b, place = company.lot("P", "B"), company.place["W1"]
    claim = ReservationRequest(company.book.pk, company.item("P"), place, 900, 90, D(5), lot_id=b)
    reserve(act=company.act, requests=[claim], partial=False)
    assert taken(ship(company, "3", "03-10")) == [("B", D(1)), ("A", D(2))]
    own = company.lot("P", "C")
    claim = ReservationRequest(company.book.pk, company.item("P"), place, 901, 91, D(2), lot_id=own)
    reserve(act=company.act, requests=[claim], partial=False)
    assert taken(ship(company, "3", "03-11", demand=901)) == [("C", D(2)), ("A", D(1))]
    assert open_reservations(demand_line_ids=[901]) == {}


def test_returns_bring_back_the_lots_of_the_line_the_last_first() -> None:
    company = pharmacy("SPECIFIC")
    line = ship(company, "13", "03-10")
    back = company.move("P", "8", "CUS", "W1", returns=line)
    company.post("SALE_RETURN", "03-11", back)
    assert taken(back.line_id) == [("A", D(7)), ("B", D(1))]
    assert [amount for _, amount in company.amounts(back.line_id)] == [D("70.00"), D("11.00")]
    with pytest.raises(Refused, match="lot_not_of_source"):
        company.post(
            "SALE_RETURN", "03-12", company.move("P", "1", "CUS", "W1", returns=line, lot=company.lot("P", "A"))
        )
    with pytest.raises(Refused, match="exceeds_source"):
        company.post("SALE_RETURN", "03-12", company.move("P", "6", "CUS", "W1", returns=line))
    with pytest.raises(Refused, match="lot_required"):
        company.post("SALE_RETURN", "03-12", company.move("P", "1", "CUS", "W1"))


def test_transfers_arrive_with_the_lots_that_left() -> None:
    company = pharmacy()
    first = company.move("P", "7", "W1", "TO-W2")
    company.post("TRANSFER", "03-10", first)
    second = company.move("P", "2", "W1", "TO-W2")
    company.post("TRANSFER", "03-10", second)
    arrived = company.move("P", "2", "TO-W2", "W2", returns=second.line_id)
    company.post("TRANSFER", "03-11", arrived)
    assert (taken(first.line_id), taken(arrived.line_id)) == ([("B", D(6)), ("A", D(1))], [("A", D(2))])


def test_lots_told_by_hand_must_add_up() -> None:
    company = pharmacy()
    move = company.move("P", "5", "W1", "CUS")
    parts = (LotPart(company.lot("P", "C"), D(3)), LotPart(company.lot("P", "A"), D(2)))
    company.post("SALE", "03-10", replace(move, lots=parts))
    assert taken(move.line_id) == [("C", D(3)), ("A", D(2))]
    assert CostEntry.objects.filter(source_line_id=move.line_id).count() == 1
    with pytest.raises(Refused, match="lots_do_not_add_up"):
        company.post("SALE", "03-10", replace(move, line_id=company.line(), lots=parts[:1]))


def test_goods_without_stock_are_short_not_without_a_lot() -> None:
    company = Company()
    company.item("P", tracking=Tracking.LOT)
    with pytest.raises(Refused) as refused:
        ship(company, "1", "03-10")
    assert [code for code, _, _ in refusal_of(refused.value)] == ["insufficient_stock"]


def test_ties_and_edges_follow_the_moves() -> None:
    company = pharmacy("SPECIFIC")
    a, c = company.lot("P", "A"), company.lot("P", "C")
    out = company.move("P", "4", "W1", "ADJ", lot=a)
    into = company.move("P", "4", "ADJ", "W1", lot=c, amount="40", line=out.line_id)
    company.post("OTHER_IN", "03-05", out, into)
    ship(company, "3", "03-06", lot=a)
    tie = lot_ties(book_id=company.book.pk, lot_ids=[a, c])
    assert (tie[a].received, tie[a].customers, tie[a].on_hand, tie[a].converted) == (D(10), D(3), D(3), D(4))
    assert tie[a].total == tie[a].received
    assert (tie[c].received, tie[c].on_hand) == (D(24), D(24))
    assert lot_edges(lot_ids=[c], forward=False) == [(a, c)]
    assert lot_edges(lot_ids=[a], forward=True) == [(a, c)]


def test_lots_made_on_one_paper_have_parents_of_their_own() -> None:
    """C and A are made apart from E and B; taken apart again, C is the parent of D."""
    company = pharmacy("SPECIFIC")
    a, b, c, d, e = (company.lot("P", number) for number in "ABCDE")
    made = [
        replace(company.move("P", "2", "W1", "ASM", lot=a), making=1),
        replace(company.move("P", "2", "ASM", "W1", lot=c), making=1),
        replace(company.move("P", "3", "W1", "ASM", lot=b), making=2),
        replace(company.move("P", "3", "ASM", "W1", lot=e), making=2),
    ]
    company.post("ASSEMBLY", "03-05", *made)
    out = replace(company.move("P", "2", "W1", "ASM", lot=c), making=1)
    company.post("ASSEMBLY", "03-06", out, replace(company.move("P", "2", "ASM", "W1", lot=d), making=1))
    assert sorted(lot_edges(lot_ids=[a], forward=True)) == [(a, c), (c, d)]
    assert lot_edges(lot_ids=[b], forward=True) == [(b, e)]
    assert sorted(lot_edges(lot_ids=[d], forward=False)) == [(a, c), (c, d)]
    ties = lot_ties(book_id=company.book.pk, lot_ids=[a, b, c, d, e])
    assert all(tie.total == tie.received for tie in ties.values())
    assert (ties[d].received, ties[d].on_hand) == (D(2), D(2))


def test_promises_that_stock_no_longer_covers_are_given_up() -> None:
    company = pharmacy()
    item, place, b = company.item("P"), company.place["W1"], company.lot("P", "B")
    for line, quantity, priority in ((900, "20", 10), (901, "12", 100)):
        one = ReservationRequest(company.book.pk, item, place, line, line, D(quantity), priority=priority)
        reserve(act=company.act, requests=[one], partial=False)
    lines = give_up_beyond(act=company.act, leaving=[Leaving(company.book.pk, item, place, ((b, D(6)),))])
    # 36 there, 6 leave, 32 promised: 2 of the less urgent promise are given up.
    assert lines == [901]
    assert open_reservations(demand_line_ids=[900, 901]) == {900: D(20), 901: D(10)}


def failing() -> set[str]:
    def now() -> datetime:
        return datetime(2026, 3, 20, tzinfo=UTC)

    return {one.id for one in run_check(full=True, now=now) if one.status is CheckStatus.RED}


def test_the_prover_sees_lots_that_do_not_agree() -> None:
    company = pharmacy()
    other = company.item("Q", tracking=Tracking.LOT)
    ship(company, "3", "03-10")
    company.post("TRANSFER", "03-11", company.move("P", "2", "W1", "W2"))
    assert failing() == set()
    tamper(f"UPDATE masterdata_lot SET item_id = {other} WHERE number = 'B'")
    assert "I10" in failing()


@pytest.mark.parametrize(
    "flip",
    [
        "UPDATE masterdata_lot SET expiry_date = '2026-03-09' WHERE number = 'B'",
        "UPDATE ledger_move SET from_status = 'HOLD' WHERE movement_type = 'SALE'",
    ],
)
def test_the_prover_sees_what_should_not_have_left(flip: str) -> None:
    company = pharmacy()
    ship(company, "3", "03-10")
    assert failing() == set()
    tamper(flip)
    assert "I11" in failing()


def test_order_of_shelves() -> None:
    def shelf(number: str, expiry: date | None, received: int, free: str = "1") -> Shelf:
        return Shelf(
            LotFacts(received, number, expiry, (date(2026, 1, received), 1)), StockStatus.AVAILABLE, None, D(free)
        )

    none = [shelf("Z", None, 1), shelf("Y", None, 2)]
    soon, late, same = shelf("S", DAY, 9), shelf("L", date(2027, 1, 1), 3), shelf("A", DAY, 4)
    choice = choose(D(5), [*none, soon, late, same], on=DAY, consumes=True, min_life_days=0)
    assert [part.lot_id for part in choice.parts] == [4, 9, 3, 1, 2]
    assert choice.short == 0
    assert choose(D(1), [shelf("S", DAY, 1)], on=date(2026, 3, 11), consumes=False, min_life_days=0).short == 0


def test_goods_of_lots_are_short_also_where_others_may_be_negative() -> None:
    company = pharmacy()
    Item.objects.filter(pk=company.item("P")).update(negative_stock="ALLOW")
    with pytest.raises(Refused) as refused:
        ship(company, "37", "03-10")
    ((code, params, _),) = refusal_of(refused.value)
    assert (code, params["available"]) == ("insufficient_stock", "36")


def test_a_line_without_a_bin_takes_from_any_what_expires_first_wherever_it_lies() -> None:
    company = pharmacy()
    shelf, back = company.bin("W1", "S"), company.bin("W1", "B")
    lots = {number: company.lot("P", number) for number in ("A", "B")}
    for number, quantity, bin_id in (("B", "6", shelf), ("A", "4", back)):
        move = company.move("P", quantity, "W1", "W1", lot=lots[number], bins=(None, bin_id))
        company.post("BIN_MOVE", "03-03", move)
    line = ship(company, "13", "03-10")
    assert taken(line) == [("B", D(6)), ("A", D(6)), ("A", D(1))]
    rows = Move.objects.filter(source_line_id=line).order_by("pk")
    assert [one.from_bin_id for one in rows] == [shelf, None, back]
    company.item("N")
    company.receive("N", "5", "5", "03-03")
    company.post("BIN_MOVE", "03-03", company.move("N", "3", "W1", "W1", bins=(None, shelf)))
    plain_line = company.ship("N", "4", "03-10")
    rows = Move.objects.filter(source_line_id=plain_line).order_by("pk")
    assert [(one.from_bin_id, one.quantity) for one in rows] == [(None, D(2)), (shelf, D(2))]


def machines(cost_method: str = "") -> tuple[Company, int]:
    """Two machines, SN1 for 100 and SN2 for 130, received together."""
    company = Company()
    company.item("M", tracking=Tracking.SERIAL, cost_method=cost_method)
    parts = tuple(LotPart(company.lot("M", number), D(1)) for number in ("SN1", "SN2"))
    move = replace(company.move("M", "2", "SUP", "W1", amount="230"), lots=parts)
    company.post("PURCHASE", "03-02", move)
    return company, move.line_id


def test_every_serial_number_is_named_once_and_is_one_unit() -> None:
    company, line = machines()
    assert taken(line) == [("SN1", D(1)), ("SN2", D(1))]
    one = company.lot("M", "SN1")
    for code, move in (
        ("serials_required", company.move("M", "1", "W1", "CUS")),
        ("lot_required", company.move("M", "1", "SUP", "W1", amount="9")),
        ("serial_is_one", company.move("M", "2", "W1", "CUS", lot=one)),
        ("serial_twice", replace(company.move("M", "2", "W1", "CUS"), lots=(LotPart(one, D(1)), LotPart(one, D(1))))),
    ):
        with pytest.raises(Refused) as refused:
            company.post("SALE" if move.source.place_id == company.place["W1"] else "PURCHASE", "03-03", move)
        assert code in [found for found, _, _ in refusal_of(refused.value)]


def test_a_serial_number_is_where_it_went_last() -> None:
    company, _ = machines("SPECIFIC")
    one = company.lot("M", "SN1")
    with pytest.raises(Refused, match="serial_on_hand"):
        company.post("PURCHASE", "03-03", company.move("M", "1", "SUP", "W2", amount="9", lot=one))
    sold = company.move("M", "1", "W1", "CUS", lot=one)
    company.post("SALE", "03-03", sold)
    assert company.amounts(sold.line_id) == [("ISSUE", D("-115.00"))]
    with pytest.raises(Refused, match="serial_sold"):
        company.post("PURCHASE", "03-04", company.move("M", "1", "SUP", "W1", amount="9", lot=one))
    with pytest.raises(Refused, match="serial_not_there"):
        company.post(
            "SALE_RETURN", "03-04", company.move("M", "1", "CUS", "W1", amount="9", lot=company.lot("M", "SN3"))
        )
    with pytest.raises(Refused, match="insufficient_stock"):
        company.post("SALE", "03-04", company.move("M", "1", "W1", "CUS", lot=one))
    back = company.move("M", "1", "CUS", "W1", lot=one, returns=sold.line_id)
    company.post("SALE_RETURN", "03-05", back)
    assert failing() == set()
    tamper(
        "UPDATE ledger_balance SET quantity = 2 WHERE lot_id = (SELECT id FROM masterdata_lot WHERE number = 'SN1') AND quantity = 1"
    )
    assert "I07" in failing()
