"""May a document of this date be posted? (domain specification 3.6, 4.11)"""

from dataclasses import dataclass
from datetime import date, datetime

from hengku.kernel.errors import Refusal
from hengku.ledger.types import MovementType


@dataclass(frozen=True, slots=True)
class Window:
    """The month of a document in its book, and the book's rules. today: in the book's time zone. backdate_days: None = no limit
    (before the first close, where the book allows that)."""

    month: date
    closed_at: datetime | None
    start_month: date
    backdate_days: int | None
    today: date


def month_of(day: date) -> date:
    """First day of the month."""
    return day.replace(day=1)


def date_refusal(business_date: date, movement_type: str, window: Window, loc: tuple[str | int, ...]) -> Refusal | None:
    """Why the date cannot be posted: before_start_month, period_closed, future_date, backdate_not_allowed; None if it can.

    Opening stock may be entered at any time while its period is open.
    """
    month = f"{window.month:%Y-%m}"
    if business_date < window.start_month:
        return Refusal("before_start_month", {"date": str(business_date), "month": f"{window.start_month:%Y-%m}"}, loc)
    if window.closed_at is not None:
        return Refusal("period_closed", {"month": month, "date": str(business_date)}, loc)
    if business_date > window.today:
        return Refusal("future_date", {"date": str(business_date), "today": str(window.today)}, loc)
    late = (window.today - business_date).days
    if window.backdate_days is not None and late > window.backdate_days and movement_type != MovementType.OPENING:
        params = {"date": str(business_date), "days": str(late), "allowed": str(window.backdate_days)}
        return Refusal("backdate_not_allowed", params, loc)
    return None
