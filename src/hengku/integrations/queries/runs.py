"""Import runs for readers: progress with rate and time left, the mapping by column titles."""

from datetime import datetime
from typing import Any

from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.import_files import sheets_of
from hengku.integrations.texts import IMPORT_STATES
from hengku.integrations.types import ImportState, RowState


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
    return {"kind": run.kind, "header_row": header, "columns": columns, "options": mapping.get("options") or {}}


def first_errors(*, run: ImportRun, limit: int) -> list[tuple[int, list[dict[str, Any]]]]:
    """The first refused rows with their faults."""
    rows = ImportRowResult.objects.filter(run=run, state=RowState.REFUSED).order_by("number")
    return list(rows.values_list("number", "faults")[:limit])
