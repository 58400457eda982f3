"""可承诺量 ATP by date: what is usable now, plus what comes, less what was promised (domain specification 3.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
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


def whole_kits(quantity: Decimal, per: Decimal) -> Decimal:
    """How many whole kits a quantity of one component makes; below nothing what is missing counts in full."""
    return (quantity / per).to_integral_value(ROUND_FLOOR)


def kit_days(parts: Sequence[tuple[Sequence[Day], Decimal]]) -> list[Day]:
    """The days of a kit: on each the least its components allow. parts: days of a component and how many of it one kit holds."""
    found: list[Day] = []
    for day in sorted({one.day for days, _ in parts for one in days}):
        standing = [([one for one in days if one.day <= day][-1], per) for days, per in parts]
        projected = min(whole_kits(one.projected, per) for one, per in standing)
        change = projected - found[-1].projected if found else ZERO
        found.append(Day(day, change, projected, min(whole_kits(one.atp, per) for one, per in standing)))
    return found


def promised_for(days: Sequence[Day], on: date) -> Decimal:
    """ATP of a day: that of the last change up to it."""
    return [day.atp for day in days if day.day <= max(on, days[0].day)][-1]


def earliest(days: Sequence[Day], quantity: Decimal, *, on: date) -> date | None:
    """The first day from `on` for which the quantity may be promised; None when no day is known."""
    if promised_for(days, on) >= quantity:
        return max(on, days[0].day)
    return next((day.day for day in days if day.day > on and day.atp >= quantity), None)
