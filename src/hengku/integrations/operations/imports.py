"""Imports step by step: take a file, guess its columns, let people correct them, look ahead, run, cancel."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from hengku.identity.operations.audit import record_change
from hengku.identity.queries.restrict import require
from hengku.identity.types import Act, Viewer
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.import_files import keep_file, parse, sheets_of
from hengku.integrations.operations.load import load_all, new_context
from hengku.integrations.rules.columns import ColumnGuess, find_header, fold, guess_columns
from hengku.integrations.rules.grouping import group_rows, grouping_of
from hengku.integrations.rules.kinds import KINDS, OPENING_PREFIX, ImportKind, kind_of
from hengku.integrations.rules.sheets import Sheet
from hengku.integrations.rules.values import to_rows
from hengku.integrations.types import Existing, Grouping, ImportRow, ImportState, Options, Outcome, Repeated, RowState
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.models import Warehouse
from hengku.metadata.rules.registry import targets_of

PREVIEW_ROWS = 200
FINISHED = (
    ImportState.DONE,
    ImportState.PARTIAL,
    ImportState.REFUSED,
    ImportState.CANCELLED,
    ImportState.FAILED,
    ImportState.UNDONE,
)


@transaction.atomic
def take_file(*, act: Act, kind: str, file_name: str, content: bytes) -> ImportRun:
    """Keep an uploaded file as a new import with its columns guessed: the mapping people last gave to the same titles, else
    by names. Refuses import_kind_unknown, file_unreadable, permission_denied."""
    chosen = need_kind(kind)
    require(act.viewer, chosen.resource, "import")
    sheets = parse(content)
    mapping, header_key = _first_mapping(chosen, sheets)
    run = ImportRun.objects.create(
        kind=chosen.code, file_name=file_name[:255], sha256=hashlib.sha256(content).hexdigest(), size=len(content),
        state=ImportState.UPLOADED, mapping=mapping, header_key=header_key, created_by_id=act.actor_id, created_at=act.at,
        rows_total=len(rows_of(chosen, sheets, mapping)),
    )  # fmt: skip
    keep_file(run_id=run.pk, content=content)
    record_change(
        act=act,
        entity="import-runs",
        entity_id=run.pk,
        action="create",
        before=None,
        after={"kind": run.kind, "file": run.file_name, "sha256": run.sha256},
    )
    return run


def need_kind(code: str) -> ImportKind:
    """The kind called so. Refuses import_kind_unknown."""
    found = kind_of(code)
    if found is None:
        raise refuse("import_kind_unknown", loc=("kind",), value=code, known=" ".join(KINDS.names()))
    return found


def _first_mapping(kind: ImportKind, sheets: list[Sheet]) -> tuple[dict[str, Any], str]:
    """The sheet whose header names most fields, and its columns."""
    fields = kind.fields
    best, best_header = 0, 0
    best_guesses: list[ColumnGuess] = []
    for index, sheet in enumerate(sheets):
        header = find_header(sheet.rows, fields)
        guesses = guess_columns(sheet.rows[header], fields, sheet.rows[header + 1 : header + 50])
        if (
            sum(guess.field is not None for guess in guesses) > sum(guess.field is not None for guess in best_guesses)
            or not best_guesses
        ):
            best, best_guesses, best_header = index, guesses, header
    titles = sheets[best].rows[best_header]
    header_key = hashlib.sha256("\x1f".join([kind.code, *map(fold, titles)]).encode()).hexdigest()
    columns = {str(guess.index): guess.field for guess in best_guesses if guess.field}
    columns |= _opening_columns(kind, titles, columns)
    guessed = dict(columns)
    before = (
        ImportRun.objects.filter(kind=kind.code, header_key=header_key)
        .exclude(state=ImportState.UPLOADED)
        .order_by("-pk")
        .first()
    )
    if before is not None:
        columns = dict(before.mapping.get("columns", columns))
    remembered = before is not None and before.mapping.get("columns") != guessed
    mapping = {
        "sheet": best, "header_row": best_header, "columns": columns, "options": {}, "remembered": remembered,
    }  # fmt: skip
    return mapping, header_key


def _opening_columns(kind: ImportKind, titles: list[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Columns of an items file called like a warehouse hold its opening stock."""
    if kind.code != "items":
        return {}
    names = {name for pair in Warehouse.objects.values_list("name", "code") for name in pair}
    return {
        str(index): f"{OPENING_PREFIX}{title}"
        for index, title in enumerate(titles)
        if str(index) not in taken and title and (title in names or (title.startswith("仓库") and title[2:].isdigit()))
    }


