"""The log of automations, the words their formulas may use, what they may make."""

from collections.abc import Mapping
from typing import Any

from hengku.documents.models import Document
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.integrations.models import AutomationRun
from hengku.integrations.operations.automations import ENTITY
from hengku.integrations.operations.run_automations import reasons_in
from hengku.integrations.queries.automation_subjects import line_words, words_of
from hengku.integrations.rules.automation import read_trigger
from hengku.integrations.texts import RUN_STATES
from hengku.integrations.types import RunState
from hengku.kernel.errors import refuse
from hengku.kernel.texts import current_language
from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.registry import RESOURCES

MOST = 100


def runs_of(*, viewer: Viewer, automation_id: int, before: int | None, limit: int, state: str) -> list[dict[str, Any]]:
    """Runs of an automation, the newest first, with what each action did."""
    require(viewer, ENTITY, "view")
    rows = AutomationRun.objects.filter(automation_id=automation_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if state:
        rows = rows.filter(state=state)
    runs = list(rows.order_by("-pk")[: max(1, min(limit, MOST))])
    papers = {run.subject_id for run in runs if run.subject_type in DOCUMENT_TYPES}
    numbers = dict(Document.objects.filter(pk__in=papers).values_list("pk", "number"))
    return [_run(run, numbers) for run in runs]


def _run(run: AutomationRun, numbers: Mapping[int, str | None]) -> dict[str, Any]:
    return {
        "id": str(run.pk), "event": run.event, "state": run.state, "state_label": str(RUN_STATES[RunState(run.state)]),
        "subject": _subject(run, numbers), "results": [localised(one) for one in run.results], "error": run.fault or reasons_in(current_language(), run.reasons),
        "depth": run.depth, "attempts": run.attempts, "created_at": run.created_at, "finished_at": run.finished_at,
        "next_attempt_at": run.next_attempt_at,
    }  # fmt: skip


def _subject(run: AutomationRun, numbers: Mapping[int, str | None]) -> dict[str, str] | None:
    if not run.subject_id:
        return None
    if run.subject_type in DOCUMENT_TYPES:
        label, number = str(DOCUMENT_TYPES.get(run.subject_type).label), numbers.get(run.subject_id) or ""
        path = f"/documents/{run.subject_type}/{run.subject_id}"
    else:
        label = str(RESOURCES.get(run.subject_type).label) if run.subject_type in RESOURCES else run.subject_type
        number, path = str(run.subject_id), f"/records/{run.subject_type}/{run.subject_id}"
    return {"label": label, "number": number, "path": path}


def localised(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result with labels in the reader's language and the page it is about."""
    found = dict(result)
    for kind in ("document", "record"):
        told = result.get(kind)
        if told:
            path = (
                f"/documents/{told['type']}/{told['id']}"
                if kind == "document"
                else f"/records/{told['resource']}/{told['id']}"
            )
            label = told["label"].get(current_language(), "")
            found[kind] = {"label": label, "number": told.get("number") or told["id"], "path": path}
    return found


def automation_words(*, viewer: Viewer, trigger: Mapping[str, Any], line: bool) -> dict[str, Any]:
    """Fields and functions for formulas of an automation with this trigger. Raises Refused permission_denied (403), automation_trigger."""
    require(viewer, ENTITY, "view")
    try:
        read = read_trigger(trigger)
        words = words_of(read)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refuse("automation_trigger", loc=("trigger",)) from None
    fields = line_words(words) if line else words
    return {
        "fields": [
            {"path": one.path, "label": str(one.label), "kind": str(one.type.kind), "many": one.type.many} for one in fields
        ],
        "functions": [
            {"name": one.name, "zh": one.zh, "group": one.group, "help": str(one.help), "example": one.example}
            for one in FUNCTIONS.values()
            if one.group != "operators"
        ],
    }  # fmt: skip
