"""A customer's credit."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from hengku.finance.queries.credit import credit_of
from hengku.finance.queries.credit_list import credit_overview
from hengku.identity.api.edge import act_of
from hengku.identity.queries.restrict import require
from hengku.masterdata.queries.books import default_book, today

router = Router()


class CreditPart(Schema):
    """amount counts towards `used` when counted."""

    name: str
    amount: str
    counted: bool


class Credit(Schema):
    """limit, available: null = no limit; days: null = not watched."""

    limit: str | None
    days: int | None
    control: str
    used: str
    available: str | None
    overdue_days: int
    parts: list[CreditPart]


class CreditOverview(Schema):
    """customers: credit by partner; waiting: orders beyond it; released: what somebody let pass."""

    customers: list[dict[str, Any]]
    waiting: list[dict[str, Any]]
    released: list[dict[str, Any]]


@router.get("/credit", response=CreditOverview, summary="Customers on credit, and orders beyond it")
def overview(request: HttpRequest) -> dict[str, Any]:
    """Limit, what is used by what, what is left; orders that ask for more, and documents that were let pass."""
    act = act_of(request)
    require(act.viewer, "credit", "view")
    require(act.viewer, "partners", "view")
    book = default_book()
    return credit_overview(viewer=act.viewer, book_id=book.id, on=today(book, act.at))


@router.get(
    "/partners/{int:partner_id}/credit", response=Credit, summary="What a customer has used of the credit, and why"
)
def credit(request: HttpRequest, partner_id: int) -> dict[str, Any]:
    """Receivables, shipments not invoiced, open orders and advances of a customer against limit and days."""
    act = act_of(request)
    require(act.viewer, "credit", "view")
    require(act.viewer, "partners", "view")
    book = default_book()
    return credit_of(book_id=book.id, partner_id=partner_id, on=today(book, act.at))
