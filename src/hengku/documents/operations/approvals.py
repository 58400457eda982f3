"""Approvals of documents: begun by submitting, decided by tasks, followed by the document's own transitions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from hengku.documents.models import Document, Outbox
from hengku.documents.operations.approval_edits import edit_in_approval
from hengku.documents.operations.command import in_command
from hengku.documents.operations.post_approved import post_approved
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.approval_world import DocumentWorld
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.participants import may_read
from hengku.documents.queries.tasks import OwnTask, own_task
from hengku.documents.rules.registry import Approvals
from hengku.documents.types import LoadedDocument, TransitionCommand
from hengku.identity.queries.organisation import at_work
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.workflow.models import Instance
from hengku.workflow.operations.execute import execute_command, note, start_run
from hengku.workflow.queries.flows import flow_for
from hengku.workflow.queries.runs import latest_run, open_run
from hengku.workflow.rules.needs import choices_needed, chosen_next
from hengku.workflow.rules.tree import read_tree
from hengku.workflow.types import (
    AddPeople,
    Approve,
    Command,
    Decide,
    Effect,
    End,
    HandOver,
    Nudge,
    Say,
    SendBack,
    Submit,
    TakeBack,
)


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does with a task; rev: the run's revision they saw. confirm: warnings already read."""

    action: str
    comment: str = ""
    signature: int | None = None
    people: tuple[int, ...] = ()
    target: str = ""
    resume: str | None = None
    edits: Mapping[str, Any] = field(default_factory=dict)
    next_people: tuple[int, ...] = ()
    rev: int | None = None
    confirm: frozenset[str] = frozenset()


def _submitted(act: Act, document: LoadedDocument, chosen: Mapping[str, tuple[int, ...]]) -> None:
    """A document was submitted: its returned approval goes on, or the flow that applies begins; else nothing happens."""
    choices = {node: tuple(at_work(user_ids=people)) for node, people in chosen.items()}
    returned = open_run(document.id) if document.in_flow else None
    if returned is not None:
        world = DocumentWorld(at=act.at, document_id=document.id, flow=returned.version.workflow)
        run, effects = execute_command(act=act, instance_id=returned.pk, command=Submit(choices), world=world)
    else:
        version = flow_for(document_type=document.type, book_id=document.book_id, warehouse_id=document.warehouse_id)
        if version is None:
            return
        world = DocumentWorld(at=act.at, document_id=document.id, flow=version.workflow)
        missing = choices_needed(read_tree(version.tree), world, act.actor_id or 0, choices)
        if missing:
            raise Refused([Refusal("approvers_needed", {"name": one.name}, ("approvers", one.id)) for one in missing])
        run, effects = start_run(
            act=act, version=version, document_type=document.type, document_id=document.id, world=world, choices=choices
        )
    carry_out(act, run, effects, act.confirmed)


def _given_up(act: Act, document: LoadedDocument) -> None:
    """A returned document was voided: its approval ends."""
    run = open_run(document.id)
    if run is not None:
        world = DocumentWorld(at=act.at, document_id=document.id, flow=run.version.workflow)
        execute_command(act=act, instance_id=run.pk, command=End(), world=world)


APPROVALS = Approvals(_submitted, _given_up)


def act_on_task(*, act: Act, task_id: int, action: Action) -> int:
    """Let the actor do something with a task that is theirs, or that was delegated to them; gives the document's id.

    Everything commits together: edits of open fields, the decision, the document's new state. Posting comes after, on its own.
    Raises Refused: not_found (404), flow_… , field_not_open, fields_required, node_check_failed, and what stands against the
    document's transition.
    """

    def work() -> int:
        own = own_task(act=act, task_id=task_id)
        document = load_documents([own.document_id], for_update=True)[0]
        if action.edits and action.action in {"approve", "return"}:
            changed = edit_in_approval(act=act, document=document, node=own.node, edits=action.edits)
            if changed:
                note(act=act, instance=own.instance, kind="edited", info={"node": own.node.id, "fields": changed})
        world = DocumentWorld(at=act.at, document_id=document.id, flow=own.instance.version.workflow)
        if action.action == "approve":
            _check_node(own.node, world)
            _need_next_people(own, world, action)
        run, effects = execute_command(
            act=act, instance_id=own.instance.pk, command=_command(own, action), world=world, rev=action.rev,
            on_behalf_of=own.on_behalf_of,
        )  # fmt: skip
        carry_out(act, run, effects, action.confirm)
        return document.id

    return in_command(work)


def _command(own: OwnTask, action: Action) -> Command:
    comment, number = action.comment, own.number
    if action.action in {"approve", "reject"}:
        return Decide(number, action.action, comment, action.signature, tuple(at_work(user_ids=action.next_people)))
    if action.action == "return":
        return SendBack(number, action.target or "start", comment, action.resume)
    if action.action == "terminate":
        return End(number, comment)
    people = tuple(at_work(user_ids=action.people))
    if not people:
        raise refuse("required", loc=("people",))
    if action.action == "transfer":
        return HandOver(number, people[0], comment)
    return AddPeople(number, action.action.removeprefix("add_"), people, comment)


