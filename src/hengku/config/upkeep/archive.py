"""The file format of a backup: one zip with a manifest, a dump per schema in pg_dump's custom format, and the files."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from hengku.config.embedded.errors import DatabaseError
from hengku.config.upkeep.totals import Totals

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20


class DamagedBackup(DatabaseError):
    """The file is no backup of ours, or not the one that was written."""


@dataclass(frozen=True)
class Manifest:
    """What is in the file, and what a restored database must add up to."""

    version: str
    created_at: str
    postgres: str
    account_sets: list[str]
    extensions: list[str]
    totals: dict[str, Totals]
    append_only: dict[str, list[str]]
    digests: dict[str, str] = field(default_factory=dict)
    """Member name -> SHA-256."""
    format: int = FORMAT

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        values: Mapping[str, Any] = json.loads(text)
        if values.get("format") != FORMAT:
            raise DamagedBackup(
                f"This backup has format {values.get('format')}; this HengKu reads format {FORMAT}.",
                f"备份文件格式为 {values.get('format')}，本版衡库只能读取格式 {FORMAT}。",
            )
        return cls(**values)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def dump_member(schema: str) -> str:
    """Name of a schema's dump inside the zip."""
    return f"database/{schema}.dump"


def file_members(files: Path) -> Iterator[tuple[Path, str]]:
    """The uploaded files with their names inside the zip."""
    for path in sorted(files.rglob("*")):
        if path.is_file():
            yield path, f"files/{path.relative_to(files).as_posix()}"


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of what the stream still holds."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def open_checked(path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    """Open a backup after comparing every member with the manifest. Raises DamagedBackup before anything is changed."""
    try:
        archive = zipfile.ZipFile(path)
        manifest = Manifest.from_json(archive.read(MANIFEST))
        members = {name for name in archive.namelist() if name != MANIFEST and not name.endswith("/")}
        wrong = sorted(members ^ set(manifest.digests))
        for name, wanted in manifest.digests.items():
            if name in members:
                with archive.open(name) as stream:
                    if digest_of(stream) != wanted:
                        wrong.append(name)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise DamagedBackup(
            f"{path} cannot be read as a backup: {error}. Nothing was changed.",
            f"{path} 无法作为备份读取：{error}。数据没有改动。",
        ) from error
    if wrong:
        archive.close()
        raise DamagedBackup(
            f"{path} is damaged or was changed: {', '.join(wrong[:5])}. Nothing was changed; use another backup.",
            f"{path} 已损坏或被改动过：{', '.join(wrong[:5])}。数据没有改动，请使用另一份备份。",
        )
    return archive, manifest
