"""Questions about datasets as plain data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hengku.metadata.rules.formula.nodes import Node
from hengku.metadata.types import FieldSpec


class Grain(StrEnum):
    """How finely a date is told apart."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Aggregate(StrEnum):
    SUM = "sum"
    AVG = "avg"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    MIN = "min"
    MAX = "max"


class Shift(StrEnum):
    """With what a figure is compared: the period just before, or the same one a year earlier."""

    PREVIOUS = "previous"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DataField:
    """One field of a dataset. spec.name is its name in questions ("partner", "lines.item.category"), spec.path the way to it in
    the database. annotate: the expression behind that path when it is no column (made only when asked for). adds_up: whether
    summing it over rows says something (a document's total repeats in each of its lines). kept: the value is part of the document
    or of a record it names; else others work it out later (execution, cost), or it is given last of all (the number)."""

    spec: FieldSpec
    annotate: Callable[[], Any] | None = None
    adds_up: bool = True
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Dataset:
    """What can be asked about. queryset: the rows this viewer may see. fields: what this viewer may know of them, by name.

    kind "documents" | "lines" | "records" | "facts"; records_at: where the pages of its rows are ("documents/goods_receipt"),
    record_key: the path of the id behind that address. currency: the path of the currency amounts are in, when it may differ.
    """

    name: str
    label: str
    kind: str
    group: str
    queryset: Callable[[], Any]
    fields: Mapping[str, DataField]
    records_at: str = ""
    record_key: str = "pk"
    currency: str = ""
    default_sort: str = "-id"
    search: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what rows are grouped; grain for dates and times only."""

    field: DataField
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a group: an aggregate of a field (no field: of rows), or a formula over aggregates."""

    label: str
    aggregate: Aggregate | None = None
    field: DataField | None = None
    formula: Node | None = None


@dataclass(frozen=True, slots=True)
class SortKey:
    """position: among dimensions, then measures."""

    position: int
    descending: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has been read: everything in it exists and fits."""

    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    filters: tuple[tuple[Any, ...], ...]
    sort: tuple[SortKey, ...]
    limit: int
    subtotals: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """rows: the groups, by column key (d0, d1, m0 …). totals: the figures over everything, not only over the rows shown.
    subtotals: groups of fewer dimensions by the keys they are grouped by ("d0", "d0,d1"). notes: what a reader should know."""

    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    has_more: bool
    filters: list[list[Any]]
    subtotals: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
