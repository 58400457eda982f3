"""Items, partners, places and prices from files: made once, recognised again, taken back."""

import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from hengku.documents.models import Document, Line
from hengku.identity.types import Act
from hengku.integrations.models import ImportRowResult, ImportRun
from hengku.integrations.operations.import_files import errors_file, faults_text
from hengku.integrations.operations.imports import preview, take_file
from hengku.integrations.operations.undo import undo_import
from hengku.integrations.queries.runs import first_errors, mapping_text
from hengku.integrations.tests.conftest import FIXTURES, SUPERMARKET, Run, csv_bytes, xlsx_bytes
from hengku.integrations.types import ImportState
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Barcode, Bin, Item, ItemCategory, ItemUnit, Partner, PriceEntry, Warehouse
from hengku.masterdata.operations.items import create_item
from hengku.masterdata.types import Lifecycle

TEMPLATES = FIXTURES / "templates"


def counts(run: ImportRun) -> tuple[str, int, int, int, int]:
    return run.state, run.created_count, run.updated_count, run.unchanged_count, run.refused_count


def codes(run: ImportRun) -> list[tuple[int, list[tuple[str, str]]]]:
    return [
        (number, [(fault["code"], fault["field"]) for fault in faults])
        for number, faults in first_errors(run=run, limit=50)
    ]


def test_another_programs_goods_template_with_its_opening_stock(run: Run) -> None:
    done = run("items", (TEMPLATES / "goods_template.xls").read_bytes())
    assert counts(done) == ("DONE", 2, 0, 0, 0)
    cola = Item.objects.get(name="可乐test")
    assert (cola.spec, cola.base_unit.name, cola.weight_kg, cola.shelf_life) == (
        "250ml/kele/白色",
        "瓶",
        Decimal(5),
        180,
    )
    assert (cola.brand and cola.brand.name, cola.category and cola.category.name) == ("百事", "饮料")
    assert Barcode.objects.get(item=cola).code == "2001"
    assert dict(PriceEntry.objects.filter(item=cola).values_list("kind", "price")) == {
        "PURCHASE": 5,
        "RETAIL": 12,
        "SALE": 10,
        "FLOOR": 9,
    }
    assert Warehouse.objects.filter(name__startswith="仓库").count() == 5
    assert set(Document.objects.values_list("type", "state")) == {("opening_stock", "POSTED")}
    assert Line.objects.get(item=cola, document__warehouse__name="仓库3").base_quantity == 10


def test_a_tills_export(run: Run) -> None:
    done = run("items", xlsx_bytes(SUPERMARKET))
    assert counts(done) == ("DONE", 4, 0, 0, 0)
    water = Item.objects.get(code="6901028075831")
    assert (water.name, water.spec, water.origin, water.tax_rate) == ("山涧水", "550ml", "杭州", Decimal("0.17"))
    assert Barcode.objects.get(item=water).code == "6901028075831"
    apple = Item.objects.get(code="10021")
    assert (apple.base_unit.name, apple.base_unit.precision) == ("千克", 3)
    assert not Barcode.objects.filter(item=apple).exists()
    cracker = Item.objects.get(code="6901028075855")
    assert (cracker.base_unit.name, cracker.lifecycle) == ("个", Lifecycle.NO_SALE)


def test_the_same_file_again_changes_nothing(run: Run) -> None:
    run("items", xlsx_bytes(SUPERMARKET))
    assert counts(run("items", xlsx_bytes(SUPERMARKET))) == ("DONE", 0, 0, 4, 0)
    changed = [list(row) for row in SUPERMARKET]
    changed[2][8] = 1.8
    changed[3][3] = "山涧水大瓶"
    assert counts(run("items", xlsx_bytes(changed))) == ("DONE", 0, 2, 2, 0)
    assert PriceEntry.objects.get(item__code="6901028075831", kind="RETAIL").price == Decimal("1.8")


BAD = [
    ["编码", "名称", "单位", "条码", "税率", "副单位", "比例"],
    ["A1", "甲", "个", "6900000000011", "13%", "箱", "12"],
    ["A2", "", "个", "", "abc", "", ""],
    ["A1", "丙", "个", "", "", "", ""],
    ["A4", "丁", "个", "6900000000011", "", "箱", ""],
    ["A5", "戊", "个", "", "", "箱=24个", ""],
]


