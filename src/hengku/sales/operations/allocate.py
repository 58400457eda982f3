"""Sharing scarce stock out among orders: tried first, then done; every order keeps in its history what it gained or lost."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.lock_stock import hold_still
from hengku.ledger.operations.reserve import hand_over, note_reallocation
from hengku.ledger.queries.stock import availability
from hengku.ledger.types import ReservationRequest
from hengku.masterdata.models import Item
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales.queries.demands import open_demands
from hengku.sales.rules.allocation import RULE_LABELS, AllocationRule, Demand, allocate


@dataclass(frozen=True, slots=True)
class Allocation:
    """What each order line would get. available: what can be shared out: free, and held by these very lines."""

    available: Decimal
    demands: list[Demand]
    given: dict[int, Decimal]
    shown: dict[int, dict[str, Any]]


def plan_allocation(*, book_id: int, item_id: int, warehouse_id: int, rule: AllocationRule) -> Allocation:
    """The outcome of a rule, with nothing changed."""
    demands, shown = open_demands(book_id=book_id, item_id=item_id, warehouse_id=warehouse_id)
    stock = availability(viewer=SYSTEM, book_id=book_id, item_ids=[item_id], warehouse_id=warehouse_id)[item_id]
    available = max(stock.available + sum((demand.held for demand in demands), ZERO), ZERO)
    precision = Item.objects.values_list("base_unit__precision", flat=True).get(pk=item_id)
    return Allocation(available, demands, allocate(available, demands, rule, precision=precision), shown)


@transaction.atomic
def apply_allocation(*, act: Act, book_id: int, item_id: int, warehouse_id: int, rule: AllocationRule) -> Allocation:
    """Share out by a rule what these orders hold and what is free; the stock stands still meanwhile."""
    place = warehouse_place_ids([warehouse_id])[warehouse_id]
    hold_still(places=[(book_id, item_id, place)])
    plan = plan_allocation(book_id=book_id, item_id=item_id, warehouse_id=warehouse_id, rule=rule)
    changed = [demand for demand in plan.demands if plan.given[demand.line_id] != demand.held]
    requests = [
        _request(plan, demand, book_id, item_id, place)
        for demand in changed
        if plan.given[demand.line_id] > demand.held
    ]
    gives = {
        demand.line_id: demand.held - plan.given[demand.line_id]
        for demand in changed
        if plan.given[demand.line_id] < demand.held
    }
    hand_over(act=act, gives=gives, requests=requests)
    note_reallocation(
        act=act,
        changes=[
            (_request(plan, demand, book_id, item_id, place), plan.given[demand.line_id] - demand.held)
            for demand in changed
        ],
        reason=str(RULE_LABELS[rule]),
    )
    record_changes(
        act=act,
        entity="sales_order",
        action="allocate",
        changes=[
            (plan.shown[demand.line_id]["document"]["id"], _told(plan, demand, demand.held),
             _told(plan, demand, plan.given[demand.line_id]))
            for demand in changed
        ],
        reason=rule.value,
    )  # fmt: skip
    return plan


def _request(plan: Allocation, demand: Demand, book_id: int, item_id: int, place: int) -> ReservationRequest:
    return ReservationRequest(
        book_id=book_id,
        item_id=item_id,
        place_id=place,
        demand_line_id=demand.line_id,
        document_id=int(plan.shown[demand.line_id]["document"]["id"]),
        quantity=max(plan.given[demand.line_id] - demand.held, ZERO),
        priority=demand.priority,
    )


def _told(plan: Allocation, demand: Demand, quantity: Decimal) -> dict[str, Any]:
    return {"line_no": plan.shown[demand.line_id]["line_no"], "reserved": plain(quantity)}
