"""What an approval flow keeps from happening to a document. Documents of types without flows cost nothing here."""

from typing import NamedTuple

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec, DocumentState, LoadedDocument
from hengku.kernel.errors import Refusal, Refused
from hengku.workflow.queries.flows import flow_for


class Gated(NamedTuple):
    """What of a document the gate looks at; see types.LoadedDocument."""

    type: str
    number: str
    state: DocumentState
    book_id: int
    warehouse_id: int | None
    reverses_id: int | None
    has_flows: bool
    in_flow: str


_BEFORE_APPROVAL = frozenset({DocumentState.DRAFT, DocumentState.SUBMITTED})
STEPS = frozenset({"submit", "approve", "reject"})
"""What a document type must be able to do so that a flow can carry it."""


def may_have_flows(spec: DocTypeSpec) -> bool:
    """Whether documents of this type can go through approval."""
    return all(spec.transition(name) for name in STEPS)


def refuse_in_approval(document: LoadedDocument) -> None:
    """Raises Refused in_approval (409) while a flow decides about the document: only the flow moves or changes it."""
    if document.in_flow == "running":
        raise Refused(in_approval(document), status=409)


def in_approval(document: LoadedDocument | Gated) -> Refusal:
    """A flow decides about the document."""
    return Refusal("in_approval", {"number": document.number})


def approval_problems(document: LoadedDocument | Gated, transition: str) -> list[Refusal]:
    """Why `transition` (approve, post, revise) must not pass by the flow that applies to the document."""
    if not document.has_flows or not may_have_flows(DOCUMENT_TYPES.get(document.type)):
        return []
    skips = transition == "revise" or (transition in {"approve", "post"} and document.state in _BEFORE_APPROVAL)
    if not skips or document.reverses_id is not None:
        return []
    flow = flow_for(document_type=document.type, book_id=document.book_id, warehouse_id=document.warehouse_id)
    if flow is None:
        return []
    return [Refusal("needs_approval", {"number": document.number, "flow": flow.workflow.name})]
