"""FIFO layers and lot pools in the database: kept while posting, rebuilt by late documents, proved by the invariants."""

from datetime import date
from decimal import Decimal

import pytest

from hengku.identity.types import SYSTEM
from hengku.ledger import register
from hengku.ledger.models import CostEntry, CostLayer, CostPiece, CostPool
from hengku.ledger.operations.rebuild import rebuild
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.cost_book import PoolQuestion
from hengku.ledger.queries.layer_book import cost_consumption, cost_layers
from hengku.ledger.tests.company import Company, D
from hengku.ledger.types import ReversalRequest
from hengku.masterdata.models import Book, Item, ItemCategory
from hengku.masterdata.types import Tracking
from hengku.metadata.rules.invariants import CheckWindow

pytestmark = pytest.mark.django_db


def proved() -> None:
    for one in register.INVARIANTS:
        for window in (CheckWindow(), CheckWindow(full=False, after_posting_id=0)):
            found = one.check(window)
            assert not found.failing, (one.id, window.full, found.failing)


def layers(company: Company, item: str = "F") -> list[tuple[int, int, Decimal, Decimal]]:
    """(line, piece, quantity, amount) of what is left, oldest first."""
    lines = dict(CostEntry.objects.values_list("id", "source_line_id"))
    return [
        (lines[layer.entry_id], layer.piece, layer.left_quantity, layer.left_amount)
        for layer in CostLayer.objects.filter(
            left_quantity__gt=0, pool_id__in=CostPool.objects.filter(item_id=company.item(item)).values("pk")
        ).order_by("business_date", "entry_id", "piece")
    ]


def consumed(line: int) -> list[tuple[int | None, Decimal, Decimal]]:
    """(line of the layer, quantity, amount), in order."""
    lines = dict(CostEntry.objects.values_list("id", "source_line_id"))
    mine = CostEntry.objects.filter(source_line_id=line, origin_id=None).values("pk")
    return [
        (lines[one.layer_entry_id] if one.layer_entry_id else None, one.quantity, one.amount)
        for one in CostPiece.objects.filter(entry_id__in=mine).order_by("by_entry_id", "seq")
    ]


@pytest.fixture
def company() -> Company:
    company = Company()
    company.item("F", cost_method="FIFO")
    return company


def test_the_scenario(company: Company) -> None:
    first = company.receive("F", "100", "800.00", "03-01")
    second = company.receive("F", "80", "680.00", "03-03")
    third = company.receive("F", "50", "455.00", "03-05")
    sale = company.ship("F", "130", "03-08")
    assert consumed(sale) == [(first, D(100), D("800.00")), (second, D(30), D("255.00"))]
    back = company.move("F", "40", "CUS", "W1", returns=sale)
    company.post("SALE_RETURN", "03-10", back)
    assert layers(company)[2:] == [
        (back.line_id, 1, D(30), D("255.00")),
        (back.line_id, 2, D(10), D("80.00")),
    ]
    supplier = company.move("F", "60", "W1", "SUP", returns=second)
    company.post("PURCHASE_RETURN", "03-12", supplier)
    assert consumed(supplier.line_id) == [(second, D(50), D("425.00")), (third, D(10), D("91.00"))]
    last = company.ship("F", "55", "03-15")
    assert consumed(last) == [(third, D(40), D("364.00")), (back.line_id, D(15), D("127.50"))]
    assert company.pool("F") == (D(25), D("207.50"))
    proved()
    rebuild()
    assert layers(company) == [(back.line_id, 1, D(15), D("127.50")), (back.line_id, 2, D(10), D("80.00"))]
    proved()


