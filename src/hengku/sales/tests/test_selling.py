"""Selling, told as stories: orders that reserve, shipments that use it up, returns at the original cost."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.world import HOLD, REJECTED, Company, from_line, line, make_company, move_on, save, stock, tell, value

from hengku.kernel.errors import Refused
from hengku.ledger.queries.custody import open_reservations
from hengku.masterdata.models import Partner
from hengku.masterdata.operations.items import update_item
from hengku.masterdata.operations.partners import update_partner
from hengku.masterdata.operations.warehouses import update_bin, update_warehouse
from hengku.sales.handlers import drain_short_lines
from hengku.sales.operations.order import reserve_again


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"))
    return made


def ordered(company: Company, quantity: str) -> tuple[int, int]:
    made = tell(company, "sales_order", line(company.bottle, quantity, price="15"))
    return made.id, made.lines[0].id


def reserved(line_id: int) -> Decimal:
    return open_reservations(demand_line_ids=[line_id]).get(line_id, Decimal(0))


def refusal(error: pytest.ExceptionInfo[Refused]) -> tuple[str, dict[str, str]]:
    return error.value.refusals[0].code, dict(error.value.refusals[0].params)


def test_approval_reserves_what_is_there_and_the_rest_is_a_backorder(company: Company) -> None:
    _, first = ordered(company, "80")
    _, second = ordered(company, "50")
    assert (reserved(first), reserved(second)) == (80, 20)


def test_a_shipment_uses_the_reservation_up(company: Company) -> None:
    _order_id, line_id = ordered(company, "80")
    tell(company, "shipment", from_line(line_id, "30"))
    assert (reserved(line_id), stock(company, company.bottle, company.a)) == (50, 70)
    assert value(company, company.bottle) == (70, Decimal("700.00"))
    tell(company, "shipment", from_line(line_id))
    assert (reserved(line_id), stock(company, company.bottle, company.a)) == (0, 20)


def test_what_others_reserved_cannot_be_shipped(company: Company) -> None:
    ordered(company, "80")
    with pytest.raises(Refused) as error:
        tell(company, "shipment", line(company.bottle, "30", price="15"))
    code, params = refusal(error)
    assert (code, params["available"], params["requested"]) == ("insufficient_stock", "20", "30")
    tell(company, "shipment", line(company.bottle, "20", price="15"))


def test_withdrawing_or_closing_an_order_gives_the_stock_back(company: Company) -> None:
    order_id, line_id = ordered(company, "80")
    move_on(company, order_id, "unapprove")
    assert reserved(line_id) == 0
    move_on(company, order_id, "approve")
    assert reserved(line_id) == 80
    tell(company, "shipment", from_line(line_id, "30"))
    move_on(company, order_id, "stop", reason="客户取消")
    assert reserved(line_id) == 0
    move_on(company, order_id, "reopen", reason="又要")
    assert reserved(line_id) == 50


def test_a_reversed_shipment_holds_its_goods_for_the_order_again(company: Company) -> None:
    _, line_id = ordered(company, "80")
    shipment = tell(company, "shipment", from_line(line_id))
    assert reserved(line_id) == 0
    move_on(company, shipment.id, "reverse", reason="发错")
    assert (reserved(line_id), stock(company, company.bottle, company.a)) == (80, 100)
    assert value(company, company.bottle) == (100, Decimal("1000.00"))


def test_no_more_is_shipped_than_was_ordered(company: Company) -> None:
    _, line_id = ordered(company, "10")
    with pytest.raises(Refused) as error:
        tell(company, "shipment", from_line(line_id, "11"))
    assert refusal(error)[0] == "tolerance_exceeded"


def test_over_shipment_agreed_in_the_order_line(company: Company) -> None:
    agreed = line(company.bottle, "10", price="15", extra={"tolerance": Decimal("0.1")})
    order = tell(company, "sales_order", agreed)
    tell(company, "shipment", from_line(order.lines[0].id, "11"))
    with pytest.raises(Refused, match="tolerance_exceeded"):
        tell(company, "shipment", from_line(order.lines[0].id, "1"))


def test_new_goods_are_reserved_for_the_backorder_when_asked(company: Company) -> None:
    order_id, line_id = ordered(company, "130")
    assert reserved(line_id) == 100
    tell(company, "goods_receipt", line(company.bottle, "20", price="10"))
    assert reserved(line_id) == 100
    assert reserve_again(act=company.act(), order_id=order_id) == {line_id: 120}
    move_on(company, order_id, "stop", reason="够了")
    with pytest.raises(Refused, match="order_not_open"):
        reserve_again(act=company.act(), order_id=order_id)


def test_the_smaller_number_does_not_take_what_is_reserved_already(company: Company) -> None:
    _, late = ordered(company, "100")
    urgent = tell(company, "sales_order", line(company.bottle, "10", price="15"), extra={"priority": 1})
    assert (reserved(late), reserved(urgent.lines[0].id)) == (100, 0)


def test_negative_stock_is_refused_naming_what_is_available(company: Company) -> None:
    with pytest.raises(Refused) as error:
        tell(company, "shipment", line(company.bottle, "101", price="15"))
    code, params = refusal(error)
    assert (code, params["available"]) == ("insufficient_stock", "100")
    assert stock(company, company.bottle, company.a) == 100


def test_a_return_brings_the_original_cost_back(company: Company) -> None:
    # MA-2: 50 of 200 at 11 = 550 go out; 10 come back with 110.
    tell(company, "goods_receipt", line(company.bottle, "100", price="12"))
    shipment = tell(company, "shipment", line(company.bottle, "50", price="15"))
    tell(company, "sales_return", from_line(shipment.lines[0].id, "10"))
    assert value(company, company.bottle) == (160, Decimal("1760.00"))
    with pytest.raises(Refused) as error:
        tell(company, "sales_return", from_line(shipment.lines[0].id, "41"))
    assert refusal(error)[0] == "exceeds_source"


@pytest.mark.parametrize("condition", [HOLD, REJECTED])
def test_bad_goods_come_back_but_cannot_be_sold(company: Company, condition: str) -> None:
    shipment = tell(company, "shipment", line(company.bottle, "100", price="15"))
    tell(company, "sales_return", from_line(shipment.lines[0].id, "10", status=condition))
    assert stock(company, company.bottle, company.a, status=condition) == 10
    with pytest.raises(Refused) as error:
        tell(company, "shipment", line(company.bottle, "1", price="15"))
    assert refusal(error)[0] == "insufficient_stock"


def test_only_available_goods_are_offered_to_customers(company: Company) -> None:
    with pytest.raises(Refused, match="ships_available_only"):
        tell(company, "shipment", line(company.bottle, "1", price="15", status=HOLD))
    with pytest.raises(Refused, match="return_condition"):
        tell(company, "sales_return", line(company.bottle, "1", price="15", status="EXPIRED"))


def test_an_unlinked_return_comes_at_the_current_average(company: Company) -> None:
    tell(company, "shipment", line(company.bottle, "60", price="15"))
    tell(company, "sales_return", line(company.bottle, "5", price="15"))
    assert value(company, company.bottle) == (45, Decimal("450.00"))


def test_a_shipment_with_a_return_is_reversed_only_after_it(company: Company) -> None:
    shipment = tell(company, "shipment", line(company.bottle, "50", price="15"))
    back = tell(company, "sales_return", from_line(shipment.lines[0].id, "10"))
    with pytest.raises(Refused) as error:
        move_on(company, shipment.id, "reverse", reason="错")
    code, params = refusal(error)
    assert code == "downstream_exists"
    assert back.number in params["documents"]
    move_on(company, back.id, "reverse", reason="错")
    move_on(company, shipment.id, "reverse", reason="错")
    assert value(company, company.bottle) == (100, Decimal("1000.00"))


def test_a_blocked_customer_gets_nothing_any_more(company: Company) -> None:
    waiting = save(company, "shipment", line(company.bottle, "1", price="15"))
    Partner.objects.filter(pk=company.customer).update(blocked=True)
    with pytest.raises(Refused, match="partner_blocked"):
        move_on(company, waiting.id, "post")


def test_an_order_keeps_its_own_fields(company: Company) -> None:
    made = tell(
        company, "sales_order", line(company.bottle, "1", price="15"), extra={"ship_to": "北京路1号", "priority": 5}
    )
    assert (made.extra["ship_to"], made.extra["priority"]) == ("北京路1号", 5)


def test_an_order_shipped_but_for_the_short_tolerance_gives_back_what_it_holds(company: Company) -> None:
    made = tell(company, "sales_order", line(company.bottle, "100", price="15"))
    drain_short_lines()
    tell(company, "shipment", from_line(made.lines[0].id, "90"))
    drain_short_lines()
    assert open_reservations(demand_line_ids=[made.lines[0].id]) == {made.lines[0].id: 10}
    tell(company, "shipment", from_line(made.lines[0].id, "8"))
    drain_short_lines()
    assert open_reservations(demand_line_ids=[made.lines[0].id]) == {}
    tell(company, "shipment", line(company.bottle, "2", price="15"))


def test_nothing_in_use_is_switched_off(company: Company) -> None:
    act = company.act()

    def refused(change: Callable[[], object]) -> str:
        with pytest.raises(Refused) as error:
            change()
        assert error.value.refusals[0].code == "in_use_cannot_stop"
        return error.value.refusals[0].params["users"]

    def archive() -> object:
        return update_item(act=act, record_id=company.bottle, values={"lifecycle": "ARCHIVED"})

    def close(warehouse: int) -> object:
        return update_warehouse(act=act, record_id=warehouse, values={"active": False})

    assert refused(archive) == "库存 A仓 100"
    assert refused(lambda: close(company.a)) == "库存 BOTTLE 酱油 100"
    made = tell(company, "sales_order", line(company.bottle, "100", price="15"))
    assert refused(archive).split("；")[1:] == ["预留 A仓 100", f"未完成单据 {made.number}"]
    assert refused(lambda: update_partner(act=act, record_id=company.customer, values={"blocked": True})) == (
        f"未完成单据 {made.number}"
    )
    tell(company, "shipment", from_line(made.lines[0].id, "99"))
    waiting = save(company, "transfer", line(company.bottle, "1"), to_warehouse_id=company.b)
    assert refused(lambda: close(company.b)) == f"未完成单据 {waiting.number}"
    move_on(company, waiting.id, "void")
    tell(company, "goods_receipt", line(company.flour, "1", price="1", bin_id=company.b1), warehouse_id=company.b)
    assert refused(lambda: update_bin(act=act, record_id=company.b1, values={"active": False})).startswith("库存")
    update_bin(act=act, record_id=company.b2, values={"active": False})
    drain_short_lines()
    tell(company, "other_out", line(company.bottle, "1", reason="OWN_USE"))
    archive()
    close(company.a)
    update_partner(act=act, record_id=company.customer, values={"blocked": True})


def test_returned_goods_that_are_inspected_wait_for_the_verdict(company: Company) -> None:
    update_item(act=company.act(), record_id=company.bottle, values={"inspection": "FULL"})
    shipment = tell(company, "shipment", line(company.bottle, "50", price="15"))
    source = shipment.lines[0].id
    with pytest.raises(Refused, match="return_needs_inspection"):
        tell(company, "sales_return", from_line(source, "10"))
    back = tell(company, "sales_return", from_line(source, "10", status=HOLD))
    assert stock(company, company.bottle, company.a, status=HOLD) == 10
    verdict = from_line(back.lines[0].id, "7", extra={"refused_quantity": Decimal(3)}, reason="QUALITY_FAULT")
    tell(company, "incoming_inspection", verdict)
    assert [stock(company, company.bottle, company.a, status=one) for one in ("AVAILABLE", HOLD, REJECTED)] == [
        57,
        0,
        3,
    ]
    # 100 at 10; 50 went for 500, ten came back for 100.
    assert value(company, company.bottle) == (60, Decimal("600.00"))
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "incoming_inspection", from_line(back.lines[0].id, "1"))


def test_discounts_by_amount_and_percent_reach_the_shipment(company: Company) -> None:
    off = {"discount_amount": Decimal("5.55")}
    order = tell(
        company, "sales_order",
        line(company.bottle, "10", price="10", discount=Decimal("0.1"), tax_rate="0.13", extra=off),
        line(company.flour, "5", price="10", tax_rate="0.09"),
        extra={"order_discount_rate": Decimal("0.05")},
    )  # fmt: skip
    # 90.00 − 5.55 = 84.45 and 50.00; 5 % of 134.45 is 6.72, of which 4.22 and 2.50.
    assert [(one.net, one.tax) for one in order.lines] == [
        (Decimal("80.23"), Decimal("10.43")),
        (Decimal("47.50"), Decimal("4.28")),
    ]
    shipment = tell(company, "shipment", from_line(order.lines[0].id, "5"))
    assert shipment.lines[0].net == Decimal("40.12")  # 45.00 × 80.23 ÷ 90.00
    gross = line(company.bottle, "1", price="113", tax_rate="0.13", extra={"discount_amount": Decimal(13)})
    taxed = tell(company, "sales_order", gross, price_includes_tax=True)
    assert (taxed.lines[0].total, taxed.lines[0].net) == (100, Decimal("88.50"))
    with pytest.raises(Refused, match="line_discount_bad"):
        tell(company, "sales_order", line(company.bottle, "1", price="10", extra={"discount_amount": Decimal("10.01")}))
