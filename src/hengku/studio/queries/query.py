"""Answering a question: one statement groups, adds up, names and sorts the rows the viewer may see."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from psycopg.errors import QueryCanceled

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.columns import naming_of
from hengku.metadata.queries.describe import field_json
from hengku.metadata.queries.filters import apply_filter
from hengku.metadata.rules.registry import referred
from hengku.metadata.rules.values import to_json
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.queries.datasets import dataset
from hengku.studio.queries.statement import Statement, statement_of
from hengku.studio.rules.aggregates import result_type
from hengku.studio.rules.periods import settled
from hengku.studio.rules.questions import COUNT_LABEL, field_names, read_question
from hengku.studio.types import Answer, Dataset, Measure, Question, Shift

SECONDS_MOST = 10
"""A question that takes longer is stopped: a dashboard is looked at, not waited for."""


def answer_question(*, viewer: Viewer, at: datetime, raw: Mapping[str, Any]) -> Answer:
    """Groups of a dataset with their figures, and the figures over everything.

    raw: {dataset, dimensions, measures, filters, sort, limit, subtotals, compare}. Raises Refused: dataset_unknown (404), what
    does not fit (400, see rules.questions and the list filters), period_unknown, dataset_too_slow (422).
    """
    asked = dataset(viewer=viewer, name=str(raw.get("dataset") or ""))
    question = read_question(raw, asked.fields)
    clauses = settled_clauses(question.filters, at=at, compare=Shift(raw["compare"]) if raw.get("compare") else None)
    rows = narrowed_rows(asked, clauses, field_names(question))
    statement = statement_of(question, asked, rows, zone=str(book_zone()), naming=_naming)
    found = _run(statement) if statement else []
    return _answer(asked, question, clauses, found)


def settled_clauses(clauses: Sequence[Sequence[Any]], *, at: datetime, compare: Shift | None = None) -> list[list[Any]]:
    """The clauses with periods as dates of the books' today. Raises Refused period_unknown (400)."""
    try:
        return settled(clauses, at.astimezone(book_zone()).date(), compare)
    except KeyError as unknown:
        name = str(unknown.args[0])[:40]
        raise Refused(Refusal("period_unknown", {"name": name}, ("filters",)), status=400) from unknown


def narrowed_rows(asked: Dataset, clauses: Sequence[Sequence[Any]], names: Sequence[str]) -> QuerySet[Any, Any]:
    """The rows of a dataset that satisfy the clauses, with the fields named by `names` at hand."""
    rows = asked.queryset()
    for name in dict.fromkeys([*names, *(str(clause[0]) for clause in clauses)]):
        field = asked.fields.get(name)
        if field is not None and field.annotate is not None:
            rows = rows.annotate(**{field.spec.path: field.annotate()})
    filtered: QuerySet[Any, Any] = apply_filter(rows, [field.spec for field in asked.fields.values()], clauses)
    return filtered


def _naming(spec: FieldSpec) -> tuple[str, Sequence[Any]] | None:
    """SQL of (id, code, name) of the records a field refers to."""
    if spec.type is not FieldType.REFERENCE or not spec.ref or (kind := referred(spec.ref)) is None:
        return None
    model: Any = kind.model
    code, name = naming_of(spec.ref, model)
    named = model._default_manager.order_by().values_list(F("pk"), F(code), F(name))
    sql, params = named.query.sql_with_params()
    return str(sql), params


def _run(statement: Statement) -> list[tuple[Any, ...]]:
    with bounded(), connection.cursor() as cursor:
        cursor.execute(statement.text, list(statement.params))
        return list(cursor.fetchall())


@contextmanager
def bounded() -> Iterator[None]:
    """Within a time limit of its own, which ends with the question."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS_MOST}s"])
            yield
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise refuse("dataset_too_slow", seconds=str(SECONDS_MOST)) from error
        raise


def _answer(asked: Dataset, question: Question, clauses: list[list[Any]], found: list[tuple[Any, ...]]) -> Answer:
    width = len(question.dimensions)
    everything = (1 << width) - 1
    rows = [_row(question, row) for row in found if row[0] == 0]
    subtotals: dict[str, list[dict[str, Any]]] = {}
    totals: dict[str, Any] = {}
    for row in found:
        if row[0] == everything:
            totals = {key: value for key, value in _row(question, row).items() if key.startswith("m")}
        elif row[0]:
            by = ",".join(f"d{at}" for at in range(width) if not row[0] & 1 << (width - 1 - at))
            subtotals.setdefault(by, []).append(_row(question, row))
    mixed = any(row[1] for row in found if row[0] == everything)
    return Answer(
        columns=_columns(question),
        rows=(rows if width else rows[:1])[: question.limit],
        totals=totals,
        has_more=len(rows) > question.limit,
        filters=clauses,
        subtotals=subtotals,
        notes=["mixed_currencies"] if mixed else [],
    )


def _row(question: Question, row: tuple[Any, ...]) -> dict[str, Any]:
    """level, mixed, then (value, code, name) a dimension, then the figures."""
    found: dict[str, Any] = {}
    at = 2
    for position, dimension in enumerate(question.dimensions):
        value, code, name = row[at : at + 3]
        at += 3
        spec = dimension.field.spec
        if spec.type is FieldType.REFERENCE:
            found[f"d{position}"] = (
                None if value is None else {"id": str(value), "code": str(code or ""), "name": str(name or "")}
            )
        else:
            found[f"d{position}"] = value.isoformat() if dimension.grain and value else to_json(spec, value)
    for position, measure in enumerate(question.measures):
        found[f"m{position}"] = to_json(_figure(measure), row[at + position])
    return found


def _figure(measure: Measure) -> FieldSpec:
    spec = measure.field.spec if measure.field else None
    kind = result_type(measure.aggregate, spec)
    return FieldSpec("", spec.label if spec else COUNT_LABEL, kind)


def _columns(question: Question) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for position, dimension in enumerate(question.dimensions):
        told = field_json(dimension.field.spec)
        grain = dimension.grain.value if dimension.grain else None
        found.append({"key": f"d{position}", "field": dimension.field.spec.name, "grain": grain, **_shown(told)})
    for position, measure in enumerate(question.measures):
        figure = _figure(measure)
        found.append(
            {"key": f"m{position}", "label": measure.label, "type": figure.type.value, "ref": None, "choices": [],
             "field": measure.field.spec.name if measure.field else None, "grain": None}
        )  # fmt: skip
    return found


def _shown(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": told["label"], "type": told["type"], "ref": told.get("ref"), "choices": told.get("choices") or []}
