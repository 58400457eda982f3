"""What people may choose about an import: existing and repeated rows, documents a file makes, mappings kept in files."""

import pytest
import yaml

from hengku.documents.models import Document, Line
from hengku.identity.types import Act
from hengku.integrations.models import ImportRun
from hengku.integrations.operations.imports import guesses_of, preview, set_mapping, take_file
from hengku.integrations.operations.mappings import load_mapping
from hengku.integrations.operations.run_import import run_import, start_import
from hengku.integrations.queries.runs import done_before, mapping_text
from hengku.integrations.queries.wizard import faulty_rows, preview_json, wizard_json
from hengku.integrations.tests.conftest import AT, Rows, Run, csv_bytes
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Item, PriceEntry, Warehouse

pytestmark = pytest.mark.django_db
ITEMS: Rows = [["编码", "名称", "单位", "售价"], ["A1", "甲", "个", 5], ["A2", "乙", "个", 6]]
CHANGED: Rows = [["编码", "名称", "单位", "售价"], ["A1", "甲甲", "个", 7], ["A3", "丙", "个", 8]]
STOCK: Rows = [["商品编码", "数量", "单价"], ["A1", 2, 1], ["A2", 3, 1], ["A1", 4, 1]]


def taken(act: Act, kind: str, rows: Rows) -> ImportRun:
    return take_file(act=act, kind=kind, file_name="x.csv", content=csv_bytes(rows))


def test_existing_records_can_be_left_alone(run: Run) -> None:
    run("items", ITEMS)
    done = run("items", CHANGED, existing="skip")
    assert (done.state, done.created_count, done.updated_count, done.unchanged_count) == ("DONE", 1, 0, 1)
    assert Item.objects.get(code="A1").name == "甲"
    assert set(PriceEntry.objects.values_list("item__code", "price")) == {("A1", 5), ("A2", 6), ("A3", 8)}


def test_rows_that_repeat_others_can_be_left_out(run: Run) -> None:
    twice = [*ITEMS, ["A1", "甲又来", "个", 9]]
    assert run("items", twice).state == "REFUSED"
    done = run("items", twice, repeated="skip")
    assert (done.state, done.created_count, done.unchanged_count) == ("DONE", 2, 1)
    assert Item.objects.get(code="A1").name == "甲"


def test_looking_ahead_tells_what_would_change(act: Act, run: Run) -> None:
    run("items", ITEMS)
    file = taken(act, "items", [*CHANGED, ["A2", "乙", "个", 6]])
    seen = preview_json(kind="items", preview=preview(act=act, run_id=file.pk))
    assert [row["state"] for row in seen["rows"]] == ["UPDATED", "CREATED", "UNCHANGED"]
    assert Item.objects.get(code="A1").name == "甲"
    assert PriceEntry.objects.get(item__code="A1").price == 5


@pytest.mark.parametrize(("grouping", "documents"), [("auto", 1), ("single", 1), ("row", 3)])
def test_rows_become_as_many_documents_as_asked(act: Act, run: Run, grouping: str, documents: int) -> None:
    run("items", ITEMS)
    warehouse = Warehouse.objects.get().code
    done = run("opening-stock", STOCK, grouping=grouping, warehouse=warehouse)
    assert (done.state, Document.objects.count()) == ("DONE", documents)
    again = run("opening-stock", STOCK, grouping=grouping, warehouse=warehouse)
    assert (again.unchanged_count, Document.objects.count()) == (3, documents)
    assert preview_of(act, STOCK, {"grouping": grouping, "warehouse_id": Warehouse.objects.get().pk}) == documents


def preview_of(act: Act, rows: Rows, options: dict[str, object]) -> int | None:
    file = taken(act, "opening-stock", rows)
    set_mapping(act=act, run_id=file.pk, mapping={"options": options})
    return preview(act=act, run_id=file.pk).documents


def test_an_unknown_choice_is_refused(act: Act) -> None:
    file = taken(act, "items", ITEMS)
    with pytest.raises(Refused, match="mapping_bad"):
        set_mapping(act=act, run_id=file.pk, mapping={"options": {"existing": "perhaps"}})


def test_a_refused_import_can_go_on_without_its_bad_rows(act: Act, run: Run) -> None:
    done = run("items", [*ITEMS, ["A9", "", "个", 1]])
    assert (done.state, faulty_rows(run=done)["count"]) == ("REFUSED", 1)
    shown = faulty_rows(run=done)["items"][0]
    assert (shown["number"], shown["values"]["code"], shown["message"]) == (4, "A9", "名称：必填")
    start_import(act=act, run_id=done.pk, partial=True)
    again = run_import(act=act, run_id=done.pk, clock=lambda: AT)
    assert (again.state, again.created_count, again.refused_count) == ("PARTIAL", 2, 1)
    assert faulty_rows(run=again)["count"] == 1


