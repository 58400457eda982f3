"""Dates of lots: shelf life gives the missing one, and what is left of it on a day (domain specification 3.5)."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from hengku.kernel.errors import Refusal
from hengku.masterdata.types import LifeUnit

_MONTHS = {LifeUnit.MONTH: 1, LifeUnit.YEAR: 12}


def last_day(production: date, life: int, unit: LifeUnit) -> date:
    """The expiry date: production day and expiry day both count, so that 365 days from 1 January end on 31 December.

    Months run to the day before the same day of the month; where the month has no such day, to its end.
    """
    if unit is LifeUnit.DAY:
        return production + timedelta(days=life - 1)
    same_day = _months_on(production, life * _MONTHS[unit])
    return same_day if same_day.day < production.day else same_day - timedelta(days=1)


def first_day(expiry: date, life: int, unit: LifeUnit) -> date:
    """The production date that `last_day` turns into `expiry`."""
    if unit is LifeUnit.DAY:
        return expiry - timedelta(days=life - 1)
    return _months_on(expiry + timedelta(days=1), -life * _MONTHS[unit])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def filled_dates(
    production: date | None, expiry: date | None, *, life: int | None, unit: LifeUnit
) -> tuple[date | None, date | None]:
    """Production and expiry date, the missing one worked out where the item has a shelf life."""
    if life and production is not None and expiry is None:
        return production, last_day(production, life, unit)
    if life and expiry is not None and production is None:
        return first_day(expiry, life, unit), expiry
    return production, expiry


def days_left(expiry: date, on: date) -> int:
    """Days the goods may still be used, the expiry day itself included; 0 or less = expired."""
    return (expiry - on).days + 1


def share_left(production: date, expiry: date, on: date) -> Decimal:
    """Remaining life as a share of the shelf life."""
    return Decimal(days_left(expiry, on)) / Decimal(days_left(expiry, production))


def date_problems(production: date | None, expiry: date | None, *, today: date) -> list[Refusal]:
    """Reasons against these dates of a new lot (2.6): produced in the future, expired before it was produced."""
    problems = []
    if production is not None and production > today:
        problems.append(Refusal("lot_from_the_future", {"production": production.isoformat()}, ("production_date",)))
    if production is not None and expiry is not None and expiry < production:
        params = {"production": production.isoformat(), "expiry": expiry.isoformat()}
        problems.append(Refusal("lot_expires_before_production", params, ("expiry_date",)))
    return problems
