"""A report as a file: the same columns, rows and totals as the page, for spreadsheets and paper."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from hengku.kernel.errors import refuse
from hengku.kernel.texts import current_language
from hengku.masterdata.models import Book
from hengku.metadata.operations.export import write_csv, write_xlsx
from hengku.metadata.types import FieldSpec
from hengku.reports.queries.parameters import as_shown, parameters_of
from hengku.reports.rules.figures import in_json, in_text
from hengku.reports.rules.flat import (
    FlatColumn,
    flat_columns,
    flat_rows,
    font_size,
    paper_columns,
    paper_rows,
    total_cells,
    without_empty,
)
from hengku.reports.rules.typeset import pdf
from hengku.reports.texts import REPORT_WORDS
from hengku.reports.types import ReportAnswer

PAPER_ROWS_MOST = 5000
"""Beyond this nobody reads paper, and setting it would keep a process busy for many seconds."""


def report_csv(*, answer: ReportAnswer) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read Chinese."""
    columns = flat_columns(answer.columns)
    return write_csv([column.field for column in columns], _with_totals(answer, columns))


def report_xlsx(*, answer: ReportAnswer) -> bytes:
    """One sheet: header, rows, totals; figures are numbers."""
    columns = flat_columns(answer.columns)
    return write_xlsx([column.field for column in columns], _with_totals(answer, columns))


def report_pdf(*, answer: ReportAnswer) -> bytes:
    """Landscape pages with the parameters on top and totals at the end.

    Raises Refused report_too_long_for_paper beyond PAPER_ROWS_MOST rows.
    """
    if answer.count > PAPER_ROWS_MOST:
        raise refuse("report_too_long_for_paper", rows=str(answer.count), most=str(PAPER_ROWS_MOST))
    book = _book(answer)
    zone = ZoneInfo(book.timezone)
    given = list(answer.rows)
    columns = without_empty(flat_columns(answer.columns), given, answer.totals)
    rows = paper_rows(columns, given, zone=zone)
    described = paper_columns(columns, rows)
    language = current_language()
    printed = REPORT_WORDS["printed"].in_language(
        language,
        {"name": answer.question.viewer.name, "at": f"{answer.question.at.astimezone(zone):%Y-%m-%d %H:%M}"},
    )
    return pdf(
        "report",
        {
            "lang": language[:2],
            "company": book.name,
            "title": str(answer.spec.label),
            "size": font_size(described),
            "parameters": _parameter_texts(answer, zone),
            "columns": described,
            "rows": rows,
            "totals": total_cells(columns, answer.totals, str(REPORT_WORDS["total"])),
            "footer": REPORT_WORDS["rows"].in_language(language, {"rows": len(rows)}),
            "printed": printed,
        },
    )


def _with_totals(answer: ReportAnswer, columns: list[FlatColumn]) -> Iterator[Mapping[str, object]]:
    yield from flat_rows(columns, answer.rows, zone=ZoneInfo(_book(answer).timezone))
    if answer.totals:
        fields = {column.field.name: column.field for column in columns}
        totals = {name: in_json(fields[name], value) for name, value in answer.totals.items() if name in fields}
        yield {columns[0].field.name: str(REPORT_WORDS["total"]), **totals}


def _book(answer: ReportAnswer) -> Book:
    return Book.objects.get(id=answer.question.book_id)


def _parameter_texts(answer: ReportAnswer, zone: ZoneInfo) -> list[dict[str, str]]:
    specs = [spec for spec in parameters_of(spec=answer.spec) if spec.name != "book"]
    shown = as_shown(specs=specs, values=answer.question.parameters)
    return [
        {"label": str(spec.label), "value": _parameter_text(spec, shown[spec.name], zone)}
        for spec in specs
        if shown[spec.name] not in (None, "", [], False)
    ]


def _parameter_text(spec: FieldSpec, value: object, zone: ZoneInfo) -> str:
    if value is True:
        return "✓"
    if isinstance(value, list):
        return "、".join(in_text(spec, one, zone) for one in value)
    return in_text(spec, value, zone)
