"""Posting on a real database: scenarios S01-S04, refusals, idempotency, statement counts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.ledger.models import CostEntry, Move, Posting
from hengku.ledger.operations.period import close
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reserve import reserve
from hengku.ledger.tests.company import Company, refusal_of
from hengku.ledger.types import ReservationRequest
from hengku.masterdata.types import Tracking

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def test_scenario_s01_to_the_fen(company: Company) -> None:
    company.opening("A", "200", "2000.00")
    company.receive("A", "100", "1120.00", "03-03")
    company.receive("A", "50", "617.25", "03-05")
    first = company.ship("A", "120", "03-08")
    assert company.amounts(first) == [("ISSUE", D("-1281.34"))]
    assert company.pool("A") == (D(230), D("2455.91"))
    second = company.ship("A", "230", "03-20")
    assert company.amounts(second) == [("ISSUE", D("-2455.91"))]
    assert company.pool("A") == (0, 0)
    assert company.on_hand("A", "W1") == 0


def test_scenario_s02_linked_returns_and_residual(company: Company) -> None:
    first = company.receive("B", "40", "1000.00", "03-02")
    second = company.receive("B", "60", "1650.00", "03-04")
    sale = company.ship("B", "30", "03-06")
    back = company.move("B", "12", "CUS", "W1", returns=sale)
    assert company.post("SALE_RETURN", "03-09", back).line_amounts == {back.line_id: D("318.00")}
    out = company.move("B", "20", "W1", "SUP", returns=second)
    assert company.post("PURCHASE_RETURN", "03-11", out).line_amounts == {out.line_id: D("-550.00")}
    assert company.amounts(company.ship("B", "57", "03-15")) == [("ISSUE", D("-1492.11"))]
    last = company.move("B", "5", "W1", "SUP", returns=first)
    company.post("PURCHASE_RETURN", "03-18", last)
    assert company.amounts(last.line_id) == [("OWN", D("-125.00")), ("RESIDUAL", D("-5.89"))]
    assert company.pool("B") == (0, 0)


def test_returning_more_than_is_left_is_refused(company: Company) -> None:
    company.opening("B", "100", "100")
    sale = company.ship("B", "30", "03-06")
    company.post("SALE_RETURN", "03-09", company.move("B", "12", "CUS", "W1", returns=sale))
    again = company.move("B", "19", "CUS", "W1", returns=sale)
    with pytest.raises(Refused) as refused:
        company.post("SALE_RETURN", "03-09", again)
    assert refusal_of(refused.value) == [
        ("exceeds_source", {"requested": "19", "remaining": "18"}, ("line", again.line_id))
    ]


def test_scenario_s03_negative_stock_is_covered_in_two_steps() -> None:
    company = Company(negative_stock="ALLOW")
    company.opening("C", "8", "96.00")
    sale = company.ship("C", "20", "03-10")
    assert company.amounts(sale) == [("ISSUE", D("-240.00"))]
    company.receive("C", "5", "65.50", "03-12")
    assert company.pool("C") == (D(-7), D("-84.00"))
    company.receive("C", "30", "375.00", "03-31")
    assert company.amounts(sale) == [("ISSUE", D("-240.00")), ("COVER", D("-5.50")), ("COVER", D("-3.50"))]
    assert company.pool("C") == (D(23), D("287.50"))


def test_scenario_s03_by_default_is_refused_with_what_is_available(company: Company) -> None:
    company.opening("C", "8", "96.00")
    with pytest.raises(Refused) as refused:
        company.ship("C", "20", "03-10")
    (found,) = refusal_of(refused.value)
    assert found[:2] == ("insufficient_stock", {"item": "T-C", "name": "C", "available": "8", "requested": "20"})


def test_scenario_s04_late_receipt_replays_and_late_issue_is_refused(company: Company) -> None:
    company.opening("D", "100", "1000.00", "04-01")
    first = company.ship("D", "60", "04-05")
    second = company.ship("D", "20", "04-10")
    third = company.ship("D", "10", "04-12")
    company.receive("D", "100", "1300.00", "04-03")
    assert company.amounts(first) == [("ISSUE", D("-600.00")), ("DELTA", D("-90.00"))]
    assert company.amounts(second) == [("ISSUE", D("-200.00")), ("DELTA", D("-30.00"))]
    assert company.amounts(third) == [("ISSUE", D("-100.00")), ("DELTA", D("-15.00"))]
    assert company.pool("D") == (D(110), D("1265.00"))
    with pytest.raises(Refused) as refused:
        company.ship("D", "110", "04-02")
    (found,) = refusal_of(refused.value)
    assert (found[0], found[1]["available"]) == ("insufficient_stock", "100")


def test_a_late_issue_is_limited_by_every_later_day(company: Company) -> None:
    company.opening("D", "100", "1000.00", "04-01")
    company.ship("D", "60", "04-05")
    company.receive("D", "100", "1300.00", "04-07")
    with pytest.raises(Refused) as refused:
        company.ship("D", "41", "04-03")
    assert refusal_of(refused.value)[0][1]["available"] == "40"
    company.ship("D", "40", "04-03")
    assert company.on_hand("D", "W1") == 100


def test_ma6_adjustments(company: Company) -> None:
    receipt = company.receive("E", "100", "1000.00", "03-02")
    company.ship("E", "60", "03-03")
    line = company.adjust("E", "60", "03-04", adjusts=receipt)
    entry = CostEntry.objects.get(source_line_id=line)
    assert (entry.amount, entry.expensed_amount) == (D("24.00"), D("36.00"))
    company.ship("E", "40", "03-05")
    line = company.adjust("E", "60", "03-06")
    entry = CostEntry.objects.get(source_line_id=line)
    assert (entry.amount, entry.expensed_amount) == (0, D("60.00"))


def test_a_linked_return_counts_landed_cost(company: Company) -> None:
    receipt = company.receive("E", "100", "1000.00", "03-02")
    company.adjust("E", "50", "03-04", adjusts=receipt)
    back = company.move("E", "10", "W1", "SUP", returns=receipt)
    assert company.post("PURCHASE_RETURN", "03-05", back).line_amounts == {back.line_id: D("-105.00")}


def test_transfer_inside_one_scope_has_no_value(company: Company) -> None:
    company.opening("F", "120", "1440.00")
    out = company.move("F", "50", "W1", "TO-W2")
    company.post("TRANSFER", "03-02", out)
    company.post("TRANSFER", "03-04", company.move("F", "47", "TO-W2", "W2", returns=out.line_id))
    assert company.pool("F") == (D(120), D("1440.00"))
    loss = company.move("F", "3", "TO-W2", "ADJ", returns=out.line_id)
    assert company.post("TRANSIT_LOSS", "03-05", loss).line_amounts == {loss.line_id: D("-36.00")}
    assert company.pool("F") == (D(117), D("1404.00"))
    assert (company.on_hand("F", "W1"), company.on_hand("F", "TO-W2"), company.on_hand("F", "W2")) == (70, 0, 47)


def test_two_step_transfer_between_scopes_shares_to_the_fen() -> None:
    company = Company("WAREHOUSE")
    company.opening("F", "7", "100.00")
    out = company.move("F", "7", "W1", "TO-W2")
    company.post("TRANSFER", "03-02", out)
    for quantity, amount in (("3", "42.86"), ("2", "28.57")):
        company.post("TRANSFER", "03-03", company.move("F", quantity, "TO-W2", "W2", returns=out.line_id))
        assert company.pool("F", "W2")[1] == sum(
            (D(one) for one in ("42.86", "28.57")[: 1 if quantity == "3" else 2]), D(0)
        ), amount
    company.post("TRANSFER", "03-03", company.move("F", "1", "TO-W2", "W2", returns=out.line_id))
    loss = company.move("F", "1", "TO-W2", "ADJ", returns=out.line_id)
    company.post("TRANSIT_LOSS", "03-05", loss)
    assert company.pool("F", "W2") == (D(6), D("85.71"))
    assert company.amounts(loss.line_id) == [("OWN", D("-14.29"))]
    assert company.pool("F", "W1") == (0, 0)


def test_tr3_deltas_travel_between_scopes() -> None:
    company = Company("WAREHOUSE")
    company.opening("F", "100", "930.00")
    company.opening("F", "25", "240.00", warehouse="W2")
    direct = company.move("F", "40", "W1", "W2")
    company.post("TRANSFER", "03-10", direct)
    assert company.pool("F", "W2") == (D(65), D("612.00"))
    sale = company.ship("F", "65", "03-12", "W2")
    company.adjust("F", "5", "03-05")
    assert company.amounts(direct.line_id) == [
        ("ISSUE", D("-372.00")), ("OWN", D("372.00")), ("DELTA", D("-2.00")), ("DELTA", D("2.00")),
    ]  # fmt: skip
    assert company.amounts(sale) == [("ISSUE", D("-612.00")), ("DELTA", D("-2.00"))]
    assert company.pool("F", "W1") == (D(60), D("561.00"))
    assert company.pool("F", "W2") == (0, 0)


def test_count_gain_takes_the_average_and_needs_one(company: Company) -> None:
    company.opening("G", "3", "10.00")
    gain = company.move("G", "1", "ADJ", "W1")
    assert company.post("COUNT_GAIN", "03-05", gain).line_amounts == {gain.line_id: D("3.33")}
    with pytest.raises(Refused) as refused:
        company.post("COUNT_GAIN", "03-05", company.move("NEW", "1", "ADJ", "W1"))
    assert refused.value.code == "cost_required"


def test_the_same_key_posts_once(company: Company) -> None:
    company.opening("A", "10", "100")
    request = company.request("SALE", "03-05", [company.move("A", "3", "W1", "CUS")], key="shipment:1:post")
    (first,) = post(act=company.act, requests=[request])
    (again,) = post(act=company.act, requests=[request])
    assert again == first
    assert company.on_hand("A", "W1") == 7
    other = company.request("SALE", "03-05", [company.move("A", "4", "W1", "CUS")], key="shipment:1:post")
    for changed in (other, replace(request, moves=(replace(request.moves[0], demand_line_id=7),))):
        with pytest.raises(Refused) as refused:
            post(act=company.act, requests=[changed])
        assert (refused.value.code, refused.value.status) == ("key_reused", 409)


def test_all_shortages_are_named_at_once(company: Company) -> None:
    company.opening("A", "10", "100")
    company.opening("B", "5", "100")
    moves = [
        company.move("A", "6", "W1", "CUS"),
        company.move("A", "6", "W1", "CUS"),
        company.move("B", "9", "W1", "CUS"),
    ]
    with pytest.raises(Refused) as refused:
        company.post("SALE", "03-05", *moves)
    assert {(loc[1], params["available"]) for _, params, loc in refusal_of(refused.value)} == {
        (moves[1].line_id, "4"), (moves[2].line_id, "5"),
    }  # fmt: skip


def test_goods_of_the_same_call_can_be_passed_on(company: Company) -> None:
    requests = [
        company.request("SALE", "03-05", [company.move("A", "6", "W1", "CUS")]),
        company.request("PURCHASE", "03-05", [company.move("A", "10", "SUP", "W1", amount="100")]),
    ]
    post(act=company.act, requests=requests[::-1])
    assert company.pool("A") == (4, 40)


@pytest.mark.parametrize(
    ("movement", "day", "code"),
    [
        ("SALE", "02-20", "before_start_month"),
        ("SALE", "05-21", "future_date"),
    ],
)
def test_dates_are_refused(movement: str, day: str, code: str) -> None:
    company = Company(backdate_days=31)
    company.opening("A", "10", "100")
    with pytest.raises(Refused) as refused:
        company.ship("A", "1", day)
    assert refused.value.code == code


def test_until_the_first_close_what_happened_since_the_start_is_keyed_in_afterwards_days_count() -> None:
    company = Company(backdate_days=31)
    company.opening("A", "10", "100")
    company.ship("A", "1", "03-01")  # 80 days back
    close(act=company.act, book_id=company.book.pk, month=company.book.start_month)
    with pytest.raises(Refused) as refused:
        company.ship("A", "1", "04-18")
    assert refused.value.code == "backdate_not_allowed"
    assert "31" in refused.value.refusals[0].message("zh-CN")


def test_closed_periods_refuse(company: Company) -> None:
    company.opening("A", "10", "100")
    close(act=company.act, book_id=company.book.pk, month=company.book.start_month)
    with pytest.raises(Refused) as refused:
        company.ship("A", "1", "03-20")
    assert refused.value.code == "period_closed"
    company.ship("A", "1", "04-01")


def test_lots_and_status(company: Company) -> None:
    company.item("L", tracking=Tracking.LOT)
    with pytest.raises(Refused) as refused:
        company.receive("L", "5", "50", "03-02")
    assert refused.value.code == "lot_required"
    lot = company.lot("L", "B1")
    company.post(
        "PURCHASE", "03-02", company.move("L", "5", "SUP", "W1", amount="50", lot=lot, statuses=("AVAILABLE", "HOLD"))
    )
    with pytest.raises(Refused) as refused:
        company.post("SALE", "03-03", company.move("L", "1", "W1", "CUS", lot=lot, statuses=("HOLD", "AVAILABLE")))
    assert refused.value.code == "status_not_available"
    company.post("STATUS_CHANGE", "03-03", company.move("L", "2", "W1", "W1", lot=lot, statuses=("HOLD", "AVAILABLE")))
    company.post("SALE", "03-03", company.move("L", "2", "W1", "CUS", lot=lot))
    with pytest.raises(Refused):
        company.post("SALE", "03-03", company.move("L", "1", "W1", "CUS", lot=lot))


def test_lots_are_never_negative() -> None:
    company = Company(negative_stock="ALLOW")
    company.item("L", tracking=Tracking.LOT)
    lot = company.lot("L", "B1")
    with pytest.raises(Refused) as refused:
        company.post("SALE", "03-03", company.move("L", "1", "W1", "CUS", lot=lot))
    assert refused.value.code == "insufficient_stock"


def test_stock_of_others_has_no_value(company: Company) -> None:
    company.post("OTHER_IN", "03-02", company.move("V", "5", "ADJ", "W1", owner=77))
    assert not CostEntry.objects.exists()
    assert company.on_hand("V", "W1") == 5


def test_reservations_hold_for_their_own_line(company: Company) -> None:
    company.opening("A", "10", "100")
    claim = ReservationRequest(company.book.pk, company.item("A"), company.place["W1"], 900, 90, D(7))
    assert reserve(act=company.act, requests=[claim], partial=False) == [7]
    with pytest.raises(Refused) as refused:
        company.ship("A", "4", "03-05")
    assert refusal_of(refused.value)[0][1]["available"] == "3"
    company.ship("A", "5", "03-05", demand=900)
    company.ship("A", "3", "03-05")
    with pytest.raises(Refused):
        company.ship("A", "1", "03-05")
    company.ship("A", "2", "03-05", demand=900)


def test_reservation_of_a_bin_is_kept_from_others(company: Company) -> None:
    shelf, floor = company.bin("W1", "S1"), company.bin("W1", "F1")
    company.post("PURCHASE", "03-02", company.move("A", "5", "SUP", "W1", amount="50", bins=(None, shelf)))
    company.post("PURCHASE", "03-02", company.move("A", "5", "SUP", "W1", amount="50", bins=(None, floor)))
    claim = ReservationRequest(company.book.pk, company.item("A"), company.place["W1"], 900, 90, D(4), bin_id=shelf)
    reserve(act=company.act, requests=[claim], partial=False)
    with pytest.raises(Refused) as refused:
        company.post("BIN_MOVE", "03-05", company.move("A", "2", "W1", "W1", bins=(shelf, floor)))
    assert refusal_of(refused.value)[0][1]["available"] == "1"
    company.post("BIN_MOVE", "03-05", company.move("A", "2", "W1", "W1", bins=(floor, shelf)))


def test_statements_do_not_grow_with_lines(company: Company) -> None:
    for number in range(20):
        company.opening(f"I{number}", "100", "100")
    receipt = [company.move(f"I{number}", "1", "SUP", "W1", amount="1") for number in range(20)]
    with sql.counted() as statements:
        company.post("PURCHASE", "03-05", *receipt)
    assert len(statements) == 4
    shipment = [company.move(f"I{number}", "1", "W1", "CUS", demand=900 + number) for number in range(20)]
    claims = [
        ReservationRequest(company.book.pk, company.item(f"I{number}"), company.place["W1"], 900 + number, 90, D(1))
        for number in range(20)
    ]
    reserve(act=company.act, requests=claims, partial=False)
    with sql.counted() as statements:
        company.post("SALE", "03-05", *shipment)
    assert len(statements) == 5
    assert Move.objects.count() == 60
    assert Posting.objects.count() == 22