def test_a_late_receipt_rebuilds_the_maps_and_posts_the_difference(company: Company) -> None:
    late_of = company.receive("F", "100", "1000.00", "03-01")
    company.receive("F", "50", "550.00", "03-04")
    sale = company.ship("F", "120", "03-06")
    late = company.receive("F", "10", "50.00", "03-02")
    assert consumed(sale)[:2] == [(late_of, D(100), D("1000.00")), (late, D(10), D("50.00"))]
    delta = CostEntry.objects.get(kind="DELTA", source_line_id=sale)
    assert (delta.amount, delta.business_date) == (D("60.00"), date(2026, 3, 6))
    proved()


def test_returns_of_another_scope_follow_a_rebuilt_map() -> None:
    company = Company("WAREHOUSE")
    company.item("F", cost_method="FIFO")
    company.receive("F", "10", "100.00", "03-02")
    sale = company.ship("F", "10", "03-05")
    back = company.move("F", "4", "CUS", "W2", returns=sale)
    company.post("SALE_RETURN", "03-06", back)
    assert company.pool("F", "W2") == (D(4), D("40.00"))
    company.receive("F", "10", "150.00", "03-01")
    assert company.pool("F", "W2") == (D(4), D("60.00"))
    proved()


def test_a_reversed_issue_gives_its_layers_back(company: Company) -> None:
    one = company.receive("F", "10", "100.00", "03-01")
    two = company.receive("F", "10", "130.00", "03-02")
    sale = company.ship("F", "12", "03-03")
    document = company.documents
    company.ship("F", "3", "03-04")
    mirror = ReversalRequest("r:1", company.book.pk, document, 9001, "test", date(2026, 3, 5), {sale: 70001})
    reverse(act=company.act, requests=[mirror])
    assert layers(company) == [(one, 1, D(10), D("100.00")), (two, 1, D(7), D("91.00"))]
    proved()


def test_below_zero_the_next_receipt_pays() -> None:
    company = Company(negative_stock="ALLOW")
    company.item("F", cost_method="FIFO")
    company.receive("F", "5", "50.00", "03-01")
    sale = company.ship("F", "15", "03-02")
    receipt = company.receive("F", "30", "360.00", "03-03")
    assert company.pool("F") == (D(20), D("240.00"))
    assert CostEntry.objects.get(kind="COVER").amount == D("-20.00")
    assert consumed(sale)[-1] == (receipt, D(10), D("120.00"))
    proved()


@pytest.mark.parametrize("where", ["item", "category", "book"])
def test_the_method_comes_from_item_category_or_book(where: str) -> None:
    company = Company()
    item = Item.objects.get(pk=company.item("X"))
    if where == "item":
        Item.objects.filter(pk=item.pk).update(cost_method="FIFO")
    elif where == "book":
        Book.objects.filter(pk=company.book.pk).update(cost_method="FIFO")
    else:
        stamp = {"created_at": company.at, "updated_at": company.at}
        above = ItemCategory.objects.create(code="A", name="A", path="A", cost_method="FIFO", **stamp)
        below = ItemCategory.objects.create(code="B", name="B", path="A/B", parent=above, **stamp)
        Item.objects.filter(pk=item.pk).update(category=below)
    company.receive("X", "1", "1.00", "03-01")
    assert CostPool.objects.get(item_id=item.pk).method == "FIFO"
    Item.objects.filter(pk=item.pk).update(cost_method="MOVING_AVERAGE")
    company.receive("X", "1", "1.00", "03-02", warehouse="W2")
    assert set(CostPool.objects.filter(item_id=item.pk).values_list("method", flat=True)) == {"FIFO"}


class Lots:
    """SP: lot L2 with a receipt of 60 for 633.00."""

    def __init__(self) -> None:
        self.company = Company()
        self.company.item("L", tracking=Tracking.LOT, cost_method="SPECIFIC")
        self.lot = self.company.lot("L", "L2")
        self.receipt = self.receive("60", "633.00", self.lot, "03-01")

    def receive(self, quantity: str, amount: str, lot: int, day: str) -> int:
        move = self.company.move("L", quantity, "SUP", "W1", amount=amount, lot=lot)
        self.company.post("PURCHASE", day, move)
        return move.line_id

    def post(self, movement: str, day: str, quantity: str, source: str, target: str, returns: int | None = None) -> int:
        move = self.company.move("L", quantity, source, target, lot=self.lot, returns=returns)
        self.company.post(movement, day, move)
        return move.line_id

    def pool(self, lot: int | None = None) -> tuple[Decimal, Decimal]:
        return CostPool.objects.values_list("quantity", "amount").get(lot_id=lot or self.lot)


