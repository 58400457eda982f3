"""Request and response shapes, and the kinds of records of this room."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema


class DimensionIn(Schema):
    """By what rows are grouped; grain for dates: day, week, month, quarter, year."""

    field: str
    grain: Literal["day", "week", "month", "quarter", "year"] | None = None


class MeasureIn(Schema):
    """{field, agg} · {agg: "count"} counts rows · {formula, label}: fields inside aggregate functions, SUM({total_net}) / COUNT({number})."""

    field: str | None = None
    agg: Literal["sum", "avg", "count", "count_distinct", "min", "max"] | None = None
    formula: str | None = None
    label: str | None = None


class QuestionIn(Schema):
    """filters as in lists, [["field", "op", value], …], and ["business_date", "within", "this_month"]. sort: "-m0,d1". compare: the same
    figures for the period before, or a year earlier. subtotals: groups of fewer dimensions too (pivot tables)."""

    dataset: str
    dimensions: list[DimensionIn] = []
    measures: list[MeasureIn] = []
    filters: list[list[Any]] = []
    sort: str = ""
    limit: int = 1000
    subtotals: bool = False
    compare: Literal["previous", "year"] | None = None


class ColumnOut(Schema):
    key: str
    field: str | None
    label: str
    type: str
    grain: str | None
    ref: str | None
    choices: list[dict[str, Any]]


class AnswerOut(Schema):
    """rows by column key; totals over everything; filters with periods as dates, to drill with."""

    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    subtotals: dict[str, list[dict[str, Any]]]
    has_more: bool
    filters: list[list[Any]]
    notes: list[str]


class RowsIn(Schema):
    dataset: str
    fields: list[str] = []
    filters: list[list[Any]] = []
    sort: str = ""
    limit: int = 50
    cursor: str = ""


class RowsOut(Schema):
    columns: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    next_cursor: str | None
    count: int
    count_capped: bool
    totals: dict[str, Any]


class WordOut(Schema):
    value: str
    label: str


class DatasetOut(Schema):
    name: str
    label: str
    kind: Literal["documents", "lines", "records", "facts"]
    group: str
    records_at: str


class DatasetsOut(Schema):
    datasets: list[DatasetOut]
    aggregates: list[WordOut]
    grains: list[WordOut]
    periods: list[WordOut]


class DatasetFieldsOut(DatasetOut):
    fields: list[dict[str, Any]]


class TemplateOut(Schema):
    """A ready-made dashboard to start from."""

    code: str
    name: str
    help: str
    widgets: list[dict[str, Any]]


class SummaryWordsIn(Schema):
    """groups and figures as far as they are declared: what a guard may read depends on them."""

    source: str
    groups: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []


class FormulaWordOut(Schema):
    path: str
    label: str
    kind: str
    many: bool


class SummaryFieldOut(Schema):
    name: str
    label: str
    groups: bool
    grains: list[str]
    aggregates: list[str]


class SummaryWordsOut(Schema):
    states: list[WordOut]
    fields: list[SummaryFieldOut]
    condition: list[FormulaWordOut]
    guard: list[FormulaWordOut]
    functions: list[dict[str, Any]]


class SummaryTrialIn(Schema):
    """A declaration that is not kept yet."""

    source: str
    states: list[str] = []
    condition: str = ""
    groups: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    guard: str = ""
    message: str = ""


class SummaryTrialRowOut(Schema):
    groups: list[str]
    figures: list[str | None]
    holds: bool | None


class SummaryTrialOut(Schema):
    """The first rows; count: how many there are; broken: in how many of them the guard says no."""

    columns: list[str]
    rows: list[SummaryTrialRowOut]
    count: int
    broken: int


class SummaryStateOut(Schema):
    id: str
    live: bool
    building: bool
    guards: bool
    rows: int
    built_at: datetime | None