def test_the_wizard_tells_that_a_file_came_before(act: Act, run: Run) -> None:
    first = run("items", ITEMS)
    again = taken(act, "items", ITEMS)
    before = wizard_json(run=again)["before"]
    assert before is not None
    assert (before["id"], before["created"]) == (str(first.pk), 2)
    assert done_before(run=taken(act, "items", CHANGED)) is None


def test_opening_stock_columns_can_be_chosen_by_name(act: Act, book: int) -> None:
    assert book
    file = taken(act, "items", [["编码", "名称", "主仓库"], ["A1", "甲", 3]])
    names = {field["name"]: field["label"] for field in wizard_json(run=file)["fields"]}
    assert names["opening:主仓库"] == "期初库存 · 主仓库"


def test_a_mapping_goes_into_a_file_and_back(act: Act, book: int) -> None:
    assert book
    warehouse = Warehouse.objects.get()
    rows: Rows = [["货", "多少"], ["A1", 2]]
    first = taken(act, "opening-stock", rows)
    mapping = {"columns": {"0": "item", "1": "quantity"}, "options": {"warehouse_id": warehouse.pk, "grouping": "row"}}
    set_mapping(act=act, run_id=first.pk, mapping=mapping)
    text = yaml.safe_dump(mapping_text(run=ImportRun.objects.get(pk=first.pk)), allow_unicode=True)
    assert yaml.safe_load(text)["options"] == {"warehouse": warehouse.code, "grouping": "row"}
    second = taken(act, "opening-stock", rows)
    load_mapping(act=act, run_id=second.pk, text=text)
    again = ImportRun.objects.get(pk=second.pk)
    assert [guess.field for guess in guesses_of(run=again)] == ["item", "quantity"]
    assert again.mapping["options"] == {"warehouse_id": warehouse.pk, "grouping": "row"}


def test_a_quantity_may_carry_its_unit(run: Run) -> None:
    run("items", [["编码", "名称", "单位", "副单位", "比例"], ["A1", "甲", "瓶", "箱", 12]])
    warehouse = Warehouse.objects.get().code
    rows: Rows = [["商品编码", "数量", "单价"], ["A1", "2箱", 24], ["A1", "3 瓶", 2]]
    assert run("opening-stock", rows, warehouse=warehouse).state == "DONE"
    stored = Line.objects.order_by("line_no").values_list("unit__name", "quantity", "base_quantity")
    assert list(stored) == [("箱", 2, 24), ("瓶", 3, 3)]
    wrong = run("opening-stock", [["商品编码", "数量", "单价"], ["A1", "5包", 2]], warehouse=warehouse)
    assert wrong.state == "REFUSED"


def test_columns_left_out_are_not_read(act: Act) -> None:
    file = taken(act, "items", [["序", "编码", "名称", "别的"], ["1", "A1", "甲", "x"]])
    columns = {"0": None, "1": "code", "2": "name", "3": None}
    again = set_mapping(act=act, run_id=file.pk, mapping={"columns": columns})
    assert again.mapping["columns"] == {"1": "code", "2": "name"}
    assert [dict(row.values) for row in preview(act=act, run_id=file.pk).rows] == [{"code": "A1", "name": "甲"}]


def test_another_header_row_is_read_anew(act: Act) -> None:
    file = taken(act, "opening-stock", [["商品编码", "数量"], ["条码", "实盘数量"], ["A1", 2]])
    again = set_mapping(act=act, run_id=file.pk, mapping={"header_row": 1})
    assert [(guess.title, guess.field) for guess in guesses_of(run=again)] == [
        ("条码", "item"),
        ("实盘数量", "quantity"),
    ]
    assert again.rows_total == 1
    with pytest.raises(Refused, match="mapping_bad"):
        set_mapping(act=act, run_id=file.pk, mapping={"sheet": 3})


@pytest.mark.parametrize(("text", "code"), [(": [", "mapping_file_bad"), ("kind: items", "mapping_other_kind")])
def test_a_file_that_is_no_mapping_is_refused(act: Act, text: str, code: str) -> None:
    file = taken(act, "opening-stock", STOCK)
    with pytest.raises(Refused, match=code):
        load_mapping(act=act, run_id=file.pk, text=text)


def test_columns_are_not_guessed_against_what_stands_in_them(act: Act) -> None:
    rows: Rows = [["Product code", "Unit cost", "city", "Quantity ordered"], ["A1", "2.50", "Boston", 3]]
    found = {guess.title: guess.field for guess in guesses_of(run=taken(act, "purchase-orders", rows))}
    assert found == {"Product code": "item", "Unit cost": "price", "city": None, "Quantity ordered": "quantity"}
    places: Rows = [["Warehouse", "Code", "city"], ["Main", "B1", "Boston"]]
    assert [guess.field for guess in guesses_of(run=taken(act, "bins", places))] == ["warehouse", "code", None]
