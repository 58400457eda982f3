"""Batch approval: the same decision for several tasks, each in its own transaction with its own result."""

from collections.abc import Sequence
from typing import Any

from hengku.documents.operations.approvals import Action, act_on_task
from hengku.documents.queries.tasks import demands, own_task
from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse
from hengku.kernel.texts import current_language


def act_on_tasks(*, act: Act, ids: Sequence[int], action: str, comment: str) -> list[dict[str, Any]]:
    """Approve or reject tasks one by one; what one of them is refused for stops no other. A node that wants fields filled in or a
    signature is not approved in a batch (not_in_batch)."""
    return [_one(act, task_id, action, comment) for task_id in ids]


def _one(act: Act, task_id: int, action: str, comment: str) -> dict[str, Any]:
    try:
        if action == "approve" and not demands(own_task(act=act, task_id=task_id).node)["batch"]:
            raise refuse("not_in_batch")
        act_on_task(act=act, task_id=task_id, action=Action(action, comment))
    except Refused as refused:
        detail = "\n".join(one.message(current_language()) for one in refused.refusals)
        return {"id": str(task_id), "ok": False, "code": refused.code, "detail": detail}
    return {"id": str(task_id), "ok": True, "code": None, "detail": None}
