"""A report in the form asked for; page, file and command line all come here, so the figures are the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hengku.identity.operations.taken_out import Tallied
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.ledger.queries.reading import one_snapshot
from hengku.metadata.operations.export import CSV_TYPE, XLSX_TYPE
from hengku.reports.queries.answer import answer_report
from hengku.reports.queries.files import PAPER_ROWS_MOST, report_csv, report_pdf, report_xlsx
from hengku.reports.queries.report_json import report_json
from hengku.reports.types import Page, ReportAnswer

PAGE_MOST = 5000


@dataclass(frozen=True, slots=True)
class Delivery:
    """A finished file. disposition: "attachment" to save, "inline" to look at."""

    content: bytes
    media_type: str
    name: str
    disposition: str = "attachment"
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    make: Callable[..., bytes]
    media_type: str
    action: str
    disposition: str = "attachment"


_FILES = {
    "csv": _Kind(report_csv, CSV_TYPE, "export"),
    "xlsx": _Kind(report_xlsx, XLSX_TYPE, "export"),
    "pdf": _Kind(report_pdf, "application/pdf", "print", "inline"),
}
FORMATS = ("json", *_FILES)


def deliver_report(
    *,
    viewer: Viewer,
    at: datetime,
    name: str,
    raw: Mapping[str, str],
    format: str = "json",  # noqa: A002 (what everybody calls it)
    limit: int | None = 500,
    offset: int = 0,
) -> dict[str, Any] | Delivery:
    """The report as JSON (one page) or as a file (all of it), seen at one instant of the database.

    Raises Refused: not_found, permission_denied, report_format, report_too_long_for_paper, and what is wrong with parameters.
    """
    if format not in FORMATS:
        raise refuse("report_format", format=format)
    with one_snapshot():
        if format == "json":
            page = Page(None if limit is None else max(1, min(limit, PAGE_MOST)), max(0, offset))
            return report_json(answer=answer_report(viewer=viewer, name=name, raw=raw, at=at, page=page))
        kind = _FILES[format]
        page = Page(limit=PAPER_ROWS_MOST) if format == "pdf" else Page()
        answer = answer_report(viewer=viewer, name=name, raw=raw, at=at, page=page, action=kind.action)
        tallied = Tallied(answer.rows)
        content = kind.make(answer=replace(answer, rows=tallied))
        return Delivery(content, kind.media_type, _name(answer, format), kind.disposition, tallied.count)


def _name(answer: ReportAnswer, extension: str) -> str:
    return f"{answer.spec.label} {answer.question.at:%Y%m%d-%H%M}.{extension}"
