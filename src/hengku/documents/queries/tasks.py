"""What people have to approve, did, began and were sent copies of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hengku.documents.models import Document
from hengku.documents.queries.participants import delegated, may_read, today_of
from hengku.documents.queries.people import names_of
from hengku.documents.rules.masks import hides_header_amounts
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import refuse
from hengku.workflow.models import Copied, Instance, Task
from hengku.workflow.queries.delegations import covers, delegations_to
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.types import Approve

PAGE = 50
VIEWS = ("todo", "done", "started", "copied")
_ADDING = ("add_before", "add_after", "add_parallel")


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task the actor may act on. on_behalf_of: whose it is, when they act for somebody."""

    instance: Instance
    number: int
    node: Approve
    document_id: int
    on_behalf_of: int | None


def own_task(*, act: Act, task_id: int) -> OwnTask:
    """The task and for whom the actor acts on it. Raises Refused not_found (404), flow_not_your_task (403), flow_own_document."""
    task = Task.objects.select_related("instance__version__workflow").filter(pk=task_id).first()
    if task is None or not may_read(act.viewer, task.instance.document_id):
        raise refuse("not_found", status=404)
    node = read_tree(task.instance.version.tree).nodes[task.node]
    assert isinstance(node, Approve)
    behalf = None
    if task.assignee_id != act.actor_id:
        behalf = _principal(act, task)
        if behalf is None:
            raise refuse("flow_not_your_task", status=403)
        if act.actor_id == task.instance.initiator_id:
            raise refuse("flow_own_document", node=node.name or node.id)
    return OwnTask(task.instance, task.number, node, task.instance.document_id, behalf)


def _principal(act: Act, task: Task) -> int | None:
    if act.actor_id is None:
        return None
    amount = Document.objects.filter(pk=task.instance.document_id).values_list("total_amount", flat=True).first()
    for one in delegations_to(user_id=act.actor_id, on=today_of(act.at)):
        mine = one.principal_id == task.assignee_id
        if mine and covers(one, document_type=task.instance.document_type, amount=amount):
            return int(task.assignee_id)
    return None


def waiting_for(person: int, on: date) -> "QuerySet[Task]":
    """Open tasks of a person, and those delegated to them: by type, by worth, never of documents they submitted."""
    mine = Q(assignee_id=person) | delegated(delegations_to(user_id=person, on=on), person)
    return Task.objects.filter(mine, state="pending", instance__status="running")


def counts_of(*, act: Act) -> dict[str, int]:
    """How much waits for the actor: tasks (postings that failed among them), unread copies."""
    person = act.actor_id or 0
    failed = _not_posted(person).count()
    unread = Copied.objects.filter(user_id=person, read_at__isnull=True).count()
    return {"todo": waiting_for(person, today_of(act.at)).count() + failed, "copied_unread": unread}


def _not_posted(person: int) -> "QuerySet[Instance]":
    """Documents this person submitted that were approved but could not be posted, and still are not."""
    approved = Document.objects.filter(state="APPROVED").values("pk")
    return Instance.objects.filter(initiator_id=person, post_error__isnull=False, document_id__in=approved)


def tasks_of(*, act: Act, view: str, cursor: str) -> dict[str, Any]:
    """One page of a view, the newest first. Raises Refused not_found (404) for a view nobody has."""
    if view not in VIEWS:
        raise refuse("not_found", status=404)
    person, before = act.actor_id or 0, int(cursor) if cursor.isascii() and cursor.isdigit() else None
    if view in {"started", "copied"}:
        rows, last = _runs_page(person, view, before)
    else:
        rows, last = _tasks_page(act, person, view, before)
    _add_documents(act.viewer, rows)
    return {"items": rows, "next_cursor": last}


