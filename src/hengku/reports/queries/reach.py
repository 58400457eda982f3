"""The net under all reports: rows that name a record or tell of a document out of the viewer's reach are left out, whoever made
the report.

Reports of stock and of orders narrow their own question, so that totals and pages are those of what is left. The net is for all
others: without the rows their totals would tell what the rows do not, so they are left out too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hengku.documents.models import Document
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import within_reach
from hengku.identity.types import Viewer
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec
from hengku.reports.queries.explain_rows import document_of
from hengku.reports.types import Row


def narrows_reports(*, viewer: Viewer, columns: Sequence[FieldSpec]) -> bool:
    """Is there anything in such rows that conditions may leave out?"""
    return bool(narrowed_columns(viewer=viewer, columns=columns) or _narrowed_types(viewer))


def narrowed_columns(*, viewer: Viewer, columns: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Columns that name records of which conditions on rows leave this viewer only some."""
    return [one for one in columns if one.ref and one.ref in RESOURCES and viewer.narrows(one.ref)]


def rows_within(*, viewer: Viewer, columns: Sequence[FieldSpec], rows: Iterable[Row]) -> tuple[Iterable[Row], bool]:
    """The rows that name nothing out of reach, and whether some were left out."""
    if not narrows_reports(viewer=viewer, columns=columns):
        return rows, False
    found = list(rows)
    seen = {one.name: _seen(viewer, one, found) for one in narrowed_columns(viewer=viewer, columns=columns)}
    closed = _closed_documents(viewer, found)
    kept = [
        row
        for row in found
        if document_of(row) not in closed and all(_ids(row.get(name)) <= ids for name, ids in seen.items())
    ]
    return kept, len(kept) < len(found)


def _narrowed_types(viewer: Viewer) -> list[str]:
    return (
        [code for code in DOCUMENT_TYPES.names() if viewer.narrows(code)] if viewer.rows or viewer.except_rows else []
    )


def _closed_documents(viewer: Viewer, rows: Sequence[Row]) -> set[int]:
    """Documents of the rows which conditions leave out; rights to see such documents at all are not asked."""
    types = _narrowed_types(viewer)
    ids = {found for row in rows if (found := document_of(row)) is not None} if types else set()
    if not ids:
        return set()
    seen = visible(viewer=viewer, types=types).values("pk")
    return set(Document.objects.filter(pk__in=ids, type__in=types).exclude(pk__in=seen).values_list("pk", flat=True))


def _seen(viewer: Viewer, column: FieldSpec, rows: Sequence[Row]) -> set[int]:
    resource = column.ref or ""
    ids = {one for row in rows for one in _ids(row.get(column.name))}
    found = RESOURCES.get(resource).model._default_manager.filter(pk__in=ids)
    return set(within_reach(found, viewer=viewer, resource=resource).values_list("pk", flat=True))


def _ids(value: object) -> set[int]:
    """The records a cell names."""
    return set(_each(value))


def _each(value: object) -> Iterator[int]:
    if isinstance(value, Mapping):
        if str(value.get("id") or "").isdigit():
            yield int(str(value["id"]))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _each(one)
