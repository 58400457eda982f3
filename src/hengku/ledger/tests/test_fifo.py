"""Golden numbers of FIFO (domain specification 4.4 FF-1..FF-5, R3, R5, R7) and of its scenario, without a database."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from hengku.ledger.rules.costing import Chain, ChainMember, Outcome, Pool
from hengku.ledger.rules.fifo import returned_parts
from hengku.ledger.rules.layers import Layers, Piece
from hengku.ledger.tests.test_costing import Book
from hengku.ledger.types import CostBasis, CostKind
from hengku.masterdata.types import CostMethod

D = Decimal


class Shelf(Book):
    """A FIFO pool; every row is replayed from the first one, as after a late one."""

    def opening(self) -> Pool:
        return Pool(method=CostMethod.FIFO, layers=Layers())

    def left(self) -> list[tuple[int, int, D, D]]:
        """(entry, piece, quantity, amount) of open layers, oldest first; they always add up to the pool."""
        pool = self.pools[1]
        assert pool.layers is not None
        found = [(layer.key[1], layer.key[2], layer.quantity, layer.amount) for layer in pool.layers.in_order()]
        owed = pool.layers.uncovered
        assert sum((one[2] for one in found), D(0)) - sum((one.quantity for one in owed), D(0)) == pool.quantity
        assert sum((one[3] for one in found), D(0)) - sum((one.amount for one in owed), D(0)) == pool.amount
        return found

    def give_back(self, day: int, quantity: str, source: int) -> Outcome:
        return self.post(day, quantity, kind=CostKind.OWN, basis=CostBasis.SHARE, source_id=source)

    def mirror(self, day: int, quantity: str, source: int) -> Outcome:
        for start, chain in self.chains.items():
            if any(member.id == source for member in chain.members):
                freed = ChainMember(len(self.rows) + 1, D(quantity), mirror_of=source)
                self.chains[start] = Chain(chain.whole, (*chain.members, freed), chain.extras)
        return self.post(day, quantity, kind=CostKind.OWN, basis=CostBasis.MIRROR, source_id=source)

    def adjust(self, day: int, amount: str, source: int | None = None, linked: str = "0") -> Outcome:
        return self.post(
            day,
            "0",
            amount,
            kind=CostKind.ADJUSTMENT,
            basis=CostBasis.GIVEN,
            source_id=source,
            linked_quantity=D(linked),
        )


def pieces(outcome: Outcome, of: int | None = None) -> list[tuple[int | None, D, D]]:
    """(entry of the layer, quantity, amount)."""
    return [
        (one.layer[1] if one.layer else None, one.quantity, one.amount)
        for one in outcome.pieces
        if of is None or one.of == of
    ]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """FF-1: A 100/1,000 and B 50/550; sold 120."""
    book = Shelf()
    book.post(1, "100", "1000.00")
    book.post(2, "50", "550.00")
    book.post(3, "-120")
    yield book
    book.left()


def test_ff1_the_oldest_goes_first(shelf: Shelf) -> None:
    assert shelf.last is not None
    sale = shelf.last.outcomes[3]
    assert sale.amount == D("-1220.00")
    assert pieces(sale) == [(1, D(100), D("1000.00")), (2, D(20), D("220.00"))]
    assert shelf.left() == [(2, 1, D(30), D("330.00"))]


def test_ff2_a_return_takes_back_the_last_piece_first(shelf: Shelf) -> None:
    assert shelf.give_back(4, "15", 3).amount == D("165.00")
    assert shelf.left() == [(2, 1, D(30), D("330.00")), (4, 1, D(15), D("165.00"))]
    # 5 more of B, then A; each return goes on where the one before stopped.
    assert shelf.give_back(5, "25", 3).amount == D("255.00")
    assert shelf.left()[2:] == [(5, 1, D(5), D("55.00")), (5, 2, D(20), D("200.00"))]


def test_a_reversed_return_gives_its_part_free_again(shelf: Shelf) -> None:
    shelf.give_back(4, "15", 3)
    assert shelf.mirror(5, "-15", 4).amount == D("-165.00")
    assert shelf.left() == [(2, 1, D(30), D("330.00"))]
    assert shelf.give_back(6, "20", 3).amount == D("220.00")


def test_ff3_a_return_to_the_supplier_takes_its_own_layer_first() -> None:
    book = Shelf()
    book.post(1, "100", "1000.00")
    book.post(2, "50", "550.00")
    book.post(3, "-80")
    back = book.give_back(4, "-20", 2)
    assert (back.amount, book.left()) == (D("-220.00"), [(1, 1, D(20), D("200.00")), (2, 1, D(30), D("330.00"))])
    assert book.give_back(5, "-30", 2).amount == D("-330.00")
    assert book.left() == [(1, 1, D(20), D("200.00"))]


def test_ff3_what_its_layer_lacks_comes_from_the_oldest() -> None:
    book = Shelf()
    book.post(1, "50", "550.00")
    book.post(2, "-20")
    book.post(3, "20", "200.00")
    assert book.give_back(4, "-40", 1).amount == D("-430.00")
    assert book.left() == [(3, 1, D(10), D("100.00"))]


def test_ff4_layer_rounding() -> None:
    book = Shelf()
    book.post(1, "3", "10.00")
    assert [book.post(day, "-1").amount for day in (2, 3, 4)] == [D("-3.33"), D("-3.34"), D("-3.33")]


def test_ff5_a_late_receipt_rebuilds_the_maps(shelf: Shelf) -> None:
    shelf.post(2, "20", "240.00")
    shelf.post(1, "10", "50.00")
    assert shelf.deltas() == {3: D("60.00")}
    assert shelf.last is not None
    assert pieces(shelf.last.outcomes[3]) == [
        (1, D(100), D("1000.00")),
        (5, D(10), D("50.00")),
        (2, D(10), D("110.00")),
    ]


def test_the_scenario() -> None:
    book = Shelf()
    for day, quantity, amount in ((1, "100", "800.00"), (3, "80", "680.00"), (5, "50", "455.00")):
        book.post(day, quantity, amount)
    assert book.post(8, "-130").amount == D("-1055.00")
    assert book.give_back(10, "40", 4).amount == D("335.00")
    supplier = book.give_back(12, "-60", 2)
    assert pieces(supplier) == [(2, D(50), D("425.00")), (3, D(10), D("91.00"))]
    last = book.post(15, "-55")
    assert pieces(last) == [(3, D(40), D("364.00")), (5, D(15), D("127.50"))]
    assert book.left() == [(5, 1, D(15), D("127.50")), (5, 2, D(10), D("80.00"))]
    assert book.state() == (D(25), D("207.50"))


def test_an_adjustment_follows_what_is_left_of_its_layer(shelf: Shelf) -> None:
    one = shelf.adjust(4, "10.00", source=2, linked="50")
    assert (one.amount, one.expensed) == (D("6.00"), D("4.00"))
    assert shelf.left() == [(2, 1, D(30), D("336.00"))]
    gone = shelf.adjust(5, "10.00", source=1, linked="100")
    assert (gone.amount, gone.expensed) == (D("0.00"), D("10.00"))
    back = shelf.post(6, "0", kind=CostKind.ADJUSTMENT, basis=CostBasis.MIRROR, source_id=4)
    assert (back.amount, back.expensed) == (D("-6.00"), D("-4.00"))
    assert shelf.left() == [(2, 1, D(30), D("330.00"))]


def test_ma3_below_zero_is_covered_layer_by_layer() -> None:
    book = Shelf()
    book.post(1, "5", "50.00")
    assert book.post(2, "-15").amount == D("-150.00")
    assert book.state() == (D(-10), D("-100.00"))
    covering = book.post(3, "4", "50.00")
    assert covering.covers == {2: D("-10.00")}
    assert book.state() == (D(-6), D("-60.00"))
    covering = book.post(4, "20", "260.00")
    assert covering.covers == {2: D("-18.00")}
    assert pieces(covering) == [(None, D(-6), D("-60.00")), (4, D(6), D("78.00"))]
    assert book.left() == [(4, 1, D(14), D("182.00"))]


def test_a_reversed_issue_goes_back_to_its_layers(shelf: Shelf) -> None:
    shelf.post(4, "10", "130.00")
    assert shelf.mirror(5, "120", 3).amount == D("1220.00")
    assert [one[0] for one in shelf.left()] == [1, 2, 4]
    assert shelf.post(6, "-120").amount == D("-1220.00")


def test_a_reversed_receipt_leaves_with_its_own_amount(shelf: Shelf) -> None:
    shelf.post(4, "40", "480.00")
    assert shelf.mirror(5, "-50", 2).amount == D("-550.00")
    # 30 of B (330) and 20 of the other (240) went; 20 more than the original's amount stay with the rest.
    assert shelf.left() == [(4, 1, D(20), D("260.00"))]


def test_goods_without_a_cost_ask_the_newest_layer_or_the_pool(shelf: Shelf) -> None:
    shelf.post(4, "10", "133.30")
    assert shelf.post(5, "3", from_customer=True).amount == D("39.99")
    # 43 for 503.29: goods found in a count come in at the pool's unit.
    assert shelf.post(6, "3").amount == D("35.11")


def test_goods_that_left_before_they_came_come_back_as_a_layer_of_their_own() -> None:
    book = Shelf()
    book.post(1, "10", "100.00")
    book.post(2, "-14")  # 4 of them at the last known 10.00
    book.post(3, "10", "130.00")
    assert book.mirror(4, "14", 2).amount == D("140.00")
    assert book.left() == [
        (1, 1, D(10), D("100.00")),
        (3, 1, D(6), D("78.00")),
        (4, 1, D(4), D("40.00")),
    ]


def test_the_last_known_cost_stands_while_nothing_is_there() -> None:
    book = Shelf()
    book.post(1, "4", "40.00")
    book.post(2, "4", "60.00")
    book.post(3, "-8")
    assert book.post(4, "-2").amount == D("-25.00")
    assert book.left() == []


def test_a_document_that_says_its_amount_leaves_the_rest_to_the_others() -> None:
    book = Shelf()
    book.post(1, "10", "100.00")
    book.post(2, "-4", "-41.00")
    assert book.left() == [(1, 1, D(6), D("59.00"))]
    last = book.post(3, "-6", "-58.95")
    assert (last.amount, last.residual, book.state()) == (D("-58.95"), D("-0.05"), (D(0), D("0.00")))


def test_money_of_no_layer_goes_to_the_newest_uncovered_issue() -> None:
    book = Shelf()
    book.post(1, "5", "50.00")
    book.post(2, "-15")
    book.post(3, "-1")
    told = book.post(4, "-2", "-25.00")
    assert pieces(told) == [(None, D(2), D("20.00")), (None, D(0), D("5.00"))]
    assert book.post(5, "13", "156.00").covers == {2: D("-20.00"), 3: D("-2.00"), 4: D("1.00")}
    assert book.state() == (D(0), D("0.00"))


def test_what_is_known_of_the_cost_below_zero() -> None:
    book = Shelf()
    assert book.post(1, "-5").amount == 0
    assert book.post(2, "3", "30.00").covers == {1: D("-30.00")}
    assert book.post(3, "-1").amount == D("-10.00")
    known = Shelf()
    known.post(1, "5", "50.00")
    known.post(2, "-15")
    known.post(3, "4", "50.00")
    assert known.post(4, "-1").amount == D("-10.00")


def test_an_adjustment_of_no_receipt_goes_to_what_is_there(shelf: Shelf) -> None:
    one = shelf.adjust(4, "12.00")
    assert (one.amount, one.expensed, shelf.left()) == (D("12.00"), D("0.00"), [(2, 1, D(30), D("342.00"))])
    small = shelf.adjust(5, "0.00", source=2, linked="50")
    assert (small.amount, pieces(small)) == (D("0.00"), [])
    shelf.post(6, "-30")
    late = shelf.adjust(7, "12.00")
    assert (late.amount, late.expensed) == (D("0.00"), D("12.00"))


def test_a_reversed_adjustment_leaves_other_layers_alone(shelf: Shelf) -> None:
    shelf.adjust(4, "10.00", source=2, linked="50")
    shelf.post(5, "10", "130.00")
    shelf.post(6, "0", kind=CostKind.ADJUSTMENT, basis=CostBasis.MIRROR, source_id=4)
    assert shelf.left() == [(2, 1, D(30), D("330.00")), (5, 1, D(10), D("130.00"))]


def test_a_reversed_issue_opens_its_layer_again_when_nothing_is_left() -> None:
    book = Shelf()
    book.post(1, "10", "100.00")
    book.post(2, "-10")
    book.mirror(3, "10", 2)
    assert book.left() == [(1, 1, D(10), D("100.00"))]


def test_a_customer_brings_back_at_the_newest_of_three_layers(shelf: Shelf) -> None:
    shelf.post(4, "10", "120.00")
    shelf.post(5, "10", "140.00")
    assert shelf.post(6, "2", from_customer=True).amount == D("28.00")


def test_returns_after_a_cover_count_it_in_the_last_piece_only() -> None:
    first = (date(2026, 3, 1), 1, 1)
    taken = [Piece(2, first, D(10), D("100.00")), Piece(2, None, D(4), D("40.00"))]
    members = tuple(ChainMember(number, D(back)) for number, back in ((3, 1), (5, 2), (7, 3), (9, 1)))
    found = returned_parts(2, taken, Chain(D(-14), members, ((4, D("-12.00")),)))
    assert {number: [(one.quantity, one.amount, one.origin) for one in parts] for number, parts in found.items()} == {
        3: [(D(1), D("10.00"), None)],
        5: [(D(2), D("29.00"), None)],
        7: [(D(1), D("13.00"), None), (D(2), D("20.00"), first)],
        9: [(D(1), D("10.00"), first)],
    }
