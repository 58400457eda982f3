"""What a transition needs of a document before anybody is asked: state, reason, date (domain specification 2.1)."""

from datetime import date

from hengku.documents.texts import STATE_LABELS
from hengku.documents.types import DocTypeSpec, DocumentState, LoadedDocument, TransitionSpec
from hengku.kernel.errors import Refusal

TAKING_EFFECT = frozenset({"post"})
"""Transitions that carry out what the document says: links count as executed or returned from here on."""


def carries_out(kind: str, transition: str) -> bool:
    """Whether documents of this kind carry out, by this transition, what they were made from: an order what was asked for when
    it is approved, a paper when it is posted; a task only passes on what its own targets carry out."""
    if kind == "task":
        return False
    return transition == "approve" if kind == "order" else transition in TAKING_EFFECT


def state_problem(spec: DocTypeSpec, transition: str, *, number: str, state: DocumentState) -> Refusal:
    """The transition does not start from this state."""
    verb = spec.transition(transition)
    params = {
        "number": number,
        "type": str(spec.label),
        "state": str(STATE_LABELS[state]),
        "transition": str(verb.label) if verb else transition,
    }
    return Refusal("state", params)


def date_problem(spec: DocTypeSpec, transition: str, business_date: date, today: date) -> list[Refusal]:
    """Stock cannot move tomorrow: a posting dated after today is refused (2.6)."""
    if transition in TAKING_EFFECT and spec.movement_type is not None and business_date > today:
        return [
            Refusal(
                "future_date",
                {"date": business_date.isoformat(), "today": today.isoformat()},
                ("header", "business_date"),
            )
        ]
    return []


def standing_problems(
    document: LoadedDocument, spec: DocTypeSpec, verb: TransitionSpec, *, reason: str, stopped_sources: dict[int, str]
) -> list[Refusal]:
    """Reasons against a transition that the document itself shows; the state was checked before."""
    found: list[Refusal] = []
    if verb.needs_reason and not reason.strip():
        found.append(Refusal("reason_required", {"transition": str(verb.label)}, ("reason",)))
    if verb.name == "stop" and document.stopped:
        found.append(Refusal("already_stopped", {"number": document.number}))
    if verb.name == "reopen" and not document.stopped:
        found.append(Refusal("not_stopped", {"number": document.number}))
    if verb.name in TAKING_EFFECT or (verb.name == "approve" and spec.kind in {"order", "task"}):
        for index, line in enumerate(document.lines):
            if line.id in stopped_sources:
                params = {"number": stopped_sources[line.id], "line": str(line.line_no)}
                found.append(Refusal("source_stopped", params, ("lines", index, "source_line_id")))
    return found
