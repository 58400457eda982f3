"""The exception desk: odd costs with their cause, and the draft that puts one right."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.documents.queries.brief import brief
from hengku.finance.operations.fix_costs import draft_fix
from hengku.finance.queries.odd_json import odd_json
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.books import book_facts, today

router = Router()


class FixOut(Schema):
    """What would be drafted: its type, what it brings, and what the pool looks like afterwards."""

    type: str
    label: str
    quantity: str
    amount: str
    quantity_after: str
    amount_after: str
    unit_after: str | None


class OddCostOut(Schema):
    """One odd cost. known_unit: what the goods were last known to cost; path: the page it is settled on when no document alone does it."""

    key: str
    cause: str
    cause_label: str
    advice: str
    item: dict[str, str]
    place: str
    quantity: str
    amount: str
    unit: str | None
    known_unit: str | None
    document: dict[str, str] | None
    path: str
    fix: FixOut | None


class FixIn(Schema):
    key: str = Field(max_length=60)


class DraftOut(Schema):
    id: str
    type: str
    number: str
    state: str


def _see(request: HttpRequest) -> Any:
    act = act_of(request)
    require(act.viewer, "periods", "view")
    if "cost" in act.viewer.masked:
        raise refuse("permission_denied", status=403, resource="periods", action="view")
    return act


@router.get("/books/{int:book_id}/odd-costs", response=list[OddCostOut], summary="Odd costs, with cause and fix")
def list_odd_costs(request: HttpRequest, book_id: int) -> list[dict[str, Any]]:
    """Negative or worthless stock, unit costs out of band, provisional costs, months without base, receipts long without invoice."""
    act = _see(request)
    return odd_json(book_id=book_id, day=today(book_facts(book_id), act.at))


@router.post("/books/{int:book_id}/odd-costs/fix", response=DraftOut, summary="Draft the document that puts it right")
def fix_odd_cost(request: HttpRequest, book_id: int, payload: FixIn) -> dict[str, Any]:
    """Nothing is posted: the draft waits for somebody to look at it."""
    act = _see(request)
    return brief([draft_fix(act=act, book_id=book_id, key=payload.key)])[0]
