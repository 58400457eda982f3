"""Documents from files: grouped, linked to their orders, posted, recognised, refused as a whole, taken back."""

from decimal import Decimal

import pytest

from hengku.documents.models import Document, Line, Link
from hengku.identity.types import SYSTEM, Act
from hengku.integrations.models import ImportRun
from hengku.integrations.operations.undo import undo_import
from hengku.integrations.tests.conftest import FIXTURES, Run
from hengku.integrations.tests.test_import_records import codes, counts
from hengku.ledger.queries.stock import availability
from hengku.masterdata.models import Item, Lot, Warehouse

ITEMS = [
    ["编码", "名称", "单位", "条码", "副单位", "比例", "副条码"],
    ["A1", "可乐", "瓶", "6900000000011", "箱", "24", "16900000000018"],
    ["A2", "雪碧", "瓶", "2011", "", "", ""],
]
PARTNERS = [["编码", "名称", "供应商", "客户"], ["S1", "甲供应商", "是", "否"], ["C1", "乙客户", "否", "是"]]
OPENING = [
    ["仓库", "商品", "数量", "单位", "单位成本"],
    ["主仓库", "A1", "10", "箱", "48"],
    ["主仓库", "6900000000011", "5", "", "2"],
    ["主仓库", "A2", "100", "瓶", "1.5"],
]


@pytest.fixture
def shop(run: Run) -> Run:
    """Two items, a supplier and a customer."""
    run("items", ITEMS)
    run("partners", PARTNERS)
    return run


def stock(book: int, code: str) -> Decimal:
    item = Item.objects.get(code=code).pk
    return availability(viewer=SYSTEM, book_id=book, item_ids=[item])[item].on_hand


def test_opening_stock_in_units_and_by_barcode(book: int, shop: Run) -> None:
    done = shop("opening-stock", OPENING)
    assert counts(done) == ("DONE", 3, 0, 0, 0)
    assert (stock(book, "A1"), stock(book, "A2")) == (245, 100)
    (document,) = Document.objects.all()
    assert (document.type, document.state, document.import_run_id) == ("opening_stock", "POSTED", done.pk)
    assert sum(Line.objects.values_list("net", flat=True)) == Decimal("640.00")
    assert counts(shop("opening-stock", OPENING)) == ("DONE", 0, 0, 3, 0)
    assert stock(book, "A1") == 245


ORDERS = [
    ["订单号", "日期", "供应商", "仓库", "商品", "数量", "单位", "单价", "税率"],
    ["PO1", "2026-11-02", "S1", "主仓库", "A1", "2", "箱", "48", "13%"],
    ["PO1", "2026-11-02", "S1", "主仓库", "A2", "50", "", "1.5", "13%"],
    ["PO2", "2026-11-03", "甲供应商", "主仓库", "A2", "10", "", "1.6", "13%"],
]
RECEIPTS = [
    ["单号", "日期", "供应商", "仓库", "商品", "数量", "单位", "单价", "来源订单号"],
    ["GR1", "2026-11-04", "S1", "主仓库", "A1", "2", "箱", "48", "PO1"],
    ["GR1", "2026-11-04", "S1", "主仓库", "A2", "30", "", "1.5", "PO1"],
]


def test_receipts_find_their_orders(book: int, shop: Run) -> None:
    assert counts(shop("purchase-orders", ORDERS)) == ("DONE", 3, 0, 0, 0)
    assert set(Document.objects.values_list("external_number", "state")) == {("PO1", "APPROVED"), ("PO2", "APPROVED")}
    assert counts(shop("goods-receipts", RECEIPTS)) == ("DONE", 2, 0, 0, 0)
    assert Link.objects.count() == 2
    assert stock(book, "A1") == 48
    too_much = [*RECEIPTS[:1], ["GR2", "2026-11-05", "S1", "主仓库", "A2", "21", "", "1.5", "PO1"]]
    assert [code for code, _ in codes(shop("goods-receipts", too_much))[0][1]] == ["tolerance_exceeded"]
    unknown = [*RECEIPTS[:1], ["GR3", "2026-11-05", "S1", "主仓库", "A2", "1", "", "1.5", "PO9"]]
    assert codes(shop("goods-receipts", unknown)) == [(2, [("order_unknown", "order_number")])]
    assert stock(book, "A2") == 30


