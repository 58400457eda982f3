from hengku.documents.models.history import Attachment, Comment, Cursor, Event, NumberCounter, Outbox
from hengku.documents.models.register import Document, Line, LineProgress, Link

__all__ = [
    "Attachment",
    "Comment",
    "Cursor",
    "Document",
    "Event",
    "Line",
    "LineProgress",
    "Link",
    "NumberCounter",
    "Outbox",
]
