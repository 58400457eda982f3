"""States change by events only: the same events give the same state."""

from collections.abc import Iterable
from dataclasses import replace

from hengku.workflow.types import (
    AGREED,
    UNDECIDED,
    Event,
    Patch,
    State,
    Status,
    Task,
    Token,
    TokenState,
)


def apply(state: State, patch: Patch) -> State:
    """The state after an event."""
    tasks = {**state.tasks, **{task.number: task for task in patch.tasks}} if patch.tasks else state.tasks
    tokens = {**state.tokens, **{token.number: token for token in patch.tokens}} if patch.tokens else state.tokens
    return replace(state, tasks=tasks, tokens=tokens, **patch.fields)


def replay(initiator: int, events: Iterable[Event]) -> State:
    """The state a run's events lead to."""
    state = State(Status.RUNNING, initiator)
    for event in events:
        state = apply(state, event.patch)
    return state


def broken(state: State) -> list[str]:
    """What is wrong with a state, in words for developers; nothing must ever be."""
    found = []
    live = [token for token in state.tokens.values() if token.state in (TokenState.ACTIVE, TokenState.WAITING)]
    if state.status not in (Status.RUNNING, Status.RETURNED):
        found += [f"task {task.number} is open" for task in state.tasks.values() if task.state in UNDECIDED]
        found += [f"token {token.number} is live" for token in live]
        return found
    if not live:
        found.append("nothing is live")
    for token in live:
        if token.state == TokenState.WAITING:
            ways = [one for one in state.tokens.values() if _came_from(one, token)]
            if not any(one.state in (TokenState.ACTIVE, TokenState.WAITING) for one in ways):
                found.append(f"token {token.number} waits for nobody")
            if len({one.branch for one in ways}) != len(ways):
                found.append(f"token {token.number} has a branch twice")
        elif state.status == Status.RUNNING and not any(
            task.state in UNDECIDED for task in tasks_at(state, token.node or "")
        ):
            found.append(f"token {token.number} stands where nobody is asked")
    for task in state.tasks.values():
        holder = state.tokens[task.token]
        if task.state in UNDECIDED and (holder.state != TokenState.ACTIVE or holder.node != task.node):
            found.append(f"task {task.number} is open where nothing stands")
        if task.state in AGREED and task.acted_at is None:
            found.append(f"task {task.number} agreed at no time")
    return found


def _came_from(child: Token, parent: Token) -> bool:
    return child.parent == parent.number and child.gateway == parent.node and child.state != TokenState.CANCELLED


def tasks_at(state: State, node: str) -> list[Task]:
    """The tasks of a node's present round."""
    now = state.rounds.get(node, 0)
    return [task for task in state.tasks.values() if task.node == node and task.round == now]
