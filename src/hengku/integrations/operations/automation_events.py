"""What sets automations off becomes runs: once for each automation and event, in the transaction of the event or of its reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hengku.documents.models import Event
from hengku.documents.operations.outbox import OutboxRow
from hengku.documents.queries.listing import documents_of
from hengku.documents.rules.list_fields import list_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries import epoch
from hengku.identity.types import SYSTEM, Act
from hengku.integrations.models import Automation, AutomationRun
from hengku.integrations.rules.automation import ORIGIN, Trigger, last_time, parent_of, read_trigger, too_deep
from hengku.integrations.types import RunState
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.effective import definitions
from hengku.metadata.queries.filters import apply_filter
from hengku.metadata.queries.records import visible_to
from hengku.metadata.rules.registry import RESOURCES

MOST_AT_ONCE = 1_000
_KEPT_UNDER = "#automations"
Waker = Callable[[], None]
_wakers: list[Waker] = []


def offer_waker(waker: Waker) -> None:
    """Called once at start: `waker` lets a worker run what waits."""
    _wakers[:] = [waker]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for some automations. key: what makes it this one event."""

    key: str
    verb: str
    type: str
    subject_id: int
    origin: str = ""
    payload: Mapping[str, Any] | None = None


def watched() -> Sequence[tuple[int, Trigger]]:
    """Automations in use that documents and records set off, remembered with the account set's descriptions: whoever has none pays a
    look into a dictionary."""
    known = definitions()
    if known is None:
        return ()
    found = known.made.get(_KEPT_UNDER)
    if found is None:
        found = known.made[_KEPT_UNDER] = tuple(
            (pk, read_trigger(told))
            for pk, told in Automation.objects.filter(active=True).order_by("pk").values_list("pk", "trigger")
            if told.get("kind") in {"document", "record"}
        )
    return tuple(found)


def documents_touched(act: Act, verb: str, documents: Sequence[tuple[str, int]]) -> None:
    """Drafts were made or edited (documents.rules.registry.Watcher)."""
    triggers = watched()
    if not triggers:
        return
    stamp = f"{act.at:%Y%m%d%H%M%S%f}"
    happened = [
        Happening(f"{verb}:{pk}" if verb == "create" else f"{verb}:{pk}:{stamp}", verb, code, pk, act.origin)
        for code, pk in documents
    ]
    _set_off(triggers, happened, of_record=False, at=act.at)


def record_touched(act: Act, entity: str, action: str, ids: Sequence[int | str]) -> None:
    """Records were made or changed (identity.operations.audit.ChangeWatcher)."""
    triggers = watched()
    if not triggers or action not in {"create", "update"}:
        return
    stamp = f"{act.at:%Y%m%d%H%M%S%f}"
    happened = [
        Happening(f"{action}:{pk}:{stamp}", action, entity, int(pk), act.origin) for pk in ids if str(pk).isdigit()
    ]
    _set_off(triggers, happened, of_record=True, at=act.at)


def transitions_happened(rows: Sequence[OutboxRow], *, at: datetime) -> int:
    """What the outbox tells sets automations off that were on when it happened; gives how many runs now wait."""
    on = list(Automation.objects.filter(active=True, trigger__kind="document").order_by("pk"))
    if not on:
        return 0
    triggers = [(one.pk, one.since, read_trigger(one.trigger)) for one in on]
    wanted = [
        row for row in rows if any(trigger.type == row.document_type and trigger.hears(_verb(row)) for _, _, trigger in triggers)
    ]  # fmt: skip
    origins = _origins(wanted)
    return sum(
        _insert(
            [(pk, Happening(f"outbox:{row.position}", _verb(row), row.document_type, row.document_id, origins.get(row.position, "")))],
            at=at,
        )
        for row in wanted
        for pk, since, trigger in triggers
        if trigger.type == row.document_type and trigger.hears(_verb(row)) and (since is None or row.created_at >= since)
    )  # fmt: skip


def _verb(row: OutboxRow) -> str:
    """What happened to the document itself; news of approvals are not that."""
    before, _, verb = row.kind.partition(".")
    return verb if before == row.document_type else ""


def _origins(rows: Sequence[OutboxRow]) -> dict[int, str]:
    """Position -> the run that brought the transition about, from the document's history."""
    if not rows:
        return {}
    events = Event.objects.filter(document_id__in={row.document_id for row in rows}, changes__has_key="origin")
    told = {
        (document, name, at): str(changes["origin"])
        for document, name, at, changes in events.values_list("document_id", "name", "at", "changes")
    }
    found = {row.position: told.get((row.document_id, _verb(row), row.created_at), "") for row in rows}
    return {position: origin for position, origin in found.items() if origin}


