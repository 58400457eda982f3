"""Runs an import: all or nothing, or (partial) whatever is right; with progress seen from outside and a way to stop."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from hengku.documents.operations.command import in_command
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.account_set import schema
from hengku.identity.types import Act
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.import_files import sheets_of
from hengku.integrations.operations.imports import (
    check_mapping,
    need_open,
    need_run,
    options_of,
    refuse_closed_columns,
    rows_of,
)
from hengku.integrations.operations.load import load_all, new_context
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.types import ImportRow, ImportState, Outcome, RowState
from hengku.masterdata.operations.bulk import insert_many

REPORT_EVERY_S = 0.7
Clock = Callable[[], datetime]


class _Stopped(Exception):
    """Somebody asked to cancel."""


class _TakenBack(Exception):
    """All or nothing, and a row was refused while writing."""


@dataclass(slots=True)
class _Tally:
    """Counts of one run, and the outcomes whose rows are still to be stored."""

    counts: dict[RowState, int] = field(default_factory=lambda: dict.fromkeys(RowState, 0))
    refused: list[Outcome] = field(default_factory=list)

    def add(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.state] += 1
            if outcome.state is RowState.REFUSED:
                self.refused.append(outcome)


class _Progress:
    """Tells others how far a run is, through a connection of its own (the run's own transaction is not visible yet)."""

    def __init__(self, run_id: int, passes: int) -> None:
        self._run_id, self._passes = run_id, passes
        self._schema = schema()
        self._side: BaseDatabaseWrapper | None = None
        self._told = time.monotonic()
        self._done = 0

    def step(self, rows: int) -> None:
        """So many more rows are done. Raises _Stopped when somebody asked to cancel."""
        self._done += rows
        if time.monotonic() - self._told < REPORT_EVERY_S:
            return
        self._told = time.monotonic()
        if self._tell():
            raise _Stopped

    def _tell(self) -> bool:
        if self._side is None:
            self._side = connections.create_connection("default")
            self._side.set_schema(self._schema)  # type: ignore[attr-defined]  # django-tenants adds it
        try:
            with self._side.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
                cursor.execute(
                    "UPDATE integrations_import_run SET rows_done = %s WHERE id = %s RETURNING cancel_asked",
                    [self._done // self._passes, self._run_id],
                )
                row = cursor.fetchone()
        except OperationalError:
            return False
        return bool(row and row[0])

    def close(self) -> None:
        if self._side is not None:
            self._side.close()


def start_import(*, act: Act, run_id: int, partial: bool) -> ImportRun:
    """Mark a run as running, so that nobody starts it twice. Refuses import_running, import_finished, mapping_…"""
    with transaction.atomic():
        run = need_run(viewer=act.viewer, run_id=run_id, lock=True)
        need_open(run)
        ImportRowResult.objects.filter(run=run).delete()
        check_mapping(KINDS.get(run.kind), run.mapping, sheets_of(run=run))
        refuse_closed_columns(act.viewer, KINDS.get(run.kind), run.mapping)
        run.state, run.partial, run.started_at, run.finished_at = ImportState.RUNNING, partial, act.at, None
        run.rows_done = 0
        run.save(update_fields=["state", "partial", "started_at", "finished_at", "rows_done"])
    return run


def run_import(*, act: Act, run_id: int, clock: Clock) -> ImportRun:
    """Carry out a started run to its end; gives the finished run. A fault of ours leaves it FAILED and is raised.

    Not partial: every row is checked first, then everything is written in one transaction that a refused row takes back.
    Partial: batches are committed one by one and refused rows are left out.
    """
    run = ImportRun.objects.get(pk=run_id)
    rows = rows_of(KINDS.get(run.kind), sheets_of(run=run), run.mapping)
    progress = _Progress(run_id, passes=1 if run.partial else 2)
    tally = _Tally()
    try:
        state = (
            _partly(act, run, rows, tally, progress)
            if run.partial
            else _all_or_nothing(act, run, rows, tally, progress)
        )
    except _Stopped:
        state = ImportState.CANCELLED
        if not run.partial:
            tally = _Tally()
    except Exception as fault:
        _finish(act, run, _Tally(), ImportState.FAILED, clock(), message=type(fault).__name__)
        raise
    finally:
        progress.close()
    return _finish(act, run, tally, state, clock())


def _partly(act: Act, run: ImportRun, rows: list[ImportRow], tally: _Tally, progress: _Progress) -> ImportState:
    context = new_context(
        act=act, kind=KINDS.get(run.kind), options=options_of(run.mapping), writes=True, run_id=run.pk
    )

    def note(outcomes: list[Outcome]) -> None:
        _keep(run, outcomes)
        tally.add(outcomes)
        progress.step(len(outcomes))

    load_all(context=context, rows=rows, on_batch=note)
    _note_made(run, context.lookups.made)
    return ImportState.PARTIAL if tally.refused else ImportState.DONE


def _all_or_nothing(act: Act, run: ImportRun, rows: list[ImportRow], tally: _Tally, progress: _Progress) -> ImportState:
    kind, options = KINDS.get(run.kind), options_of(run.mapping)

    def look(outcomes: list[Outcome]) -> None:
        tally.add(outcomes)
        progress.step(len(outcomes))

    load_all(context=new_context(act=act, kind=kind, options=options, writes=False), rows=rows, on_batch=look)
    if tally.refused:
        _keep(run, tally.refused)
        return ImportState.REFUSED

    def write() -> _Tally:
        fresh = _Tally()
        context = new_context(act=act, kind=kind, options=options, writes=True, run_id=run.pk)

        def note(outcomes: list[Outcome]) -> None:
            _keep(run, [outcome for outcome in outcomes if outcome.state is not RowState.REFUSED])
            fresh.add(outcomes)
            progress.step(len(outcomes))

        load_all(context=context, rows=rows, on_batch=note)
        _note_made(run, context.lookups.made)
        if fresh.refused:
            tally.counts, tally.refused = fresh.counts, fresh.refused
            raise _TakenBack
        return fresh

    try:
        written = in_command(write)
    except _TakenBack:
        _keep(run, tally.refused)
        return ImportState.REFUSED
    tally.counts, tally.refused = written.counts, []
    return ImportState.DONE


def _keep(run: ImportRun, outcomes: list[Outcome]) -> None:
    """Store what became of rows."""
    insert_many(
        rows=[
            ImportRowResult(
                run=run, number=outcome.number, state=outcome.state, entity=outcome.entity, entity_id=outcome.entity_id,
                faults=[asdict(fault) for fault in outcome.faults],
            )
            for outcome in outcomes
        ]
    )  # fmt: skip


def _note_made(run: ImportRun, made: list[tuple[str, int]]) -> None:
    """Records the import made on the way (units, categories…): kept under row 0, so that undoing finds them."""
    insert_many(
        rows=[
            ImportRowResult(run=run, number=0, state=RowState.CREATED, entity=entity, entity_id=key)
            for entity, key in made
        ]
    )


@transaction.atomic
def _finish(act: Act, run: ImportRun, tally: _Tally, state: ImportState, at: datetime, message: str = "") -> ImportRun:
    counts = tally.counts
    run.refresh_from_db()
    run.state, run.finished_at, run.message = state, at, message
    taken_back = state is ImportState.REFUSED
    run.created_count = 0 if taken_back else counts[RowState.CREATED]
    run.updated_count = 0 if taken_back else counts[RowState.UPDATED]
    run.unchanged_count = counts[RowState.UNCHANGED] + counts[RowState.SKIPPED]
    run.refused_count = counts[RowState.REFUSED]
    run.rows_done = sum(counts.values())
    run.save()
    record_change(
        act=act, entity="import-runs", entity_id=run.pk, action=str(state).lower(), before=None,
        after={"created": run.created_count, "updated": run.updated_count, "unchanged": run.unchanged_count, "refused": run.refused_count},
    )  # fmt: skip
    return run
