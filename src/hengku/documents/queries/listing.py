"""Lists of documents by the generic engine, with execution worked out in the database."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DecimalField,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from hengku.documents.models import Document, Line
from hengku.documents.queries.completion import enough
from hengku.documents.queries.line_values import by_lines, fill_lines, with_lines
from hengku.documents.queries.lines import line_rows
from hengku.documents.queries.own_values import add_own
from hengku.documents.queries.quantities import in_words, quantities_by_unit, total_by_unit
from hengku.documents.queries.visible import visible
from hengku.documents.rules.execution import is_executed_by_others
from hengku.documents.rules.list_fields import DEFAULT_SORT, common_list_fields, list_fields
from hengku.documents.rules.masks import visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES, SETTLEMENTS
from hengku.documents.types import DocTypeSpec, Execution
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.metadata.queries.listing import ListParams, Page, each_record, list_records, narrowed, seen_by
from hengku.metadata.types import FieldSpec

_CHUNK = 200
MOST_ADDED_UP = 2_000
"""Longer lists say no total quantity: adding up millions of lines is a report's work."""
_EXECUTED = Coalesce(F("progress__executed_quantity"), Value(ZERO), output_field=DecimalField())


def _execution() -> Coalesce:
    """The execution of a document, from its lines and their progress; the same rule as rules.execution."""
    per_document = (
        Line.objects.filter(document_id=OuterRef("pk"))
        .annotate(executed=_EXECUTED)
        .order_by()
        .values("document_id")
        .annotate(
            whole=Min(Case(When(executed__gte=enough(), then=1), default=0, output_field=IntegerField())),
            over=Max(Case(When(executed__gt=F("base_quantity"), then=1), default=0, output_field=IntegerField())),
            some=Max(Case(When(executed__gt=0, then=1), default=0, output_field=IntegerField())),
            stopped=Max(Case(When(document__stopped_at__isnull=False, then=1), default=0, output_field=IntegerField())),
        )
        .annotate(
            execution=Case(
                When(whole=1, over=1, then=Value(Execution.OVER.value)),
                When(whole=1, then=Value(Execution.DONE.value)),
                When(stopped=1, then=Value(Execution.STOPPED.value)),
                When(some=1, then=Value(Execution.PARTIAL.value)),
                default=Value(Execution.NONE.value),
                output_field=CharField(),
            )
        )
        .values("execution")
    )
    return Coalesce(Subquery(per_document), Value(Execution.NONE.value), output_field=CharField())


def documents_of(*, viewer: Viewer, spec: DocTypeSpec | None, derive: bool) -> QuerySet[Document]:
    """Documents of one type (or of all) that the viewer may see. derive: with `execution` worked out for every row (to
    filter by it, to write it all out); else the column is there and empty, and the page is filled afterwards."""
    found = visible(viewer=viewer, types=None if spec is None else [spec.code])
    if spec is not None and spec.code in SETTLEMENTS:
        found = found.annotate(settlement=Value(None, output_field=CharField()))
    if spec is None or not is_executed_by_others(spec.code):
        return found
    return found.annotate(execution=_execution() if derive else Value(None, output_field=CharField()))


def spec_of(code: str | None) -> DocTypeSpec | None:
    """The type a list was asked for; None = all. Raises Refused not_found (404)."""
    if not code:
        return None
    if code not in DOCUMENT_TYPES:
        raise refuse("not_found", status=404)
    return DOCUMENT_TYPES.get(code)


def list_documents(*, viewer: Viewer, code: str | None, params: ListParams) -> Page:
    """A page of documents of one type, or of all types."""
    spec = spec_of(code)
    fields = common_list_fields() if spec is None else list_fields(spec)
    derive = "execution" in params.filter
    queryset, params = by_lines(documents_of(viewer=viewer, spec=spec, derive=derive), spec, fields, viewer, params)
    page = list_records(
        queryset=queryset,
        fields=fields,
        viewer=viewer,
        params=params,
        default_sort=DEFAULT_SORT,
        always=("rev", "type"),
    )
    if not derive:
        _fill_execution(page.items)
    _fill_quantities(page.items)
    if spec is not None:
        fill_lines(spec, viewer, page.items)
    if spec is not None:
        fill_settlement(spec, page.items)
    told = any(one.name == "total_quantity" for one in seen_by(viewer, fields))
    if told and not params.cursor and page.count <= MOST_ADDED_UP:
        found = narrowed(queryset=queryset, fields=fields, viewer=viewer, params=params)
        page.totals["quantity_by_unit"] = total_by_unit(documents=found)
    return page


