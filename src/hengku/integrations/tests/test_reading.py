"""Files become rows, titles become columns, cells become values."""

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hengku.integrations.rules.columns import find_header, guess_columns
from hengku.integrations.rules.grouping import batches, group_rows
from hengku.integrations.rules.kinds import KINDS, kind_of
from hengku.integrations.rules.sheets import UnreadableFile, cell_text, read_sheets
from hengku.integrations.rules.values import RowReader, parse_date, parse_decimal, to_rows
from hengku.integrations.tests.conftest import FIXTURES, SUPERMARKET, csv_bytes, xlsx_bytes
from hengku.integrations.types import ImportRow

TEMPLATE = FIXTURES / "templates" / "goods_template.xls"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    (sheet,) = read_sheets(csv_bytes([["编码", "名称"], ["A1", "牛奶"]], encoding))
    assert sheet.rows == [["编码", "名称"], ["A1", "牛奶"]]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_delimiters(sign: str) -> None:
    (sheet,) = read_sheets(f"code{sign}name\nA1{sign}milk, fresh".encode())
    assert sheet.rows[1] == ["A1", "milk, fresh"]


def test_quoted_cells_may_hold_commas_and_lines() -> None:
    (sheet,) = read_sheets(b'a,b\n"x, y","line 1\nline 2"\n')
    assert sheet.rows[1] == ["x, y", "line 1\nline 2"]


def test_an_old_workbook_is_read() -> None:
    (sheet,) = [sheet for sheet in read_sheets(TEMPLATE.read_bytes()) if sheet.rows]
    assert sheet.rows[1][:3] == ["名称*", "规格", "型号"]
    assert sheet.rows[2][10] == "2001"


def test_packed_files_are_unpacked() -> None:
    assert read_sheets(gzip.compress(xlsx_bytes([["编码"], [6901028075831]])))[0].rows[1] == ["6901028075831"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\x1f\x8bbroken", b"\n\n"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_sheets(content)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13000000000.0, "13000000000"), (0.1, "0.1"),
        (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (None, ""), (" x ", "x"), (True, "1"),
        (date(2026, 11, 22), "2026-11-22"), (datetime(2026, 11, 22, tzinfo=UTC), "2026-11-22"), (datetime(2026, 11, 22, 8, 5, tzinfo=UTC), "2026-11-22 08:05:00"),
    ],
)  # fmt: skip
def test_cells_read_as_people_see_them(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def _columns(kind: str, rows: list[list[str]]) -> tuple[int, dict[str, str | None]]:
    fields = KINDS.get(kind).fields
    header = find_header(rows, fields)
    return header, {guess.title: guess.field for guess in guess_columns(rows[header], fields, rows[header + 1 :])}


def test_a_template_with_instructions_above_its_header() -> None:
    rows = read_sheets(TEMPLATE.read_bytes())[0].rows
    header, found = _columns("items", rows)
    assert header == 1
    assert [found[title] for title in ("名称*", "规格", "型号", "颜色", "品牌", "类别", "基础重量(kg)", "保质期(天)", "基本单位*", "副单位", "基本条码*", "副条码", "比例", "多属性", "采购价", "零售价", "销售价", "最低售价", "状态*", "批号", "备注")] == [
        "name", "spec", "model", "color", "brand", "category", "weight_kg", "shelf_life", "base_unit", "second_unit", "barcode",
        "second_barcode", "second_factor", "attributes", "purchase_price", "retail_price", "sale_price", "floor_price", "lifecycle",
        "lot_tracked", "remarks",
    ]  # fmt: skip


def test_a_tills_export_is_understood() -> None:
    rows = [[cell_text(cell) for cell in row] for row in SUPERMARKET]
    header, found = _columns("items", rows)
    assert header == 1
    assert found["货号"] == "code"
    assert found["自编码"] is None
    assert (found["进货价"], found["零售价"], found["销项稅"], found["单位"]) == (
        "purchase_price",
        "retail_price",
        "tax_rate",
        "base_unit",
    )


def test_english_titles() -> None:
    _, found = _columns(
        "shipments",
        [["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]],
    )
    assert list(found.values()) == [
        "number",
        "item",
        "item_name",
        "quantity",
        "business_date",
        "price",
        "partner",
        None,
    ]


def test_kinds_answer_to_other_words() -> None:
    assert kind_of("deliveries") is KINDS.get("shipments")
    assert kind_of("nonsense") is None


def test_rows_keep_their_spreadsheet_numbers() -> None:
    rows = to_rows([["t"], ["编码"], ["A"], [""], ["B"]], header_row=1, columns={0: "code"})
    assert rows == [ImportRow(3, {"code": "A"}), ImportRow(5, {"code": "B"})]


@pytest.mark.parametrize(
    ("raw", "number"),
    [("1,234.50", "1234.50"), ("￥12", "12"), ("12元", "12"), ("１２", "12"), ("-3", "-3"), ("1e3", "1000"), ("abc", None), ("", None), ("NaN", None), ("1e30", None)],
)  # fmt: skip
def test_numbers(raw: str, number: str | None) -> None:
    found = parse_decimal(raw)
    assert found == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)), ("2026/1/2", date(2026, 1, 2)), ("2026.01.02", date(2026, 1, 2)), ("2026年1月2日", date(2026, 1, 2)),
        ("20261122", date(2026, 11, 22)), ("12/31/2026", date(2026, 12, 31)), ("2010-12-01 08:26:00", date(2010, 12, 1)),
        ("46348", date(2026, 11, 22)), ("2026-11", date(2026, 11, 1)), ("2026-13-01", None), ("soon", None), ("12", None),
    ],
)  # fmt: skip
def test_dates(raw: str, day: date | None) -> None:
    assert parse_date(raw) == day