def test_without_partial_a_bad_row_stops_everything(run: Run) -> None:
    done = run("items", BAD)
    assert counts(done) == ("REFUSED", 0, 0, 0, 3)
    assert codes(done) == [
        (3, [("required", "name"), ("invalid_number", "tax_rate")]),
        (4, [("row_repeats", "code")]),
        (5, [("unit_without_ratio", "second_factor")]),
    ]
    assert not Item.objects.exists()


def test_partial_takes_the_good_rows(run: Run) -> None:
    done = run("items", BAD, partial=True)
    assert counts(done) == ("PARTIAL", 2, 0, 0, 3)
    assert set(Item.objects.values_list("code", flat=True)) == {"A1", "A5"}
    assert ItemUnit.objects.get(item__code="A5").numerator == 24
    assert (
        faults_text("items", first_errors(run=done, limit=1)[0][1], "en") == "Name: Required; Tax rate: Enter a number"
    )


def test_a_barcode_of_another_item_is_refused_by_name(run: Run) -> None:
    run("items", [["编码", "名称", "单位", "条码"], ["A1", "甲", "个", "6900000000011"]])
    done = run("items", [["编码", "名称", "单位", "条码"], ["B1", "乙", "个", "6900000000011"]])
    assert codes(done) == [(2, [("barcode_taken", "barcode")])]
    assert "甲" in faults_text("items", first_errors(run=done, limit=1)[0][1], "zh-CN")


def test_the_errors_file_marks_the_bad_rows(run: Run) -> None:
    done = run("items", BAD)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(errors_file(run=done, language="zh-CN")))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert rows[0][:3] == ["错误", "编码", "名称"]
    assert rows[1][0] == ""
    assert rows[2][0] == "名称：必填；税率：请输入数字"
    assert "第 2 行" in str(rows[3][0])
    assert len(rows) == 6


def test_nothing_is_written_while_looking_ahead(act: Act, run: Run) -> None:
    taken = take_file(
        act=act,
        kind="items",
        file_name="x.csv",
        content=csv_bytes([["编码", "名称", "单位", "类别"], ["A1", "甲", "新单位", "新类/子类"]]),
    )
    seen = preview(act=act, run_id=taken.pk)
    assert [(seen.rows[0].values["code"], seen.outcomes[0].state)] == [("A1", "CREATED")]
    assert seen.missing == {"units": ["新单位"], "item-categories": ["新类", "新类/子类"]}
    assert seen.documents is None
    assert not Item.objects.exists()
    assert ItemCategory.objects.count() == 1


def test_missing_units_and_categories_are_made_only_when_allowed(run: Run) -> None:
    rows = [["编码", "名称", "单位", "类别"], ["A1", "甲", "令", "纸品/打印纸"]]
    refused = run("items", rows, make_missing="no")
    assert codes(refused) == [(2, [("category_unknown", "category"), ("unit_text_unknown", "base_unit")])]
    assert counts(run("items", rows)) == ("DONE", 1, 0, 0, 0)
    category = Item.objects.get().category
    assert category is not None
    assert (category.name, category.parent and category.parent.name) == ("打印纸", "纸品")


def test_undo_deletes_what_nobody_uses_and_names_the_rest(act: Act, run: Run) -> None:
    done = run("items", [["编码", "名称", "单位", "类别"], ["A1", "甲", "令", "纸品"], ["A2", "乙", "令", "纸品"]])
    unit = Item.objects.get(code="A1").base_unit_id
    create_item(act=act, values={"code": "MINE", "name": "自建", "base_unit": unit})
    kept = undo_import(act=act, run_id=done.pk)
    assert set(Item.objects.values_list("code", flat=True)) == {"MINE"}
    assert not ItemCategory.objects.filter(name="纸品").exists()
    assert len(kept) == 1
    assert "令" in kept[0]
    assert "MINE" in kept[0]
    assert ImportRun.objects.get(pk=done.pk).state == ImportState.UNDONE
    with pytest.raises(Refused, match="import_not_undoable"):
        undo_import(act=act, run_id=done.pk)


def test_vendors_become_suppliers_and_customers_join_the_same_partner(run: Run) -> None:
    done = run("suppliers", (TEMPLATES / "vendor_template.xls").read_bytes())
    assert counts(done) == ("DONE", 2, 0, 0, 0)
    first = Partner.objects.get(name="供应商a")
    assert (first.is_supplier, first.is_customer, first.phone, first.tax_rate) == (
        True,
        False,
        "13000000000",
        Decimal("0.03"),
    )
    assert counts(run("customers", [["名称", "联系人"], ["供应商a", "小曹"]])) == ("DONE", 0, 1, 0, 0)
    again = Partner.objects.get(name="供应商a")
    assert (again.is_supplier, again.is_customer) == (True, True)