def _tasks_page(act: Act, person: int, view: str, before: int | None) -> tuple[list[dict[str, Any]], str | None]:
    found = (
        waiting_for(person, today_of(act.at))
        if view == "todo"
        else Task.objects.filter(acted_by_id=person, acted_at__isnull=False)
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    tasks = list(found.select_related("instance__version").order_by("-pk")[: PAGE + 1])
    rows = [_task_row(task, person) for task in tasks[:PAGE]]
    if view == "todo" and before is None:
        rows = [*(_retry_row(run) for run in _not_posted(person).select_related("version")), *rows]
    return rows, str(tasks[PAGE - 1].pk) if len(tasks) > PAGE else None


def _runs_page(person: int, view: str, before: int | None) -> tuple[list[dict[str, Any]], str | None]:
    if view == "copied":
        told = Copied.objects.filter(user_id=person, **({"pk__lt": before} if before else {}))
        page = list(told.select_related("instance__version").order_by("-pk")[: PAGE + 1])
        rows = [_run_row(one.instance) | {"read_at": _iso(one.read_at), "node": one.node} for one in page[:PAGE]]
        return rows, str(page[PAGE - 1].pk) if len(page) > PAGE else None
    runs = Instance.objects.filter(initiator_id=person, **({"pk__lt": before} if before else {}))
    begun = list(runs.select_related("version").order_by("-pk")[: PAGE + 1])
    return [_run_row(run) for run in begun[:PAGE]], str(begun[PAGE - 1].pk) if len(begun) > PAGE else None


def _iso(at: Any) -> str | None:
    return at.isoformat() if at else None


def _task_row(task: Task, person: int) -> dict[str, Any]:
    run = task.instance
    node = read_tree(run.version.tree).nodes[task.node]
    assert isinstance(node, Approve)
    shown_for = task.on_behalf_of_id if task.acted_at else (task.assignee_id if task.assignee_id != person else None)
    return {
        "id": str(task.pk), "document": run.document_id, "node": node.id, "name": node.name, "state": task.state,
        "initiator": run.initiator_id, "arrived_at": task.arrived_at.isoformat(), "due_at": _iso(task.due_at),
        "acted_at": _iso(task.acted_at), "comment": task.comment, "rev": run.rev, "on_behalf_of": shown_for,
        "actions": task_actions(node) if task.state == "pending" else [], **demands(node),
    }  # fmt: skip


def demands(node: Approve) -> dict[str, Any]:
    """What the node wants of who approves; batch: a plain yes is enough."""
    required = any(right == "required" for right in node.fields.values())
    comment = node.comment == "required"
    return {"batch": not (required or node.signature), "comment_required": comment, "signature": node.signature}


def task_actions(node: Approve) -> list[str]:
    """What may be done with an open task of the node."""
    found = ["approve", "reject"]
    if node.allows("return"):
        found.append("return")
    if node.allows("transfer"):
        found.append("transfer")
    if node.allows("add"):
        found += [one for one in _ADDING if not (one == "add_after" and node.signature)]
    if node.allows("terminate"):
        found.append("terminate")
    return found


def _retry_row(run: Instance) -> dict[str, Any]:
    """A document that was approved but not posted, as a task of who submitted it."""
    return _run_row(run) | {
        "id": f"post-{run.pk}",
        "state": "post_error",
        "actions": ["retry"],
        "post_error": run.post_error,
    }


def _run_row(run: Instance) -> dict[str, Any]:
    return {
        "id": f"run-{run.pk}", "document": run.document_id, "node": "", "name": "", "state": run.status,
        "initiator": run.initiator_id, "arrived_at": run.submitted_at.isoformat(), "due_at": None, "rev": run.rev,
        "actions": [], "on_behalf_of": None, "batch": False, "comment_required": False, "signature": False,
    }  # fmt: skip


def _add_documents(viewer: Viewer, rows: Sequence[dict[str, Any]]) -> None:
    documents = Document.objects.select_related("partner").in_bulk({row["document"] for row in rows})
    people = {row[name] for row in rows for name in ("initiator", "on_behalf_of")}
    names = names_of(people, viewer=viewer)
    for row in rows:
        document = documents[row["document"]]
        spec = DOCUMENT_TYPES.get(document.type)
        row["document"] = {
            "id": str(document.pk), "type": document.type, "type_label": str(spec.label), "number": document.number or "",
            "partner": document.partner.name if document.partner else None, "state": document.state,
            "amount": None if hides_header_amounts(spec, viewer) else f"{document.total_amount:.2f}",
            "currency": document.currency, "business_date": document.business_date.isoformat(),
        }  # fmt: skip
        for name in ("initiator", "on_behalf_of"):
            row[name] = None if row[name] is None else {"id": str(row[name]), "name": names.get(row[name], "")}
