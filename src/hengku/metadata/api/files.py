"""Files kept in fields of records."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile

from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.operations.files import content_path, keep_file, thumbnail_path
from hengku.metadata.queries.file_names import file_json
from hengku.metadata.queries.files import file_for
from hengku.metadata.rules.file_kinds import PICTURES

router = Router(tags=["files"])


class FileOut(Schema):
    """url: where it is read, below the interface's own address."""

    id: str
    name: str
    size: int
    content_type: str
    url: str


@router.post("/files", response={201: FileOut})
def keep(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Keep a file; a field of kind photo, attachment or signature then names it by its id."""
    kept = keep_file(act=act_of(request), name=file.name or "", read=file.read, size=file.size or 0)
    return json_answer(file_json(kept), 201)


@router.get("/files/{key}", response=Any)
def read_file(request: HttpRequest, key: str, of: str = "", record: int | None = None, thumb: bool = False) -> FileResponse:  # fmt: skip
    """The file, for whoever sees the record (`of`: a kind of record, a document type or its lines) and the field that names it.
    thumb: a small picture of a picture."""
    kept = file_for(viewer=viewer_of(request), key=key, of=of, record_id=record)
    is_picture = kept.media_type.startswith(PICTURES)
    path, media_type = content_path(kept.sha256), kept.media_type
    if thumb and is_picture:
        path, media_type = thumbnail_path(kept.sha256), "image/webp"
    answer = FileResponse(path.open("rb"), content_type=media_type)
    shown = "inline" if is_picture else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(kept.name)}"
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
