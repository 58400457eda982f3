"""The pure core of approvals: (flow, state, command) -> (state, events, effects). No database, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hengku.kernel.errors import refuse
from hengku.workflow.rules.run import Run
from hengku.workflow.rules.state import tasks_at
from hengku.workflow.types import (
    OPEN,
    START,
    UNDECIDED,
    AddPeople,
    Approve,
    Command,
    Decide,
    Effect,
    End,
    Flow,
    HandOver,
    Nudge,
    Outcome,
    PassOn,
    RunOut,
    Say,
    SendBack,
    State,
    Status,
    Submit,
    TakeBack,
    Task,
    TaskState,
    Token,
    TokenState,
    World,
)

DEEPEST_ADDED = 3
URGE_EVERY = timedelta(minutes=30)
_HUMAN = frozenset({TaskState.APPROVED, TaskState.REJECTED, TaskState.RETURNED})


def execute(
    flow: Flow, state: State, command: Command, *, world: World, actor: int | None, on_behalf_of: int | None = None
) -> Outcome:
    """What a command comes to. actor: who does it (None = the house itself); on_behalf_of: whose task a delegate acts on.

    Raises Refused (flow_…) and changes nothing when the command may not be.
    """
    run = Run(flow, state, world, actor)
    if not isinstance(command, Submit) and state.status not in OPEN:
        raise refuse("flow_over", status=409)
    if not isinstance(command, (Submit, Say, TakeBack, End)) and state.status == Status.RETURNED:
        raise refuse("flow_waits_for_initiator", status=409)
    _WORK[type(command)](run, command, on_behalf_of)
    return run.outcome()


def begin(*, initiator: int, material: str) -> State:
    """The state before the first submit."""
    root = Token(1, TokenState.ACTIVE, START)
    return State(Status.RUNNING, initiator, material=material, tokens={1: root})


def _submit(run: Run, command: Submit, _: int | None) -> None:
    state = run.state
    root = next(token for token in state.tokens.values() if token.parent is None)
    if root.node != START or root.state != TokenState.ACTIVE:
        raise refuse("flow_running", status=409)
    run.emit(
        "submitted", {}, tokens=[root], status=Status.RUNNING, choices={**state.choices, **command.choices},
    )  # fmt: skip
    run.changed()
    run.resume(START)
    run.emit("settled", {"node": START}, redo=())
    run.go(root.number, run.flow.first)


def _mine(run: Run, number: int, on_behalf_of: int | None) -> tuple[Task, Approve]:
    """The task if it is open and the actor's (or of whom the actor acts for). Raises Refused flow_task_closed,
    flow_not_your_task, flow_own_document."""
    task = run.state.tasks.get(number)
    if task is None:
        raise refuse("not_found", status=404)
    if task.state != TaskState.PENDING:
        raise refuse("flow_task_closed", status=409)
    if task.assignee != (on_behalf_of if on_behalf_of is not None else run.actor):
        raise refuse("flow_not_your_task", status=403)
    node = run.flow.nodes[task.node]
    assert isinstance(node, Approve)
    if node.sod and run.actor == run.state.initiator:
        raise refuse("flow_own_document", node=node.name or node.id)
    return task, node


def _acted(run: Run, task: Task, state: TaskState, on_behalf_of: int | None, comment: str, **more: Any) -> Task:
    return replace(
        task, state=state, acted_at=run.world.at, acted_by=run.actor, on_behalf_of=on_behalf_of, comment=comment,
        material=run.state.material, **more,
    )  # fmt: skip


def _told(task: Task, comment: str = "", **more: Any) -> dict[str, Any]:
    told = {"node": task.node, "task": task.number, "assignee": task.assignee, "comment": comment, **more}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _decide(run: Run, command: Decide, on_behalf_of: int | None) -> None:
    task, node = _mine(run, command.task, on_behalf_of)
    comment = command.comment.strip()
    if not comment and (node.comment == "required" or command.action == "reject"):
        raise refuse("flow_comment_required", loc=("comment",))
    if node.signature and command.signature is None:
        raise refuse("flow_signature_required", loc=("signature",))
    run.changed()
    verb = TaskState.APPROVED if command.action == "approve" else TaskState.REJECTED
    done = _acted(run, task, verb, on_behalf_of, comment, signature=command.signature)
    chosen: dict[str, Any] = {}
    if command.next_people:
        chosen["choices"] = {**run.state.choices, f"after:{node.id}": command.next_people}
    told = _told(task, comment, on_behalf_of=on_behalf_of, signature=command.signature)
    run.emit(str(verb), told, tasks=[done], **chosen)
    run.settle(task.token, node)


def returnable(flow: Flow, state: State, task: Task) -> list[str]:
    """Where a task may send the document back to: the start, and nodes decided before that its node allows."""
    node = flow.nodes[task.node]
    if not isinstance(node, Approve) or not node.allows("return"):
        return []
    before = dict.fromkeys(one for one in state.path if task.node != one and one not in flow.later[task.node])
    visited = [one for one in before if _reaches(flow, state, task.token, one)]
    found = [START, *visited]
    return [one for one in found if node.returns_to is None or one in node.returns_to]


def _reaches(flow: Flow, state: State, token: int, node: str) -> bool:
    own: list[tuple[str, int]] = []
    at = state.tokens[token]
    while at.parent is not None and at.gateway is not None:
        own.insert(0, (at.gateway, at.branch))
        at = state.tokens[at.parent]
    for mine, target in zip(own, flow.inside[node], strict=False):
        if mine != target:
            return mine[0] != target[0]
    return True


def _send_back(run: Run, command: SendBack, on_behalf_of: int | None) -> None:
    task, node = _mine(run, command.task, on_behalf_of)
    if not node.allows("return"):
        raise refuse("flow_not_here", action="return")
    if not command.comment.strip():
        raise refuse("flow_comment_required", loc=("comment",))
    if command.target not in returnable(run.flow, run.state, task):
        raise refuse("flow_target", loc=("target",), node=command.target)
    run.changed()
    how = command.resume or node.resume
    done = _acted(run, task, TaskState.RETURNED, on_behalf_of, command.comment.strip())
    told = _told(task, command.comment.strip(), target=command.target, resume=how, on_behalf_of=on_behalf_of)
    resumes = {**run.state.resumes, command.target: (how, run.state.material)}
    run.emit("returned", told, tasks=[done], resumes=resumes)
    _move_back(run, task.token, command.target, how, command.comment.strip())


def _move_back(run: Run, token: int, target: str, how: str, comment: str) -> None:
    lost = set(run.flow.later[target]) if how == "replay" else set()
    run.invalidate(lost | {target}, reason="returned")
    if target == START:
        run.hand_back(comment=comment)
    else:
        run.go_back(token, target)


def _hand_over(run: Run, command: HandOver, on_behalf_of: int | None) -> None:
    task, node = _mine(run, command.task, on_behalf_of)
    if not node.allows("transfer"):
        raise refuse("flow_not_here", action="transfer")
    _can_be_asked(run, node, command.to)
    _pass_to(run, task, command.to, "transferred", command.comment.strip(), source="transfer")


def _pass_to(run: Run, task: Task, to: int, kind: str, comment: str, *, source: str) -> None:
    moved = replace(task, assignee=to, original=task.original or task.assignee, source=source)
    run.emit(kind, _told(task, comment, to=to), tasks=[moved])
    run.effects.append(Effect("notify", "todo", task.node, (to,), comment))


def _can_be_asked(run: Run, node: Approve, person: int) -> None:
    """Raises Refused: flow_cannot_ask for the initiator, oneself, or who is asked here already."""
    asked = {
        one.assignee
        for one in tasks_at(run.state, node.id)
        if one.state not in (TaskState.INVALIDATED, TaskState.SUPERSEDED)
    }
    if person in {run.actor, run.state.initiator} or person in asked:
        raise refuse("flow_cannot_ask", loc=("people",))


def _add_people(run: Run, command: AddPeople, on_behalf_of: int | None) -> None:
    task, node = _mine(run, command.task, on_behalf_of)
    if not node.allows("add"):
        raise refuse("flow_not_here", action="add")
    people = tuple(dict.fromkeys(command.people))
    if not people:
        raise refuse("required", loc=("people",))
    if task.depth + 1 > DEEPEST_ADDED:
        raise refuse("flow_added_too_deep", most=str(DEEPEST_ADDED))
    for person in people:
        _can_be_asked(run, node, person)
    number = max(run.state.tasks)
    added = [
        Task(
            number + position, node.id, task.token, task.round, task.seq, person, TaskState.BLOCKED, run.world.at,
            source=f"add_{command.how}", parent=task.number, depth=task.depth + 1, material=run.state.material,
        )
        for position, person in enumerate(people, start=1)
    ]  # fmt: skip
    if command.how == "after":
        _decide_and_add(run, command, task, node, added, on_behalf_of)
        return
    mine = replace(task, state=TaskState.BLOCKED) if command.how == "before" else task
    run.emit("added", _told(task, command.comment, how=command.how, people=list(people)), tasks=[mine, *added])
    run.settle(task.token, node)


def _decide_and_add(
    run: Run, command: AddPeople, task: Task, node: Approve, added: list[Task], on_behalf_of: int | None
) -> None:
    """后加签: my yes is on record, and counts when those added agree."""
    if node.signature:
        raise refuse("flow_not_here", action="add_after")
    if node.comment == "required" and not command.comment.strip():
        raise refuse("flow_comment_required", loc=("comment",))
    run.changed()
    done = _acted(run, task, TaskState.APPROVED, on_behalf_of, command.comment.strip())
    told = _told(task, command.comment, how="after", people=list(command.people), on_behalf_of=on_behalf_of)
    run.emit("added", told, tasks=[done, *added])
    run.settle(task.token, node)


def _take_back(run: Run, command: TakeBack, _: int | None) -> None:
    state = run.state
    if run.actor is not None and run.actor == state.initiator:
        acted = any(task.state in _HUMAN for task in state.tasks.values())
        if run.world.withdraw == "off" or (run.world.withdraw == "first" and acted):
            raise refuse("flow_withdraw_too_late" if acted else "flow_withdraw_off")
        run.emit("withdrawn", {"comment": command.comment})
        run.finish(Status.WITHDRAWN, comment=command.comment)
        return
    task = own_last_word(run.flow, state, run.actor)
    if task is None:
        raise refuse("flow_withdraw_too_late")
    node = run.flow.nodes[task.node]
    assert isinstance(node, Approve)
    if any(one.state in UNDECIDED for one in tasks_at(state, task.node)):
        number = max(state.tasks) + 1
        again = replace(
            task, number=number, state=TaskState.BLOCKED, acted_at=None, acted_by=None, on_behalf_of=None, comment="",
            signature=None, arrived_at=run.world.at,
        )  # fmt: skip
        gone = replace(task, state=TaskState.INVALIDATED)
        run.emit("took_back", _told(task, command.comment), tasks=[gone, again])
        run.settle(task.token, node)
        return
    standing = next(
        token for token in state.tokens.values()
        if token.state == TokenState.ACTIVE and token.node in run.flow.later[task.node]
    )  # fmt: skip
    run.emit("took_back", _told(task, command.comment), tasks=[replace(task, state=TaskState.INVALIDATED)])
    run.go_back(standing.number, task.node)


def own_last_word(flow: Flow, state: State, person: int | None) -> Task | None:
    """The decision a person may still take back: approved, and nobody has acted on what came after."""
    own = [task for task in state.tasks.values() if task.state == TaskState.APPROVED and task.acted_by == person]
    if person is None or not own or state.status != Status.RUNNING:
        return None
    task = max(own, key=lambda one: (one.acted_at, one.number))
    if task.round != state.rounds[task.node] or not task.is_vote:
        return None
    here = any(one.state in UNDECIDED for one in tasks_at(state, task.node))
    behind = [one for one in state.tasks.values() if one.node in flow.later[task.node]]
    stands_behind = any(
        token.state == TokenState.ACTIVE and token.node in flow.later[task.node] for token in state.tokens.values()
    )
    since = [one for one in behind if one.acted_at is not None and task.acted_at and one.acted_at >= task.acted_at]
    if any(one.state in _HUMAN for one in since) or not (here or stands_behind):
        return None
    reachable = here or any(
        token.node in flow.later[task.node] and _reaches(flow, state, token.number, task.node)
        for token in state.tokens.values() if token.state == TokenState.ACTIVE
    )  # fmt: skip
    return task if reachable else None


def _end(run: Run, command: End, on_behalf_of: int | None) -> None:
    if command.task is not None:
        task, node = _mine(run, command.task, on_behalf_of)
        if not node.allows("terminate"):
            raise refuse("flow_not_here", action="terminate")
        if not command.comment.strip():
            raise refuse("flow_comment_required", loc=("comment",))
        run.emit("terminated", _told(task, command.comment, on_behalf_of=on_behalf_of))
    else:
        run.emit("terminated", {"comment": command.comment})
    run.finish(Status.TERMINATED, comment=command.comment)


def _nudge(run: Run, command: Nudge, _: int | None) -> None:
    waiting = [task for task in run.open_tasks() if task.state == TaskState.PENDING]
    due = [task for task in waiting if task.urged_at is None or run.world.at - task.urged_at >= URGE_EVERY]
    if not due:
        raise refuse("flow_urged_lately", minutes=str(int(URGE_EVERY.total_seconds() // 60)))
    urged = [replace(task, urged_at=run.world.at) for task in due]
    people = tuple(task.assignee for task in due)
    run.emit("urged", {"people": list(people)}, tasks=urged)
    run.effects.append(Effect("notify", "urged", people=people))


def _say(run: Run, command: Say, _: int | None) -> None:
    if not command.comment.strip():
        raise refuse("flow_comment_required", loc=("comment",))
    run.emit("commented", {"comment": command.comment.strip()})


def _run_out(run: Run, command: RunOut, _: int | None) -> None:
    """The house itself acts when nobody did in time; a yes only where the node's rules let it (rules.problems)."""
    task = run.state.tasks[command.task]
    if task.state != TaskState.PENDING:
        return
    node = run.flow.nodes[task.node]
    assert isinstance(node, Approve)
    action = (node.limit or {}).get("action", "remind")
    above = [one for one in run.world.above([task.assignee]) if one not in (task.assignee, run.state.initiator)]
    if action == "approve" and not node.financial:
        done = replace(task, state=TaskState.AUTO_APPROVED, source="expired", acted_at=run.world.at)
        run.emit("expired", _told(task, action=action), tasks=[done])
        run.settle(task.token, node)
    elif action == "return":
        before = [one for one in returnable(run.flow, run.state, task) if one != START]
        target = before[-1] if before else START
        done = replace(task, state=TaskState.RETURNED, acted_at=run.world.at)
        resumes = {**run.state.resumes, target: (node.resume, run.state.material)}
        run.emit("expired", _told(task, action=action, target=target), tasks=[done], resumes=resumes)
        _move_back(run, task.token, target, node.resume, "")
    elif action == "escalate" and above:
        moved = replace(task, due_at=None)
        _pass_to(run, moved, above[0], "escalated", "", source="escalate")
    else:
        run.emit("reminded", _told(task), tasks=[replace(task, due_at=None)])
        run.effects.append(Effect("notify", "reminded", task.node, (task.assignee,)))


def _pass_on(run: Run, command: PassOn, _: int | None) -> None:
    task = run.state.tasks[command.task]
    if task.state not in UNDECIDED:
        raise refuse("flow_task_closed", status=409)
    node = run.flow.nodes[task.node]
    assert isinstance(node, Approve)
    if node.sod and command.to == run.state.initiator:
        raise refuse("flow_own_document", node=node.name or node.id)
    _pass_to(run, task, command.to, "transferred", "", source="transfer")


_WORK: Mapping[type, Callable[[Run, Any, int | None], None]] = {
    Submit: _submit, Decide: _decide, SendBack: _send_back, HandOver: _hand_over, AddPeople: _add_people,
    TakeBack: _take_back, End: _end, Nudge: _nudge, Say: _say, RunOut: _run_out, PassOn: _pass_on,
}  # fmt: skip
