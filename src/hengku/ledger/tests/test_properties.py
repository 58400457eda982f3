"""Random sequences of every ledger operation, on random dates, with every invariant after each step."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hengku.kernel.errors import Refused
from hengku.ledger import register
from hengku.ledger.models import Balance, CostPool
from hengku.ledger.operations.fold import fold_all
from hengku.ledger.operations.month_costing import cost_month_end
from hengku.ledger.operations.period import close, reopen
from hengku.ledger.operations.rebuild import rebuild
from hengku.ledger.operations.reserve import release, reserve
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.tests.company import Company, D
from hengku.ledger.types import MoveRequest, ReservationRequest, ReversalRequest
from hengku.masterdata.types import Tracking
from hengku.metadata.rules.invariants import CheckWindow

ITEMS = ("A", "B", "N", "F", "M", "L", "T", "U")
"""N, M and U may be negative; F and M are costed first in, first out, L by lot, T and U by the month's average."""
PLACES = ("W1", "W2")
items, places = st.sampled_from(ITEMS), st.sampled_from(PLACES)
quantities = st.integers(1, 12)
cents = st.integers(0, 5000)
days = st.integers(0, 75)  # March 1 to May 14
picks = st.integers(0, 10_000)


class Books(RuleBasedStateMachine):
    """`stock` is the naive model: quantity per item and place, of what was accepted."""

    @initialize(scope=st.sampled_from(["BOOK", "WAREHOUSE"]))
    def start(self, scope: str) -> None:
        self.savepoint = transaction.savepoint()
        self.company = Company(scope)
        self.company.item("N", negative_stock="ALLOW")
        self.company.item("F", cost_method="FIFO")
        self.company.item("L", tracking=Tracking.LOT, cost_method="SPECIFIC")
        self.company.usual_lots["L"] = self.company.lot("L", "L1")
        self.company.item("M", negative_stock="ALLOW", cost_method="FIFO")
        self.company.item("T", cost_method="MONTH_AVERAGE")
        self.company.item("U", negative_stock="ALLOW", cost_method="MONTH_AVERAGE")
        self.stock: dict[tuple[str, str], Decimal] = {}
        self.posted: list[tuple[int, str, date, list[MoveRequest]]] = []
        self.receipts: list[tuple[str, int]] = []
        self.sales: list[tuple[str, int]] = []
        self.outs: list[tuple[str, int]] = []
        self.loans: list[tuple[str, int]] = []
        self.demands = 5000
        self.fresh_documents = 100_000
        self.closed: list[date] = []

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def day(self, offset: int) -> str:
        return f"{date(2026, 3, 1) + timedelta(days=offset):%m-%d}"

    def try_post(self, movement: str, offset: int, *moves: MoveRequest, fee: str = "") -> bool:
        """Post; a refusal leaves no trace (the savepoint sees to it) and the model unchanged."""
        try:
            self.company.post(movement, self.day(offset), *moves, fee=fee)
        except Refused:
            return False
        for move in moves:
            self.apply(move, 1)
        when = date(2026, 3, 1) + timedelta(days=offset)
        self.posted.append((self.company.documents, movement, when, list(moves)))
        return True

    def apply(self, move: MoveRequest, sign: int) -> None:
        if move.owner_id is not None:
            return
        names = {pk: name for name, pk in self.company.items.items()}
        spots = {pk: name for name, pk in self.company.place.items()}
        for spot, direction in ((move.source, -sign), (move.target, sign)):
            key = (names[move.item_id], spots[spot.place_id])
            self.stock[key] = self.stock.get(key, D(0)) + direction * move.quantity

    @rule(item=items, place=places, quantity=quantities, amount=cents, offset=days)
    def receive(self, item: str, place: str, quantity: int, amount: int, offset: int) -> None:
        move = self.company.move(item, str(quantity), "SUP", place, amount=str(D(amount) / 100))
        if self.try_post("PURCHASE", offset, move):
            self.receipts.append((item, move.line_id))

    @rule(item=items, place=places, quantity=quantities, offset=days)
    def ship(self, item: str, place: str, quantity: int, offset: int) -> None:
        move = self.company.move(item, str(quantity), place, "CUS")
        if self.try_post("SALE", offset, move):
            self.sales.append((item, move.line_id))

    @rule(pick=picks, quantity=quantities, place=places, offset=days)
    def take_back_from_customer(self, pick: int, quantity: int, place: str, offset: int) -> None:
        if self.sales:
            item, line = self.sales[pick % len(self.sales)]
            self.try_post("SALE_RETURN", offset, self.company.move(item, str(quantity), "CUS", place, returns=line))

    @rule(pick=picks, quantity=quantities, place=places, offset=days)
    def return_to_supplier(self, pick: int, quantity: int, place: str, offset: int) -> None:
        if self.receipts:
            item, line = self.receipts[pick % len(self.receipts)]
            self.try_post("PURCHASE_RETURN", offset, self.company.move(item, str(quantity), place, "SUP", returns=line))

    @rule(item=items, quantity=quantities, place=places, offset=days)
    def move_at_once(self, item: str, quantity: int, place: str, offset: int) -> None:
        other = "W2" if place == "W1" else "W1"
        self.try_post("TRANSFER", offset, self.company.move(item, str(quantity), place, other))

    @rule(item=items, quantity=quantities, offset=days)
    def send(self, item: str, quantity: int, offset: int) -> None:
        move = self.company.move(item, str(quantity), "W1", "TO-W2")
        if item not in {"N", "M"} and self.try_post("TRANSFER", offset, move):
            self.outs.append((item, move.line_id))

    @rule(pick=picks, quantity=quantities, offset=days, lost=st.booleans())
    def arrive(self, pick: int, quantity: int, offset: int, lost: bool) -> None:
        if self.outs:
            item, line = self.outs[pick % len(self.outs)]
            left = self.left_on_the_way(line)
            quantity = min(quantity, int(left))
            if quantity:
                move = self.company.move(item, str(quantity), "TO-W2", "ADJ" if lost else "W2", returns=line)
                self.try_post("TRANSIT_LOSS" if lost else "TRANSFER", offset, move)

    def left_on_the_way(self, line: int) -> Decimal:
        """What documents track by links: sent minus arrived."""
        moves = [move for *_, of_posting in self.posted for move in of_posting]
        sent = sum((move.quantity for move in moves if move.line_id == line), D(0))
        return sent - sum((move.quantity for move in moves if move.returns_line_id == line), D(0))

    @rule(item=items, place=places, quantity=quantities, offset=days)
    def lend(self, item: str, place: str, quantity: int, offset: int) -> None:
        move = self.company.move(item, str(quantity), place, "LOAN")
        if self.try_post("LOAN", offset, move):
            self.loans.append((item, move.line_id))

    @rule(pick=picks, quantity=quantities, offset=days, to=st.sampled_from(("W1", "W2", "CUS", "SCRAP")))
    def end_loan(self, pick: int, quantity: int, offset: int, to: str) -> None:
        if self.loans:
            item, line = self.loans[pick % len(self.loans)]
            quantity = min(quantity, int(self.left_on_the_way(line)))
            if quantity:
                self.try_post("LOAN", offset, self.company.move(item, str(quantity), "LOAN", to, returns=line))

    @rule(parts=st.lists(items, min_size=1, max_size=3, unique=True), item=items, place=places, quantity=quantities,
          fee=st.sampled_from(("", "7.77")), offset=days, apart=st.booleans())  # fmt: skip
    def make(self, parts: list[str], item: str, place: str, quantity: int, fee: str, offset: int, apart: bool) -> None:
        """Assembly, or the other way round: the cost of what goes in is the cost of what comes out."""
        if item in parts:
            return
        ways = ("ASM", place) if apart else (place, "ASM")
        some = [
            replace(self.company.move(part, str(number), *ways), making=1, weight=D(number) / 7)
            for number, part in enumerate(parts, start=quantity)
        ]
        whole = replace(self.company.move(item, str(quantity), *reversed(ways)), making=1)
        self.try_post("ASSEMBLY", offset, *((whole, *some) if apart else (*some, whole)), fee=fee)

    @rule(item=items, other=items, place=places, quantity=quantities, offset=days)
    def convert(self, item: str, other: str, place: str, quantity: int, offset: int) -> None:
        if item != other:
            old = replace(self.company.move(item, str(quantity), place, "ADJ"), making=1)
            new = replace(self.company.move(other, str(2 * quantity), "ADJ", place), making=1)
            self.try_post("CONVERSION", offset, old, new)

    @rule(item=st.sampled_from(("A", "F", "L")), place=places, quantity=quantities, offset=days)
    def keep_for_others(self, item: str, place: str, quantity: int, offset: int) -> None:
        self.try_post("CUSTODY", offset, self.company.move(item, str(quantity), "PARTNER", place, owner=7))

    @rule(item=st.sampled_from(("A", "F", "L")), place=places, quantity=quantities, amount=cents, offset=days)
    def use_of_others(self, item: str, place: str, quantity: int, amount: int, offset: int) -> None:
        """Taken out with its owner, bought and used up at once: the pools are as they were."""
        before = {pool.pk: (pool.quantity, pool.amount) for pool in CostPool.objects.all()}
        line = self.company.line()
        bought = self.company.move(item, str(quantity), "PARTNER", place, amount=str(D(amount) / 100), line=line)
        taken = self.company.move(item, str(quantity), place, "PARTNER", line=line, owner=7)
        used = self.company.move(item, str(quantity), place, "ADJ", line=line)
        if self.try_post("CUSTODY_USE", offset, taken, replace(bought, making=1), replace(used, making=1)):
            after = {pool.pk: (pool.quantity, pool.amount) for pool in CostPool.objects.filter(pk__in=before)}
            assert after == before

    @rule(item=items, place=places, quantity=quantities, offset=days)
    def count_gain(self, item: str, place: str, quantity: int, offset: int) -> None:
        self.try_post("COUNT_GAIN", offset, self.company.move(item, str(quantity), "ADJ", place))

    @rule(pick=picks, amount=cents, offset=days)
    def adjust_cost(self, pick: int, amount: int, offset: int) -> None:
        if self.receipts:
            item, line = self.receipts[pick % len(self.receipts)]
            try:
                with transaction.atomic():
                    self.company.adjust(
                        item, str(D(amount - 2000) / 100), self.day(offset), adjusts=line if pick % 2 else None
                    )
            except Refused:
                return

    @rule(pick=picks, later=st.integers(0, 20))
    def reverse_something(self, pick: int, later: int) -> None:
        if not self.posted:
            return
        document, movement, when, moves = self.posted[pick % len(self.posted)]
        if any(line in {move.line_id for move in moves} and self.taken(line) for _, line in (*self.outs, *self.loans)):
            return  # documents refuse this: the transfer out has been received, the loan returned
        self.fresh_documents += 1
        request = ReversalRequest(
            f"reverse:{self.fresh_documents}", self.company.book.pk, document, self.fresh_documents, "test",
            when + timedelta(days=later), {move.line_id: move.line_id + 1_000_000 for move in moves},
        )  # fmt: skip
        try:
            with transaction.atomic():
                reverse(act=self.company.act, requests=[request])
        except Refused:
            return
        self.posted.remove((document, movement, when, moves))
        for move in moves:
            self.apply(move, -1)

    def taken(self, line: int) -> bool:
        return any(move.returns_line_id == line for *_, moves in self.posted for move in moves)

    @rule(item=st.sampled_from(("A", "B")), place=places, quantity=quantities)
    def hold(self, item: str, place: str, quantity: int) -> None:
        self.demands += 1
        reserve(
            act=self.company.act,
            requests=[
                ReservationRequest(
                    self.company.book.pk,
                    self.company.item(item),
                    self.company.place[place],
                    self.demands,
                    1,
                    D(quantity),
                )
            ],
            partial=True,
        )

    @rule(item=st.sampled_from(("A", "B")), place=places, quantity=quantities, offset=days, pick=picks)
    def ship_for_demand(self, item: str, place: str, quantity: int, offset: int, pick: int) -> None:
        demand = 5001 + pick % max(self.demands - 5000, 1)
        move = self.company.move(item, str(quantity), place, "CUS", demand=demand)
        if self.try_post("SALE", offset, move):
            self.sales.append((item, move.line_id))

    @rule(pick=picks)
    def let_go(self, pick: int) -> None:
        release(act=self.company.act, demand_line_ids=[5001 + pick % max(self.demands - 5000, 1)])

    @rule()
    def close_month(self) -> None:
        month = date(2026, 3 + len(self.closed), 1)
        try:
            with transaction.atomic():
                cost_month_end(act=self.company.act, book_id=self.company.book.pk, month=month)
                close(act=self.company.act, book_id=self.company.book.pk, month=month)
        except Refused:
            return
        self.closed.append(month)

    @rule(month=st.integers(3, 5))
    def cost_month(self, month: int) -> None:
        first = date(2026, month, 1)
        if first not in self.closed and first.month == 3 + len(self.closed):
            cost_month_end(act=self.company.act, book_id=self.company.book.pk, month=first)

    @rule()
    def reopen_month(self) -> None:
        if self.closed:
            month = self.closed.pop()
            reopen(
                act=self.company.act, book_id=self.company.book.pk, month=month, reason="late paper", confirmed_by_id=2
            )

    @rule()
    def fold(self) -> None:
        fold_all()

    @rule()
    def rebuilding_changes_nothing(self) -> None:
        rebuilt = rebuild()
        assert (rebuilt.balances, rebuilt.pools) == (0, 0)

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "company"):
            return
        for one in register.INVARIANTS:
            found = one.check(CheckWindow())
            assert not found.failing, (one.id, found.failing)
        spots = {pk: name for name, pk in self.company.place.items()}
        names = {pk: name for name, pk in self.company.items.items()}
        kept = {
            (names[item], spots[place]): quantity
            for item, place, quantity in Balance.objects.filter(owner_id=None).values_list(
                "item_id", "place_id", "quantity"
            )
        }
        for (item, place), quantity in self.stock.items():
            if place in {"W1", "W2", "TO-W2", "LOAN"}:
                assert kept.get((item, place), 0) == quantity, (item, place)


@pytest.mark.django_db
def test_any_sequence_of_operations_keeps_every_invariant() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_the_clock_of_the_company_is_after_every_day_used() -> None:
    assert datetime(2026, 5, 20, tzinfo=UTC).date() > date(2026, 3, 1) + timedelta(days=75)
