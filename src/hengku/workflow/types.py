"""Approvals as plain data: the tree of a flow, the state of one run, commands, events and effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

START = "start"
"""The node every tree begins with; returning there gives the document back to its initiator."""


class Status(StrEnum):
    RUNNING = "running"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


OPEN = frozenset({Status.RUNNING, Status.RETURNED})
"""A run that is not over: returned ones go on when the initiator submits again."""


class TaskState(StrEnum):
    PENDING = "pending"
    BLOCKED = "blocked"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    INVALIDATED = "invalidated"
    AUTO_APPROVED = "auto_approved"


UNDECIDED = frozenset({TaskState.PENDING, TaskState.BLOCKED})
AGREED = frozenset({TaskState.APPROVED, TaskState.AUTO_APPROVED})


class TokenState(StrEnum):
    ACTIVE = "active"
    WAITING = "waiting_join"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Approve:
    """A node where people decide; the meaning of each property: docs/concepts/approvals.md."""

    id: str
    name: str
    approvers: tuple[Mapping[str, Any], ...]
    mode: str = "all"
    quorum: Mapping[str, int] = field(default_factory=dict)
    empty: str = "stop"
    empty_members: tuple[int, ...] = ()
    dedupe: str = "off"
    must_act: bool = False
    financial: bool = False
    sod: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)
    check: Mapping[str, str] | None = None
    limit: Mapping[str, Any] | None = None
    returns_to: tuple[str, ...] | None = None
    resume: str = "replay"
    allow: Mapping[str, bool] = field(default_factory=dict)
    comment: str = "optional"
    signature: bool = False
    reapprove: bool = True

    def allows(self, action: str) -> bool:
        """Whether people here may add, transfer, return (unless switched off) or terminate (when switched on)."""
        return bool(self.allow.get(action, action != "terminate"))


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a gateway; condition None = else (or always, where all ways are taken)."""

    id: str
    name: str
    condition: str | None
    first: str | None


@dataclass(frozen=True, slots=True)
class Gateway:
    """exclusive: the first branch that holds; inclusive: all that hold, else the else; parallel: all."""

    id: str
    kind: str
    name: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Inform:
    """抄送: who hears of it; nobody waits for them."""

    id: str
    name: str
    to: tuple[Mapping[str, Any], ...]


Node = Approve | Gateway | Inform


@dataclass(frozen=True, slots=True)
class Flow:
    """A tree made walkable. next: what follows in the same chain. inside: the forks around a node, outermost first, each with the
    branch taken (an exclusive gateway is no fork: one token goes through it). later: every node that can come after. after: where
    the chain of a node ends, the gateway it ends in."""

    nodes: Mapping[str, Node]
    first: str | None
    next: Mapping[str, str | None]
    holder: Mapping[str, str | None]
    inside: Mapping[str, tuple[tuple[str, int], ...]]
    later: Mapping[str, frozenset[str]]
    order: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Task:
    """What one person is asked at a node. material: what mattered of the document when it was decided. parent: the task that
    added this one, depth: how many such steps. on_behalf_of: whose task it was when somebody else acted for them."""

    number: int
    node: str
    token: int
    round: int
    seq: int
    assignee: int
    state: TaskState
    arrived_at: datetime
    source: str = "resolver"
    original: int | None = None
    on_behalf_of: int | None = None
    acted_by: int | None = None
    acted_at: datetime | None = None
    parent: int | None = None
    depth: int = 0
    due_at: datetime | None = None
    urged_at: datetime | None = None
    comment: str = ""
    signature: int | None = None
    material: str = ""

    @property
    def is_vote(self) -> bool:
        """Whether the task counts by the node's rule itself, not only through the task that added it."""
        return self.parent is None or self.source == "add_parallel"


@dataclass(frozen=True, slots=True)
class Token:
    """Where the run stands. gateway: the fork that made this token, branch: which of its ways."""

    number: int
    state: TokenState
    node: str | None
    parent: int | None = None
    gateway: str | None = None
    branch: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """One run. rounds: how often each node was entered. path: approval nodes passed, in order. choices: people chosen for nodes.
    resumes: nodes something was returned to, with the way on and what mattered then. redo: nodes that must decide anew."""

    status: Status
    initiator: int
    material: str = ""
    tasks: Mapping[int, Task] = field(default_factory=dict)
    tokens: Mapping[int, Token] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    choices: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    resumes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    redo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patch:
    """What an event changes: whole tasks and tokens by number, and fields of the state."""

    tasks: tuple[Task, ...] = ()
    tokens: tuple[Token, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, for readers (kind, node, people, comment) and for replay (patch)."""

    kind: str
    actor: int | None
    at: datetime
    info: Mapping[str, Any]
    patch: Patch


@dataclass(frozen=True, slots=True)
class Effect:
    """What the run asks of the house: "document" with the verdict (approved, returned, rejected, withdrawn, terminated), or "notify"
    with a kind and people, or "copy" with node and people."""

    kind: str
    name: str
    node: str = ""
    people: tuple[int, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    state: State
    events: tuple[Event, ...]
    effects: tuple[Effect, ...]


class World(Protocol):
    """What the core must be told of the world outside, asked only when it matters. material: what matters of the document now.
    withdraw: until when the initiator may take it back ("off", "first", "final")."""

    @property
    def at(self) -> datetime: ...

    @property
    def material(self) -> str: ...

    @property
    def withdraw(self) -> str: ...

    def people(self, node: Approve | Inform, state: State) -> Sequence[int]: ...

    def holds(self, branch: Branch) -> bool: ...

    def admins(self) -> Sequence[int]: ...

    def above(self, people: Sequence[int]) -> Sequence[int]: ...

    def due(self, minutes: int) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Submit:
    """Begin, or go on after it was returned to the start. choices: people the initiator chose, by node."""

    choices: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decide:
    """Approve or reject. next_people: whom to ask at the next node that leaves it to the one before."""

    task: int
    action: str
    comment: str = ""
    signature: int | None = None
    next_people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SendBack:
    """退回 to `target` (a node that was visited, or the start)."""

    task: int
    target: str
    comment: str = ""
    resume: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """转交."""

    task: int
    to: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AddPeople:
    """加签; how: before, after, parallel."""

    task: int
    how: str
    people: tuple[int, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """撤回: by the initiator the whole run, by an approver the own decision."""

    comment: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """终止: through a task, or (task None) by who manages flows."""

    task: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Nudge:
    """催办."""


@dataclass(frozen=True, slots=True)
class Say:
    """A comment beside the decisions."""

    comment: str


@dataclass(frozen=True, slots=True)
class RunOut:
    """The time of a task is over."""

    task: int


@dataclass(frozen=True, slots=True)
class PassOn:
    """离职交接: an open task goes to somebody else by who manages flows."""

    task: int
    to: int


Command = Submit | Decide | SendBack | HandOver | AddPeople | TakeBack | End | Nudge | Say | RunOut | PassOn


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a tree from being published; node "" = the tree."""

    node: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
