"""可承诺量 ATP by date: what is usable now, plus what comes, less what was promised (domain specification 3.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from hengku.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Event:
    """Supply (positive) or demand (negative) due on a day, and the document it comes from; None: a claim by hand."""

    day: date
    quantity: Decimal
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """change: everything due that day; projected: what is there at its end; atp: what may still be promised for it."""

    day: date
    change: Decimal
    projected: Decimal
    atp: Decimal


def timeline(usable: Decimal, events: Iterable[Event], *, today: date) -> list[Day]:
    """From today on, a day for every change. What was due before counts today. atp(t) = the least that is projected from t on,
    never below nothing: what is promised for t must not be missing for what was promised later."""
    changes: dict[date, Decimal] = {today: ZERO}
    for event in events:
        day = max(event.day, today)
        changes[day] = changes.get(day, ZERO) + event.quantity
    days = sorted(changes)
    projected = list(accumulate((changes[day] for day in days), initial=usable))[1:]
    least = list(accumulate(reversed(projected), min))[::-1]
    return [
        Day(day, changes[day], there, max(free, ZERO)) for day, there, free in zip(days, projected, least, strict=True)
    ]


def promised_for(days: Sequence[Day], on: date) -> Decimal:
    """ATP of a day: that of the last change up to it."""
    return [day.atp for day in days if day.day <= max(on, days[0].day)][-1]


def earliest(days: Sequence[Day], quantity: Decimal, *, on: date) -> date | None:
    """The first day from `on` for which the quantity may be promised; None when no day is known."""
    if promised_for(days, on) >= quantity:
        return max(on, days[0].day)
    return next((day.day for day in days if day.day > on and day.atp >= quantity), None)
