"""What people add beside a document: comments and files."""

from collections.abc import Callable

from django.db import transaction

from hengku.documents.models import Attachment, Comment, Event
from hengku.documents.queries.history import document_seen_by
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.metadata.operations.files import keep_content


def add_comment(*, act: Act, document_id: int, text: str) -> Comment:
    """Say something about a document. Raises Refused not_found, required."""
    document_seen_by(act.viewer, document_id)
    if not text.strip():
        raise refuse("required", loc=("text",))
    return Comment.objects.create(document_id=document_id, text=text.strip(), author_id=act.actor_id, at=act.at)


@transaction.atomic
def attach_file(*, act: Act, document_id: int, name: str, read: Callable[[], bytes], size: int) -> Attachment:
    """Keep a file with a document.

    Raises Refused not_found, permission_denied, file_empty, file_too_large, file_type.
    """
    document = document_seen_by(act.viewer, document_id, action="update")
    content = keep_content(name=name, read=read, size=size)
    Event.objects.create(
        document_id=document.pk, name="attach", from_state=document.state, to_state=document.state, actor_id=act.actor_id,
        at=act.at, address=act.address, reason=content.name,
    )  # fmt: skip
    return Attachment.objects.create(
        document_id=document_id, name=content.name, media_type=content.media_type, size=content.size,
        sha256=content.sha256, author_id=act.actor_id, at=act.at,
    )  # fmt: skip