SALES = [
    ["InvoiceNo", "InvoiceDate", "CustomerID", "StockCode", "Quantity", "UnitPrice"],
    ["1001", "2026-11-10 08:26:00", "C1", "A1", "24", "3"],
    ["1001", "2026-11-10 08:26:00", "C1", "A2", "10", "2"],
    ["C1002", "2026-11-11 09:00:00", "C1", "A1", "-4", "3"],
    ["1003", "2026-11-12 09:00:00", "C1", "A2", "500", "2"],
]


def test_negative_quantities_come_back_and_shortage_is_refused(book: int, shop: Run) -> None:
    shop("opening-stock", OPENING)
    stopped = shop("shipments", SALES, warehouse="CK01")
    assert stopped.state == "REFUSED"
    assert [(number, found[0][0]) for number, found in codes(stopped)] == [(5, "insufficient_stock")]
    assert stock(book, "A1") == 245
    assert not Document.objects.filter(type="shipment").exists()
    done = shop("shipments", SALES, partial=True, warehouse="CK01")
    assert counts(done) == ("PARTIAL", 3, 0, 0, 1)
    assert (stock(book, "A1"), stock(book, "A2")) == (225, 90)
    assert set(Document.objects.filter(import_run_id=done.pk).values_list("type", "external_number")) == {
        ("shipment", "1001"),
        ("sales_return", "C1002"),
    }


def test_a_document_stands_or_falls_as_a_whole(book: int, shop: Run) -> None:
    shop("opening-stock", OPENING)
    rows = [
        SALES[0],
        SALES[1],
        ["1001", "2026-11-10", "C1", "NONE", "1", "3"],
        ["1004", "2026-11-10", "C1", "A2", "1", "2"],
    ]
    done = shop("shipments", rows, partial=True, warehouse="CK01")
    assert codes(done) == [(2, [("rows_of_document", "")]), (3, [("item_not_known", "item")])]
    assert done.created_count == 1


def test_the_same_number_with_other_lines_is_refused(shop: Run) -> None:
    shop("opening-stock", OPENING)
    shop("shipments", SALES[:4], warehouse="CK01")
    assert counts(shop("shipments", SALES[:4], warehouse="CK01")) == ("DONE", 0, 0, 3, 0)
    other = [SALES[0], [*SALES[1][:4], "23", "3"], SALES[2]]
    assert codes(shop("shipments", other, warehouse="CK01")) == [
        (2, [("document_differs", "number")]),
        (3, [("document_differs", "number")]),
    ]


def test_undo_reverses_documents_and_keeps_what_is_built_upon(act: Act, book: int, shop: Run) -> None:
    orders = shop("purchase-orders", ORDERS)
    receipts = shop("goods-receipts", RECEIPTS)
    kept = undo_import(act=act, run_id=orders.pk)
    assert len(kept) == 1
    assert Document.objects.get(external_number="PO2").state == "VOID"
    assert Document.objects.get(external_number="PO1").state == "APPROVED"
    assert undo_import(act=act, run_id=receipts.pk) == []
    assert stock(book, "A1") == 0
    assert Document.objects.get(external_number="GR1", reverses__isnull=True).state == "REVERSED"
    assert counts(shop("goods-receipts", RECEIPTS)) == ("DONE", 2, 0, 0, 0)


def test_orders_of_customers_reserve(book: int, shop: Run) -> None:
    shop("opening-stock", OPENING)
    rows = [
        ["订单号", "日期", "客户", "仓库", "商品", "数量", "单价"],
        ["SO1", "2026-11-05", "C1", "主仓库", "A1", "40", "3"],
    ]
    assert counts(shop("sales-orders", rows)) == ("DONE", 1, 0, 0, 0)
    item = Item.objects.get(code="A1").pk
    found = availability(viewer=SYSTEM, book_id=book, item_ids=[item])[item]
    assert (found.reserved, found.available) == (40, 205)
    ship = [
        ["单号", "日期", "客户", "仓库", "商品", "数量", "单价", "来源订单号"],
        ["DN1", "2026-11-06", "C1", "主仓库", "A1", "15", "3", "SO1"],
    ]
    assert counts(shop("shipments", ship)) == ("DONE", 1, 0, 0, 0)
    found = availability(viewer=SYSTEM, book_id=book, item_ids=[item])[item]
    assert (found.on_hand, found.reserved) == (230, 25)