def test_warehouses_and_bins(run: Run) -> None:
    assert counts(run("warehouses", [["编码", "名称", "地址"], ["W9", "北仓", "北京"]])) == ("DONE", 1, 0, 0, 0)
    rows = [
        ["仓库", "库位", "库区", "类型"],
        ["北仓", "A-01", "A", "拣货"],
        ["北仓", "A-02", "A", "存储"],
        ["北仓", "A-03", "A", "天上"],
    ]
    done = run("bins", rows, partial=True)
    assert counts(done) == ("PARTIAL", 2, 0, 0, 1)
    assert list(Bin.objects.order_by("code").values_list("code", "zone__code", "bin_type")) == [
        ("A-01", "A", "PICKING"),
        ("A-02", "A", "STORAGE"),
    ]
    assert counts(run("bins", rows[:3])) == ("DONE", 0, 0, 2, 0)


def test_prices_by_code_barcode_and_unit(run: Run) -> None:
    run(
        "items",
        [
            ["编码", "名称", "单位", "条码", "副单位", "比例", "副条码"],
            ["A1", "甲", "个", "6900000000011", "箱", "12", "6900000000028"],
        ],
    )
    rows = [
        ["商品", "价格类型", "价格", "单位", "起订量"],
        ["A1", "批发价", "5", "", "10"],
        ["6900000000028", "SALE", "70", "", ""],
        ["A9", "SALE", "1", "", ""],
        ["A1", "销售价", "1", "令", ""],
    ]
    done = run("prices", rows, partial=True)
    assert codes(done) == [(4, [("item_not_known", "item")]), (5, [("unit_not_of_item", "unit")])]
    found = {
        (kind, unit and unit, price)
        for kind, unit, price in PriceEntry.objects.values_list("kind", "unit__name", "price")
    }
    assert found == {("WHOLESALE", None, Decimal(5)), ("SALE", "箱", Decimal(70))}
    assert counts(run("prices", rows[:3])) == ("DONE", 0, 0, 2, 0)


def test_the_mapping_people_gave_is_remembered(act: Act, run: Run) -> None:
    rows = [["我的码", "叫法", "怎么数"], ["A1", "甲", "个"]]
    taken = take_file(act=act, kind="items", file_name="x.csv", content=csv_bytes(rows))
    assert taken.mapping["columns"] == {}
    from hengku.integrations.operations.mappings import apply_mapping
    from hengku.integrations.operations.run_import import run_import, start_import

    apply_mapping(
        act=act,
        run_id=taken.pk,
        given={"columns": {"我的码": "code", "叫法": "name", "怎么数": "base_unit"}},
        options={},
    )
    start_import(act=act, run_id=taken.pk, partial=False)
    first = run_import(act=act, run_id=taken.pk, clock=lambda: act.at)
    assert counts(first) == ("DONE", 1, 0, 0, 0)
    assert mapping_text(run=first)["columns"] == {"我的码": "code", "叫法": "name", "怎么数": "base_unit"}
    assert counts(run("items", rows)) == ("DONE", 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"编码": "code"}, "mapping_missing_field"), ({"编码": "name", "名称": "name"}, "mapping_field_twice"), ({"编码": "nonsense", "名称": "name"}, "mapping_unknown_field"), ({"没有": "name"}, "mapping_unknown_column")],
)  # fmt: skip
def test_mappings_are_checked(act: Act, book: int, columns: dict[str, str], code: str) -> None:
    from hengku.integrations.operations.mappings import apply_mapping

    taken = take_file(act=act, kind="items", file_name="x.csv", content=csv_bytes([["编码", "名称"], ["A", "甲"]]))
    with pytest.raises(Refused) as caught:
        apply_mapping(act=act, run_id=taken.pk, given={"columns": columns}, options={})
    assert code in [refusal.code for refusal in caught.value.refusals]


def test_every_row_has_its_result(run: Run) -> None:
    done = run("items", BAD, partial=True)
    states = dict(ImportRowResult.objects.filter(run=done, number__gt=0).values_list("number", "state"))
    assert states == {2: "CREATED", 3: "REFUSED", 4: "REFUSED", 5: "REFUSED", 6: "CREATED"}
