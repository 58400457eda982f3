"""Buying, told as stories: order, receive in parts, return, and what is refused on the way."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, HOLD, Company, draft, from_line, line, make_company, move_on, save, stock, tell, value

from hengku.documents.models import LineProgress
from hengku.documents.operations.create import create_and_transition
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.listing import list_documents
from hengku.documents.queries.prove import check_tolerances
from hengku.documents.queries.push_down import push_down
from hengku.identity.models import AuditEntry
from hengku.identity.operations.roles import seed_roles
from hengku.identity.types import SYSTEM, Scope, Viewer
from hengku.kernel.errors import Refused
from hengku.ledger.queries.known_cost import unit_costs
from hengku.masterdata.models import Book, Item
from hengku.metadata.queries.listing import ListParams
from hengku.metadata.rules.invariants import CheckWindow
from hengku.purchasing.queries.receivable import receivable_lines


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def refusal_of(error: pytest.ExceptionInfo[Refused]) -> tuple[str, dict[str, str], tuple[str | int, ...]]:
    first = error.value.refusals[0]
    return first.code, dict(first.params), first.loc


def order(company: Company, quantity: str = "100", **values: object) -> tuple[int, int]:
    made = tell(company, "purchase_order", line(company.bottle, quantity, price="10", **values), on=date(2026, 10, 3))
    return made.id, made.lines[0].id


def test_an_order_is_received_in_parts_until_it_is_done(company: Company) -> None:
    _order_id, line_id = order(company)
    tell(company, "goods_receipt", from_line(line_id, "60"))
    progress = LineProgress.objects.get(pk=line_id)
    assert (progress.linked_quantity, progress.executed_quantity) == (60, 60)
    rest = tell(company, "goods_receipt", from_line(line_id))
    assert rest.lines[0].quantity == 40  # omitted: what is left
    assert stock(company, company.bottle, company.a) == 100
    assert value(company, company.bottle) == (100, Decimal("1000.00"))


def test_cartons_are_received_as_bottles(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "3", unit_id=company.carton, price="120"))
    assert stock(company, company.bottle, company.a) == 36
    assert value(company, company.bottle) == (36, Decimal("360.00"))


def test_more_than_ordered_is_refused_and_named(company: Company) -> None:
    _, line_id = order(company)
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", from_line(line_id, "101"))
    code, params, loc = refusal_of(error)
    assert (code, params["remaining"], loc) == ("tolerance_exceeded", "100", ("lines", 0, "quantity"))
    assert stock(company, company.bottle, company.a) == 0


def test_the_item_s_tolerance_lets_a_little_more_in(company: Company) -> None:
    Item.objects.filter(pk=company.bottle).update(receipt_tolerance=Decimal("0.05"))
    _, line_id = order(company)
    tell(company, "goods_receipt", from_line(line_id, "105"))
    with pytest.raises(Refused):
        tell(company, "goods_receipt", from_line(line_id, "1"))
    assert stock(company, company.bottle, company.a) == 105


def test_what_was_agreed_in_the_order_line_goes_before_the_item_s_tolerance(company: Company) -> None:
    Item.objects.filter(pk=company.bottle).update(receipt_tolerance=Decimal("0.05"))
    _, agreed = order(company, extra={"tolerance": Decimal("0.2")})
    tell(company, "goods_receipt", from_line(agreed, "120"))
    _, exact = order(company, extra={"tolerance": Decimal(0)})
    with pytest.raises(Refused, match="tolerance_exceeded"):
        tell(company, "goods_receipt", from_line(exact, "101"))


def test_an_impossible_tolerance_is_refused(company: Company) -> None:
    with pytest.raises(Refused, match="tolerance_bad"):
        order(company, extra={"tolerance": Decimal(2)})


def test_without_an_order_a_price_or_a_reason_is_needed(company: Company) -> None:
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", line(company.bottle, "5"))
    code, params, loc = refusal_of(error)
    assert (code, params["item"], loc) == ("price_required", "BOTTLE 酱油", ("lines", 0, "price"))
    tell(company, "goods_receipt", line(company.bottle, "5", reason="GIFT"))
    assert value(company, company.bottle) == (5, Decimal("0.00"))


def test_cost_is_without_tax_and_with_it_for_a_small_taxpayer(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "10", price="11.30"), price_includes_tax=True)
    assert value(company, company.bottle) == (10, Decimal("100.00"))
    Book.objects.filter(pk=company.book).update(taxpayer="SMALL_SCALE")
    tell(company, "goods_receipt", line(company.flour, "10", price="10", tax_rate="0.03"))
    assert value(company, company.flour) == (10, Decimal("103.00"))


def test_goods_may_wait_for_inspection(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "10", price="1", status=HOLD))
    assert stock(company, company.bottle, company.a, status=HOLD) == 10
    with pytest.raises(Refused, match="receipt_status"):
        tell(company, "goods_receipt", line(company.bottle, "10", price="1", status="REJECTED"))


def test_a_linked_return_takes_the_receipt_s_own_cost(company: Company) -> None:
    # MA-2: 100 at 10, 100 at 12; a return of 30 of the second leaves 170 / 1,840.
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    second = tell(company, "goods_receipt", line(company.bottle, "100", price="12"))
    tell(company, "purchase_return", from_line(second.lines[0].id, "30"))
    assert value(company, company.bottle) == (170, Decimal("1840.00"))
    tell(company, "purchase_return", line(company.bottle, "17", price="12"))
    assert value(company, company.bottle) == (153, Decimal("1656.00"))


def test_no_more_goes_back_than_came(company: Company) -> None:
    receipt = tell(company, "goods_receipt", line(company.bottle, "10", price="10"))
    tell(company, "purchase_return", from_line(receipt.lines[0].id, "6"))
    with pytest.raises(Refused) as error:
        tell(company, "purchase_return", from_line(receipt.lines[0].id, "5"))
    code, params, _ = refusal_of(error)
    assert (code, params["remaining"]) == ("exceeds_source", "4")
    tell(company, "purchase_return", from_line(receipt.lines[0].id, "4"))
    assert value(company, company.bottle)[1] == Decimal("0.00") or stock(company, company.bottle, company.a) == 0


def test_what_is_not_there_cannot_be_returned(company: Company) -> None:
    with pytest.raises(Refused) as error:
        tell(company, "purchase_return", line(company.bottle, "5", price="10"))
    code, params, _ = refusal_of(error)
    assert (code, params["available"]) == ("insufficient_stock", "0")


def test_a_receipt_with_a_return_is_reversed_only_after_it(company: Company) -> None:
    _order_id, line_id = order(company)
    receipt = tell(company, "goods_receipt", from_line(line_id))
    back = tell(company, "purchase_return", from_line(receipt.lines[0].id, "10"))
    with pytest.raises(Refused) as error:
        move_on(company, receipt.id, "reverse", reason="错")
    code, params, _ = refusal_of(error)
    assert code == "downstream_exists"
    assert back.number in params["documents"]
    move_on(company, back.id, "reverse", reason="错")
    move_on(company, receipt.id, "reverse", reason="错")
    assert stock(company, company.bottle, company.a) == 0
    assert LineProgress.objects.get(pk=line_id).linked_quantity == 0
    with pytest.raises(Refused, match="already_reversed"):
        move_on(company, receipt.id, "reverse", reason="又错")


def test_a_stopped_order_takes_nothing_more(company: Company) -> None:
    order_id, line_id = order(company)
    move_on(company, order_id, "stop", reason="不要了")
    with pytest.raises(Refused, match="source_stopped"):
        tell(company, "goods_receipt", from_line(line_id, "1"))
    move_on(company, order_id, "reopen", reason="又要")
    tell(company, "goods_receipt", from_line(line_id, "1"))


def test_an_order_built_upon_stays_approved(company: Company) -> None:
    order_id, line_id = order(company)
    waiting = save(company, "goods_receipt", from_line(line_id, "1"))
    with pytest.raises(Refused, match="downstream_exists"):
        move_on(company, order_id, "unapprove")
    move_on(company, waiting.id, "void")
    assert move_on(company, order_id, "unapprove").state == "DRAFT"


def test_an_order_keeps_its_own_fields(company: Company) -> None:
    made = tell(
        company,
        "purchase_order",
        line(company.bottle, "1", price="1", extra={"delivery_date": date(2026, 10, 30), "tolerance": Decimal("0.1")}),
        extra={"payment_terms": "月结30天"},
    )
    assert made.extra["payment_terms"] == "月结30天"
    assert (made.lines[0].extra["delivery_date"], made.lines[0].extra["tolerance"]) == (
        date(2026, 10, 30),
        Decimal("0.1"),
    )


def test_a_delivery_before_the_order_is_asked_about(company: Company) -> None:
    early = line(company.bottle, "1", price="1", extra={"delivery_date": date(2026, 10, 1)})
    made = save(company, "purchase_order", early)
    with pytest.raises(Refused) as error:
        move_on(company, made.id, "approve")
    assert error.value.code == "confirmation_required"
    assert error.value.refusals[0].code == "delivery_before_order"
    assert move_on(company, made.id, "approve", confirm=frozenset({"delivery_before_order"})).state == "APPROVED"


def test_nothing_known_of_an_item_costs_nothing(company: Company) -> None:
    assert unit_costs(book_id=company.book, keys=[]) == {}
    assert draft(company, "goods_receipt").partner_id == company.supplier


def test_gifts_share_the_price_of_the_same_goods(company: Company) -> None:
    receipt = tell(
        company,
        "goods_receipt",
        line(company.bottle, "10", price="12"),
        line(company.bottle, "2", reason="GIFT"),
        line(company.flour, "1", reason="GIFT"),
    )
    assert value(company, company.bottle) == (12, Decimal("120.00"))
    assert value(company, company.flour) == (1, Decimal("0.00"))
    # R3: the source amount of the paid line is its price less what the gifts took of it: 3/10 of 100.00.
    tell(company, "purchase_return", from_line(receipt.lines[0].id, "3"))
    assert value(company, company.bottle) == (9, Decimal("90.00"))
    tell(company, "purchase_return", from_line(receipt.lines[1].id, "2"))
    assert value(company, company.bottle) == (7, Decimal("70.00"))


def test_a_book_may_leave_gifts_without_cost(company: Company) -> None:
    Book.objects.filter(pk=company.book).update(gift_cost="ZERO")
    paid, free = line(company.bottle, "10", price="12"), line(company.bottle, "2", reason="PURCHASE_GIFT")
    receipt = tell(company, "goods_receipt", paid, free)
    tell(company, "purchase_return", from_line(receipt.lines[1].id, "2"))
    assert value(company, company.bottle) == (10, Decimal("120.00"))


def test_a_sample_is_no_gift(company: Company) -> None:
    receipt = tell(
        company, "goods_receipt", line(company.bottle, "10", price="12"), line(company.bottle, "2", reason="SAMPLE")
    )
    tell(company, "purchase_return", from_line(receipt.lines[1].id, "2"))
    assert value(company, company.bottle) == (10, Decimal("120.00"))


def test_a_gift_agreed_in_the_order_arrives_as_a_gift(company: Company) -> None:
    made = tell(
        company, "purchase_order", line(company.bottle, "10", price="12"), line(company.bottle, "2", reason="GIFT")
    )
    receipt = tell(company, "goods_receipt", *(from_line(one.id) for one in made.lines))
    assert [one.reason for one in receipt.lines] == ["", "GIFT"]
    assert value(company, company.bottle) == (12, Decimal("120.00"))


def test_an_order_discount_is_shared_out_to_the_cent_and_comes_with_the_goods(company: Company) -> None:
    made = tell(
        company,
        "purchase_order",
        *(line(company.bottle, "1", price="33.33", tax_rate="0.13") for _ in range(3)),
        extra={"order_discount": Decimal(10)},
    )
    # C4: 3.33, 3.33 and the rest.
    assert [one.net for one in made.lines] == [Decimal("30.00"), Decimal("30.00"), Decimal("29.99")]
    assert [one.tax for one in made.lines] == [Decimal("3.90")] * 3
    assert made.extra["order_discount"] == "10"
    receipt = tell(company, "goods_receipt", *(from_line(one.id) for one in made.lines))
    assert value(company, company.bottle) == (3, Decimal("89.99"))
    move_on(company, receipt.id, "reverse", reason="错")
    assert stock(company, company.bottle, company.a) == 0
    prefilled = push_down(viewer=SYSTEM, source_ids=[made.id], target="goods_receipt", at=AT)
    assert prefilled["header"]["order_discount"] == "10.00"


def test_an_order_discount_of_prices_with_tax_is_one_with_tax(company: Company) -> None:
    made = tell(
        company,
        "purchase_order",
        line(company.bottle, "10", price="11.30", tax_rate="0.13"),
        price_includes_tax=True,
        extra={"order_discount": Decimal(13)},
    )
    one = made.lines[0]
    assert (one.net, one.tax, one.total) == (Decimal("88.50"), Decimal("11.50"), Decimal("100.00"))


@pytest.mark.parametrize("discount", ["-1", "120.01"])
def test_an_order_discount_beyond_the_order_is_refused(company: Company, discount: str) -> None:
    with pytest.raises(Refused) as error:
        tell(
            company, "purchase_order", line(company.bottle, "10", price="12"),
            extra={"order_discount": Decimal(discount)},
        )  # fmt: skip
    code, params, loc = refusal_of(error)
    assert (code, params["whole"], loc) == ("order_discount_bad", "120.00", ("header", "order_discount"))


def test_who_may_exceed_is_asked_and_kept_in_the_audit(company: Company) -> None:
    seed_roles(act=company.act())
    _, line_id = order(company)
    more = draft(company, "goods_receipt", from_line(line_id, "130"))
    everywhere = (Scope(),)
    grants = {("goods_receipt", action): everywhere for action in ("view", "create", "post")}
    grants[("purchase_order", "view")] = everywhere
    keeper = Viewer(None, "keeper", "库管", grants=grants)
    chief = Viewer(None, "chief", "主管", grants={**grants, ("goods_receipt", "exceed"): everywhere})

    def receive(viewer: Viewer, *confirm: str) -> None:
        create_and_transition(act=company.act(viewer=viewer), drafts=[more], transition="post", confirm=confirm)

    with pytest.raises(Refused) as error:
        receive(keeper, "tolerance_exceeded")
    assert (error.value.refusals[0].severity, error.value.refusals[0].params["who"]) == ("block", "老板")
    with pytest.raises(Refused) as error:
        receive(chief)
    assert error.value.code == "confirmation_required"
    assert stock(company, company.bottle, company.a) == 0
    receive(chief, "tolerance_exceeded")
    assert stock(company, company.bottle, company.a) == 130
    kept = AuditEntry.objects.get(action="exceed")
    assert kept.after is not None
    assert (kept.actor_name, kept.entity, kept.after["quantity"]) == ("主管", "purchase_order", "130")
    assert check_tolerances(CheckWindow(full=True)).failing == ()


def test_almost_everything_is_enough(company: Company) -> None:
    order_id, line_id = order(company)
    tell(company, "goods_receipt", from_line(line_id, "97"))

    def execution() -> object:
        return document_json(viewer=SYSTEM, document_id=order_id)["execution"]

    def listed() -> list[str]:
        return [row["line_id"] for row in receivable_lines(viewer=SYSTEM, on=date(2026, 10, 12))]

    assert (execution(), listed()) == ("PARTIAL", [str(line_id)])
    tell(company, "goods_receipt", from_line(line_id, "1"))
    assert (execution(), listed()) == ("DONE", [])
    page = list_documents(viewer=SYSTEM, code="purchase_order", params=ListParams(filter='[["execution","eq","DONE"]]'))
    assert [row["id"] for row in page.items] == [str(order_id)]
    tell(company, "goods_receipt", from_line(line_id, "2"))
    assert execution() == "DONE", "the rest may still come"
    Book.objects.filter(pk=company.book).update(short_tolerance=0)
    _, exact = order(company)
    tell(company, "goods_receipt", from_line(exact, "99"))
    assert listed() == [str(exact)]
