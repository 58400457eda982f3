"""What people add beside a document: comments and files."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hengku.documents.models import Attachment, Comment, Event
from hengku.documents.queries.history import document_seen_by
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.queries.account_set import schema

LARGEST_MB = 20
_SIGNATURES = {
    ".pdf": ("application/pdf", (b"%PDF",)),
    ".png": ("image/png", (b"\x89PNG",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": ("image/gif", (b"GIF8",)),
    ".webp": ("image/webp", (b"RIFF",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".zip": ("application/zip", (b"PK\x03\x04",)),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
    ".xls": ("application/vnd.ms-excel", (b"\xd0\xcf\x11\xe0",)),
    ".doc": ("application/msword", (b"\xd0\xcf\x11\xe0",)),
    ".csv": ("text/csv", ()),
    ".txt": ("text/plain", ()),
}
"""Kinds of files people attach: media type, and how such a file begins. Nothing a browser would run is among them."""


def add_comment(*, act: Act, document_id: int, text: str) -> Comment:
    """Say something about a document. Raises Refused not_found, required."""
    document_seen_by(act.viewer, document_id)
    if not text.strip():
        raise refuse("required", loc=("text",))
    return Comment.objects.create(document_id=document_id, text=text.strip(), author_id=act.actor_id, at=act.at)


@transaction.atomic
def attach_file(*, act: Act, document_id: int, name: str, read: Callable[[], bytes], size: int) -> Attachment:
    """Keep a file with a document: at most LARGEST_MB, of a known kind, stored once per content.

    Raises Refused not_found, permission_denied, file_empty, file_too_large, file_type.
    """
    document = document_seen_by(act.viewer, document_id, action="update")
    safe_name = Path(name.replace("\\", "/")).name[:200]
    if size == 0:
        raise refuse("file_empty", loc=("file",), name=safe_name)
    if size > LARGEST_MB * 1024 * 1024:
        raise refuse("file_too_large", loc=("file",), name=safe_name, limit=str(LARGEST_MB))
    media_type, beginnings = _SIGNATURES.get(Path(safe_name).suffix.lower(), ("", ()))
    data = read()
    if not media_type or (beginnings and not data.startswith(beginnings)):
        raise refuse("file_type", loc=("file",), name=safe_name)
    digest = hashlib.sha256(data).hexdigest()
    _store(file_path(digest), data)
    Event.objects.create(
        document_id=document.pk, name="attach", from_state=document.state, to_state=document.state, actor_id=act.actor_id,
        at=act.at, address=act.address, reason=safe_name,
    )  # fmt: skip
    return Attachment.objects.create(
        document_id=document_id, name=safe_name, media_type=media_type, size=len(data), sha256=digest,
        author_id=act.actor_id, at=act.at,
    )  # fmt: skip


def file_path(digest: str) -> Path:
    """Where a content is kept: one folder per account set, by its hash."""
    return Path(settings.FILES_FOLDER) / schema() / digest[:2] / digest


def _store(path: Path, data: bytes) -> None:
    """Write whole or not at all; the same content is kept once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
