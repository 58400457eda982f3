"""Rows as files for spreadsheets: the same columns and values as on the page."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from hengku.metadata.queries.clock import book_zone
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_BOM = "﻿"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {
    FieldType.MULTILINE: 40,
    FieldType.FORMULA: 40,
    FieldType.REFERENCE: 24,
    FieldType.DATE: 12,
    FieldType.DATETIME: 18,
}
_FORMATS = {FieldType.AMOUNT: "#,##0.00", FieldType.DATE: "yyyy-mm-dd", FieldType.DATETIME: "yyyy-mm-dd hh:mm"}
_NUMERIC = NUMBERS | {FieldType.INTEGER}
_EXACT_DIGITS = 15


def write_csv(columns: Sequence[FieldSpec], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read Chinese; text that would run as a formula gets an apostrophe."""
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text)
    writer.writerow([str(column.label) for column in columns])
    zone = _zone_for(columns)
    for row in rows:
        writer.writerow([_csv_cell(column, row.get(column.name), zone) for column in columns])
    return text.getvalue().encode()


def write_xlsx(columns: Sequence[FieldSpec], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One sheet with a frozen header; figures are numbers, dates are dates. Rows are written as they come."""
    import xlsxwriter  # 12 MB that only those who export need

    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        sheet.freeze_panes(1, 0)
        zone = _zone_for(columns)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, _WIDTHS.get(column.type, 16))
            sheet.write_string(0, position, str(column.label), bold)
        for line, row in enumerate(rows, start=1):
            for position, column in enumerate(columns):
                _write_cell(sheet, line, position, column, row.get(column.name), formats.get(column.type), zone)
    return out.getvalue()


def _zone_for(columns: Sequence[FieldSpec]) -> ZoneInfo:
    """A spreadsheet knows no zones: its clock times are the book's."""
    return book_zone() if any(column.type is FieldType.DATETIME for column in columns) else ZoneInfo("UTC")


def _write_cell(
    sheet: Any, line: int, position: int, column: FieldSpec, value: Any, style: Any, zone: ZoneInfo
) -> None:
    if value is None or value == "":
        return
    if column.type in _NUMERIC:
        number = _number(value)
        if number is not None:
            sheet.write_number(line, position, number, style)
            return
    if column.type in (FieldType.DATE, FieldType.DATETIME):
        moment = _moment(value, zone)
        if moment is not None:
            sheet.write_datetime(line, position, moment, style)
            return
    sheet.write_string(line, position, text_of(column, value))


def _number(value: Any) -> Decimal | None:
    """The value when a spreadsheet's numbers can hold it exactly; longer ones stay text."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= _EXACT_DIGITS else None


def _moment(value: Any, zone: ZoneInfo) -> date | datetime | None:
    """A date, or what the clock in `zone` showed at a moment."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > len("2026-01-01") else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).replace(tzinfo=None)
    return value if isinstance(value, date) else None


def text_of(column: FieldSpec, value: Any) -> str:
    """A value as people read it: labels of choices, names of references."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, dict):
        return _reference_text(value)
    if isinstance(value, list):
        return ", ".join(text_of(column, one) for one in value)
    for choice in column.choices:
        if choice.value == value:
            return str(choice.label)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _reference_text(value: Mapping[str, Any]) -> str:
    code, name = str(value.get("code") or ""), str(value.get("name") or "")
    return f"{code} {name}".strip() if code != name else code


def _csv_cell(column: FieldSpec, value: Any, zone: ZoneInfo) -> str:
    moment = _moment(value, zone) if column.type is FieldType.DATETIME else None
    text = f"{moment:%Y-%m-%d %H:%M:%S}" if moment is not None else text_of(column, value)
    harmless = column.type in _NUMERIC or column.type in (FieldType.DATE, FieldType.DATETIME)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not harmless else text
