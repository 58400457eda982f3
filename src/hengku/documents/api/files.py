"""Files of documents: attachments, and lists as spreadsheets."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Query, UploadedFile

from hengku.documents.api.read import params_of
from hengku.documents.api.router import router
from hengku.documents.operations.export import export_documents
from hengku.documents.operations.talk import attach_file
from hengku.documents.queries.history import attachment_json, attachment_of, attachments_of
from hengku.documents.schemas import DocumentExportQuery, Items
from hengku.identity.api.edge import act_of, viewer_of
from hengku.metadata.api.routes import json_answer
from hengku.metadata.operations.files import content_path


@router.get("/documents/{int:document_id}/attachments", response=Items)
def list_attachments(request: HttpRequest, document_id: int) -> dict[str, Any]:
    """Files people attached."""
    return {"items": attachments_of(viewer=viewer_of(request), document_id=document_id)}


@router.post("/documents/{int:document_id}/attachments", response={201: dict[str, Any]})
def add_attachment(request: HttpRequest, document_id: int, file: File[UploadedFile]) -> HttpResponse:
    """Attach a file."""
    act = act_of(request)
    kept = attach_file(act=act, document_id=document_id, name=file.name or "", read=file.read, size=file.size or 0)
    return json_answer(attachment_json(kept, {act.actor_id: act.viewer.name}), 201)


@router.get("/documents/{int:document_id}/attachments/{int:attachment_id}")
def download_attachment(request: HttpRequest, document_id: int, attachment_id: int) -> FileResponse:
    """The file itself, always as a download."""
    kept = attachment_of(viewer=viewer_of(request), document_id=document_id, attachment_id=attachment_id)
    answer = FileResponse(content_path(kept.sha256).open("rb"), content_type=kept.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name)}"
    return answer


@router.get("/documents/export")
def export_list(request: HttpRequest, query: Query[DocumentExportQuery]) -> HttpResponse:
    """The list as a file, one row per document or per line."""
    name, media_type, content = export_documents(
        act=act_of(request), code=query.type, params=params_of(query), kind=query.format, with_lines=query.lines
    )
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
