"""The one statement behind an answer. Every name in it is made here; what people typed travels as parameters only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet

from hengku.metadata.types import FieldSpec
from hengku.studio.rules.aggregates import aggregate_sql, grain_sql
from hengku.studio.rules.measures import measure_sql
from hengku.studio.rules.questions import MOST_GROUPS, field_names
from hengku.studio.types import Dataset, Measure, Question

Naming = Callable[[FieldSpec], tuple[str, Sequence[Any]] | None]
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    params: tuple[Any, ...]


def statement_of(
    question: Question, asked: Dataset, rows: QuerySet[Any, Any], *, zone: str, naming: Naming
) -> Statement | None:
    """Rows of the answer: level (a bit set for every dimension that is not grouped by), whether amounts of several currencies met,
    then value, code, name a dimension, then the figures. None when no row can fit."""
    dated = _dated(question, asked, rows, zone)
    if dated is None:
        return None
    grouped, params = _grouped(question, asked, *dated)
    named = [naming(one.field.spec) for one in question.dimensions]
    columns, joins, joined = _named_columns(question, named)
    order = _order(question, named)
    body = f"SELECT {columns} FROM grouped g{joins} WHERE g.level"  # noqa: S608 (names made here)
    text = (
        f"WITH grouped AS ({grouped}) (({body} = 0 ORDER BY {order} LIMIT %s)"
        f" UNION ALL ({body} <> 0 ORDER BY g.level, {order} LIMIT %s))"
    )
    return Statement(text, (*params, *joined, question.limit + 1, *joined, MOST_GROUPS))


def _dated(question: Question, asked: Dataset, rows: QuerySet[Any, Any], zone: str) -> tuple[str, list[Any]] | None:
    """The rows: what the question reads as c0, c1 …, what it groups by as d0, d1 …, the currency as cur."""
    names = list(field_names(question))
    paths = {f"c{at}": F(asked.fields[name].spec.path) for at, name in enumerate(names)}
    if asked.currency:
        paths["cur"] = F(asked.currency)
    try:
        found, params = rows.order_by().values(**(paths or {"c0": F("pk")})).query.sql_with_params()
    except EmptyResultSet:
        return None
    selected, zones = ["found.*"], []
    for at, one in enumerate(question.dimensions):
        sql, takes_zone = grain_sql(f"found.c{names.index(one.field.spec.name)}", one.grain, one.field.spec)
        selected.append(f"{sql} AS d{at}")
        zones.extend([zone] if takes_zone else [])
    return f"SELECT {', '.join(selected)} FROM ({found}) AS found", [*zones, *params]  # noqa: S608 (names made here)


def _grouped(question: Question, asked: Dataset, dated: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    dims = [f"d{at}" for at in range(len(question.dimensions))]
    columns = {name: f"c{at}" for at, name in enumerate(field_names(question))}
    figures, more = [], []
    for at, measure in enumerate(question.measures):
        sql, values = _figure_sql(measure, columns)
        figures.append(f"{sql} AS m{at}")
        more.extend(values)
    level = f"GROUPING({', '.join(dims)})" if dims else "0"
    mixed = "coalesce(min(cur) <> max(cur), false)" if asked.currency else "false"
    selected = ", ".join([f"{level} AS level", f"{mixed} AS mixed", *dims, *figures])
    sets = ", ".join(f"({', '.join(one)})" for one in _sets(dims, every=question.subtotals))
    group = f" GROUP BY GROUPING SETS ({sets})" if dims else ""
    return f"SELECT {selected} FROM ({dated}) AS dated{group}", [*more, *params]  # noqa: S608 (names made here)


def _sets(dims: Sequence[str], *, every: bool) -> list[tuple[str, ...]]:
    """What is grouped by: all dimensions, nothing, and with subtotals every choice of them in between."""
    sizes = range(len(dims) + 1) if every else sorted({0, len(dims)})
    return [one for size in sizes for one in combinations(dims, size)]


def _figure_sql(measure: Measure, columns: dict[str, str]) -> tuple[str, list[Any]]:
    if measure.formula is not None:
        sql, params = measure_sql(measure.formula, columns)
        return f"round(({sql})::numeric, {_PLACES})", params
    column = columns[measure.field.spec.name] if measure.field else None
    assert measure.aggregate is not None
    sql = aggregate_sql(measure.aggregate, column)
    return (f"round({sql}, {_PLACES})" if sql.startswith("avg") else sql), []


def _named_columns(question: Question, named: Sequence[Any]) -> tuple[str, str, list[Any]]:
    """Columns of the answer, and the joins that give ids their code and name."""
    columns, joins, params = ["g.level", "g.mixed"], "", list[Any]()
    for at, name in enumerate(named):
        columns.extend((f"g.d{at}", *((f"n{at}.code", f"n{at}.name") if name else ("NULL", "NULL"))))
        if name:
            joins += f" LEFT JOIN ({name[0]}) AS n{at} (id, code, name) ON n{at}.id = g.d{at}"
            params.extend(name[1])
    columns.extend(f"g.m{at}" for at in range(len(question.measures)))
    return ", ".join(columns), joins, params


def _order(question: Question, named: Sequence[Any]) -> str:
    """As asked; then by the dimensions themselves (records by code), so that the same question has one answer."""
    width = len(question.dimensions)

    def column(position: int) -> str:
        if position >= width:
            return f"g.m{position - width}"
        return f"n{position}.code" if named[position] else f"g.d{position}"

    keys = [
        f"{column(key.position)} {'DESC NULLS LAST' if key.descending else 'ASC NULLS LAST'}" for key in question.sort
    ]
    return ", ".join([*keys, *(f"{column(at)} NULLS LAST" for at in range(width))]) or "g.level"