def _check_node(node: Approve, world: DocumentWorld) -> None:
    """Raises Refused for fields the node requires and that are empty, and for its own check."""
    refusals = []
    for path, right in node.fields.items():
        if right != "required":
            continue
        where, _, name = path.partition(".")
        if where == "header" and world.document.get(name) in (None, ""):
            refusals.append(Refusal("required", {}, ("edits", "header", name)))
        if where == "lines":
            empty = [row["id"] for row in world.document["lines"] if row.get(name) in (None, "")]
            refusals += [Refusal("required", {}, ("edits", "lines", one, name)) for one in empty]
    if node.check and world.formula(str(node.check["formula"])) is False:
        refusals.append(Refusal("node_check_failed", {"message": str(node.check["message"])}))
    if refusals:
        raise Refused(refusals)


def _need_next_people(own: OwnTask, world: DocumentWorld, action: Action) -> None:
    if action.next_people:
        return
    missing = chosen_next(read_tree(own.instance.version.tree), world, own.node.id)
    if missing:
        raise Refused([Refusal("approvers_needed", {"name": one.name}, ("next_people", one.id)) for one in missing])


def act_on_approval(*, act: Act, document_id: int, action: str, comment: str) -> None:
    """withdraw, urge, comment, terminate, retry of a document's approval. Raises Refused: not_found (404), flow_over (409),
    posted_not_withdrawn once the document took effect, permission_denied, and what the core objects."""

    def work() -> None:
        if not may_read(act.viewer, document_id):
            raise refuse("not_found", status=404)
        document = load_documents([document_id], for_update=True)[0]
        run = latest_run(document_id)
        if run is None:
            raise refuse("not_found", status=404)
        if action == "withdraw" and document.state in {"POSTED", "REVERSED"}:
            raise Refused(Refusal("posted_not_withdrawn", {"number": document.number}), status=409)
        command = _house_command(act, run, action, comment)
        world = DocumentWorld(at=act.at, document_id=document_id, flow=run.version.workflow)
        run, effects = execute_command(act=act, instance_id=run.pk, command=command, world=world)
        carry_out(act, run, effects, frozenset())

    in_command(work)


def _house_command(act: Act, run: Instance, action: str, comment: str) -> Command:
    manages = act.viewer.may("workflows", "update")
    if action == "terminate" and not manages:
        raise refuse("permission_denied", status=403, resource="workflows", action="update")
    if action == "urge" and act.actor_id != run.initiator_id and not manages:
        raise refuse("permission_denied", status=403, resource="workflows", action="update")
    commands: Mapping[str, Command] = {
        "withdraw": TakeBack(comment), "urge": Nudge(), "comment": Say(comment), "terminate": End(None, comment),
    }  # fmt: skip
    if action not in commands:
        raise refuse("not_found", status=404)
    return commands[action]


def retry_posting(*, act: Act, document_id: int) -> None:
    """Try again to post what was approved but could not be posted; why it still cannot stands on the approval. Raises Refused:
    not_found (404), nothing_to_retry (409)."""
    run = latest_run(document_id) if may_read(act.viewer, document_id) else None
    if run is None:
        raise refuse("not_found", status=404)
    may = act.actor_id == run.initiator_id or act.viewer.may("workflows", "update")
    if run.post_error is None or not may:
        raise refuse("nothing_to_retry", status=409)
    post_approved(act=act, document_id=document_id)


_VERDICTS = {
    "rejected": "reject",
    "returned": "reject",
    "withdrawn": "reject",
    "terminated": "reject",
    "approved": "approve",
}


def carry_out(act: Act, run: Instance, effects: Sequence[Effect], confirm: Collection[str]) -> None:
    """What a run asks of its document and of the people: the same transaction, posting after it."""
    for effect in effects:
        if effect.kind == "document":
            _move_document(act, run, effect, frozenset(confirm))
    rows = [
        Outbox(
            kind=f"approval.{kind}", document_id=run.document_id, document_type=run.document_type, created_at=act.at, told=told
        )
        for kind, told in to_tell(effects, act.actor_id).items()
    ]  # fmt: skip
    if rows:
        Outbox.objects.bulk_create(rows)


def to_tell(effects: Sequence[Effect], actor: int | None) -> dict[str, dict[str, Any]]:
    """Kind of news -> who is to hear of it and what was said; nobody is told what they just did themselves."""
    found: dict[str, dict[str, Any]] = {}
    for effect in effects:
        people = [one for one in effect.people if one and (one != actor or effect.name == "todo")]
        if effect.kind == "document" or not people:
            continue
        told = found.setdefault(effect.name, {"people": [], "comment": ""})
        told["people"] = list(dict.fromkeys([*told["people"], *people]))
        told["comment"] = told["comment"] or effect.comment
    return found


def _move_document(act: Act, run: Instance, effect: Effect, confirm: frozenset[str]) -> None:
    state = Document.objects.filter(pk=run.document_id).values_list("state", flat=True).get()
    if state != "SUBMITTED":
        return
    verb = _VERDICTS[effect.name]
    reason = effect.comment or effect.name
    once = replace(act, request_id="")
    command = TransitionCommand(run.document_id, verb, reason=reason, confirm=confirm, by_flow=True)
    transition_documents(act=once, commands=[command])
    if effect.name == "approved" and run.version.workflow.post_after:
        transaction.on_commit(lambda: post_approved(act=once, document_id=run.document_id), robust=False)
