"""Keeping files: looked at before they are taken, stored once per content in the account set's folder."""

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from hengku.identity.queries.account_set import schema
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.metadata.models import KeptFile
from hengku.metadata.rules.file_kinds import LARGEST_MB, PICTURES, media_type_of, plain_name

THUMB_SIDE = 240
_THUMB = ".thumb"


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was looked at and stored."""

    name: str
    media_type: str
    size: int
    sha256: str


def keep_file(*, act: Act, name: str, read: Callable[[], bytes], size: int) -> KeptFile:
    """Keep a file that a field of a record will name. Raises Refused file_empty, file_too_large, file_type."""
    content = keep_content(name=name, read=read, size=size)
    return KeptFile.objects.create(
        key=secrets.token_hex(16), name=content.name, media_type=content.media_type, size=content.size,
        sha256=content.sha256, author_id=act.actor_id, at=act.at,
    )  # fmt: skip


def keep_content(*, name: str, read: Callable[[], bytes], size: int) -> Content:
    """Store a content of at most LARGEST_MB and of a known kind. Raises Refused file_empty, file_too_large, file_type."""
    safe_name = plain_name(name)
    if size == 0:
        raise refuse("file_empty", loc=("file",), name=safe_name)
    if size > LARGEST_MB * 1024 * 1024:
        raise refuse("file_too_large", loc=("file",), name=safe_name, limit=str(LARGEST_MB))
    data = read()
    media_type = media_type_of(safe_name, data)
    if not media_type or (media_type.startswith(PICTURES) and not _is_picture(data)):
        raise refuse("file_type", loc=("file",), name=safe_name)
    digest = hashlib.sha256(data).hexdigest()
    _store(content_path(digest), data)
    return Content(safe_name, media_type, len(data), digest)


def content_path(digest: str) -> Path:
    """Where a content is kept: one folder per account set, by its hash."""
    return Path(settings.FILES_FOLDER) / schema() / digest[:2] / digest


def thumbnail_path(digest: str) -> Path:
    """A small WebP of a stored picture, made when somebody first looks."""
    path = content_path(digest)
    small = path.with_suffix(_THUMB)
    if not small.exists():
        with Image.open(path) as picture:
            picture.thumbnail((THUMB_SIDE, THUMB_SIDE))
            target = BytesIO()
            picture.convert("RGBA").save(target, "WEBP", quality=80)
        _store(small, target.getvalue())
    return small


def _is_picture(data: bytes) -> bool:
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _store(path: Path, data: bytes) -> None:
    """Write whole or not at all; the same content is kept once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
