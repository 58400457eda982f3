"""Which flow applies, and what its versions say."""

from typing import Any

from hengku.identity.models import User
from hengku.workflow.models import Version, Workflow


def flow_for(*, document_type: str, book_id: int, warehouse_id: int | None) -> Version | None:
    """The published tree that applies to such a document: the first active flow by priority whose scope covers it."""
    rows = Version.objects.filter(
        status="active", workflow__active=True, workflow__document_type=document_type
    ).select_related("workflow")
    for version in rows.order_by("workflow__priority", "workflow_id"):
        if _covers(version.workflow, book_id, warehouse_id):
            return version
    return None


def _covers(workflow: Workflow, book_id: int, warehouse_id: int | None) -> bool:
    books = {int(one) for one in workflow.book_ids or ()}
    warehouses: set[int | None] = {int(one) for one in workflow.warehouse_ids or ()}
    return (not books or book_id in books) and (not warehouses or warehouse_id in warehouses)


def versions_of(workflow_id: int) -> list[dict[str, Any]]:
    """A flow's versions, the newest first."""
    rows = list(Version.objects.filter(workflow_id=workflow_id).order_by("-no"))
    names = dict(User.objects.filter(pk__in={row.published_by_id for row in rows}).values_list("pk", "name"))
    return [
        {
            "no": row.no,
            "status": row.status,
            "published_at": row.published_at.isoformat() if row.published_at else None,
            "published_by": {"id": str(row.published_by_id), "name": names.get(row.published_by_id, "")}
            if row.published_by_id
            else None,
            "note": row.note,
        }
        for row in rows
    ]
