"""One way to change a run: lock it, ask the core, write what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.workflow.models import Copied, Event, Instance, Task, Timer, Token, Version
from hengku.workflow.queries.runs import state_of
from hengku.workflow.rules.codec import context_of, patch_to_json
from hengku.workflow.rules.engine import begin, execute
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.types import (
    OPEN,
    Command,
    Effect,
    Outcome,
    Patch,
    State,
    Submit,
    TaskState,
    World,
)
from hengku.workflow.types import Event as Happened


@transaction.atomic
def start_run(
    *,
    act: Act,
    version: Version,
    document_type: str,
    document_id: int,
    world: World,
    choices: Mapping[str, tuple[int, ...]],
) -> tuple[Instance, Sequence[Effect]]:
    """Let a document begin its way through a published flow; the actor is the initiator. Raises Refused flow_nobody, flow_no_branch."""
    state = begin(initiator=act.actor_id or 0, material=world.material)
    instance = Instance.objects.create(
        version=version, document_type=document_type, document_id=document_id, status=str(state.status),
        initiator_id=act.actor_id or 0, submitted_at=act.at, rev=0, context=context_of(state),
    )  # fmt: skip
    first = Happened("begun", act.actor_id, act.at, {}, Patch((), tuple(state.tokens.values()), context_of(state)))
    outcome = execute(read_tree(version.tree), state, Submit(choices), world=world, actor=act.actor_id)
    _keep(instance, state, Outcome(outcome.state, (first, *outcome.events), outcome.effects), act)
    return instance, outcome.effects


@transaction.atomic
def execute_command(
    *,
    act: Act,
    instance_id: int,
    command: Command,
    world: World,
    rev: int | None = None,
    on_behalf_of: int | None = None,
) -> tuple[Instance, Sequence[Effect]]:
    """Let `command` happen to a run; gives the run and what it asks of the house.

    rev: refuse (flow_stale, 409) when the run moved on since. Raises Refused with what the core objects.
    """
    instance = locked_run(instance_id)
    if rev is not None and rev != instance.rev:
        raise refuse("flow_stale", status=409)
    state = state_of(instance)
    flow = read_tree(instance.version.tree)
    outcome = execute(flow, state, command, world=world, actor=act.actor_id, on_behalf_of=on_behalf_of)
    _keep(instance, state, outcome, act)
    return instance, outcome.effects


def locked_run(instance_id: int) -> Instance:
    """The run, locked for this transaction. Raises Refused not_found (404)."""
    rows = Instance.objects.select_for_update(of=("self",)).select_related("version__workflow")
    found = rows.filter(pk=instance_id).first()
    if found is None:
        raise refuse("not_found", status=404)
    return found


def note(*, act: Act, instance: Instance, kind: str, info: Mapping[str, object]) -> None:
    """Tell readers of something that changes no state (an edit, a posting that failed)."""
    Event.objects.create(instance=instance, at=act.at, actor_id=act.actor_id, kind=kind, info=dict(info), patch={})


def _keep(instance: Instance, before: State, outcome: Outcome, act: Act) -> None:
    state = outcome.state
    instance.status, instance.context = str(state.status), context_of(state)
    instance.rev += 1
    instance.finished_at = None if state.status in OPEN else act.at
    instance.save(update_fields=["status", "context", "rev", "finished_at"])
    Event.objects.bulk_create(
        Event(
            instance=instance, at=event.at, actor_id=event.actor, kind=event.kind, info=dict(event.info),
            patch=patch_to_json(event.patch),
        )
        for event in outcome.events
    )  # fmt: skip
    _keep_tokens(instance, outcome)
    _keep_tasks(instance, before, outcome)
    for effect in outcome.effects:
        if effect.kind == "copy":
            Copied.objects.bulk_create(
                [Copied(instance=instance, user_id=person, node=effect.node, at=act.at) for person in effect.people],
                ignore_conflicts=True,
            )


def _keep_tokens(instance: Instance, outcome: Outcome) -> None:
    touched = {token.number for event in outcome.events for token in event.patch.tokens}
    rows = [Token(instance=instance, **asdict(outcome.state.tokens[number])) for number in sorted(touched)]
    if rows:
        Token.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["instance", "number"],
            update_fields=["state", "node", "parent", "gateway", "branch"],
        )  # fmt: skip


_PEOPLE = {
    "assignee": "assignee_id", "original": "original_id", "on_behalf_of": "on_behalf_of_id", "acted_by": "acted_by_id",
    "signature": "signature_id",
}  # fmt: skip
_CHANGING = (
    "assignee_id", "state", "source", "original_id", "on_behalf_of_id", "acted_by_id", "acted_at", "due_at", "urged_at",
    "comment", "signature_id", "material",
)  # fmt: skip


def _keep_tasks(instance: Instance, before: State, outcome: Outcome) -> None:
    touched = sorted({task.number for event in outcome.events for task in event.patch.tasks})
    if not touched:
        return
    facts = [outcome.state.tasks[number] for number in touched]
    rows = [
        Task(instance=instance, **{_PEOPLE.get(name, name): value for name, value in asdict(one).items()})
        for one in facts
    ]
    Task.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["instance", "number"], update_fields=list(_CHANGING)
    )
    due = {
        one.number: one.due_at
        for one in facts
        if one.due_at is not None
        and one.state == TaskState.PENDING
        and (one.number not in before.tasks or before.tasks[one.number].due_at != one.due_at)
    }
    over = [one.number for one in facts if one.state != TaskState.PENDING or one.due_at is None]
    Timer.objects.filter(task__instance=instance, task__number__in=[*over, *due]).delete()
    if due:
        kept = Task.objects.filter(instance=instance, number__in=due).values_list("pk", "number")
        Timer.objects.bulk_create(Timer(task_id=pk, fire_at=due[number]) for pk, number in kept)
