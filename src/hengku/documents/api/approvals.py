"""Approvals: tasks of people, the approval of a document."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from hengku.documents.api.router import router
from hengku.documents.operations.approval_batch import act_on_tasks
from hengku.documents.operations.approvals import Action, act_on_approval, act_on_task, retry_posting
from hengku.documents.operations.copies import mark_read
from hengku.documents.queries.approvals import approval_of, people_to_ask
from hengku.documents.queries.tasks import counts_of, tasks_of
from hengku.documents.schemas import (
    ApprovalActionIn,
    ApprovalOut,
    BatchActionIn,
    CountsOut,
    Items,
    TaskActionIn,
    TaskPageOut,
)
from hengku.identity.api.edge import act_of, keeps_own_transactions, viewer_of
from hengku.metadata.api.routes import json_answer


@router.get("/approval-tasks", response=TaskPageOut)
def list_tasks(request: HttpRequest, view: str = "todo", cursor: str = "") -> dict[str, Any]:
    """What waits for me, what I did, what I began, what I was sent."""
    return tasks_of(act=act_of(request), view=view, cursor=cursor)


@router.get("/approval-tasks/counts", response=CountsOut)
def count_tasks(request: HttpRequest) -> dict[str, int]:
    """How much waits for me."""
    return counts_of(act=act_of(request))


@router.get("/approval-people", response=Items)
def list_people(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """Whom one may ask."""
    return {"items": people_to_ask(viewer=viewer_of(request), q=q)}


@router.post("/approval-tasks/{int:task_id}/actions", response=ApprovalOut)
def act_on_one(request: HttpRequest, task_id: int, payload: TaskActionIn) -> HttpResponse:
    """Approve, reject, return, hand over, add people, terminate."""
    act = act_of(request)
    document_id = act_on_task(act=act, task_id=task_id, action=_action(payload))
    return json_answer(approval_of(act=act, document_id=document_id))


def _action(payload: TaskActionIn) -> Action:
    return Action(
        payload.action, payload.comment, payload.signature, tuple(payload.people), payload.target, payload.resume,
        payload.edits.model_dump() if payload.edits else {}, tuple(payload.next_people), payload.rev, frozenset(payload.confirm),
    )  # fmt: skip


@router.post("/approval-tasks/batch", response=Items)
@keeps_own_transactions
def act_on_several(request: HttpRequest, payload: BatchActionIn) -> dict[str, Any]:
    """The same decision for several tasks, each on its own."""
    results = act_on_tasks(act=act_of(request), ids=payload.ids, action=payload.action, comment=payload.comment)
    return {"items": results}


@router.get("/documents/{int:document_id}/approval", response=ApprovalOut | None)
def read_approval(request: HttpRequest, document_id: int) -> HttpResponse:
    """How far the document has come; null when it never went through an approval."""
    return json_answer(approval_of(act=act_of(request), document_id=document_id))


@router.post("/documents/{int:document_id}/approval/retry", response=ApprovalOut)
@keeps_own_transactions
def retry_one(request: HttpRequest, document_id: int) -> HttpResponse:
    """Try the posting again."""
    act = act_of(request)
    retry_posting(act=act, document_id=document_id)
    return json_answer(approval_of(act=act, document_id=document_id))


@router.post("/documents/{int:document_id}/approval/read", response={204: None})
def read_copy(request: HttpRequest, document_id: int) -> HttpResponse:
    """I have read the copy I was sent."""
    mark_read(act=act_of(request), document_id=document_id)
    return HttpResponse(status=204)


@router.post("/documents/{int:document_id}/approval/{action}", response=ApprovalOut)
def change_approval(request: HttpRequest, document_id: int, action: str, payload: ApprovalActionIn) -> HttpResponse:
    """withdraw, urge, comment, terminate."""
    act = act_of(request)
    act_on_approval(act=act, document_id=document_id, action=action, comment=payload.comment)
    return json_answer(approval_of(act=act, document_id=document_id))
