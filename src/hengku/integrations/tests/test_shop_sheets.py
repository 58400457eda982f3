"""Sheets as small shops keep them: pack sizes, rows of totals, doubtful numbers, own words for columns."""

import io
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from hengku.documents.models import Document, Line
from hengku.identity.types import Act
from hengku.integrations.operations.import_files import errors_file
from hengku.integrations.operations.imports import guesses_of, take_file
from hengku.integrations.queries.wizard import wizard_json
from hengku.integrations.rules.packs import read_pack
from hengku.integrations.rules.sheets import UnreadableFile, decode
from hengku.integrations.rules.values import is_total, parse_decimal
from hengku.integrations.tests.conftest import Rows, Run, csv_bytes
from hengku.masterdata.models import Item, ItemUnit, Warehouse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("24瓶/箱", "", ("箱", 24)), ("1*24", "", ("箱", 24)), ("1×6", "提", ("提", 6)), ("24", "", ("箱", 24)),
        ("12.0", "", ("箱", 12)), ("1", "", None), ("1*1", "", None), ("24", "箱", None), ("500g", "", None),
    ],
)  # fmt: skip
def test_pack_sizes(text: str, unit: str, found: tuple[str, int] | None) -> None:
    read = read_pack(text, unit)
    assert (read and (read.unit, read.factor)) == (found and (found[0], Fraction(found[1])))


def test_a_pack_size_becomes_a_unit_or_is_refused(run: Run) -> None:
    rows: Rows = [
        ["编码", "名称", "单位", "箱规"],
        ["A1", "甲", "瓶", "24瓶/箱"],
        ["A2", "乙", "箱", 12],
        ["A3", "丙", "瓶", 1],
    ]
    assert run("items", rows).state == "DONE"
    assert list(ItemUnit.objects.values_list("item__code", "unit__name", "numerator")) == [("A1", "箱", 24)]
    assert run("items", [["编码", "名称", "单位", "箱规"], ["A4", "丁", "瓶", "大箱"]]).state == "REFUSED"


@pytest.mark.parametrize("first", ["合计", "合 计：", "总计", "Total", "本页小计"])
def test_rows_of_totals_are_no_goods(run: Run, first: str) -> None:
    done = run("items", [["编码", "名称", "采购价"], ["A1", "甲", 3], ["", first, 3]])
    assert (done.state, done.rows_total) == ("DONE", 1)
    assert set(Item.objects.values_list("name", flat=True)) == {"甲"}


def test_goods_may_begin_with_such_a_word() -> None:
    assert not is_total(["A1", "合计"])
    assert not is_total(["总计划本", "3"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,200", "1200"),
        ("1,234,567.5", "1234567.5"),
        ("￥1,200.50", "1200.50"),
        ("12,35", None),
        ("3,.5", None),
        ("1,2,3", None),
    ],
)
def test_a_comma_parts_thousands_only(text: str, number: str | None) -> None:
    read = parse_decimal(text)
    assert (None if read is None else str(read)) == number


def test_a_picture_is_no_table() -> None:
    with pytest.raises(UnreadableFile):
        decode(b"\x89PNG\r\n\x1a\n\x01\x02 picture")
    assert decode("货号,名称\n\x1a".encode("gbk")).startswith("货号")


def test_a_shop_sheet_is_understood(act: Act, book: int) -> None:
    assert book
    titles: list[object] = ["货品编号", "商 品 条 码", "现有库存", "存放位置", "进货价"]
    stock = take_file(
        act=act, kind="opening-stock", file_name="x.csv", content=csv_bytes([titles, ["A1", "", 3, "A-01", 2]])
    )
    assert [guess.field for guess in guesses_of(run=stock)][2:] == ["quantity", "bin", "price"]
    assert "item" in [guess.field for guess in guesses_of(run=stock)][:2]
    goods = take_file(
        act=act, kind="items", file_name="x.csv", content=csv_bytes([["货品编号", "货品名称"], ["A1", "甲"]])
    )
    assert [guess.field for guess in guesses_of(run=goods)] == ["code", "name"]
    required = {field["name"] for field in wizard_json(run=goods)["fields"] if field["required"]}
    assert required == {"name"}


def test_good_rows_of_stock_come_in_without_the_bad_ones(run: Run) -> None:
    run("items", [["编码", "名称"], ["A1", "甲"], ["A2", "乙"]])
    rows: Rows = [["商品编码", "数量", "单价"], ["A1", 2, 1], ["没有", 3, 1], ["A2", 4, 1]]
    done = run("opening-stock", rows, partial=True, warehouse=Warehouse.objects.get().code)
    assert (done.state, done.created_count, done.refused_count) == ("PARTIAL", 2, 1)
    assert Document.objects.count() == 1
    assert set(Line.objects.values_list("item__code", "quantity")) == {("A1", 2), ("A2", 4)}
    book = CalamineWorkbook.from_filelike(io.BytesIO(errors_file(run=done, language="zh-CN")))
    assert [row[1] for row in book.get_sheet_by_index(0).to_python()] == ["商品编码", "没有"]
