"""Flows changed by who manages them; the tree is checked against the document type."""

from collections.abc import Mapping
from typing import Any

from hengku.documents.queries.workflows import flow_of, problems
from hengku.identity.types import Act
from hengku.workflow.operations.workflows import publish_draft, retire_flow, save_draft


def save(*, act: Act, workflow_id: int, tree: Mapping[str, Any]) -> None:
    """Keep a draft. Raises Refused permission_denied (403), not_found (404)."""
    flow_of(act.viewer, workflow_id, action="update")
    save_draft(act=act, workflow_id=workflow_id, tree=tree)


def publish(*, act: Act, workflow_id: int, note: str) -> None:
    """Publish the draft. Raises Refused permission_denied (403), not_found (404), flow_nothing_to_publish (409), and the problems."""
    flow_of(act.viewer, workflow_id, action="update")
    publish_draft(act=act, workflow_id=workflow_id, note=note, find_problems=problems)


def retire(*, act: Act, workflow_id: int) -> None:
    """Take the flow out of use. Raises Refused permission_denied (403), not_found (404)."""
    flow_of(act.viewer, workflow_id, action="update")
    retire_flow(act=act, workflow_id=workflow_id)
