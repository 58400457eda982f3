"""The statements of summary tables: what documents add to which row. Names in them are made here; what people typed is a parameter."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec, DocumentState
from hengku.identity.types import SYSTEM
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.formula_sql import formula_sql
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.query import narrowed_rows
from hengku.studio.rules.aggregates import aggregate_sql, grain_sql
from hengku.studio.rules.summaries import Part, Shape, cell, condition_tree, row_key
from hengku.studio.types import Dataset

_NEVER = frozenset({DocumentState.DRAFT, DocumentState.VOID})


class Found(NamedTuple):
    """What one document (None: all of them) adds to a row."""

    document_id: int | None
    key: str
    dims: list[Any]
    part: Part


def states_counted(spec: DocTypeSpec) -> list[str]:
    """States in which documents of a type may count: all that its transitions lead to, but for drafts and void ones."""
    reached = {transition.target for transition in spec.transitions} - _NEVER
    return [state.value for state in DocumentState if state in reached]


def counting(shape: Shape) -> tuple[str, ...]:
    """The states in which documents count: those chosen, else all but reversed ones."""
    if shape.states:
        return shape.states
    found = states_counted(DOCUMENT_TYPES.get(shape.document_type))
    return tuple(state for state in found if state != DocumentState.REVERSED)


def parts_of(shape: Shape, document_ids: Sequence[int]) -> list[Found]:
    """What these documents add, each for itself."""
    text, params = _statement(shape, by_document=True)
    return _run(shape, text, [*params, list(document_ids)])


def whole_of(shape: Shape) -> list[Found]:
    """The rows as they are when all documents are added up anew."""
    return _run(shape, *_statement(shape, by_document=False))


def _run(shape: Shape, text: str, params: Sequence[Any]) -> list[Found]:
    width = len(shape.groups)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        rows = cursor.fetchall()
    found = []
    for row in rows:
        dims = [cell(value) for value in row[1 : 1 + width]]
        figures = tuple(None if value is None else str(cell(value)) for value in row[2 + width :])
        found.append(Found(row[0], row_key(dims), dims, Part(row[1 + width], figures)))
    return found


def _statement(shape: Shape, *, by_document: bool) -> tuple[str, list[Any]]:
    asked = dataset(viewer=SYSTEM, name=shape.source)
    tree = condition_tree(shape.condition, asked.fields) if shape.condition else None
    named = [one.field for one in shape.groups] + [one.field for one in shape.figures if one.field]
    names = list(dict.fromkeys([*named, *(fields_of(tree) if tree else ())]))
    columns = {name: f"found.c{at}" for at, name in enumerate(names)}
    rows, params = _rows(asked, shape, names)
    dims, before = _dims(shape, asked, columns)
    figures = [aggregate_sql(one.aggregate, columns[one.field] if one.field else None) for one in shape.figures]
    condition, more = formula_sql(tree, columns) if tree else ("true", [])
    document = "found.doc" if by_document else "NULL::bigint"
    only = " AND found.doc = ANY(%s::bigint[])" if by_document else ""
    by = ", ".join([*(["found.doc"] if by_document else []), *(str(at + 2) for at in range(len(dims)))])
    text = (
        f"SELECT {', '.join([document, *dims, 'count(*)', *figures])} FROM ({rows}) AS found"  # noqa: S608 (names made here)
        f" WHERE ({condition}){only} GROUP BY {by}"
    )
    return text, [*before, *params, *more]


def _rows(asked: Dataset, shape: Shape, names: Sequence[str]) -> tuple[str, list[Any]]:
    """The rows that may count, with the columns that are read; mirrors of reversals never do."""
    head, key = ("", "pk") if asked.kind == "documents" else ("document__", "document_id")
    rows = narrowed_rows(asked, (), names).filter(
        **{f"{head}state__in": counting(shape), f"{head}reverses__isnull": True}
    )
    paths = {f"c{at}": F(asked.fields[name].spec.path) for at, name in enumerate(names)}
    text, params = rows.order_by().values(doc=F(key), **paths).query.sql_with_params()
    return str(text), list(params)


def _dims(shape: Shape, asked: Dataset, columns: dict[str, str]) -> tuple[list[str], list[Any]]:
    found, params = [], []
    for one in shape.groups:
        text, takes_zone = grain_sql(columns[one.field], one.grain, asked.fields[one.field].spec)
        found.append(text)
        params.extend([str(book_zone())] if takes_zone else [])
    return found, params
