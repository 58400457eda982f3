"""Shapes of requests and answers about documents. A type's own fields differ, so header and lines are maps here and are
checked against the type's description."""

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from hengku.metadata.rules.formula.kinds import Kind

MOST_LINES = 2_000
MOST_COMMANDS = 500


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class DocumentIn(_Strict):
    """A document as entered; `transition` lets it take effect in the same transaction."""

    type: str
    header: dict[str, Any]
    lines: list[dict[str, Any]] = Field(default_factory=list, max_length=MOST_LINES)
    transition: str | None = None
    confirm: list[str] = Field(default_factory=list)
    approvers: dict[str, list[int]] = Field(default_factory=dict)


class DocumentChange(_Strict):
    """The whole draft as it shall be; rev is what the editor saw."""

    rev: int
    header: dict[str, Any]
    lines: list[dict[str, Any]] = Field(default_factory=list, max_length=MOST_LINES)
    confirm: list[str] = Field(default_factory=list)
    type: str | None = None


class TransitionIn(_Strict):
    """A transition asked for; business_date is the date of a reversal, approvers are people chosen for nodes of an approval."""

    transition: str
    rev: int | None = None
    reason: str = Field(default="", max_length=400)
    business_date: date | None = None
    confirm: list[str] = Field(default_factory=list)
    approvers: dict[str, list[int]] = Field(default_factory=dict)


class BatchItem(TransitionIn):
    """A transition of one document among several."""

    id: int


class BatchIn(_Strict):
    """Transitions that stand or fall together."""

    documents: list[BatchItem] = Field(min_length=1, max_length=MOST_COMMANDS)
    confirm: list[str] = Field(default_factory=list)


class CommentIn(_Strict):
    text: str = Field(max_length=4_000)


class RevisionIn(DocumentChange):
    """An approved order as it shall be from now on, and why."""

    reason: str = Field(max_length=400)


class DocumentListQuery(Schema):
    """What a list of documents was asked for. sum: a formula added up over every row, told among the totals as "formula"."""

    type: str | None = None
    limit: int = 50
    cursor: str = ""
    sort: str = ""
    filter: str = ""
    q: str = ""
    fields: str = ""
    sum: str = ""


class DocumentExportQuery(DocumentListQuery):
    """lines: one row per line instead of one per document (needs `type`)."""

    format: str = "xlsx"
    lines: bool = False


class DocumentBrief(Schema):
    """What happened to a document, without its content (`Prefer: return=minimal`)."""

    id: str
    type: str
    number: str
    state: str
    rev: int


class DocumentOut(DocumentBrief):
    """The Document JSON; a type's own fields stand beside these."""

    model_config = ConfigDict(extra="allow")
    execution: str | None = None
    settlement: str | None = None
    business_date: str = ""
    lines: list[dict[str, Any]] = []
    allowed_transitions: list[dict[str, Any]] = []
    push_targets: list[dict[str, Any]] = []


class DocumentPage(Schema):
    items: list[dict[str, Any]]
    next_cursor: str | None
    count: int
    count_capped: bool
    totals: dict[str, Any]


class PushDownOut(Schema):
    type: str
    header: dict[str, Any]
    lines: list[dict[str, Any]]


class LinkGraphOut(Schema):
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class Items(Schema):
    items: list[dict[str, Any]]


class FormulaIn(_Strict):
    formula: str = Field(max_length=10_000)
    gives: Kind | None = Kind.BOOL


class FormulaOut(Schema):
    """tree: {"f": function, "a": arguments} | {"x": field path} | {"v": value}, each with "k" (kind) and, for lists, "m"."""

    tree: dict[str, Any]


class FormulaFieldOut(Schema):
    path: str
    label: str
    kind: str
    many: bool


class FormulaFunctionOut(Schema):
    name: str
    zh: str
    group: str
    help: str
    example: str


class FormulaWordsOut(Schema):
    fields: list[FormulaFieldOut]
    functions: list[FormulaFunctionOut]


class FlowDraftIn(_Strict):
    """The tree of a flow, as unfinished as it may be."""

    tree: dict[str, Any]


class FlowProblemOut(Schema):
    """node null = the whole tree."""

    node: str | None
    code: str
    detail: str


class FlowDraftOut(Schema):
    tree: dict[str, Any]
    problems: list[FlowProblemOut]
    no: int


class FlowVersionOut(Schema):
    no: int
    status: str
    note: str
    tree: dict[str, Any]


class FlowPublishIn(_Strict):
    note: str = Field(default="", max_length=400)


class SimulateIn(_Strict):
    last: int = Field(default=100, ge=1, le=100)


class SimulateOut(Schema):
    rows: list[dict[str, Any]]
    counts: dict[str, int]


class TaskEdits(_Strict):
    """Changes in fields the node opens: by name, and by line id and name."""

    header: dict[str, Any] = Field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = Field(default_factory=dict)


TaskAction = Literal["approve", "reject", "return", "transfer", "add_before", "add_after", "add_parallel", "terminate"]


class TaskActionIn(_Strict):
    """What to do with a task. rev: of the approval as it was seen; target: the node to return to."""

    action: TaskAction
    comment: str = Field(default="", max_length=2_000)
    signature: int | None = None
    people: list[int] = Field(default_factory=list, max_length=50)
    target: str = ""
    resume: Literal["replay", "direct"] | None = None
    edits: TaskEdits | None = None
    next_people: list[int] = Field(default_factory=list, max_length=50)
    rev: int | None = None
    confirm: list[str] = Field(default_factory=list)


class BatchActionIn(_Strict):
    ids: list[int] = Field(min_length=1, max_length=100)
    action: Literal["approve", "reject"]
    comment: str = Field(default="", max_length=2_000)


class ApprovalActionIn(_Strict):
    comment: str = Field(default="", max_length=2_000)


class ApprovalOut(Schema):
    """A document's approval: see docs/concepts/approvals.md."""

    model_config = ConfigDict(extra="allow")
    id: str
    status: str
    rev: int
    version: dict[str, Any]
    initiator: dict[str, Any] | None
    submitted_at: str
    nodes: list[dict[str, Any]]
    events: list[dict[str, Any]]
    my_task: str | None
    actions: list[str]
    returnable: list[dict[str, Any]]
    editable: dict[str, str]
    post_error: dict[str, Any] | None


class TaskPageOut(Schema):
    items: list[dict[str, Any]]
    next_cursor: str | None


class CountsOut(Schema):
    todo: int
    copied_unread: int
