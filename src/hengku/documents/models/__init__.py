from hengku.documents.models.checks import DocumentCheck
from hengku.documents.models.forms import UserForm
from hengku.documents.models.history import Attachment, Comment, Cursor, DocumentVersion, Event, NumberCounter, Outbox
from hengku.documents.models.register import Document, Line, LineProgress, Link

__all__ = [
    "Attachment",
    "Comment",
    "Cursor",
    "Document",
    "DocumentCheck",
    "DocumentVersion",
    "Event",
    "Line",
    "LineProgress",
    "Link",
    "NumberCounter",
    "Outbox",
    "UserForm",
]
