"""Reservations against one another: what one person promises, another cannot promise meanwhile."""

from decimal import Decimal

from tests.races import meanwhile
from tests.world import Company, line, make_company, move_on, save, tell

from hengku.config.embedded.connection import Connection
from hengku.ledger.operations.pegs import pegs_of
from hengku.ledger.queries.custody import open_reservations
from hengku.sales.operations.allocate import apply_allocation
from hengku.sales.rules.allocation import AllocationRule


def held(line_id: int) -> Decimal:
    return open_reservations(demand_line_ids=[line_id]).get(line_id, Decimal(0))


def waiting(company: Company, quantity: str) -> tuple[int, int]:
    """An order nobody approved yet, that claims goods to come."""
    made = save(company, "sales_order", line(company.bottle, quantity, price="15"), extra={"reserve_incoming": True})
    return made.id, made.lines[0].id


def test_sharing_out_waits_for_who_is_reserving(committed_db: Connection) -> None:
    company = make_company()
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    first = tell(company, "sales_order", line(company.bottle, "80", price="15")).lines[0].id
    second_order, second = waiting(company, "30")

    def share_out() -> object:
        return apply_allocation(
            act=company.act(), book_id=company.book, item_id=company.bottle, warehouse_id=company.a,
            rule=AllocationRule.PROPORTION,
        )  # fmt: skip

    assert meanwhile(lambda: move_on(company, second_order, "approve"), share_out) == ""
    # 100 over 80 and 30: 72.7 and 27.3, the odd one to the first order. Who looked too early would see 80 and 20.
    assert (held(first), held(second)) == (73, 27)


def test_two_orders_never_reserve_the_same_goods(committed_db: Connection) -> None:
    company = make_company()
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    (one, one_line), (other, other_line) = waiting(company, "70"), waiting(company, "70")
    assert meanwhile(lambda: move_on(company, one, "approve"), lambda: move_on(company, other, "approve")) == ""
    assert (held(one_line), held(other_line)) == (70, 30)


def test_two_orders_never_claim_the_same_goods_to_come(committed_db: Connection) -> None:
    company = make_company()
    tell(company, "purchase_order", line(company.bottle, "50", price="10"))
    (one, one_line), (other, other_line) = waiting(company, "30"), waiting(company, "30")
    assert meanwhile(lambda: move_on(company, one, "approve"), lambda: move_on(company, other, "approve")) == ""
    claimed = [sum(peg.open for peg in pegs_of(demand_line_ids=[pk])) for pk in (one_line, other_line)]
    assert claimed == [30, 20]
