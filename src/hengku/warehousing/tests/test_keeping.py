"""Keeping goods: opening stock, other in and out, scrap, bins, statuses, cost adjustments, and what the keeper refuses."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, AVAILABLE, HOLD, Company, line, make_company, move_on, save, stock, tell, value

from hengku.kernel.errors import Refused
from hengku.masterdata.models import Bin, Lot, Warehouse


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def first(error: pytest.ExceptionInfo[Refused]) -> tuple[str, dict[str, str], tuple[str | int, ...]]:
    one = error.value.refusals[0]
    return one.code, dict(one.params), one.loc


def open_with(company: Company, quantity: str = "120", amount: str = "1440.00", **values: object) -> None:
    tell(company, "opening_stock", line(company.bottle, quantity, amount=amount, **values), on=date(2026, 10, 1))


def test_opening_stock_brings_its_own_amount(company: Company) -> None:
    open_with(company)
    assert value(company, company.bottle) == (120, Decimal("1440.00"))


def test_opening_stock_needs_a_cost(company: Company) -> None:
    with pytest.raises(Refused) as error:
        tell(company, "opening_stock", line(company.bottle, "5"))
    assert first(error)[0] == "own_cost_required"


def test_other_receipts_need_a_cost_and_are_told_the_last_one(company: Company) -> None:
    open_with(company)
    with pytest.raises(Refused) as error:
        tell(company, "other_in", line(company.bottle, "5"))
    code, params, loc = first(error)
    assert (code, params["suggestion"], loc) == ("own_cost_required", "12", ("lines", 0, "amount"))
    tell(company, "other_in", line(company.bottle, "5", price="13"))
    assert value(company, company.bottle) == (125, Decimal("1505.00"))


def test_other_issues_and_scrap_say_why_and_take_the_average(company: Company) -> None:
    open_with(company)
    with pytest.raises(Refused, match="required"):
        tell(company, "other_out", line(company.bottle, "5"))
    tell(company, "other_out", line(company.bottle, "5", reason="OWN_USE"))
    tell(company, "scrap", line(company.bottle, "15", reason="DAMAGED"))
    assert value(company, company.bottle) == (100, Decimal("1200.00"))
    with pytest.raises(Refused) as error:
        tell(company, "scrap", line(company.bottle, "101", reason="DAMAGED"))
    code, params, _ = first(error)
    assert (code, params["available"]) == ("insufficient_stock", "100")


def test_status_changes_decide_what_may_leave(company: Company) -> None:
    open_with(company, "10", "100.00")
    tell(company, "status_change", line(company.bottle, "4", to_status=HOLD, reason="QUALITY_HOLD"))
    assert stock(company, company.bottle, company.a, status=HOLD) == 4
    with pytest.raises(Refused, match="only_available"):
        tell(company, "other_out", line(company.bottle, "4", status=HOLD, reason="OWN_USE"))
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(company, "other_out", line(company.bottle, "7", reason="OWN_USE"))
    tell(company, "scrap", line(company.bottle, "1", status=HOLD, reason="DAMAGED"))
    release = tell(
        company, "status_change", line(company.bottle, "3", status=HOLD, to_status=AVAILABLE, reason="QUALITY_RELEASE")
    )
    assert stock(company, company.bottle, company.a, status=AVAILABLE) == 9
    move_on(company, release.id, "reverse", reason="错")
    assert stock(company, company.bottle, company.a, status=HOLD) == 3
    with pytest.raises(Refused, match="same_status"):
        tell(company, "status_change", line(company.bottle, "1", to_status=AVAILABLE, reason="QUALITY_HOLD"))


def test_goods_move_from_bin_to_bin(company: Company) -> None:
    open_with(company, "10", "100.00", warehouse_id=company.b, bin_id=company.b1)
    tell(
        company, "bin_move", line(company.bottle, "4", bin_id=company.b1, to_bin_id=company.b2), warehouse_id=company.b
    )
    assert [stock(company, company.bottle, company.b, bin_id=one) for one in (company.b1, company.b2)] == [6, 4]
    with pytest.raises(Refused, match="insufficient_stock"):
        tell(
            company,
            "bin_move",
            line(company.bottle, "7", bin_id=company.b1, to_bin_id=company.b2),
            warehouse_id=company.b,
        )
    with pytest.raises(Refused, match="same_bin"):
        tell(
            company,
            "bin_move",
            line(company.bottle, "1", bin_id=company.b1, to_bin_id=company.b1),
            warehouse_id=company.b,
        )


def test_a_warehouse_with_bins_wants_to_know_the_bin(company: Company) -> None:
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", line(company.bottle, "1", price="1"), warehouse_id=company.b)
    code, params, loc = first(error)
    assert (code, params["warehouse"], loc) == ("bin_needed", "B仓", ("lines", 0, "bin"))


def test_locked_bins_hold_for_every_trade(company: Company) -> None:
    open_with(company, "10", "100.00", warehouse_id=company.b, bin_id=company.b1)
    Bin.objects.filter(pk=company.b1).update(locked_out=True)
    Bin.objects.filter(pk=company.b2).update(locked_in=True)
    with pytest.raises(Refused, match="bin_locked_out"):
        tell(company, "shipment", line(company.bottle, "1", price="1", bin_id=company.b1), warehouse_id=company.b)
    with pytest.raises(Refused, match="bin_locked_in"):
        tell(company, "goods_receipt", line(company.bottle, "1", price="1", bin_id=company.b2), warehouse_id=company.b)
    with pytest.raises(Refused) as error:
        tell(
            company,
            "bin_move",
            line(company.bottle, "1", bin_id=company.b1, to_bin_id=company.b2),
            warehouse_id=company.b,
        )
    assert {one.code for one in error.value.refusals} == {"bin_locked_out", "bin_locked_in"}


def test_a_closed_warehouse_takes_part_in_nothing(company: Company) -> None:
    waiting = save(company, "goods_receipt", line(company.bottle, "1", price="1"))
    Warehouse.objects.filter(pk=company.a).update(active=False)
    with pytest.raises(Refused, match="warehouse_not_active"):
        move_on(company, waiting.id, "post")


def test_lots_are_needed_and_belong_to_their_item(company: Company) -> None:
    with pytest.raises(Refused, match="lot_required"):
        tell(company, "goods_receipt", line(company.serum, "5", price="20"))
    lot = Lot.objects.create(item_id=company.serum, number="L1", created_at=AT, updated_at=AT)
    tell(company, "goods_receipt", line(company.serum, "5", price="20", lot_id=lot.pk))
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", line(company.bottle, "5", price="20", lot_id=lot.pk))
    code, params, _ = first(error)
    assert (code, params) == ("lot_of_another_item", {"lot": "L1", "item": "BOTTLE 酱油"})


def test_an_adjustment_changes_the_amount_alone(company: Company) -> None:
    # MA-6: +60 on 120 / 1,380.
    open_with(company, "120", "1380.00")
    tell(company, "cost_adjustment", line(company.bottle, None, amount="60.00", reason="PRICE_DIFFERENCE"))
    assert value(company, company.bottle) == (120, Decimal("1440.00"))
    with pytest.raises(Refused, match="adjustment_zero"):
        tell(company, "cost_adjustment", line(company.bottle, None, amount="0.00", reason="PRICE_DIFFERENCE"))


def test_an_adjustment_of_a_receipt_follows_the_goods(company: Company) -> None:
    # MA-6: landed +60 on a receipt of 100 of which 40 are left: 24.00 stay in stock.
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    tell(company, "shipment", line(company.bottle, "60", price="15"))
    named = {"adjusts_line": receipt.lines[0].id}
    tell(company, "cost_adjustment", line(company.bottle, None, amount="60.00", reason="PRICE_DIFFERENCE", extra=named))
    assert value(company, company.bottle) == (40, Decimal("424.00"))
    with pytest.raises(Refused, match="adjusts_not_a_receipt"):
        tell(
            company,
            "cost_adjustment",
            line(company.flour, None, amount="60.00", reason="PRICE_DIFFERENCE", extra=named),
        )


def test_reversing_opening_stock_takes_it_away_again(company: Company) -> None:
    opening = tell(company, "opening_stock", line(company.bottle, "5", amount="50.00"), on=date(2026, 10, 1))
    move_on(company, opening.id, "reverse", reason="录错")
    assert stock(company, company.bottle, company.a) == 0
