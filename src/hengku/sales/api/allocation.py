"""Scarce stock: who gets how much, and stock kept back by hand."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.kernel.quantity import plain
from hengku.ledger.operations.lock_stock import lock_stock, unlock_stock
from hengku.ledger.queries.reservations import stock_locks
from hengku.ledger.types import StockLock
from hengku.masterdata.queries.books import default_book
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.sales.operations.allocate import Allocation, apply_allocation, plan_allocation
from hengku.sales.rules.allocation import RULE_LABELS, AllocationRule

router = Router()


class AllocationAsked(Schema):
    """One item in one warehouse, by one rule."""

    item: int
    warehouse: int
    rule: AllocationRule = AllocationRule.PRIORITY


class AllocationOut(Schema):
    """available: what can be shared out; rows: order lines with what they want, hold now and get."""

    available: str
    rules: list[dict[str, str]]
    rows: list[dict[str, Any]]


class LockIn(Schema):
    """quantity in base units; release_date: free again at the end of that day."""

    item: int
    warehouse: int
    quantity: Decimal = Field(gt=0, max_digits=20, decimal_places=6)
    reason: str
    release_date: date | None = None
    bin: int | None = None
    lot: int | None = None


class LockOut(Schema):
    id: str


class Locks(Schema):
    items: list[dict[str, Any]]


@router.get("/sales/allocation", response=AllocationOut, summary="Who would get how much")
def preview(request: HttpRequest, asked: Query[AllocationAsked]) -> dict[str, Any]:
    """What a rule would give to each open order line; nothing changes."""
    act = act_of(request)
    require(act.viewer, "allocation", "view")
    plan = plan_allocation(book_id=default_book().id, item_id=asked.item, warehouse_id=asked.warehouse, rule=asked.rule)
    return _told(plan)


@router.post("/sales/allocation", response=AllocationOut, summary="Share scarce stock out among orders")
def share_out(request: HttpRequest, payload: AllocationAsked) -> dict[str, Any]:
    """Take from orders that hold too much by the rule and give to those that hold too little."""
    act = act_of(request)
    require(act.viewer, "allocation", "apply")
    plan = apply_allocation(
        act=act, book_id=default_book().id, item_id=payload.item, warehouse_id=payload.warehouse, rule=payload.rule
    )
    return _told(plan)


@router.get("/stock/locks", response=Locks, summary="Stock kept back by hand")
def locks(request: HttpRequest, item: int | None = None) -> dict[str, Any]:
    """With quantity, reason and until when, newest first."""
    act = act_of(request)
    require(act.viewer, "stock", "view")
    rows = stock_locks(viewer=act.viewer, book_id=default_book().id, item_id=item)
    return {"items": [_lock_told(row) for row in rows]}


@router.post("/stock/locks", response={201: LockOut}, summary="Keep stock back")
def lock(request: HttpRequest, payload: LockIn) -> tuple[int, dict[str, str]]:
    """Others cannot take it until it is given back, by hand or when the day is over."""
    act = act_of(request)
    require(act.viewer, "stock-locks", "create")
    book = default_book()
    day = payload.release_date
    until = None if day is None else datetime.combine(day, time.max, ZoneInfo(book.timezone))
    place = warehouse_place_ids([payload.warehouse])[payload.warehouse]
    wanted = StockLock(book.id, payload.item, place, payload.quantity, payload.reason, payload.bin, payload.lot, until)
    return 201, {"id": str(lock_stock(act=act, lock=wanted))}


@router.delete("/stock/locks/{int:lock_id}", response={204: None}, summary="Give kept back stock free")
def unlock(request: HttpRequest, lock_id: int) -> tuple[int, None]:
    """What the lock still keeps is available again."""
    act = act_of(request)
    require(act.viewer, "stock-locks", "delete")
    unlock_stock(act=act, lock_id=lock_id)
    return 204, None


def _told(plan: Allocation) -> dict[str, Any]:
    rows = [
        {
            **plan.shown[demand.line_id],
            "line_id": str(demand.line_id),
            "wanted": plain(demand.wanted),
            "held": plain(demand.held),
            "given": plain(plan.given[demand.line_id]),
            "priority": demand.priority,
            "promised_date": demand.promised and demand.promised.isoformat(),
            "business_date": demand.ordered.isoformat(),
        }
        for demand in plan.demands
    ]
    rules = [{"value": rule.value, "label": str(label)} for rule, label in RULE_LABELS.items()]
    return {"available": plain(plan.available), "rules": rules, "rows": rows}


def _lock_told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"]},
        "warehouse": {"id": str(row["warehouse_id"]), "name": row["warehouse"]},
        "bin": row["bin"],
        "lot": row["lot"],
        "quantity": plain(row["open"]),
        "reason": row["reason"],
        "until": row["expires_at"] and row["expires_at"].isoformat(),
        "created_at": row["created_at"].isoformat(),
    }
