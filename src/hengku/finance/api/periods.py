"""The period cockpit: months of a book, what stands in the way of a close, close and reopen."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.documents.queries.brief import brief
from hengku.finance.operations import close, trial
from hengku.finance.operations.revalue import revalue, try_revaluation
from hengku.finance.operations.variances import run_variances
from hengku.finance.queries.period_json import MonthRow, checks_json, months
from hengku.finance.queries.revaluation_json import revaluation_json
from hengku.finance.queries.trial_json import trial_json
from hengku.identity.api.edge import act_of
from hengku.identity.operations.second_person import confirm_by_second_person
from hengku.identity.queries.restrict import require
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.books import default_book

router = Router()


class MonthOut(Schema):
    """A month; only the oldest open one can be closed and the newest closed one reopened."""

    month: date
    closed_at: datetime | None
    closed_by: str | None
    can_close: bool
    can_reopen: bool


class CheckOut(Schema):
    """One point of the checklist: state ok, warn (confirm it) or block; rows say what and where, with a sentence each."""

    id: str
    title: str
    status: str
    blocks: bool
    rows: list[dict[str, Any]]


class TrialOut(Schema):
    """A month as its close would find it now. costs: sums under the month-end average, and what is odd; vouchers: those the close would
    make; missing: why some cannot be made; checks: the checklist. Amounts only for who may see cost."""

    month: date
    checks: list[CheckOut]
    costs: dict[str, Any]
    vouchers: list[dict[str, Any]]
    missing: list[str]


class CloseIn(Schema):
    confirm: list[str] = Field(default_factory=list)


class VarianceRunOut(Schema):
    """The run's document."""

    id: str = ""
    type: str = ""
    number: str = ""
    state: str = ""


class SecondPerson(Schema):
    username: str = ""
    password: str = ""


class ReopenIn(Schema):
    """The second person signs with name and password, in `second` or in the two plain fields."""

    reason: str = Field(default="", max_length=400)
    second: SecondPerson | None = None
    second_username: str = ""
    second_password: str = ""


@router.get("/books/{int:book_id}/periods", response=list[MonthOut], summary="Months of a book")
def list_periods(request: HttpRequest, book_id: int) -> list[MonthRow]:
    """Newest first, with who closed them and when, from the book's first month to this one."""
    act = act_of(request)
    require(act.viewer, "periods", "view")
    return months(book_id=book_id, at=act.at)


@router.get(
    "/books/{int:book_id}/periods/{month}/checks", response=list[CheckOut], summary="What stands before a close"
)
def check_period(request: HttpRequest, book_id: int, month: date) -> list[dict[str, Any]]:
    """The ordered checklist as it stands now; the vouchers catch up first."""
    act = act_of(request)
    require(act.viewer, "periods", "view")
    return checks_json(close.look(act=act, month=close.month_of(book_id=book_id, month=month)), viewer=act.viewer)


@router.get(
    "/books/{int:book_id}/periods/{month}/preview", response=TrialOut, summary="A month as its close would find it"
)
def preview_period(request: HttpRequest, book_id: int, month: date) -> dict[str, Any]:
    """On any day of the month; writes no cost and no voucher of the month's end."""
    act = act_of(request)
    require(act.viewer, "periods", "view")
    return trial_json(trial.try_month(act=act, month=close.month_of(book_id=book_id, month=month)), viewer=act.viewer)


@router.post("/books/{int:book_id}/periods/{month}/costing", response=TrialOut, summary="Try the costing of a month")
def try_costing(request: HttpRequest, book_id: int, month: date) -> dict[str, Any]:
    """As the preview: what the month's issues would cost; nothing is posted."""
    return preview_period(request, book_id, month)


@router.post("/books/{int:book_id}/periods/{month}/close", response=list[MonthOut], summary="Close a month")
def close_period(request: HttpRequest, book_id: int, month: date, payload: CloseIn | None = None) -> list[MonthRow]:
    """Runs every check in order, then locks the month and keeps its closing stock. Warnings are confirmed by their code."""
    act = act_of(request)
    require(act.viewer, "periods", "close")
    confirm = payload.confirm if payload else []
    close.close_month(act=act, month=close.month_of(book_id=book_id, month=month), confirm=confirm)
    return months(book_id=book_id, at=act.at)


