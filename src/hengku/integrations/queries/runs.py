"""Import runs for readers: progress with rate and time left, the mapping by column titles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hengku.identity.types import Viewer
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.import_files import sheets_of
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.texts import IMPORT_STATES
from hengku.integrations.types import ImportState, RowState
from hengku.masterdata.models import Book, Partner, Warehouse

_NAMED: dict[str, Any] = {"warehouse_id": Warehouse, "partner_id": Partner, "book_id": Book}


def progress_of(*, run: ImportRun, at: datetime) -> dict[str, Any]:
    """How far a run is at `at`; rate in rows a second since it started, None before."""
    end = run.finished_at or at
    seconds = (end - run.started_at).total_seconds() if run.started_at else 0
    rate = run.rows_done / seconds if seconds > 0 and run.rows_done else None
    running = run.state == ImportState.RUNNING
    left = round((run.rows_total - run.rows_done) / rate) if rate and running else None
    return {
        "id": str(run.pk),
        "kind": run.kind,
        "file_name": run.file_name,
        "state": run.state,
        "state_label": str(IMPORT_STATES[ImportState(run.state)]),
        "partial": run.partial,
        "rows_total": run.rows_total,
        "rows_done": run.rows_done,
        "rate": f"{rate:.1f}" if rate else None,
        "seconds_left": max(left, 0) if left is not None else None,
        "created": run.created_count,
        "updated": run.updated_count,
        "unchanged": run.unchanged_count,
        "refused": run.refused_count,
        "message": run.message,
        "created_at": run.created_at.isoformat(),
    }


def mapping_text(*, run: ImportRun) -> dict[str, Any]:
    """The mapping with column titles instead of positions, as a file for the command line keeps it."""
    mapping = run.mapping
    rows = sheets_of(run=run)[int(mapping["sheet"])].rows
    header = int(mapping["header_row"])
    titles = rows[header] if 0 <= header < len(rows) else []
    columns = {
        (titles[int(index)] if int(index) < len(titles) and titles[int(index)] else int(index)): name
        for index, name in mapping["columns"].items()
    }
    sheets = sheets_of(run=run)
    named = {"sheet": sheets[int(mapping["sheet"])].name} if len(sheets) > 1 else {}
    return {
        "kind": run.kind, **named, "header_row": header, "columns": columns,
        "options": _portable(mapping.get("options") or {}),
    }  # fmt: skip


def _portable(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options with codes instead of ids, so that the file serves another account set too; empty ones are left out."""
    told: dict[str, Any] = {}
    for name, value in options.items():
        model = _NAMED.get(name)
        if value in (None, ""):
            continue
        if model is None:
            told[name] = value
        elif code := model._default_manager.filter(pk=value).values_list("code", flat=True).first():
            told[name.removesuffix("_id")] = code
    return told


def done_before(*, run: ImportRun) -> ImportRun | None:
    """The last import of the very same file that wrote something and was not taken back."""
    same = ImportRun.objects.filter(kind=run.kind, sha256=run.sha256, state__in=(ImportState.DONE, ImportState.PARTIAL))
    return same.exclude(pk=run.pk).order_by("-pk").first()


def recent_runs(*, viewer: Viewer, limit: int) -> list[ImportRun]:
    """The latest imports of the kinds the viewer may import."""
    kinds = [kind.code for kind in KINDS if viewer.may(kind.resource, "import")]
    return list(ImportRun.objects.filter(kind__in=kinds).order_by("-pk")[:limit])


def refused_count(*, run: ImportRun) -> int:
    """How many rows have faults kept."""
    return ImportRowResult.objects.filter(run=run, state=RowState.REFUSED).count()


def first_errors(*, run: ImportRun, limit: int) -> list[tuple[int, list[dict[str, Any]]]]:
    """The first refused rows with their faults."""
    rows = ImportRowResult.objects.filter(run=run, state=RowState.REFUSED).order_by("number")
    return list(rows.values_list("number", "faults")[:limit])
