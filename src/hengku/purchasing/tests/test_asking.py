"""From what departments need to orders: merged requisitions, compared quotes, agreements with a limit."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, Company, from_line, line, make_company, move_on, tell

from hengku.documents.models import LineProgress
from hengku.documents.queries.load import load_documents
from hengku.identity.types import SYSTEM, Act, Viewer
from hengku.kernel.errors import Refused
from hengku.masterdata.operations.partners import create_partner
from hengku.masterdata.queries.prices import PriceQuestion, find
from hengku.masterdata.types import PriceKind
from hengku.purchasing.models import Quote
from hengku.purchasing.operations.quotes import award, save_quotes
from hengku.purchasing.operations.requisitions import Chosen, order_requisitions
from hengku.purchasing.queries.quotes import comparison
from hengku.purchasing.queries.requisitions import requested_json
from hengku.purchasing.rules.quotes import Award, Offer

ACT = Act(SYSTEM, AT)
TODAY = date(2026, 10, 20)


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


@pytest.fixture
def rival(company: Company) -> int:
    return create_partner(act=ACT, values={"code": "RIV", "name": "丙供应商", "is_supplier": True}).pk


def offer(line_id: int, supplier: int, price: str, **more: object) -> Offer:
    told: dict[str, object] = {
        "includes_tax": False, "tax_rate": Decimal("0.13"), "lead_days": None, "minimum_quantity": Decimal(0),
        "valid_to": None, "remarks": "", "awarded": Decimal(0),
    }  # fmt: skip
    return Offer(line_id, supplier, Decimal(price), **{**told, **more})  # type: ignore[arg-type]  # keyword values of one row


def test_requisitions_are_merged_by_supplier_and_never_ordered_twice(company: Company, rival: int) -> None:
    extra = {"needed_date": "2026-11-05", "suggested_supplier": company.supplier}
    first = tell(company, "purchase_requisition", line(company.bottle, "50", extra=extra), line(company.flour, "8"))
    second = tell(company, "purchase_requisition", line(company.bottle, "30"))
    bottles, flour, more = first.lines[0].id, first.lines[1].id, second.lines[0].id
    told = requested_json(viewer=SYSTEM)
    assert [(row["remaining"], row["needed_date"]) for row in told] == [("50", "2026-11-05"), ("8", None), ("30", None)]
    assert told[0]["supplier"] is not None
    chosen = [
        Chosen(bottles, company.supplier), Chosen(more, company.supplier, Decimal(10)), Chosen(flour, rival),
    ]  # fmt: skip
    orders = load_documents(order_requisitions(act=ACT, chosen=chosen, on=TODAY))
    by_supplier = {order.partner_id: [one.quantity for one in order.lines] for order in orders}
    assert by_supplier == {company.supplier: [50, 10], rival: [8]}
    assert orders[0].lines[0].extra["delivery_date"] == date(2026, 11, 5)
    assert [row["remaining"] for row in requested_json(viewer=SYSTEM)] == ["20"]
    with pytest.raises(Refused, match="unknown_reference"):
        order_requisitions(act=ACT, chosen=[Chosen(bottles, company.supplier)], on=TODAY)
    with pytest.raises(Refused, match="exceeds_source"):
        order_requisitions(act=ACT, chosen=[Chosen(more, rival, Decimal(21))], on=TODAY)


def test_the_best_quote_is_the_lowest_without_tax_that_sells_so_little(company: Company, rival: int) -> None:
    asked = tell(company, "rfq", line(company.bottle, "100"))
    (mine,) = asked.lines
    quotes = [
        offer(mine.id, company.supplier, "11.30", includes_tax=True),  # 10 without tax
        offer(mine.id, rival, "9.99", minimum_quantity=Decimal(101)),
    ]
    save_quotes(act=ACT, document_id=asked.id, quotes=quotes)
    told = comparison(viewer=SYSTEM, document_id=asked.id, on=TODAY)
    assert told["lines"][0]["best"] == str(company.supplier)
    assert {one["net_price"] for one in told["lines"][0]["offers"]} == {"10", "9.99"}
    assert {one["name"]: one["total"] for one in told["suppliers"]} == {"甲供应商": "1000.00", "丙供应商": "999.00"}
    save_quotes(act=ACT, document_id=asked.id, quotes=[offer(mine.id, rival, "9.99", minimum_quantity=Decimal(100))])
    assert comparison(viewer=SYSTEM, document_id=asked.id, on=TODAY)["lines"][0]["best"] == str(rival)
    late = [offer(mine.id, rival, "9.99", valid_to=date(2026, 10, 19))]
    save_quotes(act=ACT, document_id=asked.id, quotes=late)
    assert comparison(viewer=SYSTEM, document_id=asked.id, on=TODAY)["lines"][0]["best"] == str(company.supplier)


def test_a_line_is_split_between_suppliers_and_quotes_become_prices(company: Company, rival: int) -> None:
    asked = tell(company, "rfq", line(company.bottle, "100"))
    (mine,) = asked.lines
    quotes = [offer(mine.id, company.supplier, "10", lead_days=7), offer(mine.id, rival, "9.5")]
    save_quotes(act=ACT, document_id=asked.id, quotes=quotes)
    awards = [Award(mine.id, company.supplier, Decimal(40)), Award(mine.id, rival, Decimal(60))]
    orders = load_documents(award(act=ACT, document_id=asked.id, awards=awards, on=TODAY))
    assert {order.partner_id: (order.lines[0].quantity, order.lines[0].price) for order in orders} == {
        company.supplier: (40, 10), rival: (60, Decimal("9.5")),
    }  # fmt: skip
    assert orders[0].lines[0].extra["delivery_date"] == date(2026, 10, 27)
    (price,) = find(
        questions=[PriceQuestion(company.bottle, company.piece)], kind=PriceKind.PURCHASE, partner_id=rival, on=TODAY
    )
    assert price is not None
    assert (price.price, price.own) == (Decimal("9.5"), True)
    assert sorted(Quote.objects.values_list("awarded", flat=True)) == [40, 60]
    with pytest.raises(Refused, match="award_exceeds"):
        award(act=ACT, document_id=asked.id, awards=[Award(mine.id, rival, Decimal(1))], on=TODAY)
    with pytest.raises(Refused, match="quote_awarded"):
        save_quotes(act=ACT, document_id=asked.id, quotes=[offer(mine.id, rival, "9")])
    for order in orders:
        move_on(company, order.id, "approve")
    assert LineProgress.objects.get(pk=mine.id).executed_quantity == 100


def test_an_award_needs_a_quote_that_holds_and_sells_so_little(company: Company, rival: int) -> None:
    asked = tell(company, "rfq", line(company.bottle, "100"))
    (mine,) = asked.lines
    quote = offer(mine.id, rival, "9", minimum_quantity=Decimal(50), valid_to=date(2026, 10, 1))
    save_quotes(act=ACT, document_id=asked.id, quotes=[quote])
    awards = [Award(mine.id, rival, Decimal(49)), Award(mine.id, company.supplier, Decimal(1))]
    with pytest.raises(Refused) as error:
        award(act=ACT, document_id=asked.id, awards=awards, on=TODAY)
    assert {one.code for one in error.value.refusals} == {"below_minimum_quantity", "quote_expired", "no_quote"}


def test_a_request_closed_early_gives_back_what_nobody_was_given(company: Company, rival: int) -> None:
    wanted = tell(company, "purchase_requisition", line(company.bottle, "100"))
    asked = tell(company, "rfq", from_line(wanted.lines[0].id, "100"))
    (mine,) = asked.lines
    save_quotes(act=ACT, document_id=asked.id, quotes=[offer(mine.id, rival, "9")])
    (order,) = award(act=ACT, document_id=asked.id, awards=[Award(mine.id, rival, Decimal(70))], on=TODAY)
    move_on(company, order, "approve")
    progress = LineProgress.objects.get(pk=wanted.lines[0].id)
    assert (progress.linked_quantity, progress.executed_quantity) == (100, 70)
    move_on(company, asked.id, "stop", reason="够了")
    assert LineProgress.objects.get(pk=wanted.lines[0].id).linked_quantity == 70


def test_who_may_not_see_prices_sees_no_quotes(company: Company) -> None:
    asked = tell(company, "rfq", line(company.bottle, "100"))
    keeper = Viewer(7, "keeper", "K", all_powerful=True, masked=frozenset({"purchase_price"}))
    with pytest.raises(Refused, match="permission_denied"):
        comparison(viewer=keeper, document_id=asked.id, on=TODAY)


def test_call_offs_stay_within_quantity_amount_and_validity(company: Company) -> None:
    extra = {"valid_from": "2026-10-05", "valid_to": "2026-10-31", "limit_amount": "700.00"}
    frame = tell(company, "blanket_order", line(company.bottle, "100", price="10"), extra=extra)
    (mine,) = frame.lines
    tell(company, "purchase_order", from_line(mine.id, "60"))
    with pytest.raises(Refused) as error:
        tell(company, "purchase_order", from_line(mine.id, "11"))
    assert [one.code for one in error.value.refusals] == ["blanket_amount_exceeded"]
    assert error.value.refusals[0].params["remaining"] == "100.00"
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "purchase_order", from_line(mine.id, "41"))
    with pytest.raises(Refused, match="blanket_not_valid"):
        tell(company, "purchase_order", from_line(mine.id, "1"), on=date(2026, 11, 1))
    last = tell(company, "purchase_order", from_line(mine.id, "10"), on=date(2026, 10, 31))
    assert last.lines[0].price == 10