def _set_off(
    triggers: Sequence[tuple[int, Trigger]], happened: Iterable[Happening], *, of_record: bool, at: datetime
) -> None:
    wanted = [
        (pk, one)
        for one in happened
        for pk, trigger in triggers
        if trigger.of_record == of_record and trigger.type == one.type and trigger.hears(one.verb)
    ]
    if wanted and _insert(wanted, at=at):
        wake()


def wake() -> None:
    """Let a worker run what waits, when this transaction is committed."""
    for waker in _wakers:
        waker()


def _insert(wanted: Sequence[tuple[int, Happening]], *, at: datetime) -> int:
    """One run for each pair that has none; what a chain grown too long would bring about is kept and not run. Gives how many there are
    to run."""
    parents = {parent_of(one.origin) for _, one in wanted} - {None}
    depths = dict(AutomationRun.objects.filter(pk__in=[one for one in parents if one]).values_list("pk", "depth"))
    rows = [_run(pk, one, depths, at) for pk, one in wanted]
    AutomationRun.objects.bulk_create(rows, ignore_conflicts=True)
    return sum(row.state == RunState.PENDING for row in rows)


def _run(automation_id: int, one: Happening, depths: Mapping[int, int], at: datetime) -> AutomationRun:
    parent = parent_of(one.origin)
    depth = depths.get(parent, 0) + 1 if parent is not None else 0
    stopped = too_deep(depth)
    return AutomationRun(
        automation_id=automation_id, event_key=one.key, event=one.verb, subject_type=one.type, subject_id=one.subject_id,
        payload=one.payload, parent_id=parent, depth=depth, state=RunState.STOPPED if stopped else RunState.PENDING,
        next_attempt_at=None if stopped else at, created_at=at, finished_at=at if stopped else None,
    )  # fmt: skip


def hear_clocks(*, at: datetime) -> int:
    """Set off automations whose time has come, each time once however often and by however many this is called; gives how many runs
    now wait. After a standstill the last time counts, not every one that was missed."""
    found, zone = 0, book_zone()
    epoch.refresh()
    for pk in (
        Automation.objects.filter(active=True, trigger__kind__in=("time", "date"))
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        with transaction.atomic():
            one = Automation.objects.select_for_update(skip_locked=True).filter(pk=pk, active=True).first()
            if one is None:
                continue
            trigger = read_trigger(one.trigger)
            strikes, heard = last_time(trigger, at, zone), one.rung_at or one.since or at
            if strikes <= heard:
                continue
            found += _insert([(pk, happening) for happening in _struck(trigger, heard, strikes)], at=at)
            Automation.objects.filter(pk=pk).update(rung_at=strikes)
    if found:
        wake()
    return found


def _struck(trigger: Trigger, heard: datetime, strikes: datetime) -> list[Happening]:
    """What a clock sets off: once, or once for every document made since, or for every one whose date has come near."""
    stamp = f"time:{strikes:%Y-%m-%dT%H:%M}"
    if trigger.kind == "time" and not trigger.type:
        return [Happening(stamp, "time", "", 0)]
    return [Happening(f"{stamp}:{pk}", trigger.kind, trigger.type, pk) for pk in _concerned(trigger, heard, strikes)]


def _concerned(trigger: Trigger, heard: datetime, strikes: datetime) -> list[int]:
    if trigger.kind == "time":
        made = documents_of(viewer=SYSTEM, spec=DOCUMENT_TYPES.get(trigger.type), derive=False)
        made = made.filter(created_at__gt=heard, created_at__lte=strikes).exclude(state="VOID")
        return list(made.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    day = date_wanted(trigger, strikes)
    clause = [[trigger.field, "eq", day]]
    if trigger.of_record:
        spec = RESOURCES.get(trigger.type)
        rows: Any = apply_filter(visible_to(spec=spec, viewer=SYSTEM), spec.fields, clause)
    else:
        kind = DOCUMENT_TYPES.get(trigger.type)
        rows = apply_filter(documents_of(viewer=SYSTEM, spec=kind, derive=False), list_fields(kind), clause).exclude(
            state="VOID"
        )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def date_wanted(trigger: Trigger, strikes: datetime) -> str:
    """The date a field must have for its clock to strike now."""
    return (strikes.date() + timedelta(days=trigger.days)).isoformat()


def called(*, automation_id: int, key: str, body: Mapping[str, Any], at: datetime) -> int:
    """An outside system called; the same key again runs nothing again. Gives how many runs now wait."""
    found = _insert([(automation_id, Happening(f"call:{key}", "call", "", 0, payload=body))], at=at)
    if found:
        wake()
    return found


def origin_of(run_id: int) -> str:
    """What acts of a run carry."""
    return f"{ORIGIN}{run_id}"