@pytest.mark.parametrize(
    ("raw", "rate"), [("13%", "0.13"), ("13", "0.13"), ("0.17", "0.17"), ("0", "0"), ("1", "0.01"), ("9％", "0.09")]
)
def test_tax_rates(raw: str, rate: str) -> None:
    reader = RowReader(ImportRow(1, {"tax_rate": raw}))
    assert reader.rate("tax_rate") == Decimal(rate)
    assert reader.faults == []


@pytest.mark.parametrize(
    ("field", "raw", "code"), [("tax_rate", "130%", "tax_rate_bad"), ("tax_rate", "x", "invalid_number")]
)
def test_bad_values_are_faults(field: str, raw: str, code: str) -> None:
    reader = RowReader(ImportRow(1, {field: raw}))
    assert reader.rate(field) is None
    assert [fault.code for fault in reader.faults] == [code]


def test_numbers_no_column_holds_are_faults_with_the_limit() -> None:
    reader = RowReader(ImportRow(1, {"quantity": "1000000000000", "amount": "100000000000000", "days": "9999999999"}))
    assert reader.decimal("quantity") is None
    assert reader.money("amount", places=2) is None
    assert reader.integer("days") is None
    assert [(fault.field, fault.code, fault.params["max"]) for fault in reader.faults] == [
        ("quantity", "number_too_large", "999,999,999,999"),
        ("amount", "number_too_large", "99,999,999,999,999"),
        ("days", "number_too_large", "999,999,999"),
    ]


def test_rows_of_one_number_become_one_document_and_stay_together() -> None:
    rows = [
        ImportRow(n, {"number": number, "item": "A"}) for n, number in enumerate(["X", "Y", "X", "Z", "X"], start=2)
    ]
    groups = group_rows(rows)
    assert [(group.key, [row.number for row in group.rows]) for group in groups] == [
        ("X", [2, 4, 6]),
        ("Y", [3]),
        ("Z", [5]),
    ]
    assert [len(batch) for batch in batches(groups, 3)] == [1, 2]


def test_documents_without_a_number_are_recognised_by_their_lines() -> None:
    def key(quantity: str) -> str:
        return group_rows([ImportRow(9, {"item": "A", "quantity": quantity})])[0].key

    assert key("1") == key("1")
    assert key("1") != key("2")
