"""The import wizard: upload, columns, preview, run, progress, cancel, undo, errors file."""

import yaml
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from hengku.identity.api.edge import act_of, viewer_of
from hengku.integrations.jobs import queue_import
from hengku.integrations.models import ImportRun
from hengku.integrations.operations import imports
from hengku.integrations.operations.import_files import errors_file
from hengku.integrations.operations.mappings import load_mapping
from hengku.integrations.operations.run_import import start_import
from hengku.integrations.operations.undo import undo_import
from hengku.integrations.queries.runs import mapping_text, progress_of, recent_runs
from hengku.integrations.queries.wizard import faulty_rows, preview_json, wizard_json
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.schemas import (
    FaultyRowsOut,
    ImportOut,
    KindOut,
    MappingIn,
    PreviewOut,
    ProgressOut,
    RunIn,
    UndoOut,
)
from hengku.integrations.types import ImportState
from hengku.kernel.texts import current_language
from hengku.metadata.operations.export import XLSX_TYPE
from hengku.metadata.queries.describe import field_json

router = Router()
RECENT = 8


@router.get("/imports/kinds", response=list[KindOut])
def read_kinds(request: HttpRequest) -> list[KindOut]:
    """Kinds of files the viewer may import, with their columns."""
    viewer = viewer_of(request)
    return [
        KindOut(kind=kind.code, label=str(kind.label), fields=[field_json(spec) for spec in kind.fields])
        for kind in KINDS
        if viewer.may(kind.resource, "import")
    ]


@router.post("/imports", response=ImportOut)
def upload(request: HttpRequest, kind: Form[str], file: File[UploadedFile]) -> ImportOut:
    """Take a file and guess its columns. 422 file_unreadable, import_kind_unknown."""
    run = imports.take_file(act=act_of(request), kind=kind, file_name=file.name or "", content=file.read())
    return _import(run)


@router.get("/imports/{int:run_id}/mapping", response=ImportOut)
def read_mapping(request: HttpRequest, run_id: int) -> ImportOut:
    """The columns of an import with samples."""
    return _import(imports.need_run(viewer=viewer_of(request), run_id=run_id))


@router.put("/imports/{int:run_id}/mapping", response=ImportOut)
def write_mapping(request: HttpRequest, run_id: int, payload: MappingIn) -> ImportOut:
    """Say what the columns mean."""
    mapping = payload.dict(exclude_none=True)
    return _import(imports.set_mapping(act=act_of(request), run_id=run_id, mapping=mapping))


@router.get("/imports/{int:run_id}/mapping.yaml")
def export_mapping(request: HttpRequest, run_id: int) -> HttpResponse:
    """The mapping as a file for the command line (`hengku import --mapping FILE`)."""
    run = imports.need_run(viewer=viewer_of(request), run_id=run_id)
    text = yaml.safe_dump(mapping_text(run=run), allow_unicode=True, sort_keys=False)
    return _file(text.encode(), "application/yaml", f"mapping-{run.kind}.yaml")


@router.post("/imports/{int:run_id}/mapping.yaml", response=ImportOut)
def import_mapping(request: HttpRequest, run_id: int, file: File[UploadedFile]) -> ImportOut:
    """Lay a saved mapping over what was guessed. 422 mapping_file_bad, mapping_other_kind, mapping_…"""
    text = file.read().decode("utf-8-sig", errors="replace")
    return _import(load_mapping(act=act_of(request), run_id=run_id, text=text))


@router.post("/imports/{int:run_id}/preview", response=PreviewOut)
def preview(request: HttpRequest, run_id: int) -> PreviewOut:
    """What the first rows would become; nothing is written."""
    act = act_of(request)
    kind = imports.need_run(viewer=act.viewer, run_id=run_id).kind
    return PreviewOut(**preview_json(kind=kind, preview=imports.preview(act=act, run_id=run_id)))


@router.post("/imports/{int:run_id}/run", response=ProgressOut)
def run(request: HttpRequest, run_id: int, payload: RunIn) -> ProgressOut:
    """Start the import in the background. 409 import_running, import_finished."""
    act = act_of(request)
    started = start_import(act=act, run_id=run_id, partial=payload.partial)
    queue_import(run_id=run_id, username=act.viewer.username, language=current_language())
    return ProgressOut(**progress_of(run=started, at=act.at))


@router.get("/imports", response=list[ProgressOut])
def read_recent(request: HttpRequest) -> list[ProgressOut]:
    """The latest imports, so that one that was left can be found again."""
    act = act_of(request)
    return [ProgressOut(**progress_of(run=run, at=act.at)) for run in recent_runs(viewer=act.viewer, limit=RECENT)]


@router.get("/imports/{int:run_id}", response=ProgressOut)
def read_progress(request: HttpRequest, run_id: int) -> ProgressOut:
    """How far an import is."""
    act = act_of(request)
    return ProgressOut(**progress_of(run=imports.need_run(viewer=act.viewer, run_id=run_id), at=act.at))


@router.post("/imports/{int:run_id}/cancel", response=ProgressOut)
def cancel(request: HttpRequest, run_id: int) -> ProgressOut:
    """Stop an import after its present batch."""
    act = act_of(request)
    return ProgressOut(**progress_of(run=imports.ask_cancel(act=act, run_id=run_id), at=act.at))


@router.post("/imports/{int:run_id}/undo", response=UndoOut)
def undo(request: HttpRequest, run_id: int) -> UndoOut:
    """Take an import back; `kept` names what stays and why."""
    return UndoOut(state=ImportState.UNDONE, kept=undo_import(act=act_of(request), run_id=run_id))


@router.get("/imports/{int:run_id}/errors", response=FaultyRowsOut)
def read_faulty_rows(request: HttpRequest, run_id: int) -> FaultyRowsOut:
    """The first refused rows with what is wrong with them."""
    return FaultyRowsOut(**faulty_rows(run=imports.need_run(viewer=viewer_of(request), run_id=run_id)))


@router.get("/imports/{int:run_id}/errors.xlsx")
def read_errors(request: HttpRequest, run_id: int) -> HttpResponse:
    """The file with its bad rows marked and explained."""
    found = imports.need_run(viewer=viewer_of(request), run_id=run_id)
    return _file(errors_file(run=found, language=current_language()), XLSX_TYPE, f"errors-{run_id}.xlsx")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _import(run: ImportRun) -> ImportOut:
    return ImportOut(**wizard_json(run=run))
