"""Goods on their way in: notices, inspections, and what is refused on the way."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import HOLD, Company, from_line, line, make_company, move_on, save, stock, tell, value

from hengku.documents.models import LineProgress
from hengku.documents.operations.rebuild import rebuild_progress
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.prove import check_progress, check_tolerances
from hengku.documents.types import LineDraft, LoadedDocument
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.ledger.queries.custody import balances
from hengku.masterdata.models import Item, Partner
from hengku.masterdata.queries.places import arrival_place_id
from hengku.metadata.rules.invariants import CheckWindow
from hengku.purchasing.rules.sampling import plan_of


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def ordered(company: Company, quantity: str = "100") -> int:
    order = tell(company, "purchase_order", line(company.bottle, quantity, price="10"), on=date(2026, 10, 2))
    return order.lines[0].id


def arrived(company: Company, order_line: int, quantity: str = "100") -> LoadedDocument:
    return tell(company, "receiving_notice", from_line(order_line, quantity), on=date(2026, 10, 3))


def verdict(source: int, accepted: str, refused: str = "0", **values: object) -> LineDraft:
    reason = str(values.pop("reason", ""))
    extra = {"refused_quantity": Decimal(refused), **values}
    return from_line(source, accepted, reason=reason, extra=extra)


def inspect(company: Company, *lines: LineDraft) -> LoadedDocument:
    return tell(company, "incoming_inspection", *lines, on=date(2026, 10, 4))


def waiting(company: Company) -> Decimal:
    rows = balances(book_id=company.book, place_ids=[arrival_place_id(company.a)], item_ids=[company.bottle])
    return sum((row.quantity for row in rows), Decimal(0))


def progress(line_id: int) -> tuple[Decimal, Decimal, Decimal]:
    row = LineProgress.objects.get(pk=line_id)
    return row.linked_quantity, row.executed_quantity, row.returned_quantity


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusals[0].code


def assert_proven() -> None:
    everything = CheckWindow(full=True)
    assert check_progress(everything).failing == check_tolerances(everything).failing == ()
    assert rebuild_progress() == 0


def test_a_notice_that_is_cancelled_or_closed_takes_its_goods_out_again(company: Company) -> None:
    order_line = ordered(company)
    cancelled = arrived(company, order_line)
    assert waiting(company) == 100
    move_on(company, cancelled.id, "void")
    assert (waiting(company), progress(order_line)) == (0, (0, 0, 0))
    notice = arrived(company, order_line)
    tell(company, "goods_receipt", from_line(notice.lines[0].id, "30"), on=date(2026, 10, 5))
    move_on(company, notice.id, "stop", reason="其余不收")
    assert (waiting(company), progress(order_line)) == (0, (30, 30, 0))
    assert_proven()
    move_on(company, notice.id, "reopen", reason="又送来了")
    assert (waiting(company), progress(order_line)) == (70, (100, 30, 0))
    tell(company, "goods_receipt", from_line(notice.lines[0].id), on=date(2026, 10, 6))
    assert (waiting(company), stock(company, company.bottle, company.a)) == (0, 100)
    assert value(company, company.bottle) == (100, Decimal("1000.00"))
    assert_proven()


def test_what_is_refused_opens_the_order_again_and_a_verdict_taken_back_closes_it(company: Company) -> None:
    order_line = ordered(company)
    notice = arrived(company, order_line)
    mine = notice.lines[0].id
    decided = inspect(company, verdict(mine, "92", "8"))
    assert (waiting(company), progress(mine), progress(order_line)) == (92, (8, 0, 8), (92, 0, 0))
    assert_proven()
    move_on(company, decided.id, "reverse", reason="看错了")
    assert (waiting(company), progress(mine), progress(order_line)) == (100, (0, 0, 0), (100, 0, 0))
    assert_proven()
    tell(company, "incoming_inspection", verdict(mine, "0", "100"), on=date(2026, 10, 20))
    assert (waiting(company), progress(order_line)) == (0, (0, 0, 0))
    assert document_json(viewer=SYSTEM, document_id=notice.id)["execution"] == "DONE"


def test_a_verdict_stays_while_goods_were_received_on_its_strength(company: Company) -> None:
    Item.objects.filter(pk=company.bottle).update(inspection="FULL")
    mine = arrived(company, ordered(company)).lines[0].id
    decided = inspect(company, verdict(mine, "100"))
    tell(company, "goods_receipt", from_line(mine, "1"), on=date(2026, 10, 5))
    with pytest.raises(Refused) as error:
        move_on(company, decided.id, "reverse", reason="看错了")
    assert code_of(error) == "downstream_exists"
    assert "CGRK" in error.value.refusals[0].params["documents"]


@pytest.mark.parametrize("says", ["item", "supplier"])
def test_goods_that_are_inspected_come_in_on_hold_or_as_far_as_they_passed(company: Company, says: str) -> None:
    if says == "item":
        Item.objects.filter(pk=company.bottle).update(inspection="FULL")
    else:
        Partner.objects.filter(pk=company.supplier).update(inspects_goods=True)
    order_line = ordered(company)
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", from_line(order_line, "10"))
    assert (code_of(error), error.value.refusals[0].params["accepted"]) == ("inspection_required", "0")
    tell(company, "goods_receipt", from_line(order_line, "10", status=HOLD))
    mine = arrived(company, order_line, "90").lines[0].id
    inspect(company, verdict(mine, "40"))
    with pytest.raises(Refused) as error:
        tell(company, "goods_receipt", from_line(mine, "41"))
    assert (code_of(error), error.value.refusals[0].params["accepted"]) == ("inspection_required", "40")
    inspect(company, verdict(mine, "30", concession_quantity="5", reason="INSPECTION_BROKEN"))
    tell(company, "goods_receipt", from_line(mine, "75"))
    assert stock(company, company.bottle, company.a) == 85


def test_an_exempt_item_is_not_inspected_whatever_its_supplier(company: Company) -> None:
    Partner.objects.filter(pk=company.supplier).update(inspects_goods=True)
    Item.objects.filter(pk=company.bottle).update(inspection="EXEMPT")
    tell(company, "goods_receipt", from_line(ordered(company), "10"))
    assert stock(company, company.bottle, company.a) == 10


def test_a_verdict_says_something_about_goods_that_are_there_and_why_it_concedes(company: Company) -> None:
    mine = arrived(company, ordered(company)).lines[0].id
    for told, code in (
        (verdict(mine, "0"), "inspection_empty"),
        (verdict(mine, "90", concession_quantity="5"), "concession_needs_reason"),
        (verdict(mine, "95", "6"), "exceeds_source"),
        (verdict(mine, "95", concession_quantity="6", reason="R"), "exceeds_source"),
        (line(company.bottle, "5"), "inspection_needs_source"),
    ):
        with pytest.raises(Refused) as error:
            inspect(company, told)
        assert code_of(error) == code
    received = tell(company, "goods_receipt", from_line(mine, "100"), on=date(2026, 10, 4))
    with pytest.raises(Refused, match="not_on_hold"):
        inspect(company, verdict(received.lines[0].id, "5"))


def test_two_inspections_of_one_line_in_one_paper_count_together(company: Company) -> None:
    mine = arrived(company, ordered(company)).lines[0].id
    with pytest.raises(Refused, match="exceeds_source"):
        inspect(company, verdict(mine, "60"), verdict(mine, "41"))


def test_a_sample_that_reaches_re_refuses_the_lot(company: Company) -> None:
    Item.objects.filter(pk=company.bottle).update(inspection="SAMPLING", aql="1.0")
    mine = arrived(company, ordered(company, "1000"), "1000").lines[0].id  # n 80, Ac 2, Re 3
    kept = save(company, "incoming_inspection", verdict(mine, "1000", sample_size=80, defects=2))
    shown = document_json(viewer=SYSTEM, document_id=kept.id)["lines"][0]["plan"]
    assert "80" in shown
    assert "Ac 2 Re 3" in shown
    move_on(company, kept.id, "void")
    with pytest.raises(Refused, match="sample_refuses"):
        inspect(company, verdict(mine, "1000", sample_size=80, defects=3))
    with pytest.raises(Refused, match="sample_too_small"):
        inspect(company, verdict(mine, "1000", sample_size=79, defects=0))
    inspect(company, verdict(mine, "0", concession_quantity="1000", sample_size=80, defects=3, reason="R"))


@pytest.mark.parametrize(
    ("lot", "aql", "plan"),
    [
        (1000, "1.0", (80, 2, 3)),
        (500, "2.5", (50, 3, 4)),
        (100, "1.0", (13, 0, 1)),  # F: arrow up to E
        (200, "1.0", (50, 1, 2)),  # G: arrow down to H
        (40, "6.5", (8, 1, 2)),
        (10, "10", (5, 1, 2)),
        (5000, "0.65", (200, 3, 4)),
        (40000, "1.5", (500, 14, 15)),
        (600000, "1.0", (1250, 21, 22)),
        (600000, "10", (125, 21, 22)),
        (10, "0.65", (10, 0, 1)),  # a sample of 20: every unit
    ],
)
def test_plans_are_those_of_the_published_tables(lot: int, aql: str, plan: tuple[int, int, int]) -> None:
    assert plan_of(lot, Decimal(aql)) == plan
