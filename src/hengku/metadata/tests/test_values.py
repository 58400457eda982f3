"""Values on the wire: every type, read and written, and what is refused."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from hengku.kernel.texts import Text, speak
from hengku.metadata.operations.export import write_csv, write_xlsx
from hengku.metadata.rules.cursor import BadCursor, read_cursor, write_cursor
from hengku.metadata.rules.values import Invalid, from_json, reference_text, to_json
from hengku.metadata.types import Choice, FieldSpec, FieldType

_LABEL = Text("值", "Value")
_CHOICES = (Choice("A", Text("甲", "First")),)


def _spec(kind: FieldType, **changes: Any) -> FieldSpec:
    return FieldSpec("value", _LABEL, kind, **changes)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (FieldType.QUANTITY, Decimal("1.500000"), "1.5"),
        (FieldType.QUANTITY, Decimal("1E+3"), "1000"),
        (FieldType.AMOUNT, Decimal("2.5"), "2.50"),
        (FieldType.AMOUNT, Decimal("-0.005"), "-0.01"),
        (FieldType.DATE, date(2026, 1, 31), "2026-01-31"),
        (FieldType.DATETIME, datetime(2026, 1, 31, 8, tzinfo=UTC), "2026-01-31T08:00:00+00:00"),
        (FieldType.BOOLEAN, True, True),
        (FieldType.INTEGER, 7, 7),
        (FieldType.JSON, {"a": [Decimal("1.10")]}, {"a": ["1.1"]}),
        (FieldType.TEXT, None, None),
    ],
)
def test_written(kind: FieldType, value: Any, written: Any) -> None:
    assert to_json(_spec(kind), value) == written


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FieldType.QUANTITY, "1.50", Decimal("1.50")),
        (FieldType.PRICE, 3, Decimal(3)),
        (FieldType.QUANTITY, "999999999999.999999", Decimal("999999999999.999999")),
        (FieldType.AMOUNT, "-99999999999999.99", Decimal("-99999999999999.99")),
        (FieldType.PRICE, 0.1, Decimal("0.1")),
        (FieldType.AMOUNT, "1.230", Decimal("1.230")),
        (FieldType.INTEGER, "12", 12),
        (FieldType.BOOLEAN, "true", True),
        (FieldType.DATE, "2026-02-28", date(2026, 2, 28)),
        (FieldType.DATETIME, "2026-02-28T08:00:00+08:00", datetime(2026, 2, 28, tzinfo=UTC)),
        (FieldType.TEXT, "  样 ", "样"),
        (FieldType.PASSWORD, " x ", " x "),
        (FieldType.ENUM, "A", "A"),
        (FieldType.DATE, "", None),
        (FieldType.QUANTITY, None, None),
    ],
)
def test_read(kind: FieldType, raw: Any, value: Any) -> None:
    assert from_json(_spec(kind, choices=_CHOICES if kind is FieldType.ENUM else ()), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (FieldType.QUANTITY, "1.2345678", "too_many_places"),
        (FieldType.AMOUNT, "1.234", "too_many_places"),
        (FieldType.QUANTITY, "NaN", "invalid_number"),
        (FieldType.QUANTITY, "Infinity", "invalid_number"),
        (FieldType.QUANTITY, "1e99999", "number_too_large"),
        (FieldType.QUANTITY, "1000000000000", "number_too_large"),
        (FieldType.QUANTITY, "-1e12", "number_too_large"),
        (FieldType.PRICE, "1e15", "number_too_large"),
        (FieldType.AMOUNT, "100000000000000", "number_too_large"),
        (FieldType.RATE, "1000", "number_too_large"),
        (FieldType.QUANTITY, True, "invalid_number"),
        (FieldType.QUANTITY, "一", "invalid_number"),
        (FieldType.INTEGER, "1.5", "invalid_integer"),
        (FieldType.BOOLEAN, "perhaps", "invalid_boolean"),
        (FieldType.DATE, "2026-02-30", "invalid_date"),
        (FieldType.DATE, "2026", "invalid_date"),
        (FieldType.DATETIME, "soon", "invalid_date"),
        (FieldType.TEXT, 5, "invalid_text"),
        (FieldType.TEXT, "a\x00b", "invalid_characters"),
        (FieldType.ENUM, "Z", "invalid_choice"),
    ],
)
def test_refused(kind: FieldType, raw: Any, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_json(_spec(kind, precision=6, choices=_CHOICES), raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("raw", "text"), [(12, "12"), ("12", "12"), ({"id": "12"}, "12"), ("code:A 1", "code:A 1"), (None, "")]
)
def test_references(raw: Any, text: str) -> None:
    assert reference_text(raw) == text


@pytest.mark.parametrize("raw", ["A1", [1], True, "-1", "9" * 30, "１２"])
def test_bad_references(raw: Any) -> None:
    with pytest.raises(Invalid):
        reference_text(raw)


def test_a_cursor_holds_for_its_own_order_only() -> None:
    cursor = write_cursor("-at", [Decimal("1.5"), None, 7])
    assert read_cursor(cursor, "-at", 3) == ["1.5", None, 7]
    for bad in ((cursor, "at", 3), (cursor, "-at", 2), ("%%%", "-at", 3), (cursor[:-3], "-at", 3)):
        with pytest.raises(BadCursor):
            read_cursor(*bad)


_COLUMNS = (
    _spec(FieldType.TEXT),
    FieldSpec("amount", Text("金额", "Amount"), FieldType.AMOUNT),
    FieldSpec("day", Text("日期", "Date"), FieldType.DATE),
    FieldSpec("kind", Text("种类", "Kind"), FieldType.ENUM, choices=_CHOICES),
    FieldSpec("item", Text("商品", "Item"), FieldType.REFERENCE),
)
_ROW = {
    "value": "=1+1",
    "amount": "-12.50",
    "day": "2026-01-31",
    "kind": "A",
    "item": {"id": "1", "code": "A1", "name": "苹果"},
}


def test_a_spreadsheet_gets_numbers_dates_and_words() -> None:
    speak("zh-CN")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(_COLUMNS, [_ROW]))).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["值", "金额", "日期", "种类", "商品"]
    assert sheet[1] == ["=1+1", -12.5, date(2026, 1, 31), "甲", "A1 苹果"]


def test_csv_is_read_by_spreadsheets_and_runs_no_formula() -> None:
    speak("en")
    content = write_csv(_COLUMNS, [_ROW])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["'=1+1", "-12.50", "2026-01-31", "First", "A1 苹果"]


def test_long_numbers_stay_exact_in_a_spreadsheet() -> None:
    long = "12345678901234567.89"
    columns = (FieldSpec("n", _LABEL, FieldType.QUANTITY),)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(columns, [{"n": long}]))).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [long]
