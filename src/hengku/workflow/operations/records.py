"""Delegations, responsibilities, calendars: small records people set up."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations import records
from hengku.workflow.models import Calendar, Delegation, Responsibility

DELEGATIONS, RESPONSIBILITIES, CALENDARS = "delegations", "responsibilities", "working-calendars"


@transaction.atomic
def create_delegation(*, act: Act, values: Mapping[str, object]) -> Delegation:
    """Let somebody act for another; without the right to manage flows, for oneself only. Raises Refused delegation_…,
    permission_denied."""
    fresh = {"principal_id": act.actor_id, **_given(Delegation, values)}
    _check_delegation(act, fresh)
    return records.insert(act=act, entity=DELEGATIONS, record=Delegation(**fresh))


@transaction.atomic
def update_delegation(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Delegation:
    """Change a delegation; what was done on it stays."""
    row = _own(act, record_id, rev)
    changes = _given(Delegation, values)
    names = ("principal_id", "delegate_id", "starts_on", "ends_on")
    _check_delegation(act, {**{name: getattr(row, name) for name in names}, **changes})
    records.change(act=act, entity=DELEGATIONS, record=row, values=changes)
    return row


@transaction.atomic
def delete_delegation(*, act: Act, record_id: int) -> None:
    """End it as if it had never been planned; the audit keeps it."""
    records.remove(act=act, entity=DELEGATIONS, record=_own(act, record_id, None))


def _own(act: Act, record_id: int, rev: int | None) -> Delegation:
    row = records.locked(model=Delegation, record_id=record_id, rev=rev)
    if row.principal_id != act.actor_id and not act.viewer.may("workflows", "update"):
        raise refuse("not_found", status=404)
    return row


def _given(model: type[Any], values: Mapping[str, object]) -> dict[str, Any]:
    """Columns of what was sent; fields left empty keep what the column starts with."""
    return {
        name: value for name, value in records.columns(model, values).items() if value is not None or name in _EMPTY
    }


_EMPTY = frozenset({"document_types", "max_amount", "warehouse_id", "category_id", "partner_id"})


def _check_delegation(act: Act, values: Mapping[str, Any]) -> None:
    missing = [name for name in ("delegate_id", "starts_on", "ends_on") if not values.get(name)]
    if missing:
        raise Refused([Refusal("required", {}, (name.removesuffix("_id"),)) for name in missing])
    if values["principal_id"] != act.actor_id and not act.viewer.may("workflows", "update"):
        raise refuse("permission_denied", status=403, resource=DELEGATIONS, action="create")
    if values["principal_id"] == values["delegate_id"]:
        raise refuse("delegation_to_oneself", loc=("delegate",))
    if values["ends_on"] < values["starts_on"]:
        raise refuse("delegation_period", loc=("ends_on",))


@transaction.atomic
def create_responsibility(*, act: Act, values: Mapping[str, object]) -> Responsibility:
    """Say who looks after a warehouse, a category or a partner."""
    fresh = _given(Responsibility, values)
    _check_responsibility(fresh)
    return records.insert(act=act, entity=RESPONSIBILITIES, record=Responsibility(**fresh))


@transaction.atomic
def update_responsibility(
    *, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None
) -> Responsibility:
    """Change who looks after it."""
    row = records.locked(model=Responsibility, record_id=record_id, rev=rev)
    changes = _given(Responsibility, values)
    names = ("kind", "user_id", "warehouse_id", "category_id", "partner_id")
    _check_responsibility({**{name: getattr(row, name) for name in names}, **changes})
    records.change(act=act, entity=RESPONSIBILITIES, record=row, values=changes)
    return row


@transaction.atomic
def delete_responsibility(*, act: Act, record_id: int) -> None:
    """Nobody looks after it any more."""
    row = records.locked(model=Responsibility, record_id=record_id)
    records.remove(act=act, entity=RESPONSIBILITIES, record=row)


_OF = {
    "warehouse_keeper": ("warehouse_id",), "sales_rep": ("partner_id",), "category_owner": ("category_id",),
    "buyer": ("partner_id", "category_id"),
}  # fmt: skip


def _check_responsibility(values: Mapping[str, Any]) -> None:
    wanted = _OF.get(str(values.get("kind")), ())
    missing = [] if any(values.get(name) for name in wanted) else list(wanted[:1]) or ["kind"]
    if not values.get("user_id"):
        missing.append("user_id")
    if missing:
        raise Refused([Refusal("required", {}, (name.removesuffix("_id"),)) for name in missing])


@transaction.atomic
def create_calendar(*, act: Act, values: Mapping[str, object]) -> Calendar:
    """Say when people work."""
    fresh = _calendar(values)
    return records.insert(act=act, entity=CALENDARS, record=Calendar(**fresh))


@transaction.atomic
def update_calendar(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Calendar:
    """Change it; times already given out stay."""
    row = records.locked(model=Calendar, record_id=record_id, rev=rev)
    changes = _calendar({**{name: getattr(row, name) for name in ("starts", "ends")}, **values})
    records.change(act=act, entity=CALENDARS, record=row, values=changes)
    return row


@transaction.atomic
def delete_calendar(*, act: Act, record_id: int) -> None:
    """Every minute counts again."""
    records.remove(act=act, entity=CALENDARS, record=records.locked(model=Calendar, record_id=record_id))


def _calendar(values: Mapping[str, object]) -> dict[str, Any]:
    found = _given(Calendar, values)
    problems: list[Refusal] = []
    for name in ("starts", "ends"):
        try:
            found[name] = f"{time.fromisoformat(str(found.get(name))):%H:%M}"
        except ValueError:
            problems.append(Refusal("calendar_value", {"value": str(found.get(name))}, (name,)))
    for name in ("holidays", "workdays"):
        try:
            found[name] = sorted({date.fromisoformat(str(day)).isoformat() for day in found.get(name) or ()})
        except ValueError:
            problems.append(Refusal("calendar_value", {"value": str(found.get(name))}, (name,)))
    if problems:
        raise Refused(problems)
    if found["ends"] <= found["starts"]:
        raise refuse("calendar_times", loc=("ends",))
    found["weekdays"] = sorted({int(str(day)) for day in found.get("weekdays") or (1, 2, 3, 4, 5)})
    return found