def test_sp_lots_have_their_own_cost() -> None:
    lots = Lots()
    other = lots.company.lot("L", "L9")
    lots.receive("10", "999.00", other, "03-01")
    sale = lots.post("SALE", "03-02", "13", "W1", "CUS")
    assert lots.pool() == (D(47), D("495.85"))
    lots.post("SALE_RETURN", "03-03", "3", "CUS", "W1", returns=sale)
    assert lots.pool() == (D(50), D("527.50"))
    assert lots.pool(other) == (D(10), D("999.00"))
    proved()


def test_sp4_and_sp5_late_cost_and_the_return_of_the_rest() -> None:
    lots = Lots()
    lots.post("SALE", "03-02", "30", "W1", "CUS")
    lots.company.adjust("L", "10.00", "03-03", adjusts=lots.receipt)
    assert lots.pool() == (D(30), D("321.50"))
    lots.post("PURCHASE_RETURN", "03-04", "30", "W1", "SUP", returns=lots.receipt)
    assert lots.pool() == (D(0), D("0.00"))
    proved()


def test_sp6_a_late_receipt_replays_its_own_lot_alone() -> None:
    lots = Lots()
    other = lots.company.lot("L", "L9")
    lots.receive("10", "100.00", other, "03-01")
    lots.post("SALE", "03-05", "30", "W1", "CUS")
    lots.receive("10", "200.00", other, "03-02")
    assert not CostEntry.objects.filter(kind="DELTA").exists()
    lots.receive("60", "667.00", lots.lot, "03-02")
    assert CostEntry.objects.get(kind="DELTA").amount == D("-8.50")
    proved()


def test_what_a_document_took_and_what_is_left_can_be_asked(company: Company) -> None:
    first = company.receive("F", "10", "100.00", "03-01")
    second = company.receive("F", "10", "130.00", "03-02")
    sale = company.ship("F", "12", "03-03")
    sold = company.documents
    back = company.move("F", "3", "CUS", "W1", returns=sale)
    company.post("SALE_RETURN", "03-04", back)
    question = PoolQuestion(company.book.pk, company.item("F"))
    left = cost_layers(viewer=SYSTEM, question=question)
    assert [(row["source_line_id"], row["piece"], row["quantity"], row["amount"]) for row in left] == [
        (second, None, D(8), D("104.00")),
        (back.line_id, 1, D(2), D("26.00")),
        (back.line_id, 2, D(1), D("10.00")),
    ]

    def asked(document: int) -> list[tuple[object, ...]]:
        rows = cost_consumption(viewer=SYSTEM, book_id=company.book.pk, document_id=document)
        return [(row["line_id"], row["source_line_id"], row["quantity"], row["amount"]) for row in rows]

    assert asked(sold) == [(sale, first, D(10), D("100.00")), (sale, second, D(2), D("26.00"))]
    assert asked(company.documents) == [
        (back.line_id, second, D(-2), D("-26.00")),
        (back.line_id, first, D(-1), D("-10.00")),
    ]


def test_what_a_document_took_from_lots() -> None:
    lots = Lots()
    sale = lots.post("SALE", "03-02", "13", "W1", "CUS")
    rows = cost_consumption(viewer=SYSTEM, book_id=lots.company.book.pk, document_id=lots.company.documents)
    assert [(row["line_id"], row["lot"], row["quantity"], row["amount"]) for row in rows] == [
        (sale, "L2", D(13), D("137.15"))
    ]