@router.post(
    "/books/{int:book_id}/periods/{month}/variances", response=VarianceRunOut, summary="Share out cost variances"
)
def share_out_variances(request: HttpRequest, book_id: int, month: date) -> dict[str, Any]:
    """Shares the month's cost variances out to what was issued, as often as wanted before the close; empty: nothing to share out."""
    act = act_of(request)
    require(act.viewer, "periods", "close")
    made = run_variances(act=act, month=close.month_of(book_id=book_id, month=month))
    return brief([made])[0] if made is not None else {}


class RatesIn(Schema):
    """rates: book currency per unit of each currency with open debts. write: make the vouchers; else only tell."""

    rates: dict[str, Decimal] = Field(default_factory=dict)
    write: bool = False


class RevaluedOut(Schema):
    """A debt before and after, on its own side; gain: + earns, - costs."""

    side: str
    partner: dict[str, str]
    currency: str
    foreign: str
    carried: str
    rate: str
    worth: str
    gain: str


class RevaluationOut(Schema):
    """currencies: with open debts at the month's end. done: a voucher revalues the month."""

    currencies: list[str]
    done: bool
    rows: list[RevaluedOut]


@router.get(
    "/books/{int:book_id}/periods/{month}/revaluation", response=RevaluationOut, summary="Foreign debts of a month"
)
def read_revaluation(request: HttpRequest, book_id: int, month: date) -> dict[str, Any]:
    """Which currencies need a rate."""
    require(act_of(request).viewer, "periods", "view")
    return revaluation_json(month=close.month_of(book_id=book_id, month=month), found=[])


@router.post(
    "/books/{int:book_id}/periods/{month}/revaluation", response=RevaluationOut, summary="Revalue foreign debts"
)
def revalue_period(request: HttpRequest, book_id: int, month: date, payload: RatesIn) -> dict[str, Any]:
    """At the month's last rates, with a voucher that goes back on the first of the next month; again as often as wanted."""
    act = act_of(request)
    require(act.viewer, "periods", "close" if payload.write else "view")
    of = close.month_of(book_id=book_id, month=month)
    found = (
        revalue(act=act, month=of, rates=payload.rates)
        if payload.write
        else try_revaluation(month=of, rates=payload.rates)
    )
    return revaluation_json(month=of, found=found)


@router.post(
    "/books/{int:book_id}/periods/{month}/reopen", response=list[MonthOut], summary="Reopen the last closed month"
)
def reopen_period(request: HttpRequest, book_id: int, month: date, payload: ReopenIn) -> list[MonthRow]:
    """Needs a reason and a second person's signature; the old snapshot is kept, vouchers stay."""
    act = act_of(request)
    require(act.viewer, "periods", "reopen")
    signed = payload.second or SecondPerson(username=payload.second_username, password=payload.second_password)
    if not signed.username:
        raise refuse("second_person_required", loc=("second_username",))
    second = confirm_by_second_person(act=act, username=signed.username, password=signed.password)
    month_ = close.month_of(book_id=book_id, month=month)
    close.reopen_month(act=act, month=month_, reason=payload.reason, confirmed_by_id=second)
    return months(book_id=book_id, at=act.at)


@router.get("/periods", response=list[MonthOut], summary="Months of the first book, or of the one named")
def list_months(request: HttpRequest, book: int | None = None) -> list[MonthRow]:
    """As /books/{book}/periods."""
    return list_periods(request, book or default_book().id)


@router.get("/periods/{month}/checks", response=list[CheckOut], summary="What stands before a close")
def check_month(request: HttpRequest, month: str, book: int | None = None) -> list[dict[str, Any]]:
    """As /books/{book}/periods/{month}/checks; the month as YYYY-MM or its first day."""
    return check_period(request, book or default_book().id, day_of(month))


@router.post("/periods/{month}/close", response=list[MonthOut], summary="Close a month")
def close_this_month(
    request: HttpRequest, month: str, payload: CloseIn | None = None, book: int | None = None
) -> list[MonthRow]:
    """As /books/{book}/periods/{month}/close."""
    return close_period(request, book or default_book().id, day_of(month), payload)


@router.post("/periods/{month}/reopen", response=list[MonthOut], summary="Reopen the last closed month")
def reopen_this_month(request: HttpRequest, month: str, payload: ReopenIn, book: int | None = None) -> list[MonthRow]:
    """As /books/{book}/periods/{month}/reopen."""
    return reopen_period(request, book or default_book().id, day_of(month), payload)


def day_of(month: str) -> date:
    """2026-03 or 2026-03-01. Raises Refused invalid_date (400)."""
    try:
        return date.fromisoformat(month if len(month) > len("2026-03") else f"{month}-01")
    except ValueError:
        raise refuse("invalid_date", status=400, loc=("month",)) from None
