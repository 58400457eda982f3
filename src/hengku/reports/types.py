"""Reports as plain data: what a report is, what it is asked, what it answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec
from hengku.reports.rules.derivation import Node

Parameters = Mapping[str, Any]
"""Parsed parameters by name: int ids for references, date, datetime, Decimal, bool, str; None when not given."""

Row = Mapping[str, object]
"""One row by column name. References are {"id", "code", "name", ...}; `_drill` = {"path": page of the figures behind it},
`_key` = what names the row when one of its figures is to be explained."""

Explainer = Callable[["ReportQuestion", Mapping[str, str], str], Node]
"""Raises KeyError for a column or a key it does not know."""

Columns = Callable[[Parameters], tuple[FieldSpec, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows to give; None as limit = all of them (exports)."""

    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """What a report is asked: by whom, about what, when, which rows."""

    viewer: Viewer
    parameters: Parameters
    at: datetime
    page: Page = Page()

    @property
    def book_id(self) -> int:
        return int(self.parameters["book"])


@dataclass(frozen=True, slots=True)
class ReportResult:
    """rows of the page asked for (may be a generator); totals and count over everything, whatever the page.

    What is counted, and what a page's limit counts, is the report's unit: rows, or items where an item has several rows.
    """

    rows: Iterable[Row]
    totals: Mapping[str, object] = field(default_factory=dict)
    count: int = 0
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report: its parameters and columns describe the page, the files and the API; `run` finds the numbers.

    columns: may depend on the parameters (a 收发存 has one column per movement type). resource: whose `view`, `export`
    and `print` rights it asks. Every report gets the parameter `book` in front. help says what the figures mean.
    explain: the derivation of one figure, asked with the row's `_key` and the column's name; rows without a `_key` of their own get
    their number.
    for_period: without `from` and `to` it tells of the present month, and says so on page and paper.
    """

    name: str
    label: Text
    group: str
    help: Text
    parameters: tuple[FieldSpec, ...]
    columns: Columns
    run: Callable[[ReportQuestion], ReportResult]
    resource: str = "stock"
    for_period: bool = False
    explain: "Explainer | None" = None


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """A finished report: only columns the viewer may see, and rows without what is masked."""

    spec: ReportSpec
    question: ReportQuestion
    columns: tuple[FieldSpec, ...]
    rows: Iterable[Row]
    totals: Mapping[str, object]
    count: int
    has_more: bool

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins, if there is one."""
        page = self.question.page
        return page.offset + page.limit if self.has_more and page.limit is not None else None
