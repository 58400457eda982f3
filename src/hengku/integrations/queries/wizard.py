"""What the import wizard shows: columns with samples, what the first rows become, refused rows in words."""

from typing import Any

from hengku.integrations.models import ImportRun
from hengku.integrations.operations.import_files import faults_text, sheets_of
from hengku.integrations.operations.imports import GIVEN_OTHERWISE, Preview, guesses_of, rows_of
from hengku.integrations.queries.runs import done_before, first_errors, refused_count
from hengku.integrations.rules.kinds import KINDS, OPENING_PREFIX, ImportKind
from hengku.integrations.texts import IMPORT_STATES, MISSING_LABELS, OPENING_LABEL, ROW_STATES
from hengku.integrations.types import ImportState, RowState
from hengku.kernel.texts import Text, current_language
from hengku.masterdata.models import Warehouse
from hengku.metadata.queries.describe import field_json
from hengku.metadata.types import FieldSpec, FieldType

FAULTY_ROWS = 200


def wizard_json(*, run: ImportRun) -> dict[str, Any]:
    """An import with its sheets, columns and the fields they may mean."""
    kind, mapping = KINDS.get(run.kind), run.mapping
    before = done_before(run=run)
    return {
        "id": str(run.pk), "kind": run.kind, "file_name": run.file_name, "state": run.state,
        "state_label": str(IMPORT_STATES[ImportState(run.state)]),
        "sheets": [
            {"index": index, "name": sheet.name, "rows": len(sheet.rows)}
            for index, sheet in enumerate(sheets_of(run=run))
        ],
        "sheet": int(mapping["sheet"]), "header_row": int(mapping["header_row"]),
        "columns": [
            {
                "index": guess.index, "title": guess.title, "samples": list(guess.samples), "field": guess.field,
                "confidence": str(guess.confidence),
            }
            for guess in guesses_of(run=run)
        ],
        "fields": [
            field_json(spec.but(required=spec.required and spec.name not in GIVEN_OTHERWISE))
            for spec in (*kind.fields, *_opening_fields(kind, mapping))
        ],
        "options": _only_warehouse(kind) | (mapping.get("options") or {}), "rows_total": run.rows_total, "document_type": kind.document_type,
        "remembered": bool(mapping.get("remembered")),
        "before": {
            "id": str(before.pk), "created_at": before.created_at.isoformat(), "created": before.created_count,
            "updated": before.updated_count,
        } if before else None,
    }  # fmt: skip


def _only_warehouse(kind: ImportKind) -> dict[str, Any]:
    """Where there is but one warehouse, rows that name none mean it."""
    if kind.field("warehouse") is None:
        return {}
    known = list(Warehouse.objects.order_by("pk").values_list("pk", flat=True)[:2])
    return {"warehouse_id": known[0]} if len(known) == 1 else {}


def _opening_fields(kind: ImportKind, mapping: dict[str, Any]) -> list[FieldSpec]:
    """A column of an items file may hold the opening stock of any warehouse, also of one still to be made."""
    if kind.code != "items":
        return []
    chosen = (str(name) for name in mapping["columns"].values())
    named = [name.removeprefix(OPENING_PREFIX) for name in chosen if name.startswith(OPENING_PREFIX)]
    known = Warehouse.objects.order_by("code").values_list("name", flat=True)
    return [
        FieldSpec(f"{OPENING_PREFIX}{name}", _opening_label(name), FieldType.QUANTITY)
        for name in dict.fromkeys((*known, *named))
    ]


def _opening_label(warehouse: str) -> Text:
    named = {"name": warehouse}
    return Text(OPENING_LABEL.in_language("zh-CN", named), OPENING_LABEL.in_language("en", named))


def preview_json(*, kind: str, preview: Preview) -> dict[str, Any]:
    """The first rows with what becomes of them."""
    language = current_language()
    rows = [
        {
            "number": row.number, "state": one.state, "state_label": str(ROW_STATES[one.state]), "values": dict(row.values),
            "errors": [
                {
                    "field": fault.field,
                    "message": faults_text(
                        kind, [{"code": fault.code, "params": fault.params, "field": fault.field}], language
                    ),
                }
                for fault in one.faults
            ],
        }
        for row, one in zip(preview.rows, sorted(preview.outcomes, key=lambda outcome: outcome.number), strict=True)
    ]  # fmt: skip
    return {
        "rows": rows,
        "counts": {state.lower(): sum(row["state"] == state for row in rows) for state in RowState},
        "documents": preview.documents,
        "missing": [
            {"label": str(MISSING_LABELS[entity]), "names": names} for entity, names in preview.missing.items()
        ],
    }


def faulty_rows(*, run: ImportRun) -> dict[str, Any]:
    """The first refused rows with their cells and what is wrong with them."""
    found = first_errors(run=run, limit=FAULTY_ROWS)
    cells = {row.number: dict(row.values) for row in rows_of(KINDS.get(run.kind), sheets_of(run=run), run.mapping)}
    return {
        "count": refused_count(run=run),
        "items": [
            {
                "number": number,
                "message": faults_text(run.kind, faults, current_language()),
                "values": cells.get(number, {}),
            }
            for number, faults in found
        ],
    }
