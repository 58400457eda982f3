"""Lines' own fields in lists of documents: found by any line, told of the rows of a page only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, QuerySet

from hengku.documents.models import Document, Line
from hengku.documents.rules.list_fields import LINE_START
from hengku.documents.rules.masks import visible_fields
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.metadata.queries.filters import apply_filter, parse_filter
from hengku.metadata.queries.listing import ListParams
from hengku.metadata.rules.codec import decode
from hengku.metadata.rules.values import TEXTS
from hengku.metadata.types import FieldSpec

_CHUNK = 200


def by_lines(
    queryset: QuerySet[Document],
    spec: DocTypeSpec | None,
    fields: Sequence[FieldSpec],
    viewer: Viewer,
    params: ListParams,
) -> tuple[QuerySet[Document], ListParams]:
    """The documents with a line that meets every clause about lines' own fields, and the clauses that are left. Raises Refused (400)."""
    own = [field for field in visible_fields(fields, viewer) if field.key and field.name.startswith(LINE_START)]
    if spec is None or not own or not params.filter:
        return queryset, params
    names = {field.name for field in own}
    clauses = parse_filter(params.filter)
    mine = [clause for clause in clauses if clause[0] in names]
    if not mine:
        return queryset, params
    # The type is said once more, for the indexes of lines are kept by type.
    lines = apply_filter(Line.objects.filter(document_id=OuterRef("pk"), type=spec.code), own, mine)
    rest = [clause for clause in clauses if clause[0] not in names]
    return queryset.filter(Exists(lines)), replace(params, filter=orjson.dumps(rest).decode() if rest else "")


def fill_lines(spec: DocTypeSpec, viewer: Viewer, items: Sequence[dict[str, Any]]) -> None:
    """Tell lines' own values on the rows that ask for them: of numbers and dates the largest, of texts all."""
    own = [
        field
        for field in visible_fields(spec.line_fields, viewer)
        if field.key and any(f"{LINE_START}{field.name}" in item for item in items)
    ]
    if not own:
        return
    known: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = Line.objects.filter(document_id__in=[int(item["id"]) for item in items]).order_by("document_id", "line_no")
    for document_id, ext in rows.values_list("document_id", "ext"):
        known[str(document_id)].append(ext)
    for item in items:
        for field in own:
            if f"{LINE_START}{field.name}" in item:
                item[f"{LINE_START}{field.name}"] = _told(field, known[item["id"]])


def _told(field: FieldSpec, exts: Sequence[dict[str, Any]]) -> Any:
    stored = [ext[field.key] for ext in exts if ext.get(field.key) is not None]
    if not stored:
        return None
    if field.type in TEXTS:
        return "、".join(dict.fromkeys(str(one) for one in stored))
    return decode(field, max(stored))


def with_lines(spec: DocTypeSpec, viewer: Viewer, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same rows with lines' own values, for an export."""
    while chunk := list(islice(rows, _CHUNK)):
        fill_lines(spec, viewer, chunk)
        yield from chunk
