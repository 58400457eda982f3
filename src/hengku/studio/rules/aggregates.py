"""What may be asked of a field of each type, and how the database says it. Columns come as SQL made by us, never as typed text."""

from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.types import Aggregate, DataField, Grain

_ADDING = NUMBERS | {FieldType.INTEGER}
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
_NOT_GROUPED = frozenset(
    {FieldType.JSON, FieldType.IMAGE, FieldType.FILES, FieldType.PASSWORD, FieldType.REFERENCES, FieldType.MULTILINE}
)
_COUNTING = (Aggregate.COUNT, Aggregate.COUNT_DISTINCT)
_SHOWN_AS = {FieldType.PRICE: FieldType.PRICE, FieldType.RATE: FieldType.RATE}
_SQL = {
    Aggregate.SUM: "coalesce(sum({}), 0)",
    Aggregate.AVG: "avg({})",
    Aggregate.COUNT: "count({})",
    Aggregate.COUNT_DISTINCT: "count(DISTINCT {})",
    Aggregate.MIN: "min({})",
    Aggregate.MAX: "max({})",
}


def groups(spec: FieldSpec) -> bool:
    """Whether rows can be grouped by the field."""
    return spec.type not in _NOT_GROUPED


def grains_of(spec: FieldSpec) -> tuple[Grain, ...]:
    return tuple(Grain) if spec.type in _DATES else ()


def aggregates_of(field: DataField) -> tuple[Aggregate, ...]:
    """What may be asked of the field: numbers add up (unless they repeat from row to row), dates have a first and a last."""
    spec = field.spec
    if not groups(spec):
        return ()
    if spec.type in _ADDING:
        adding = (Aggregate.SUM, Aggregate.AVG) if field.adds_up else ()
        return (*adding, Aggregate.MIN, Aggregate.MAX, *_COUNTING)
    if spec.type in _DATES:
        return (Aggregate.MIN, Aggregate.MAX, *_COUNTING)
    return _COUNTING


def result_type(aggregate: Aggregate | None, spec: FieldSpec | None) -> FieldType:
    """The type of the figure."""
    if aggregate in _COUNTING:
        return FieldType.INTEGER
    if spec is None:
        return FieldType.DECIMAL
    if aggregate is Aggregate.AVG and spec.type in {FieldType.INTEGER, FieldType.QUANTITY}:
        return FieldType.DECIMAL
    return spec.type


def aggregate_sql(aggregate: Aggregate, column: str | None) -> str:
    """SQL of the figure over a group; column None = rows."""
    return _SQL[aggregate].format("*" if column is None else column)


def grain_sql(column: str, grain: Grain | None, spec: FieldSpec) -> tuple[str, bool]:
    """SQL of the first day of the span a value lies in, and whether it takes the time zone as a parameter. A moment belongs to the
    day it is in the books' time zone."""
    is_moment = spec.type is FieldType.DATETIME
    if grain is None:
        return column, False
    local = f"({column} AT TIME ZONE %s)" if is_moment else f"{column}::timestamp"
    return f"date_trunc('{grain.value}', {local})::date", is_moment
