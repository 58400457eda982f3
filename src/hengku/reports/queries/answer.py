"""Asking a report: rights, parameters, figures, masks. Every door (page, file, API, command line) comes through here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.types import FieldSpec, stamped
from hengku.reports.queries.days import period_of
from hengku.reports.queries.parameters import resolve
from hengku.reports.queries.reach import rows_within
from hengku.reports.rules.registry import REPORTS
from hengku.reports.rules.row_keys import keyed
from hengku.reports.types import Page, ReportAnswer, ReportQuestion, ReportSpec, Row

BESIDE = frozenset({"_drill", "_key"})
"""What a row carries beside its figures."""


def report_of(*, name: str) -> ReportSpec:
    """The report of this name. Raises Refused not_found."""
    if name not in REPORTS:
        raise refuse("not_found", status=404)
    return REPORTS.get(name)


def answer_report(
    *, viewer: Viewer, name: str, raw: Mapping[str, str], at: datetime, page: Page, action: str = "view"
) -> ReportAnswer:
    """The report's figures as this viewer may see them.

    raw: parameters as typed. action: view, export or print, asked of the report's resource.
    Raises Refused: not_found, permission_denied, and what is wrong with the parameters.
    """
    spec = report_of(name=name)
    require(viewer, spec.resource, action)
    parameters = resolve(viewer=viewer, spec=spec, raw=raw)
    question = ReportQuestion(viewer=viewer, parameters=parameters, at=at, page=page)
    if spec.for_period:
        parameters["from"], parameters["to"] = period_of(question=question)
    result = spec.run(question)
    every = columns_of(spec, parameters)
    columns = visible_columns(columns=every, viewer=viewer)
    rows = result.rows if spec.explain is None else keyed(result.rows, every, first=page.offset)
    rows, shortened = rows_within(viewer=viewer, columns=every, rows=rows)
    names = frozenset(column.name for column in columns)
    totals = {} if shortened else {key: value for key, value in result.totals.items() if key in names}
    return ReportAnswer(
        spec, question, columns, _visible_rows(rows, names | BESIDE), totals, result.count, result.has_more
    )


def columns_of(spec: ReportSpec, parameters: Mapping[str, object]) -> tuple[FieldSpec, ...]:
    """The report's columns under the name roles know them by. Who may not see the price on lines of a paper does not read it off
    a report: columns of the same class of values follow it."""
    own = stamped(spec.columns(parameters), f"{spec.resource}:{spec.name}")
    return tuple(one.but(follows=(*one.follows, *_prices(spec, one))) if one.mask else one for one in own)


def _prices(spec: ReportSpec, column: FieldSpec) -> list[tuple[str, str]]:
    """Prices on lines a figure could be worked out from: those of the report's own type, else of every type that has such."""
    codes = [spec.resource] if spec.resource in DOCUMENT_TYPES else DOCUMENT_TYPES.names()
    priced = [
        code
        for code in codes
        for one in DOCUMENT_TYPES.get(code).line_fields
        if one.name == "price" and one.mask == column.mask
    ]
    return [(f"{code}:line", "price") for code in priced]


def visible_columns(*, columns: Sequence[FieldSpec], viewer: Viewer) -> tuple[FieldSpec, ...]:
    """Without the columns whose class of values the viewer's roles hide."""
    return tuple(column for column in columns if not column.hidden_from(viewer))


def _visible_rows(rows: Iterable[Row], names: frozenset[str]) -> Iterator[Row]:
    for row in rows:
        yield {key: value for key, value in row.items() if key in names}
