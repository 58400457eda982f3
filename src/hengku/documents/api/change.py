"""Changing documents: drafts and transitions."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from hengku.documents.api.router import router
from hengku.documents.operations.entry import create_from_entries, revise_from_entry, update_from_entry
from hengku.documents.operations.talk import add_comment
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.brief import brief
from hengku.documents.queries.detail import document_json
from hengku.documents.queries.history import comment_json
from hengku.documents.queries.incoming import Entry
from hengku.documents.schemas import (
    BatchIn,
    CommentIn,
    DocumentChange,
    DocumentIn,
    DocumentOut,
    Items,
    RevisionIn,
    TransitionIn,
)
from hengku.documents.types import TransitionCommand
from hengku.identity.api.edge import act_of
from hengku.metadata.api.routes import json_answer


def _answer(request: HttpRequest, document_id: int, status: int = 200) -> HttpResponse:
    """The document as it is now, or just its number and state when the client wants no more (`Prefer: return=minimal`)."""
    if "return=minimal" in request.headers.get("Prefer", ""):
        return json_answer(brief([document_id])[0], status)
    return json_answer(document_json(viewer=act_of(request).viewer, document_id=document_id), status)


@router.post("/documents", response={201: DocumentOut})
def create_one(request: HttpRequest, payload: DocumentIn) -> HttpResponse:
    """Save a new document; with `transition` it takes effect at once."""
    entry = Entry(payload.type, payload.header, payload.lines)
    ids = create_from_entries(
        act=act_of(request), entries=[entry], transition=payload.transition, confirm=payload.confirm,
        approvers={node: tuple(people) for node, people in payload.approvers.items()},
    )  # fmt: skip
    return _answer(request, ids[0], 201)


@router.put("/documents/{int:document_id}", response=DocumentOut)
def replace_one(request: HttpRequest, document_id: int, payload: DocumentChange) -> HttpResponse:
    """Replace a draft."""
    entry = Entry(payload.type or "", payload.header, payload.lines)
    update_from_entry(
        act=act_of(request), document_id=document_id, entry=entry, rev=payload.rev, confirm=payload.confirm
    )
    return _answer(request, document_id)


@router.post("/documents/{int:document_id}/revisions", response=DocumentOut)
def revise_one(request: HttpRequest, document_id: int, payload: RevisionIn) -> HttpResponse:
    """Change an approved order; what it said stays readable as a version."""
    entry = Entry(payload.type or "", payload.header, payload.lines)
    revise_from_entry(
        act=act_of(request), document_id=document_id, entry=entry, rev=payload.rev, reason=payload.reason,
        confirm=payload.confirm,
    )  # fmt: skip
    return _answer(request, document_id)


@router.delete("/documents/{int:document_id}", response={204: None})
def void_one(request: HttpRequest, document_id: int) -> HttpResponse:
    """Void a draft; its number stays."""
    transition_documents(act=act_of(request), commands=[TransitionCommand(document_id, "void")])
    return HttpResponse(status=204)


@router.post("/documents/{int:document_id}/transitions", response=DocumentOut)
def transition_one(request: HttpRequest, document_id: int, payload: TransitionIn) -> HttpResponse:
    """Change the state of a document."""
    transition_documents(act=act_of(request), commands=[_command(document_id, payload, payload.confirm)])
    return _answer(request, document_id)


@router.post("/documents/batch-transitions", response=Items)
def transition_several(request: HttpRequest, payload: BatchIn) -> dict[str, Any]:
    """Change the states of several documents, all or none."""
    commands = [_command(one.id, one, [*payload.confirm, *one.confirm]) for one in payload.documents]
    transition_documents(act=act_of(request), commands=commands)
    return {"items": brief([command.document_id for command in commands])}


def _command(document_id: int, asked: TransitionIn, confirm: list[str]) -> TransitionCommand:
    return TransitionCommand(
        document_id, asked.transition, asked.rev, asked.reason, asked.business_date, frozenset(confirm),
        {node: tuple(people) for node, people in asked.approvers.items()},
    )  # fmt: skip


@router.post("/documents/{int:document_id}/comments", response={201: dict[str, Any]})
def comment_on(request: HttpRequest, document_id: int, payload: CommentIn) -> HttpResponse:
    """Say something about a document."""
    act = act_of(request)
    comment = add_comment(act=act, document_id=document_id, text=payload.text)
    return json_answer(comment_json(comment, {act.actor_id: act.viewer.name}), 201)
