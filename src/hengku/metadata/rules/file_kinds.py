"""Files people keep with records: which kinds are taken, told by what is in them and never by their name alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

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
PICTURES = "image/"


@dataclass(frozen=True, slots=True)
class FilesFormat:
    """What a field of files takes: how many, and pictures only."""

    most: int
    pictures: bool


FORMATS: Mapping[str, FilesFormat] = {
    "photo": FilesFormat(9, pictures=True),
    "files": FilesFormat(20, pictures=False),
    "signature": FilesFormat(1, pictures=True),
}


def plain_name(name: str) -> str:
    """The last part of a file's name, whichever system it comes from."""
    return PurePath(name.replace("\\", "/")).name[:200]


def media_type_of(name: str, content: bytes) -> str:
    """The media type of a file that is of a known kind by its name and begins as such files do; "" for any other."""
    media_type, beginnings = _SIGNATURES.get(PurePath(name).suffix.lower(), ("", ()))
    return media_type if not beginnings or content.startswith(beginnings) else ""
