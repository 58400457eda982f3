"""States and patches as JSON, and back: what rows and events keep."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from hengku.workflow.types import Patch, State, Status, Task, TaskState, Token, TokenState

_TIMES = ("arrived_at", "acted_at", "due_at", "urged_at")
CONTEXT = ("material", "rounds", "path", "choices", "resumes", "redo")
"""Fields of a state that live beside its tasks and tokens."""


def patch_to_json(patch: Patch) -> dict[str, Any]:
    """A patch as an event keeps it; parts that change nothing are left out."""
    parts: dict[str, Any] = {
        "tasks": [_task_to_json(task) for task in patch.tasks],
        "tokens": [asdict(token) for token in patch.tokens],
        "fields": dict(patch.fields),
    }
    return {name: part for name, part in parts.items() if part}


def patch_from_json(kept: Mapping[str, Any]) -> Patch:
    """The patch again."""
    tasks = tuple(_task_from_json(task) for task in kept.get("tasks", ()))
    tokens = tuple(Token(**{**token, "state": TokenState(token["state"])}) for token in kept.get("tokens", ()))
    return Patch(tasks, tokens, fields_from_json(kept.get("fields", {})))


def context_of(state: State) -> dict[str, Any]:
    """What of a state its row keeps as JSON."""
    return {name: getattr(state, name) for name in CONTEXT}


def fields_from_json(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a state from JSON: lists are tuples again."""
    found = dict(kept)
    for name in ("path", "redo"):
        if name in found:
            found[name] = tuple(found[name])
    if "choices" in found:
        found["choices"] = {node: tuple(people) for node, people in found["choices"].items()}
    if "resumes" in found:
        found["resumes"] = {node: (how, material) for node, (how, material) in found["resumes"].items()}
    if "status" in found:
        found["status"] = Status(found["status"])
    return found


def _task_to_json(task: Task) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(task).items() if value not in (None, "")}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}


def _task_from_json(kept: Mapping[str, Any]) -> Task:
    values: dict[str, Any] = {**kept, "state": TaskState(kept["state"])}
    for name in _TIMES:
        if name in values:
            values[name] = datetime.fromisoformat(values[name])
    return Task(**values)
