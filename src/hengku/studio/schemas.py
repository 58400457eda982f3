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


class NeedOut(Schema):
    part: str
    key: str


class LivePieceOut(Schema):
    key: str
    title: str
    about: str
    needs: list[NeedOut]


class PartOut(Schema):
    """A kind of configuration with everything there is of it."""

    part: str
    label: str
    page: str
    pieces: list[LivePieceOut]


class FieldUsersOut(Schema):
    """Who uses a field: of one kind, by name."""

    kind: str
    page: str
    names: list[str]


class PropertyOut(Schema):
    label: str
    before: str
    after: str


class ComparedOut(Schema):
    """One piece against what is in effect; change: new, changed, gone, same."""

    part: str
    part_label: str
    key: str
    title: str
    about: str
    change: Literal["new", "changed", "gone", "same"]
    properties: list[PropertyOut]


class ContentsOut(Schema):
    """seen: to be given back when publishing; problems: what the package lacks here."""

    rev: int
    seen: str
    pieces: list[ComparedOut]
    contents: dict[str, dict[str, dict[str, Any] | None]]
    problems: list[str]


class ChosenIn(Schema):
    """Keys by part: what the package shall hold, and what it shall take away. refresh: what it holds already as it is in effect now too."""

    rev: int
    chosen: dict[str, list[str]] = {}
    removed: dict[str, list[str]] = {}
    refresh: bool = False


class PieceIn(Schema):
    """What the package wants of one piece; null: it shall go."""

    rev: int
    part: str
    key: str
    piece: dict[str, Any] | None


class CaseOut(Schema):
    name: str
    passed: bool
    found: str


class TriedOut(Schema):
    problems: list[str]
    results: list[CaseOut]


class PublishIn(Schema):
    rev: int
    seen: str
    note: str = ""


class RollbackIn(Schema):
    """to: number of a publication, 0 = before the first; without it: one step back."""

    to: int | None = None
    note: str = ""


class PublicationOut(Schema):
    """kind: publish, rollback, remove."""

    no: int
    kind: str
    version: str
    note: str
    at: str
    by: str
    pieces: int
    results: list[CaseOut]


class BackOut(Schema):
    to: int
    version: str
    pieces: list[ComparedOut]


class MadeOut(Schema):
    id: str


class TradePartOut(Schema):
    label: str
    titles: list[str]


class TradeOut(Schema):
    """package: the one made of the template; live: it is in effect."""

    code: str
    name: str
    help: str
    package: str | None
    live: bool
    contents: list[TradePartOut]