def _fill_quantities(items: Sequence[dict[str, Any]]) -> None:
    """Tell the quantity of every row of a page unit by unit, beside the plain sum."""
    asked = [item for item in items if "total_quantity" in item]
    if asked:
        known = quantities_by_unit(document_ids=[int(item["id"]) for item in asked])
        for item in asked:
            item["quantity_by_unit"] = known.get(int(item["id"]), [])


def fill_settlement(spec: DocTypeSpec, items: Sequence[dict[str, Any]]) -> None:
    """Tell of every row how far it is settled."""
    if spec.code in SETTLEMENTS:
        known = SETTLEMENTS.get(spec.code)([int(item["id"]) for item in items])
        for item in items:
            settled = known.get(int(item["id"]))
            item["settlement"] = settled.state.value if settled else None


def _fill_execution(items: Sequence[dict[str, Any]]) -> None:
    """Work out the execution of the rows of one page only."""
    ids = [int(item["id"]) for item in items if "execution" in item]
    if ids:
        known = dict(Document.objects.filter(pk__in=ids).values_list("pk", _execution()))
        for item in items:
            item["execution"] = known[int(item["id"])]


def each_document(
    *, viewer: Viewer, code: str | None, params: ListParams
) -> tuple[list[FieldSpec], Iterator[dict[str, Any]]]:
    """All documents of a list, for an export."""
    spec = spec_of(code)
    fields = common_list_fields() if spec is None else list_fields(spec)
    queryset, params = by_lines(documents_of(viewer=viewer, spec=spec, derive=True), spec, fields, viewer, params)
    shown, rows = each_record(queryset=queryset, fields=fields, viewer=viewer, params=params, default_sort=DEFAULT_SORT)
    if spec is not None and spec.code in SETTLEMENTS:
        rows = _settled(spec, rows)
    if spec is not None and any(field.key for field in spec.line_fields):
        rows = with_lines(spec, viewer, rows)
    return shown, _by_unit(rows) if any(field.name == "total_quantity" for field in shown) else rows


def _settled(spec: DocTypeSpec, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    while chunk := list(islice(rows, _CHUNK)):
        fill_settlement(spec, chunk)
        yield from chunk


def _by_unit(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same rows; a quantity of several units is said in words, for it has no sum."""
    while chunk := list(islice(rows, _CHUNK)):
        known = quantities_by_unit(document_ids=[int(row["id"]) for row in chunk])
        for row in chunk:
            yield row | {"total_quantity": in_words(known.get(int(row["id"]), []))}


def each_line(
    *, viewer: Viewer, spec: DocTypeSpec, params: ListParams
) -> tuple[list[FieldSpec], Iterator[dict[str, Any]]]:
    """All lines of the documents of a list, each with its header's values, for an export."""
    header, documents = each_document(viewer=viewer, code=spec.code, params=params)
    lines = visible_fields([field for field in spec.line_fields if field.in_list or field.in_form], viewer)
    columns = [*header, *(field.but(name=f"line_{field.name}") for field in lines)]
    return columns, _joined(viewer, spec, documents, lines)


def _joined(
    viewer: Viewer, spec: DocTypeSpec, documents: Iterator[dict[str, Any]], fields: Sequence[FieldSpec]
) -> Iterator[dict[str, Any]]:
    chunk: dict[int, dict[str, Any]] = {}
    for document in documents:
        chunk[int(document["id"])] = document
        if len(chunk) == _CHUNK:
            yield from _lines_of(viewer, spec, chunk, fields)
            chunk = {}
    if chunk:
        yield from _lines_of(viewer, spec, chunk, fields)


def _lines_of(
    viewer: Viewer, spec: DocTypeSpec, chunk: dict[int, dict[str, Any]], fields: Sequence[FieldSpec]
) -> Iterator[dict[str, Any]]:
    rows = line_rows(*chunk)
    own = spec.side.read(list(chunk), [row.id for row in rows])[1] if spec.side else {}
    told = [{**row.ext, **own.get(row.id, {}), **row.as_json(viewer, spec)} for row in rows]
    add_own(fields, [(line, row.ext) for line, row in zip(told, rows, strict=True)], viewer)
    for row, line in zip(rows, told, strict=True):
        yield chunk[row.document_id] | {f"line_{field.name}": line.get(field.name) for field in fields}