def guesses_of(*, run: ImportRun) -> list[ColumnGuess]:
    """The columns of a run's file with samples; fields as the mapping says."""
    kind, mapping = KINDS.get(run.kind), run.mapping
    rows = sheets_of(run=run)[int(mapping["sheet"])].rows
    header = int(mapping["header_row"])
    guesses = guess_columns(rows[header] if header < len(rows) else [], kind.fields, rows[header + 1 : header + 50])
    chosen = mapping.get("columns", {})
    return [
        ColumnGuess(guess.index, guess.title, guess.samples, chosen.get(str(guess.index)), guess.confidence)
        for guess in guesses
    ]


def rows_of(kind: ImportKind, sheets: list[Sheet], mapping: Mapping[str, Any]) -> list[ImportRow]:
    """The rows of a file by field."""
    del kind
    columns = {int(index): str(name) for index, name in dict(mapping.get("columns", {})).items()}
    return to_rows(
        sheets[int(mapping.get("sheet", 0))].rows, header_row=int(mapping.get("header_row", 0)), columns=columns
    )


@transaction.atomic
def set_mapping(*, act: Act, run_id: int, mapping: Mapping[str, Any]) -> ImportRun:
    """Say what the columns mean: {"sheet", "header_row", "columns": {"0": "code", …}, "options": {…}}; parts left out stay,
    but another sheet or header without columns makes them be guessed anew.

    Refuses mapping_bad, mapping_unknown_field, mapping_field_twice, mapping_missing_field, import_running, import_finished.
    """
    run = need_run(viewer=act.viewer, run_id=run_id, lock=True)
    need_open(run)
    sheets = sheets_of(run=run)
    fresh = {
        **run.mapping,
        **{key: value for key, value in mapping.items() if key in run.mapping and value is not None},
    }
    if "columns" in mapping or (fresh["sheet"], fresh["header_row"]) == (
        run.mapping["sheet"],
        run.mapping["header_row"],
    ):
        check_mapping(KINDS.get(run.kind), fresh, sheets)
        # A column that means nothing is as good as not named; kept, it would be read into a field called "None".
        fresh["columns"] = {str(index): name for index, name in fresh["columns"].items() if name}
    else:
        check_place(fresh, sheets)
        fresh |= {"columns": _columns_at(KINDS.get(run.kind), sheets, fresh), "remembered": False}
    run.mapping = fresh
    run.rows_total = len(rows_of(KINDS.get(run.kind), sheets, fresh))
    run.save(update_fields=["mapping", "rows_total"])
    return run


def refuse_closed_columns(viewer: Viewer, kind: ImportKind, mapping: Mapping[str, Any]) -> None:
    """Raises Refused field_read_only for every column that would fill a field the viewer's roles hide or only show."""
    closed = (
        {
            one.name
            for target in targets_of(kind.resource)
            for one in target.fields
            if not one.readonly and one.closed_to(viewer)
        }
        if viewer.fields
        else set()
    )
    wrong = closed.intersection(dict(mapping.get("columns", {})).values())
    if wrong:
        raise Refused([Refusal("field_read_only", {"field": name}, ("columns",)) for name in sorted(wrong)])


def check_mapping(kind: ImportKind, mapping: Mapping[str, Any], sheets: list[Sheet]) -> None:
    """Refuse a mapping that cannot be carried out, with every reason."""
    check_place(mapping, sheets)
    try:
        columns = {int(index): str(name) for index, name in mapping["columns"].items() if name}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refuse("mapping_bad", loc=("mapping",)) from None
    refusals: list[Refusal] = []
    names = list(columns.values())
    for name in dict.fromkeys(names):
        if kind.field(name) is None and not (kind.code == "items" and name.startswith(OPENING_PREFIX)):
            refusals.append(Refusal("mapping_unknown_field", {"value": name}, ("columns",)))
        elif names.count(name) > 1:
            refusals.append(Refusal("mapping_field_twice", {"value": name}, ("columns",)))
    refusals.extend(
        Refusal("mapping_missing_field", {"value": str(spec.label)}, ("columns",))
        for spec in kind.fields
        if spec.required and spec.name not in names and spec.name not in GIVEN_OTHERWISE
    )
    if refusals:
        raise Refused(refusals)


