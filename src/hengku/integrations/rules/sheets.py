"""Files as rows of text: CSV (UTF-8 with or without BOM, GBK), XLS, XLSX, each also gzip-compressed."""

import csv
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

BYTES_LIMIT = 512 * 1024 * 1024
"""A compressed file may not grow beyond this."""
_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
"""Pictures and programs hold such signs, tables do not (a lone 1A at the end, from old DOS programs, is dropped)."""
_DELIMITERS = ",\t;|"
_EXACT_FLOAT = 2**53
_SHEET_DIGITS = 15
"""A spreadsheet shows no more; what follows is noise of its arithmetic (0.1 + 0.2)."""


class UnreadableFile(ValueError):
    """Neither a spreadsheet nor text with columns."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows from its first row on, cells as text without blanks around; empty cells are ""."""

    name: str
    rows: list[list[str]]


def read_sheets(content: bytes) -> list[Sheet]:
    """All sheets of a file that hold anything. Raises UnreadableFile."""
    if content.startswith(_GZIP):
        content = _unpacked(content)
    is_workbook = content.startswith((_ZIP, _OLE))
    sheets = _workbook(content) if is_workbook else [Sheet("", _text_rows(decode(content)))]
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not filled:
        raise UnreadableFile("empty")
    return filled


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(BYTES_LIMIT + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableFile("gzip") from None
    if len(unpacked) > BYTES_LIMIT:
        raise UnreadableFile("too big")
    return unpacked


def _workbook(content: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            Sheet(
                name,
                [
                    [cell_text(cell) for cell in row]
                    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                ],
            )
            for name in book.sheet_names
        ]
    except (CalamineError, ValueError, OSError):
        raise UnreadableFile("workbook") from None


def decode(content: bytes) -> str:
    """Text of unknown encoding: UTF-8 when it is valid UTF-8, else GB 18030 (a superset of GBK). Raises UnreadableFile."""
    content = content.rstrip(b"\x1a")
    if b"\x00" in content[:4096]:
        raise UnreadableFile("binary")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise UnreadableFile("binary")
        return text
    raise UnreadableFile("encoding")


def _text_rows(text: str) -> list[list[str]]:
    first = text[:20_000]
    counts = {sign: first.count(sign) for sign in _DELIMITERS}
    delimiter = max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","
    csv.field_size_limit(1_000_000)
    try:
        return [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise UnreadableFile("csv") from None


def cell_text(cell: object) -> str:
    """A spreadsheet cell as people read it: 13000000000.0 -> "13000000000", 0.1 -> "0.1", a date -> "2026-11-22"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT_FLOAT:
            return str(int(cell))
        return f"{Decimal(f'{cell:.{_SHEET_DIGITS}g}'):f}"
    if isinstance(cell, datetime):
        naive = cell.replace(tzinfo=None)
        return naive.isoformat(sep=" ") if naive.time() != time() else naive.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).replace("\x00", "").strip() if not isinstance(cell, timedelta) else str(cell.total_seconds())
