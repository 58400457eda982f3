"""What happened to a document and what people said about it."""

from typing import Any

from hengku.documents.models import Attachment, Comment, Document, Event
from hengku.documents.queries.edits import edits_of
from hengku.documents.queries.participants import takes_part
from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.documents.rules.changes import labels_of
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse


def document_seen_by(viewer: Viewer, document_id: int, *, action: str = "view") -> Document:
    """The document. Raises Refused not_found (404) when the viewer may not see it, permission_denied (403) for other actions."""
    document = visible(viewer=viewer).filter(pk=document_id).first()
    if document is None and takes_part(viewer, document_id):
        document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise refuse("not_found", status=404)
    if (
        action != "view"
        and not visible(viewer=viewer, types=[document.type], action=action).filter(pk=document_id).exists()
    ):
        raise refuse("permission_denied", status=403, resource=document.type, action=action)
    return document


def events_of(*, viewer: Viewer, document_id: int) -> list[dict[str, Any]]:
    """The history, newest first, with what edits changed. Of money the field is named, never the value."""
    document = document_seen_by(viewer, document_id)
    spec = DOCUMENT_TYPES.get(document.type)
    events = list(Event.objects.filter(document_id=document_id).order_by("-id"))
    names = names_of({event.actor_id for event in events})
    edits = edits_of(spec, events, viewer)
    return [
        {
            "id": str(event.pk),
            "at": event.at.isoformat(),
            "actor": {"id": str(event.actor_id or ""), "name": names.get(event.actor_id, "")},
            "transition": event.name,
            "label": labels_of(spec, [event.name])[0],
            "from_state": event.from_state or None,
            "to_state": event.to_state or None,
            "reason": event.reason or None,
            "detail": "、".join(edits[event.pk]) or None,
            "changes": edits[event.pk],
        }
        for event in events
    ]


def comments_of(*, viewer: Viewer, document_id: int) -> list[dict[str, Any]]:
    """Comments, oldest first."""
    document_seen_by(viewer, document_id)
    comments = list(Comment.objects.filter(document_id=document_id).order_by("id"))
    names = names_of({comment.author_id for comment in comments})
    return [comment_json(comment, names) for comment in comments]


def comment_json(comment: Comment, names: dict[int | None, str]) -> dict[str, Any]:
    return {
        "id": str(comment.pk),
        "at": comment.at.isoformat(),
        "actor": {"id": str(comment.author_id or ""), "name": names.get(comment.author_id, "")},
        "text": comment.text,
    }


def attachments_of(*, viewer: Viewer, document_id: int) -> list[dict[str, Any]]:
    """Attached files, oldest first."""
    document_seen_by(viewer, document_id)
    attachments = list(Attachment.objects.filter(document_id=document_id).order_by("id"))
    names = names_of({attachment.author_id for attachment in attachments})
    return [attachment_json(attachment, names) for attachment in attachments]


def attachment_json(attachment: Attachment, names: dict[int | None, str]) -> dict[str, Any]:
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "size": attachment.size,
        "content_type": attachment.media_type,
        "sha256": attachment.sha256,
        "at": attachment.at.isoformat(),
        "actor": {"id": str(attachment.author_id or ""), "name": names.get(attachment.author_id, "")},
    }


def attachment_of(*, viewer: Viewer, document_id: int, attachment_id: int) -> Attachment:
    """One attached file. Raises Refused not_found (404)."""
    document_seen_by(viewer, document_id)
    attachment = Attachment.objects.filter(document_id=document_id, pk=attachment_id).first()
    if attachment is None:
        raise refuse("not_found", status=404)
    return attachment
