"""Reading what people type into cells: numbers, percentages, dates, yes and no, choices."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from hengku.integrations.types import Fault, ImportRow
from hengku.kernel.money import AMOUNT_PLACES, round_half_up
from hengku.kernel.quantity import AMOUNT_DIGITS, WHOLE_DIGITS, largest
from hengku.kernel.texts import Text

_MONEY = re.compile(r"[¥￥$€£元\s]")
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
_WITH_UNIT = re.compile(r"^([-+]?[\d.,，]+)\s*([^\d\s.,，/%]{1,10})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_AMERICAN = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$")
_GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")
_TOTAL_WORDS = frozenset(
    {"合计", "总计", "小计", "共计", "本页小计", "本页合计", "累计", "total", "subtotal", "grandtotal", "sum"}
)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)
YES = frozenset({"1", "是", "y", "yes", "true", "有", "启用", "√", "正常", "t", "on"})
NO = frozenset({"0", "否", "n", "no", "false", "无", "禁用", "停用", "×", "f", "off"})
_DIGITS_LIMIT = 18
_PLACES_READ = 40
_INTEGER_DIGITS = 9


Symbol = TypeVar("Symbol", bound=str)


class RowReader:
    """Reads one row field by field and collects the faults."""

    def __init__(self, row: ImportRow) -> None:
        self.row = row
        self.faults: list[Fault] = []

    def fault(self, code: str, field: str = "", **params: str) -> None:
        """Note a fault of this row."""
        self.faults.append(Fault(code, params, field))

    def has(self, field: str) -> bool:
        return field in self.row.values

    def split_unit(self, quantity: str, unit: str) -> None:
        """Where a quantity carries its unit (5箱, 2.5 kg) and no column names one, take them apart."""
        found = _WITH_UNIT.match(self.row.values.get(quantity, ""))
        if found and not self.has(unit) and parse_decimal(found[0]) is None and parse_decimal(found[1]) is not None:
            self.row = ImportRow(self.row.number, {**self.row.values, quantity: found[1], unit: found[2]})

    def text(self, field: str, limit: int = 300) -> str:
        value = self.row.values.get(field, "")
        if len(value) > limit:
            self.fault("too_long", field, max=str(limit))
        return value[:limit]

    def needed(self, field: str, limit: int = 300) -> str:
        value = self.text(field, limit)
        if not value:
            self.fault("required", field)
        return value

    def money(self, field: str, *, places: int) -> Decimal | None:
        """A price or amount; computed cells carry more places than money has, so they are rounded."""
        digits = AMOUNT_DIGITS if places == AMOUNT_PLACES else WHOLE_DIGITS
        number = self.decimal(field, places=_PLACES_READ, digits=digits)
        return None if number is None else round_half_up(number, places)

    def decimal(self, field: str, *, places: int = 6, digits: int = WHOLE_DIGITS) -> Decimal | None:
        """A number; 1,234.50, ￥12 and 12元 are numbers too. More places or whole digits than allowed are a fault."""
        raw = self.row.values.get(field, "")
        if not raw:
            return None
        number = parse_decimal(raw)
        if number is None:
            self.fault("invalid_number", field)
            return None
        if number and number.adjusted() >= digits:
            self.fault("number_too_large", field, max=largest(digits))
            return None
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            self.fault("too_many_places", field, places=str(places))
            return None
        return number

    def rate(self, field: str) -> Decimal | None:
        """A tax rate: 13%, 13 and 0.13 all mean 0.13."""
        raw = self.row.values.get(field, "")
        if not raw:
            return None
        number = parse_decimal(raw.rstrip("%％"))
        if number is None:
            self.fault("invalid_number", field)
            return None
        if raw.endswith(("%", "％")) or number >= 1:
            number /= 100
        if not 0 <= number <= 1:
            self.fault("tax_rate_bad", field)
            return None
        return number.normalize() + 0

    def date(self, field: str) -> date | None:
        raw = self.row.values.get(field, "")
        if not raw:
            return None
        found = parse_date(raw)
        if found is None:
            self.fault("invalid_date", field)
        return found

    def flag(self, field: str) -> bool | None:
        raw = self.row.values.get(field, "").lower()
        if not raw:
            return None
        if raw not in YES | NO:
            self.fault("invalid_flag", field, value=raw[:20])
            return None
        return raw in YES

    def integer(self, field: str) -> int | None:
        number = self.decimal(field, places=6, digits=_INTEGER_DIGITS)
        if number is None:
            return None
        if number != int(number):
            self.fault("invalid_number", field)
            return None
        return int(number)

    def choice(self, field: str, labels: Mapping[Symbol, Text]) -> str | None:
        """One of the choices, by its symbol or its Chinese or English label."""
        raw = self.row.values.get(field, "")
        if not raw:
            return None
        for value, label in labels.items():
            if raw.lower() in (str(value).lower(), label.zh.lower(), label.en.lower()):
                return str(value)
        self.fault("invalid_choice", field)
        return None


def parse_decimal(raw: str) -> Decimal | None:
    """A number as people write it; None when it is none (or longer than anybody's quantity). A comma parts thousands and
    nothing else: 12,35 may mean 12.35 or 1235, so it is no number."""
    text = _MONEY.sub("", unicodedata.normalize("NFKC", raw))
    if "," in text:
        if not _GROUPED.match(text):
            return None
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _DIGITS_LIMIT else None


def parse_date(raw: str) -> date | None:
    """2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日, 20261122, 11/22/2026 (month first), a spreadsheet's day number;
    a month alone is its first day."""
    text = unicodedata.normalize("NFKC", raw).strip()
    try:
        if match := _DATE.match(text):
            return date(int(match[1]), int(match[2]), int(match[3] or 1))
        if match := _COMPACT.match(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _AMERICAN.match(text):
            return date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError:
        return None
    if text.isascii() and text.isdigit() and int(text) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    return None


def to_rows(rows: Sequence[Sequence[str]], *, header_row: int, columns: Mapping[int, str]) -> list[ImportRow]:
    """Rows below the header by field; empty rows, rows of totals and empty cells are left out. Numbers count from 1 like a
    spreadsheet."""
    found: list[ImportRow] = []
    for index in range(header_row + 1, len(rows)):
        cells = rows[index]
        values = {field: cells[column] for column, field in columns.items() if column < len(cells) and cells[column]}
        if values and not is_total(cells):
            found.append(ImportRow(index + 1, values))
    return found


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row adds others up: its first filled cell says so."""
    first = next((cell for cell in cells if cell), "")
    return re.sub(r"[\s:：]", "", unicodedata.normalize("NFKC", first)).lower() in _TOTAL_WORDS
