"""The event feed: everything that took effect, in order, from any position on."""

from django.http import HttpRequest
from ninja import Router

from hengku.documents.operations.outbox import sequence
from hengku.documents.queries.feed import events_after
from hengku.identity.api.edge import viewer_of
from hengku.integrations.schemas import EventOut, FeedOut

router = Router()
MOST = 1000


@router.get("/events", response=FeedOut)
def read_events(request: HttpRequest, after: int = 0, limit: int = 100) -> FeedOut:
    """Events behind position `after`, oldest first; give `next_after` back to go on. No event is ever skipped."""
    sequence()
    events = events_after(viewer=viewer_of(request), after=after, limit=max(1, min(limit, MOST)))
    items = [
        EventOut(
            position=str(event.position), type=event.type, document_id=str(event.document_id),
            document_type=event.document_type, number=event.number, created_at=event.created_at.isoformat(),
        )
        for event in events
    ]  # fmt: skip
    return FeedOut(items=items, next_after=str(events[-1].position if events else after))
