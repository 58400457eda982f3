"""Runs of automations: each in one transaction with everything it does, so that it happens whole, once, or not at all."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.models import User
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.notices import News, notify
from hengku.identity.queries.organisation import at_work
from hengku.identity.queries.viewer import by_name
from hengku.identity.types import Act, NoticeKind, Viewer
from hengku.integrations.models import Automation, AutomationRun
from hengku.integrations.operations.automation_actions import Doing, Result, perform
from hengku.integrations.operations.automation_events import origin_of
from hengku.integrations.queries.automation_subjects import subject_of
from hengku.integrations.rules.automation import read_trigger
from hengku.integrations.rules.signing import wait_after
from hengku.integrations.texts import FAILED_NEWS
from hengku.integrations.types import RunState
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.texts import Language, Text
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.formula.parse import FormulaError

log = logging.getLogger(__name__)
ENTITY = "automations"
Reason = dict[str, Any]
"""Why something was refused: code and params."""
MOST_ATTEMPTS = 5
FULL_FOR = timedelta(minutes=5)
_OVER = (RunState.DONE, RunState.FAILED)


@dataclass(slots=True)
class Outcome:
    """What came of a run. leaving: messages wait to be sent out; calls: webhooks do."""

    state: RunState
    results: list[Result] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    leaving: int = 0
    calls: int = 0


class _NotDone(Exception):
    """A run that must leave nothing behind; carries what is told of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome.reasons))
        self.outcome = outcome


def run_next(*, clock: Callable[[], datetime]) -> Outcome | None:
    """Run what waits longest; None when nothing is due. Two workers never run the same: a run's row is locked while it runs, and what
    it did commits with its result. A fault leaves the run to a later attempt; a refusal ends it and its runner is told."""
    now, tried = clock(), None
    try:
        with transaction.atomic():
            due = AutomationRun.objects.select_for_update(skip_locked=True, of=("self",)).select_related("automation")
            run = due.filter(state=RunState.PENDING, next_attempt_at__lte=now).order_by("next_attempt_at", "pk").first()
            if run is None:
                return None
            if _is_full(run.automation, now):
                AutomationRun.objects.filter(pk=run.pk).update(next_attempt_at=now + FULL_FOR)
                return Outcome(RunState.PENDING)
            tried = run.pk
            outcome = _run(run, now)
            _keep(run.pk, outcome, now)
            return outcome
    except _NotDone as stopped:
        return _fail(tried or 0, stopped.outcome, now)
    except (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, OSError) as fault:
        if tried is None:
            raise
        log.exception("Run %s of an automation failed; it is tried again", tried)
        return _try_later(tried, f"{type(fault).__name__}: {fault}", now)


def _is_full(automation: Automation, now: datetime) -> bool:
    recent = AutomationRun.objects.filter(
        automation=automation, finished_at__gt=now - timedelta(hours=1), state__in=_OVER
    )
    return recent.count() >= automation.hourly_limit


def _run(run: AutomationRun, now: datetime) -> Outcome:
    automation = run.automation
    act = Act(runner_of(automation), now, request_id=origin_of(run.pk), origin=origin_of(run.pk))
    return carry_out(act, automation, run)


def runner_of(automation: Automation) -> Viewer:
    """The person with whose rights it acts, or who took over from them. Raises _NotDone when nobody did."""
    found = at_work(user_ids=[automation.runner_id])
    username = User.objects.filter(pk__in=found[:1]).values_list("username", flat=True).first()
    viewer = by_name(username=username) if username else None
    if viewer is None:
        raise _NotDone(Outcome(RunState.FAILED, reasons=_told([Refusal("automation_no_runner")])))
    return viewer


def carry_out(act: Act, automation: Automation, run: AutomationRun) -> Outcome:
    """Condition and actions of a run in the caller's transaction. Raises _NotDone with the action that was refused."""
    trigger = read_trigger(automation.trigger)
    results: list[Result] = []
    try:
        subject = subject_of(
            viewer=act.viewer,
            trigger=trigger,
            subject_id=run.subject_id,
            payload=run.payload,
            at=act.at,
            zone=book_zone(),
        )
        if not subject.holds(automation.condition):
            return Outcome(RunState.SKIPPED)
        doing = Doing(act, automation.name, trigger, subject, run.subject_id)
        for action in automation.actions:
            results.append({"kind": action["kind"], "ok": False})
            results[-1] = {"kind": action["kind"], "ok": True, **perform(doing, action)}
    except Refused as refused:
        raise _NotDone(Outcome(RunState.FAILED, _undone(results), _told(refused.refusals))) from refused
    except FormulaError as problem:
        said = Refusal(problem.code, {**problem.params, "place": str(problem.position + 1)})
        raise _NotDone(Outcome(RunState.FAILED, _undone(results), _told([said]))) from problem
    return Outcome(RunState.DONE, results, leaving=doing.leaving, calls=doing.calls)


