"""Automations as plain data: what sets one off, when a clock does, how long a chain may be.

A trigger is {"kind": …} with
  document: type, on (create, edit, submit, approve, post, … or any)      record: resource, on (create, update)
  time: every (day, week, month), at "08:30", weekday 1–7, day 1–31, and type to run once for every document made since the last time
  date: type or resource, field, days before it, at                        webhook: fields [{name, kind}], "lines.…" for lists
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MOST_ACTIONS = 20
DEEPEST = 5
"""Longest chain of automations that bring one another about."""
ORIGIN = "automation:"
DOCUMENT_VERBS = (
    "create", "edit", "submit", "approve", "reject", "post", "reverse", "void", "stop", "reopen", "unapprove",
)  # fmt: skip
RECORD_VERBS = ("create", "update")
ANY = "any"
EVERY = ("day", "week", "month")
KINDS = ("document", "record", "time", "date", "webhook")
ACTIONS = ("create", "change", "record", "notify", "webhook", "submit")
_AS_EDIT = {"revise": "edit"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets an automation off. type: the document type, or (of_record) the kind of record, it is about; "" for none."""

    kind: str
    type: str = ""
    of_record: bool = False
    on: frozenset[str] = frozenset()
    every: str = "day"
    at: time = time(8)
    weekday: int = 1
    day: int = 1
    field: str = ""
    days: int = 0
    fields: tuple[tuple[str, str], ...] = ()

    def hears(self, verb: str) -> bool:
        """Is it set off by this happening to its document or record? "any" means every change of state."""
        verb = _AS_EDIT.get(verb, verb)
        return verb in self.on or (ANY in self.on and verb not in {"create", "edit"})


def read_trigger(told: Mapping[str, Any]) -> Trigger:
    """A trigger as kept. Raises ValueError, KeyError, TypeError, AttributeError for what is none."""
    kind = str(told["kind"])
    if kind not in KINDS:
        raise ValueError(kind)
    resource = str(told.get("resource") or "")
    hour, minute = str(told.get("at") or "08:00").split(":")
    found = Trigger(
        kind=kind,
        type=resource or str(told.get("type") or ""),
        of_record=bool(resource),
        on=frozenset(str(one) for one in told.get("on") or ()),
        every=str(told.get("every") or "day"),
        at=time(int(hour), int(minute)),
        weekday=int(told.get("weekday") or 1),
        day=int(told.get("day") or 1),
        field=str(told.get("field") or ""),
        days=int(told.get("days") or 0),
        fields=tuple((str(one["name"]), str(one["kind"])) for one in told.get("fields") or ()),
    )
    if found.every not in EVERY or not 1 <= found.weekday <= 7 or not 1 <= found.day <= 31 or abs(found.days) > 3660:
        raise ValueError(kind)
    return found


def last_time(trigger: Trigger, now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment up to `now` at which the clock of this trigger strikes (zone: the book's). A day the month does not have is its
    last one."""
    here = now.astimezone(zone)
    for back in range(63):
        day = here.date() - timedelta(days=back)
        strikes = datetime.combine(day, trigger.at, zone)
        if strikes <= here and _is_day(trigger, day):
            return strikes
    raise ValueError("a clock strikes at least once in two months")


def _is_day(trigger: Trigger, day: date) -> bool:
    if trigger.kind == "date" or trigger.every == "day":
        return True
    if trigger.every == "week":
        return day.isoweekday() == trigger.weekday
    return day.day == min(trigger.day, calendar.monthrange(day.year, day.month)[1])


def parent_of(origin: str) -> int | None:
    """The run that brought something about, out of the origin of an act."""
    number = origin.removeprefix(ORIGIN)
    return int(number) if origin.startswith(ORIGIN) and number.isdigit() else None


def too_deep(depth: int) -> bool:
    """Has a chain become too long?"""
    return depth > DEEPEST


def every_formula(actions: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """All formulas inside actions."""
    for action in actions:
        for part in ("header", "values"):
            yield from (str(one) for one in (action.get(part) or {}).values())
        lines = action.get("lines") or {}
        yield from (str(one) for one in (lines.get("fields") or {}).values())
        yield from (str(one) for one in (lines.get("when"), action.get("match")) if one)
