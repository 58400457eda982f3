"""The feed of what happened to documents, for `GET /events?after=` and for readers with a cursor of their own."""

from dataclasses import dataclass
from datetime import datetime

from hengku.documents.models import Document, Outbox
from hengku.documents.queries.visible import visible
from hengku.identity.types import Viewer


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One effective transition. position: give it as `after` to go on behind it. type: "goods_receipt.post"."""

    position: int
    type: str
    document_id: int
    document_type: str
    number: str
    created_at: datetime


def events_after(*, viewer: Viewer, after: int, limit: int = 100) -> list[FeedEvent]:
    """Events behind position `after`, oldest first, of documents the viewer may see. Call operations.outbox.sequence first
    when the newest commits must be among them."""
    rows = Outbox.objects.filter(position__gt=after)
    if not viewer.all_powerful:
        rows = rows.filter(document_id__in=visible(viewer=viewer).values("pk"))
    events = list(rows.order_by("position")[:limit])
    numbers = dict(Document.objects.filter(pk__in={event.document_id for event in events}).values_list("pk", "number"))
    return [
        FeedEvent(
            event.position or 0,
            event.kind,
            event.document_id,
            event.document_type,
            numbers.get(event.document_id) or "",
            event.created_at,
        )
        for event in events
    ]
