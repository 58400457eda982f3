"""Automations beyond the generated routes: their log, doing a run again, trying one out, the door for outside systems."""

from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from hengku.identity.api.edge import act_of, stranger_act_of, viewer_of
from hengku.identity.api.request import bearer_of
from hengku.identity.queries.restrict import require
from hengku.identity.rules.secrets import read_token
from hengku.identity.types import SYSTEM
from hengku.integrations.jobs import wake_automations
from hengku.integrations.operations.automations import ENTITY, call, new_key
from hengku.integrations.operations.run_automations import reasons_in, retry_run, try_out
from hengku.integrations.queries.automation_runs import automation_words, localised, runs_of
from hengku.kernel.errors import refuse
from hengku.kernel.texts import current_language

router = Router()
LONGEST_BODY = 64 * 1024


class AutomationSubjectOut(Schema):
    label: str
    number: str
    path: str


class AutomationRunOut(Schema):
    """results: what each action did: {kind, ok, error?, undone?, document?, record?, people?, …}."""

    id: str
    event: str
    state: str
    state_label: str
    subject: AutomationSubjectOut | None
    results: list[dict[str, Any]]
    error: str
    depth: int
    attempts: int
    created_at: datetime
    finished_at: datetime | None
    next_attempt_at: datetime | None


class AutomationRunsOut(Schema):
    items: list[AutomationRunOut]


class AutomationTrialIn(Schema):
    """subject: the id of a document or record as the trigger names them; body: what an outside system would send."""

    subject: str = Field(default="0", pattern=r"^\d{1,18}$")
    body: dict[str, Any] | None = None


class AutomationTrialOut(Schema):
    state: str
    results: list[dict[str, Any]]
    error: str


class AutomationWordsIn(Schema):
    trigger: dict[str, Any]
    line: bool = False


class AutomationWordsOut(Schema):
    fields: list[dict[str, Any]]
    functions: list[dict[str, Any]]


class AutomationKeyOut(Schema):
    """Shown this once. Call POST `path` with `Authorization: Bearer <key>` and a JSON body."""

    key: str
    path: str


@router.get("/automations/{int:automation_id}/runs", response=AutomationRunsOut)
def read_runs(
    request: HttpRequest, automation_id: int, before: int | None = None, limit: int = 30, state: str = ""
) -> dict[str, Any]:
    """The log, the newest first."""
    viewer = viewer_of(request)
    return {"items": runs_of(viewer=viewer, automation_id=automation_id, before=before, limit=limit, state=state)}


@router.post("/automations/{int:automation_id}/runs/{int:run_id}/retry", response={204: None})
def run_again(request: HttpRequest, automation_id: int, run_id: int) -> Status[None]:
    """Let a run that failed run again. 409 automation_not_over."""
    require(viewer_of(request), ENTITY, "update")
    retry_run(act=act_of(request), automation_id=automation_id, run_id=run_id)
    wake_automations()
    return Status(204, None)


@router.post("/automations/{int:automation_id}/try", response=AutomationTrialOut)
def try_it(request: HttpRequest, automation_id: int, payload: AutomationTrialIn) -> AutomationTrialOut:
    """What it would do with a document or record now; nothing is written."""
    require(viewer_of(request), ENTITY, "update")
    done = try_out(
        act=act_of(request), automation_id=automation_id, subject_id=int(payload.subject), payload=payload.body
    )
    return AutomationTrialOut(
        state=done.state,
        results=[localised(one) for one in done.results],
        error=reasons_in(current_language(), done.reasons),
    )


@router.post("/automation-words", response=AutomationWordsOut)
def read_words(request: HttpRequest, payload: AutomationWordsIn) -> dict[str, Any]:
    """Fields and functions for the formula editor."""
    return automation_words(viewer=viewer_of(request), trigger=payload.trigger, line=payload.line)


@router.post("/automations/{int:automation_id}/key", response=AutomationKeyOut)
def make_key(request: HttpRequest, automation_id: int) -> AutomationKeyOut:
    """A new key for outside systems; the one before is void."""
    require(viewer_of(request), ENTITY, "update")
    return AutomationKeyOut(
        key=new_key(act=act_of(request), automation_id=automation_id), path="/api/v1/public/automation"
    )


@router.post("/public/automation", response={202: None}, auth=None, summary="Set an automation off from outside")
def set_off(request: HttpRequest) -> Status[None]:
    """`Authorization: Bearer` the automation's key, any JSON object as body; the same Idempotency-Key again does nothing again."""
    key, act = read_token(bearer_of(request) or ""), stranger_act_of(request, on_behalf=SYSTEM)
    if key is None:
        raise refuse("not_found", status=404)
    body = _body(request)
    once = request.headers.get("Idempotency-Key") or act.request_id
    call(act=act, automation_id=key.token_id, secret=key.secret, key=once[:100], body=body)
    return Status(202, None)


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST_BODY:
        raise refuse("request_too_big", status=413)
    try:
        body = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        raise refuse("malformed", status=400) from None
    if not isinstance(body, dict):
        raise refuse("malformed", status=400)
    return body
