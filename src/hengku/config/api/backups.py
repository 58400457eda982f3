"""Backups of the whole installation: those there are, one more now, how many to keep. For owners."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hengku.config.directory.connection import tenants
from hengku.config.directory.middleware import DEFAULT
from hengku.config.embedded.home import resolve_home
from hengku.config.upkeep.retention import Retention, read_retention, write_retention
from hengku.config.upkeep.schedule import queue_backup
from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse

router = Router()


class RetentionIn(Schema):
    """How many days and calendar weeks keep their newest nightly backup."""

    daily: int = Field(ge=1, le=366)
    weekly: int = Field(ge=0, le=520)


class BackupOut(Schema):
    """kind: daily, manual, before-upgrade, before-restore. size in bytes."""

    name: str
    kind: str
    made_at: datetime
    size: int


class BackupsOut(Schema):
    items: list[BackupOut]
    retention: RetentionIn
    folder: str


def _require_owner(viewer: Viewer, action: str) -> None:
    if not viewer.all_powerful:
        raise refuse("permission_denied", status=403, resource="backups", action=action)


@router.get("/backups", response=BackupsOut, summary="Backups in the home folder")
def list_backups(request: HttpRequest) -> dict[str, Any]:
    """Newest first, and how many nightly ones are kept."""
    _require_owner(viewer_of(request), "view")
    return _told()


@router.post("/backups", response={202: BackupsOut}, summary="Back up now")
def back_up(request: HttpRequest) -> tuple[int, dict[str, Any]]:
    """Queues a backup; it appears in the list when it is complete, or among the failed jobs."""
    _require_owner(viewer_of(request), "create")
    queue_backup()
    return 202, _told()


@router.get("/backups/files/{name}", summary="Download a backup")
def download_backup(request: HttpRequest, name: str) -> FileResponse:
    """The file itself. It holds every account set, so only owners of the first one get it; who took it is audited."""
    act = act_of(request)
    _require_owner(act.viewer, "download")
    if tenants.schema_name != DEFAULT:
        raise refuse("permission_denied", status=403, resource="backups", action="download")
    path = next((one for one in _files(resolve_home().backups) if one.name == name), None)
    if path is None:
        raise refuse("not_found", status=404)
    record_change(act=act, entity="backups", entity_id=name[-60:], action="download", before=None, after={"name": name})
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@router.put("/backups/retention", response=BackupsOut, summary="How many backups to keep")
def keep_backups(request: HttpRequest, payload: RetentionIn) -> dict[str, Any]:
    """Holds from the next nightly backup on; backups made by hand are never removed."""
    act = act_of(request)
    _require_owner(act.viewer, "update")
    folder = resolve_home().backups
    before = read_retention(folder)
    record_change(
        act=act, entity="backups", entity_id="retention", action="update",
        before={"daily": before.daily, "weekly": before.weekly}, after=payload.model_dump(),
    )  # fmt: skip
    write_retention(folder, Retention(payload.daily, payload.weekly))
    return _told()


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("hengku-*.zip"))


def _told() -> dict[str, Any]:
    folder = resolve_home().backups
    items = []
    for path in _files(folder):
        found = path.stat()
        kind = path.stem.removeprefix("hengku-").rsplit("-", 2)[0]
        made_at = datetime.fromtimestamp(found.st_mtime, UTC)
        items.append({"name": path.name, "kind": kind, "made_at": made_at, "size": found.st_size})
    items.sort(key=lambda one: str(one["name"])[-19:], reverse=True)
    chosen = read_retention(folder)
    return {"items": items, "retention": {"daily": chosen.daily, "weekly": chosen.weekly}, "folder": str(folder)}
