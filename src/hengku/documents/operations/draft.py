"""Drafts: new documents in any number and mix of types, written set-wise."""

from collections.abc import Collection, Sequence

from hengku.documents.operations.command import in_command, want_numbers
from hengku.documents.operations.prepare import (
    Prepared,
    custom,
    numbers_of,
    prepare,
    progress_of,
)
from hengku.documents.operations.progress import change_progress
from hengku.documents.operations.tolerance import check_tolerance
from hengku.documents.operations.write import NewDocument, NewEvent, insert_documents
from hengku.documents.queries.own_fields import require_unique_values
from hengku.documents.queries.rights import require_rows
from hengku.documents.rules.registry import tell_watchers
from hengku.documents.types import DocumentDraft, DocumentState
from hengku.identity.types import Act


def create_documents(*, act: Act, drafts: Sequence[DocumentDraft], confirm: Collection[str] = ()) -> list[int]:
    """Save new drafts; gives their ids in order. At most 6 statements however many lines there are.

    Omitted values come from the source line, then from the item. Links are made and drawn from their sources at once.
    Raises Refused with every reason found, located ("lines", i, field), or ("documents", d, "lines", i, field) when there
    are several drafts. Numbers are given when the outermost command ends.
    """
    if not drafts:
        return []

    def work() -> list[int]:
        prepared = prepare(act=act, drafts=drafts, action="create")
        linked = change_progress(progress_of(prepared))
        check_tolerance(prepared, linked, act=act, confirm=confirm)
        events = [NewEvent(position, "create", "", DocumentState.DRAFT) for position in range(len(drafts))]
        document_ids, _ = write_prepared(act, prepared, [DocumentState.DRAFT] * len(drafts), events)
        tell_watchers(act, "create", [(spec.code, pk) for spec, pk in zip(prepared.specs, document_ids, strict=True)])
        return document_ids

    return in_command(work)


def write_prepared(
    act: Act, prepared: Prepared, states: Sequence[DocumentState], events: Sequence[NewEvent]
) -> tuple[list[int], list[int]]:
    """Write checked rows, with the types' own columns, and queue for numbers; gives document ids and line ids."""
    documents = [
        NewDocument(header, state, custom(spec, header.extra))
        for header, spec, state in zip(prepared.headers, prepared.specs, states, strict=True)
    ]
    document_ids = prepared.facts.document_ids
    line_ids = prepared.facts.line_ids[: len(prepared.lines)]
    insert_documents(
        act=act,
        documents=documents,
        lines=prepared.lines,
        links=prepared.links,
        events=events,
        document_ids=document_ids,
        line_ids=line_ids,
    )
    write_side_tables(prepared, document_ids, line_ids)
    keep_unique(prepared, document_ids, line_ids)
    require_rows(act.viewer, prepared.specs, document_ids, "create")
    want_numbers(numbers_of(prepared, document_ids))
    return document_ids, line_ids


def keep_unique(prepared: Prepared, document_ids: Sequence[int], line_ids: Sequence[int]) -> None:
    """Raise Refused value_taken where what was just written repeats a value that must be unique."""
    headers = [(id_, header.extra) for id_, header in zip(document_ids, prepared.headers, strict=True)]
    lines = [
        (new.document, line_id, new.ext, loc)
        for line_id, new, loc in zip(line_ids, prepared.lines, prepared.line_locs, strict=True)
    ]
    require_unique_values(prepared.specs, headers, lines)


def write_side_tables(prepared: Prepared, document_ids: Sequence[int], line_ids: Sequence[int]) -> None:
    """Hand the types' own values to their rooms, one call per type."""
    for spec in {spec.code: spec for spec in prepared.specs if spec.side is not None}.values():
        headers = {
            document_id: header.extra
            for document_id, header in zip(document_ids, prepared.headers, strict=True)
            if header.type == spec.code
        }
        lines = {
            line_id: extra
            for line_id, new, extra in zip(line_ids, prepared.lines, prepared.extras, strict=True)
            if prepared.headers[new.document].type == spec.code
        }
        if spec.side is not None:
            spec.side.write(headers, lines)