def test_drafts_on_request(shop: Run) -> None:
    done = shop("purchase-orders", ORDERS, effect="no")
    assert set(Document.objects.filter(import_run_id=done.pk).values_list("state", flat=True)) == {"DRAFT"}


def test_another_programs_purchase_lines_with_defaults_for_the_rest(book: int, shop: Run) -> None:
    """Its sheet has no supplier and no date: the import's options say them."""
    shop("items", [["编码", "名称", "单位", "条码"], ["T1", "可乐test", "瓶", "2001"]])
    content = (FIXTURES / "templates" / "buy_sale_item_template.xls").read_bytes()
    done = shop("goods-receipts", content, partner="S1", date="2026-11-09")
    assert counts(done)[0] == "REFUSED"
    assert {code for _, found in codes(done) for code, _ in found} == {"price_required"}
    assert Warehouse.objects.filter(name="仓库1").count() == 0
    assert stock(book, "A2") == 0


def test_bins_are_made_and_needed(book: int, shop: Run) -> None:
    rows = [
        ["仓库", "商品", "数量", "单位成本", "库位"],
        ["北仓", "A1", "5", "2", "A-01"],
        ["北仓", "A2", "5", "2", "A-02"],
    ]
    assert counts(shop("opening-stock", rows)) == ("DONE", 2, 0, 0, 0)
    assert Warehouse.objects.get(name="北仓").uses_bins
    assert stock(book, "A1") == 5


def test_lots_of_a_file_become_lots(book: int, shop: Run) -> None:
    shop("items", [["编码", "名称", "单位", "批号"], ["L1", "疫苗", "盒", "1"]])
    rows = [
        ["仓库", "商品", "数量", "单位成本", "批号", "有效期至"],
        ["主仓库", "L1", "5", "2", "B1", "2027-01-31"],
        ["主仓库", "L1", "6", "2", "B2", "2027-02-28"],
    ]
    assert counts(shop("opening-stock", rows)) == ("DONE", 2, 0, 0, 0)
    assert stock(book, "L1") == 11
    clash = [rows[0], ["主仓库", "L1", "1", "2", "B1", "2028-01-31"]]
    assert codes(shop("opening-stock", clash)) == [(2, [("lot_dates_differ", "lot")])]


def test_serial_numbers_of_a_file_become_units(book: int, shop: Run) -> None:
    shop("items", [["编码", "名称", "单位", "序列号"], ["M1", "电机", "台", "1"]])
    rows = [["仓库", "商品", "数量", "单位成本", "序列号"], ["主仓库", "M1", "3", "2", "SN1-SN2、SN9"]]
    told = shop("opening-stock", rows)
    assert codes(told) == []
    assert counts(told) == ("DONE", 1, 0, 0, 0)
    assert sorted(Lot.objects.values_list("number", flat=True)) == ["SN1", "SN2", "SN9"]
    few = [rows[0], ["主仓库", "M1", "3", "2", "SN3"]]
    assert counts(shop("opening-stock", few))[0] == "REFUSED"


def test_a_run_cannot_be_started_twice(act: Act, shop: Run) -> None:
    from hengku.integrations.operations.run_import import start_import
    from hengku.kernel.errors import Refused

    done = shop("opening-stock", OPENING)
    with pytest.raises(Refused, match="import_finished"):
        start_import(act=act, run_id=done.pk, partial=False)
    assert ImportRun.objects.get(pk=done.pk).state == "DONE"


def test_a_run_whose_worker_died_can_be_ended(act: Act, book: int) -> None:
    """The first wish to cancel waits for the batch to end, the second does not."""
    from hengku.integrations.operations.imports import ask_cancel, take_file
    from hengku.integrations.operations.run_import import start_import
    from hengku.integrations.tests.conftest import csv_bytes

    taken = take_file(act=act, kind="items", file_name="x.csv", content=csv_bytes([["编码", "名称"], ["A", "甲"]]))
    start_import(act=act, run_id=taken.pk, partial=True)
    assert ask_cancel(act=act, run_id=taken.pk).state == "RUNNING"
    assert ask_cancel(act=act, run_id=taken.pk).state == "CANCELLED"
