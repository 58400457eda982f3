"""Flows and their versions: set up, drafted, published, retired."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction

from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations import records
from hengku.workflow.models import Instance, Version, Workflow
from hengku.workflow.types import Problem

ENTITY = "workflows"
EMPTY_TREE: Mapping[str, Any] = {"id": "start", "kind": "start", "next": None}


@transaction.atomic
def create_workflow(*, act: Act, values: Mapping[str, object]) -> Workflow:
    """A new flow, switched off, with an empty draft."""
    fresh = _fitting(values)
    flow = records.insert(act=act, entity=ENTITY, record=Workflow(**{**fresh, "active": False}))
    Version.objects.create(workflow=flow, no=1, status="draft", tree=EMPTY_TREE, checksum=checksum(EMPTY_TREE))
    return flow


@transaction.atomic
def update_workflow(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Workflow:
    """Change what a flow applies to, or switch it. Raises Refused flow_not_published when it has nothing to switch on."""
    flow = records.locked(model=Workflow, record_id=record_id, rev=rev)
    changes = _fitting(values)
    if changes.get("active") and not flow.versions.filter(status="active").exists():
        raise refuse("flow_not_published", loc=("active",))
    if changes.get("document_type", flow.document_type) != flow.document_type and _used(flow):
        raise refuse("in_use", loc=("document_type",), name=flow.name, users="")
    records.change(act=act, entity=ENTITY, record=flow, values=changes)
    return flow


@transaction.atomic
def delete_workflow(*, act: Act, record_id: int) -> None:
    """Remove a flow that never ran."""
    flow = records.locked(model=Workflow, record_id=record_id)
    if _used(flow):
        raise refuse("in_use", name=flow.name, users="")
    records.remove(act=act, entity=ENTITY, record=flow)


def _fitting(values: Mapping[str, object]) -> dict[str, Any]:
    """Columns of what was sent; an empty choice of books or warehouses means all."""
    renamed = {
        {"books": "book_ids", "warehouses": "warehouse_ids"}.get(name, name): value for name, value in values.items()
    }
    found = records.columns(Workflow, renamed)
    for name in ("book_ids", "warehouse_ids"):
        if name in found:
            found[name] = found[name] or None
    return found


def _used(flow: Workflow) -> bool:
    return Instance.objects.filter(version__workflow=flow).exists()


def checksum(tree: Mapping[str, Any]) -> str:
    """What a tree is recognised by."""
    return hashlib.sha256(orjson.dumps(tree, option=orjson.OPT_SORT_KEYS)).hexdigest()


@transaction.atomic
def save_draft(*, act: Act, workflow_id: int, tree: Mapping[str, Any]) -> Version:
    """Keep a tree as the flow's draft, as unfinished as it may be; a new version begins when there is none."""
    flow = records.locked(model=Workflow, record_id=workflow_id)
    draft = flow.versions.filter(status="draft").first()
    if draft is None:
        last = flow.versions.order_by("-no").values_list("no", flat=True).first() or 0
        return Version.objects.create(
            workflow=flow, no=last + 1, status="draft", tree=dict(tree), checksum=checksum(tree)
        )
    draft.tree, draft.checksum = dict(tree), checksum(tree)
    draft.save(update_fields=["tree", "checksum"])
    return draft


@transaction.atomic
def publish_draft(
    *, act: Act, workflow_id: int, note: str, find_problems: Callable[[Workflow, Mapping[str, Any]], Sequence[Problem]]
) -> Version:
    """Let the draft be what new documents follow; what runs stays on its version. Switches the flow on.

    Raises Refused flow_nothing_to_publish, and every problem of the tree at ("nodes", id)."""
    flow = records.locked(model=Workflow, record_id=workflow_id)
    draft = flow.versions.filter(status="draft").first()
    if draft is None:
        raise refuse("flow_nothing_to_publish", status=409)
    problems = find_problems(flow, draft.tree)
    if problems:
        raise Refused([Refusal(one.code, one.params, ("nodes", one.node)) for one in problems])
    flow.versions.filter(status="active").update(status="retired")
    draft.status, draft.note = "active", note[:400]
    draft.published_by_id, draft.published_at = act.actor_id, act.at
    draft.save(update_fields=["status", "note", "published_by_id", "published_at"])
    records.change(act=act, entity=ENTITY, record=flow, values={"active": True})
    _tell(act, flow, "publish", {"no": draft.no, "checksum": draft.checksum, "note": draft.note})
    return draft


@transaction.atomic
def retire_flow(*, act: Act, workflow_id: int) -> None:
    """Let no new document follow the flow; what runs goes on."""
    flow = records.locked(model=Workflow, record_id=workflow_id)
    flow.versions.filter(status="active").update(status="retired")
    records.change(act=act, entity=ENTITY, record=flow, values={"active": False})
    _tell(act, flow, "retire", {})


def _tell(act: Act, flow: Workflow, action: str, after: Mapping[str, object]) -> None:
    record_change(act=act, entity=ENTITY, entity_id=flow.pk, action=action, before=None, after=dict(after))