def _undone(results: Sequence[Result]) -> list[Result]:
    """What was done before is taken back: it is told, but nothing of it stays."""
    return [{**one, "undone": True} if one["ok"] else one for one in results]


def _told(refusals: Sequence[Refusal]) -> list[Reason]:
    return [{"code": one.code, "params": dict(one.params)} for one in refusals]


def reasons_in(language: Language, reasons: Sequence[Reason]) -> str:
    """Why a run was refused, in words; for a missing right with what it is missing for."""
    said = []
    for one in reasons:
        about = one["params"].get("resource", "") if one["code"] == "permission_denied" else ""
        known = DOCUMENT_TYPES.get(about).label.in_language(language) if about in DOCUMENT_TYPES else about
        said.append(Refusal(one["code"], one["params"]).message(language) + (f" ({known})" if known else ""))
    return "\n".join(said)


def _keep(run_id: int, outcome: Outcome, now: datetime) -> None:
    AutomationRun.objects.filter(pk=run_id).update(
        state=outcome.state, results=outcome.results, reasons=outcome.reasons, fault="", attempts=F("attempts") + 1, next_attempt_at=None,
        finished_at=now,
    )  # fmt: skip


@transaction.atomic
def _fail(run_id: int, outcome: Outcome, now: datetime) -> Outcome:
    """Keep why nothing was done, and tell who answers for it, once an hour for each automation."""
    run = AutomationRun.objects.select_for_update(of=("self",)).select_related("automation").get(pk=run_id)
    if run.state != RunState.PENDING:
        return outcome
    hour = AutomationRun.objects.filter(
        automation=run.automation, state=RunState.FAILED, finished_at__gt=now - timedelta(hours=1)
    )
    told = hour.exists()
    _keep(run_id, outcome, now)
    if not told:
        people = (run.automation.runner_id, run.automation.updated_by_id or run.automation.runner_id)
        news = News(NoticeKind.AUTOMATION, people, _said(FAILED_NEWS, name=run.automation.name), Text(reasons_in("zh-CN", outcome.reasons), reasons_in("en", outcome.reasons)), f"/records/automations/{run.automation_id}")  # fmt: skip
        outcome.leaving += notify(news=[news], at=now)
    return outcome


def _said(text: Text, **params: str) -> Text:
    return Text(text.in_language("zh-CN", params), text.in_language("en", params))


@transaction.atomic
def _try_later(run_id: int, error: str, now: datetime) -> Outcome:
    run = AutomationRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.PENDING:
        return Outcome(RunState(run.state))
    attempts = run.attempts + 1
    wait = wait_after(attempts) if attempts < MOST_ATTEMPTS else None
    state = RunState.PENDING if wait else RunState.FAILED
    AutomationRun.objects.filter(pk=run_id).update(
        state=state, attempts=attempts, fault=error[:400], next_attempt_at=now + wait if wait else None,
        finished_at=None if wait else now,
    )  # fmt: skip
    return Outcome(RunState.PENDING if wait else RunState.FAILED)


def runs_wait() -> bool:
    """Whether something waits for a later attempt."""
    return AutomationRun.objects.filter(state=RunState.PENDING).exists()


@transaction.atomic
def retry_run(*, act: Act, automation_id: int, run_id: int) -> None:
    """Let a run that failed or was stopped run again. Raises Refused not_found (404), automation_not_over (409): what was done is not
    done twice."""
    run = AutomationRun.objects.select_for_update().filter(pk=run_id, automation_id=automation_id).first()
    if run is None:
        raise refuse("not_found", status=404)
    if run.state not in {RunState.FAILED, RunState.STOPPED, RunState.SKIPPED}:
        raise refuse("automation_not_over", status=409)
    AutomationRun.objects.filter(pk=run_id).update(
        state=RunState.PENDING,
        attempts=0,
        next_attempt_at=act.at,
        reasons=[],
        fault="",
        results=[],
        finished_at=None,
        depth=0,
    )
    record_change(
        act=act, entity=ENTITY, entity_id=automation_id, action="retry", before=None, after={"run": str(run_id)}
    )


def try_out(*, act: Act, automation_id: int, subject_id: int, payload: dict[str, object] | None = None) -> Outcome:
    """What the automation would do with this document or record (or body) now; everything is really done, looked at, and taken back.
    Raises Refused not_found (404), automation_runner (403): what somebody else's rights show is not for everybody."""
    try:
        with transaction.atomic():
            automation = Automation.objects.filter(pk=automation_id).first()
            if automation is None:
                raise refuse("not_found", status=404)
            if automation.runner_id != act.actor_id and not act.viewer.all_powerful:
                raise refuse("automation_runner", status=403)
            trial = AutomationRun(automation=automation, subject_id=subject_id, payload=payload)
            runner = Act(runner_of(automation), act.at, request_id=f"trial:{act.request_id}", origin="trial")
            raise _NotDone(carry_out(runner, automation, trial))
    except _NotDone as stopped:
        return stopped.outcome
