"""Names of the files that fields of records hold, told set-wise."""

from collections.abc import Iterable, Sequence
from typing import Any

from hengku.metadata.models import KeptFile
from hengku.metadata.types import FieldSpec, FieldType


def fill_files(fields: Sequence[FieldSpec], rows: Iterable[dict[str, Any]]) -> None:
    """Keys of files become {id, name, size, content_type, url}; one query for all rows, none where no row has any."""
    own = [field for field in fields if field.type is FieldType.FILES]
    if not own:
        return
    told = [(field, row) for row in rows for field in own if row.get(field.name)]
    keys = {key for field, row in told for key in row[field.name]}
    known = {kept.key: kept for kept in KeptFile.objects.filter(key__in=keys)} if keys else {}
    for field, row in told:
        row[field.name] = [
            _told(known[key], f"?of={field.target}&record={row['id']}") for key in row[field.name] if key in known
        ]


def _told(kept: KeptFile, at: str) -> dict[str, Any]:
    return file_json(kept) | {"url": f"/files/{kept.key}{at}"}


def file_json(kept: KeptFile) -> dict[str, Any]:
    """A file as it goes over the wire; url: where it is read, below the interface's own address."""
    return {
        "id": kept.key, "name": kept.name, "size": kept.size, "content_type": kept.media_type, "url": f"/files/{kept.key}",
    }  # fmt: skip
