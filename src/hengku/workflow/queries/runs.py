"""Runs read back: the state the core works on, the run of a document, replay from events."""

from collections.abc import Iterable

from django.db.models import QuerySet

from hengku.workflow.models import Event, Instance, Task, Token
from hengku.workflow.rules.codec import fields_from_json, patch_from_json
from hengku.workflow.rules.state import replay
from hengku.workflow.types import Event as Happened
from hengku.workflow.types import State, Status, TaskState, TokenState
from hengku.workflow.types import Task as TaskFacts
from hengku.workflow.types import Token as TokenFacts


def state_of(instance: Instance) -> State:
    """The state of a run as its rows keep it."""
    tasks = {task.number: facts_of(task) for task in Task.objects.filter(instance=instance).order_by("number")}
    tokens = {
        token.number: TokenFacts(
            token.number, TokenState(token.state), token.node, token.parent, token.gateway, token.branch
        )
        for token in Token.objects.filter(instance=instance).order_by("number")
    }
    context = fields_from_json(instance.context)
    return State(Status(instance.status), instance.initiator_id, tasks=tasks, tokens=tokens, **context)


def facts_of(task: Task) -> TaskFacts:
    """A task as the core knows it."""
    return TaskFacts(
        task.number, task.node, task.token, task.round, task.seq, task.assignee_id, TaskState(task.state), task.arrived_at,
        task.source, task.original_id, task.on_behalf_of_id, task.acted_by_id, task.acted_at, task.parent, task.depth,
        task.due_at, task.urged_at, task.comment, task.signature_id, task.material,
    )  # fmt: skip


def replayed(instance: Instance) -> State:
    """The state that the run's events lead to; the same as state_of, or something was changed by hand."""
    rows: Iterable[Event] = Event.objects.filter(instance=instance).order_by("id")
    told = (Happened(row.kind, row.actor_id, row.at, row.info, patch_from_json(row.patch)) for row in rows)
    return replay(instance.initiator_id, told)


def runs_of(document_id: int) -> "QuerySet[Instance]":
    """Runs of a document, the newest first."""
    return Instance.objects.filter(document_id=document_id).select_related("version__workflow").order_by("-id")


def open_run(document_id: int) -> Instance | None:
    """The run that is not over, if there is one."""
    return runs_of(document_id).filter(status__in=("running", "returned")).first()


def latest_run(document_id: int) -> Instance | None:
    """The newest run, over or not."""
    return runs_of(document_id).first()
