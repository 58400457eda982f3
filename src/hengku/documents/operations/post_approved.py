"""Posting what a flow approved: in its own transaction after the approval, so that neither takes the other back."""

from dataclasses import replace

from django.db import transaction

from hengku.documents.models import Document, Outbox
from hengku.documents.operations.transition import transition_documents
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import TransitionCommand
from hengku.identity.types import Act
from hengku.kernel.errors import Refused
from hengku.kernel.texts import current_language
from hengku.workflow.models import Instance
from hengku.workflow.operations.execute import locked_run, note
from hengku.workflow.queries.runs import latest_run


def post_approved(*, act: Act, document_id: int) -> bool:
    """Post an approved document whose flow says so; True when it is posted. Asking again posts nothing twice. A refusal leaves the
    document approved, with the reason on its approval and a task for its initiator."""
    found = Document.objects.filter(pk=document_id).values_list("type", "state").get()
    if found[1] != "APPROVED" or DOCUMENT_TYPES.get(found[0]).transition("post") is None:
        return found[1] == "POSTED"
    once = replace(act, request_id=f"{found[0]}:{document_id}:post")
    try:
        transition_documents(act=once, commands=[TransitionCommand(document_id, "post", by_flow=True)])
    except Refused as refused:
        _keep_error(act, document_id, refused)
        return False
    _clear_error(act, document_id)
    return True


@transaction.atomic
def _keep_error(act: Act, document_id: int, refused: Refused) -> None:
    run = _locked(document_id)
    if run is None:
        return
    first = refused.refusals[0]
    language = current_language()
    detail = "\n".join(one.message(language) for one in refused.refusals)
    run.post_error = {"code": first.code, "title": first.message(language), "detail": detail, "at": act.at.isoformat()}
    run.save(update_fields=["post_error"])
    note(act=act, instance=run, kind="post_failed", info={"code": first.code, "comment": detail})
    Outbox.objects.create(
        kind="approval.post_failed", document_id=document_id, document_type=run.document_type, created_at=act.at,
        told={"people": [run.initiator_id], "comment": detail},
    )  # fmt: skip


@transaction.atomic
def _clear_error(act: Act, document_id: int) -> None:
    run = _locked(document_id)
    if run is not None:
        Instance.objects.filter(pk=run.pk).update(post_error=None)
        note(act=act, instance=run, kind="posted", info={})


def _locked(document_id: int) -> Instance | None:
    run = latest_run(document_id)
    return locked_run(run.pk) if run is not None else None
