"""Approval flows: drafts, versions, publishing, trying them on real documents."""

from typing import Any

from django.http import HttpRequest

from hengku.documents.api.router import router
from hengku.documents.operations.flows import publish, retire, save
from hengku.documents.queries.workflows import draft_of, flow_of, simulate, version_json
from hengku.documents.schemas import (
    FlowDraftIn,
    FlowDraftOut,
    FlowPublishIn,
    FlowVersionOut,
    Items,
    SimulateIn,
    SimulateOut,
)
from hengku.identity.api.edge import act_of, viewer_of
from hengku.workflow.queries.flows import versions_of


@router.get("/workflows/{int:workflow_id}/versions", response=Items)
def list_versions(request: HttpRequest, workflow_id: int) -> dict[str, Any]:
    """Versions of a flow, the newest first."""
    return {"items": versions_of(flow_of(viewer_of(request), workflow_id).pk)}


@router.get("/workflows/{int:workflow_id}/versions/{int:no}", response=FlowVersionOut)
def read_version(request: HttpRequest, workflow_id: int, no: int) -> dict[str, Any]:
    """One version with its tree."""
    return version_json(viewer=viewer_of(request), workflow_id=workflow_id, no=no)


@router.get("/workflows/{int:workflow_id}/draft", response=FlowDraftOut)
def read_draft(request: HttpRequest, workflow_id: int) -> dict[str, Any]:
    """The tree to work on, with its problems."""
    return draft_of(viewer=viewer_of(request), workflow_id=workflow_id)


@router.put("/workflows/{int:workflow_id}/draft", response=FlowDraftOut)
def write_draft(request: HttpRequest, workflow_id: int, payload: FlowDraftIn) -> dict[str, Any]:
    """Keep the tree as it is; its problems come back."""
    act = act_of(request)
    save(act=act, workflow_id=workflow_id, tree=payload.tree)
    return draft_of(viewer=act.viewer, workflow_id=workflow_id)


@router.post("/workflows/{int:workflow_id}/publish", response=Items)
def publish_one(request: HttpRequest, workflow_id: int, payload: FlowPublishIn) -> dict[str, Any]:
    """Let new documents follow the draft."""
    publish(act=act_of(request), workflow_id=workflow_id, note=payload.note)
    return {"items": versions_of(workflow_id)}


@router.post("/workflows/{int:workflow_id}/retire", response=Items)
def retire_one(request: HttpRequest, workflow_id: int) -> dict[str, Any]:
    """Let no new document follow the flow."""
    retire(act=act_of(request), workflow_id=workflow_id)
    return {"items": versions_of(workflow_id)}


@router.post("/workflows/{int:workflow_id}/simulate", response=SimulateOut)
def simulate_one(request: HttpRequest, workflow_id: int, payload: SimulateIn) -> dict[str, Any]:
    """Who would have been asked about the last documents."""
    act = act_of(request)
    return simulate(viewer=act.viewer, workflow_id=workflow_id, last=payload.last, at=act.at)