def check_place(mapping: Mapping[str, Any], sheets: list[Sheet]) -> None:
    """Refuse a sheet or header row the file does not have, and options nobody knows (mapping_bad)."""
    try:
        found = int(mapping["header_row"]) >= -1 and 0 <= int(mapping["sheet"]) < len(sheets)
        options_of(mapping)
    except (KeyError, TypeError, ValueError):
        found = False
    if not found:
        raise refuse("mapping_bad", loc=("mapping",))


def _columns_at(kind: ImportKind, sheets: list[Sheet], mapping: Mapping[str, Any]) -> dict[str, str]:
    """What the columns below a header row are taken for."""
    rows, header = sheets[int(mapping["sheet"])].rows, int(mapping["header_row"])
    titles = rows[header] if 0 <= header < len(rows) else []
    guesses = guess_columns(titles, kind.fields, rows[header + 1 : header + 50])
    columns = {str(guess.index): guess.field for guess in guesses if guess.field}
    return columns | _opening_columns(kind, titles, columns)


GIVEN_OTHERWISE = frozenset({"base_unit", "warehouse", "partner"})
"""Required values that a default can supply when no column holds them."""


def options_of(mapping: Mapping[str, Any]) -> Options:
    """The options inside a mapping. Raises TypeError or ValueError for unknown or malformed ones."""
    given = dict(mapping.get("options") or {})
    for name in ("book_id", "warehouse_id", "partner_id"):
        if given.get(name) is not None:
            given[name] = int(given[name])
    for name, choice in (("existing", Existing), ("repeated", Repeated), ("grouping", Grouping)):
        if name in given:
            given[name] = choice(given[name])
    return Options(**given)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first rows would become. documents: how many the whole file makes (None: it makes records). missing: names of
    records the shown rows need that do not exist, by kind of record."""

    rows: list[ImportRow]
    outcomes: list[Outcome]
    documents: int | None
    missing: Mapping[str, Sequence[str]]


def preview(*, act: Act, run_id: int) -> Preview:
    """What the first rows would become, nothing written. Refuses mapping_…"""
    run = need_run(viewer=act.viewer, run_id=run_id)
    kind, sheets = KINDS.get(run.kind), sheets_of(run=run)
    check_mapping(kind, run.mapping, sheets)
    options, every = options_of(run.mapping), rows_of(kind, sheets, run.mapping)
    rows = every[:PREVIEW_ROWS]
    outcomes: list[Outcome] = []
    context = new_context(act=act, kind=kind, options=options, writes=False, tries=True)
    load_all(context=context, rows=rows, on_batch=outcomes.extend)
    documents = len(group_rows(every, grouping_of(kind, options))) if kind.document_type else None
    return Preview(rows, outcomes, documents, context.lookups.wanted)


def need_open(run: ImportRun) -> None:
    """A run can be mapped and started before it ran, and again when it was refused: then nothing was written.
    Refuses import_running, import_finished (409)."""
    if run.state not in (ImportState.UPLOADED, ImportState.REFUSED):
        raise refuse("import_running" if run.state == ImportState.RUNNING else "import_finished", status=409)


def need_run(*, viewer: Viewer, run_id: int, lock: bool = False) -> ImportRun:
    """A run the viewer may see: their own, or any with the right to import its kind. Refuses not_found (404)."""
    runs = ImportRun.objects.select_for_update() if lock else ImportRun.objects.all()
    run = runs.filter(pk=run_id).first()
    if run is None or not viewer.may(KINDS.get(run.kind).resource, "import"):
        raise refuse("not_found", status=404)
    return run


@transaction.atomic
def ask_cancel(*, act: Act, run_id: int) -> ImportRun:
    """Ask a running import to stop after its present batch; one that has not begun is cancelled at once.

    Asking a second time declares the run over: its worker is gone. What it had committed is kept by row and can be undone.
    """
    run = need_run(viewer=act.viewer, run_id=run_id, lock=True)
    if run.state in FINISHED:
        raise refuse("import_finished", status=409)
    if run.state == ImportState.UPLOADED or run.cancel_asked:
        run.state, run.finished_at = ImportState.CANCELLED, act.at
        states = ImportRowResult.objects.filter(run=run, number__gt=0).values_list("state").annotate(Count("pk"))
        counts = dict(states)
        run.created_count, run.updated_count = counts.get(RowState.CREATED, 0), counts.get(RowState.UPDATED, 0)
        run.unchanged_count, run.refused_count = counts.get(RowState.UNCHANGED, 0), counts.get(RowState.REFUSED, 0)
    run.cancel_asked = True
    run.save()
    return run
