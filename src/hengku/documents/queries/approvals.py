"""How far a document has come in its approval: nodes with tasks, what happened, what the viewer may do."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from hengku.documents.queries.participants import may_read, today_of
from hengku.documents.queries.people import names_of
from hengku.documents.queries.tasks import demands, task_actions, waiting_for
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.models import User
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Text
from hengku.metadata.queries.describe import fields_json
from hengku.workflow.models import Event, Instance, Task
from hengku.workflow.queries.runs import latest_run, state_of
from hengku.workflow.rules.engine import own_last_word, returnable
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.texts import EVENTS, STATUS_LABELS
from hengku.workflow.types import START, Approve, Flow, Gateway, State, Status, TokenState

_TOLD = frozenset(EVENTS) - {"entered", "branched", "passed"}
_ON_BEHALF = Text("（代 {name}）", " (on behalf of {name})")
_TO = Text(" → {names}", " → {names}")
_MOST_PEOPLE = 50


def approval_of(*, act: Act, document_id: int) -> dict[str, Any] | None:
    """The newest approval of a document; None when it never went through one. Raises Refused not_found (404)."""
    if not may_read(act.viewer, document_id):
        raise refuse("not_found", status=404)
    run = latest_run(document_id)
    if run is None:
        return None
    flow, state = read_tree(run.version.tree), state_of(run)
    rows = {task.number: task for task in Task.objects.filter(instance=run).order_by("number")}
    events = list(Event.objects.filter(instance=run).order_by("id"))
    names = names_of(_everybody(run, rows.values(), events), viewer=act.viewer)
    mine = waiting_for(act.actor_id or 0, today_of(act.at)).filter(instance=run).order_by("pk").first()
    return {
        "id": str(run.pk),
        "status": run.status,
        "status_label": str(STATUS_LABELS[run.status]),
        "rev": run.rev,
        "version": {
            "workflow": {"id": str(run.version.workflow_id), "name": run.version.workflow.name},
            "no": run.version.no,
        },
        "initiator": _person(run.initiator_id, names),
        "submitted_at": run.submitted_at.isoformat(),
        "finished_at": _iso(run.finished_at),
        "nodes": _nodes(flow, state, rows, events, names),
        "events": [_event(flow, event, names) for event in events if event.kind in _TOLD],
        "my_task": str(mine.pk) if mine else None,
        "actions": _actions(act.viewer, run, flow, state, mine),
        "returnable": _returnable(flow, state, mine),
        **_open_fields(flow, mine, run.document_type),
        "post_error": run.post_error,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _person(user_id: int | None, names: Mapping[int | None, str]) -> dict[str, Any] | None:
    return None if user_id is None else {"id": str(user_id), "name": names.get(user_id, "")}


def _everybody(run: Instance, tasks: Iterable[Task], events: Iterable[Event]) -> set[int | None]:
    found: set[int | None] = {run.initiator_id}
    for task in tasks:
        found |= {task.assignee_id, task.original_id, task.on_behalf_of_id, task.acted_by_id}
    for event in events:
        info = event.info
        found |= {
            event.actor_id,
            info.get("to"),
            info.get("assignee"),
            info.get("on_behalf_of"),
            *info.get("people", ()),
        }
    return found


def _nodes(
    flow: Flow, state: State, rows: Mapping[int, Task], events: Sequence[Event], names: Mapping[int | None, str]
) -> list[dict[str, Any]]:
    visited = {str(event.info.get("node")) for event in events if event.kind in {"entered", "branched", "copied"}}
    active = {token.node for token in state.tokens.values() if token.state == TokenState.ACTIVE}
    ahead = {id_ for node in active if node for id_ in flow.later[node]}
    found: list[dict[str, Any]] = [
        {"id": START, "name": "", "kind": "start", "state": "active" if START in active else "done", "tasks": []}
    ]
    for id_, node in flow.nodes.items():
        kind = "approve" if isinstance(node, Approve) else node.kind if isinstance(node, Gateway) else "cc"
        if id_ in active and state.status == Status.RUNNING:
            how = "active"
        elif state.status in {Status.RUNNING, Status.RETURNED} and (id_ in ahead or state.status == Status.RETURNED):
            how = "waiting"
        else:
            how = "done" if id_ in visited else "skipped"
        tasks = [_task(task, names) for task in rows.values() if task.node == id_]
        found.append({"id": id_, "name": node.name, "kind": kind, "state": how, "tasks": tasks})
    return found


def _task(task: Task, names: Mapping[int | None, str]) -> dict[str, Any]:
    """A task; who acted on behalf of somebody stands as the one who was asked."""
    who = task.acted_by_id if task.on_behalf_of_id is not None else task.assignee_id
    return {
        "id": str(task.pk),
        "assignee": _person(who, names),
        "original": _person(task.original_id, names),
        "on_behalf_of": _person(task.on_behalf_of_id, names),
        "state": task.state,
        "round": task.round,
        "arrived_at": task.arrived_at.isoformat(),
        "acted_at": _iso(task.acted_at),
        "due_at": _iso(task.due_at),
        "comment": task.comment,
        "signature": str(task.signature_id) if task.signature_id else None,
        "source": task.source,
    }


def _event(flow: Flow, event: Event, names: Mapping[int | None, str]) -> dict[str, Any]:
    info = event.info
    node = flow.nodes.get(str(info.get("node") or ""))
    text = str(EVENTS[event.kind])
    if info.get("on_behalf_of"):
        text += str(_ON_BEHALF).format(name=names.get(info["on_behalf_of"], ""))
    people = [info["to"]] if info.get("to") else info.get("people", ())
    if people:
        text += str(_TO).format(names="、".join(names.get(one, "") for one in people))
    return {
        "at": event.at.isoformat(),
        "actor": _person(event.actor_id, names),
        "kind": event.kind,
        "text": text,
        "node": node.name if node else "",
        "comment": str(info.get("comment") or ""),
        "payload": info,
    }


def _actions(viewer: Viewer, run: Instance, flow: Flow, state: State, mine: Task | None) -> list[str]:
    """What this person may do now: with their task, with the run."""
    node = flow.nodes[mine.node] if mine else None
    found = task_actions(node) if isinstance(node, Approve) else []
    person, manages = viewer.user_id, viewer.may("workflows", "update")
    running = state.status == Status.RUNNING
    open_ = running or state.status == Status.RETURNED
    acted = any(task.state in {"approved", "rejected", "returned"} for task in state.tasks.values())
    policy = run.version.workflow.withdraw
    own = person == run.initiator_id
    if (own and open_ and policy != "off" and not (policy == "first" and acted)) or (
        not own and own_last_word(flow, state, person) is not None
    ):
        found.append("withdraw")
    if running and (own or manages):
        found.append("urge")
    if open_:
        found.append("comment")
    if open_ and manages and "terminate" not in found:
        found.append("terminate")
    if run.post_error is not None and (own or manages):
        found.append("retry")
    return found


def _returnable(flow: Flow, state: State, mine: Task | None) -> list[dict[str, str]]:
    if mine is None:
        return []
    targets = returnable(flow, state, state.tasks[mine.number])
    return [{"id": one, "name": "" if one == START else flow.nodes[one].name} for one in targets]


def _open_fields(flow: Flow, mine: Task | None, code: str) -> dict[str, Any]:
    """What my task lets me change and wants of me, with those fields described for who may not see the type at all; hidden fields
    by path."""
    node = flow.nodes[mine.node] if mine else None
    if not isinstance(node, Approve):
        return {
            "editable": {},
            "fields": {"header": [], "lines": []},
            "hidden": [],
            "comment_required": False,
            "signature": False,
            "batch": False,
            "resume": "replay",
        }
    opened = {path: right for path, right in node.fields.items() if right in {"edit", "required"}}
    hidden = [path for path, right in node.fields.items() if right == "hidden"]
    described = {"header": _opened(opened, "header", code), "lines": _opened(opened, "lines", code)}
    return {"editable": opened, "fields": described, "hidden": hidden, "resume": node.resume, **demands(node)}


def _opened(paths: Mapping[str, str], part: Literal["header", "lines"], code: str) -> list[dict[str, Any]]:
    """The fields of a document type that are opened, as pages see them: the node's word counts, whatever roles say."""
    spec = DOCUMENT_TYPES.get(code)
    fields = spec.header_fields if part == "header" else spec.line_fields
    return fields_json(
        [
            one.but(required=paths[f"{part}.{one.name}"] == "required", readonly=False)
            for one in fields
            if f"{part}.{one.name}" in paths
        ]
    )


def people_to_ask(*, viewer: Viewer, q: str) -> list[dict[str, Any]]:
    """Active people whose name has `q` in it, for choosing whom to ask. Raises Refused permission_denied (403) for who may do
    nothing at all here."""
    if not viewer.all_powerful and not viewer.grants:
        raise refuse("permission_denied", status=403, resource="approval-people", action="view")
    people = (
        User.objects.filter(is_active=True, name__icontains=q.strip()).select_related("department").order_by("name")
    )
    return [
        {"id": str(one.pk), "name": one.name, "department": one.department.name if one.department else None}
        for one in people[:_MOST_PEOPLE]
    ]
