"""Demo companies: small pieces of the real files, and the wholesaler's story."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from hengku.documents.models import Document
from hengku.documents.types import DocumentState
from hengku.identity.types import Act
from hengku.integrations.operations import demo_shop
from hengku.integrations.operations.demo_adventureworks import load_adventureworks
from hengku.integrations.operations.demo_online_retail import load_online_retail
from hengku.integrations.operations.demo_shop import load_shop
from hengku.integrations.operations.demo_supermarket import FILES, load_supermarket
from hengku.integrations.rules import demo_story
from hengku.integrations.rules.demo_goods import CUSTOMERS, GOODS, SUPPLIERS
from hengku.integrations.rules.demo_story import MAIN, STORE, Story
from hengku.integrations.tests.conftest import FIXTURES, SUPERMARKET, xlsx_bytes
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book
from hengku.masterdata.rules.barcodes import BarcodeVerdict, judge

MONDAY = date(2026, 8, 31)


def test_the_goods_are_told_apart() -> None:
    assert len(GOODS) >= 60
    for names in (
        [goods.code for goods in GOODS],
        [goods.barcode for goods in GOODS],
        [(goods.name, goods.spec) for goods in GOODS],
    ):
        assert len(set(names)) == len(names)
    assert {judge(goods.barcode) for goods in GOODS} == {BarcodeVerdict.INTERNAL}
    assert all(goods.price > goods.cost > 0 for goods in GOODS)
    assert {goods.supplier for goods in GOODS} == {code for code, *_ in SUPPLIERS}


def test_the_story_is_the_same_every_time_and_never_sells_what_is_not_there() -> None:
    def tell() -> list[tuple[str, date, int]]:
        stock: dict[tuple[str, str], int] = defaultdict(int)
        chapters = []
        units = {goods.code: goods.per_carton for goods in GOODS}
        for chapter in Story(first=MONDAY, last=MONDAY + timedelta(days=80)).tell():
            chapters.append((chapter.kind, chapter.day, len(chapter.rows)))
            for row in chapter.rows:
                quantity, place = int(row["quantity"]), row.get("warehouse", MAIN)
                if chapter.kind in ("opening-stock", "goods-receipts"):
                    stock[place, row["item"]] += quantity * (units[row["item"]] if row.get("unit") else 1)
                elif chapter.kind in ("shipments", "scrap"):
                    stock[place, row["item"]] -= quantity
                elif chapter.kind == "transfer":
                    stock[MAIN, row["item"]] -= quantity
                    stock[STORE, row["item"]] += quantity
                assert stock[place, row["item"]] >= 0, (chapter.kind, chapter.day, row)
        return chapters

    first = tell()
    assert first == tell()
    assert {kind for kind, _, _ in first} == {
        "opening-stock",
        "purchase-orders",
        "goods-receipts",
        "sales-orders",
        "shipments",
        "transfer",
        "scrap",
    }
    days = [day for _, day, _ in first]
    assert days == sorted(days)


def test_the_wholesaler_is_loaded(act: Act, book: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks of it: the same code that loads thirteen."""
    monkeypatch.setattr(demo_story, "WEEKS", 2)
    monkeypatch.setattr(demo_shop, "WEEKS", 2)
    totals = load_shop(act=act)
    assert totals["refused"] == 0, totals["faults"]
    assert set(totals["documents"]) >= {
        "opening_stock",
        "purchase_order",
        "goods_receipt",
        "sales_order",
        "shipment",
        "transfer",
        "scrap",
        "count_gain",
        "count_loss",
    }
    assert Book.objects.get().backdate_days == 31
    assert Document.objects.filter(type="sales_order", state=DocumentState.APPROVED).exists()
    with pytest.raises(Refused, match="demo_needs_empty"):
        load_shop(act=act)
    assert len(CUSTOMERS) == 12


def test_online_retail_in_little(act: Act, book: int) -> None:
    totals = load_online_retail(act=act, data=FIXTURES / "online-retail")
    assert (totals["rows"], totals["refused"], totals["mismatches"]) == (215, 0, 0)
    assert totals["net_quantity_books"] == totals["net_quantity_file"]
    assert totals["documents"]["sales_return"]["lines"] > 0
    again = load_online_retail(act=act, data=FIXTURES / "online-retail")
    assert again["loaded"]["shipments"]["unchanged"] == 215
    assert again["documents"] == totals["documents"]


def test_adventureworks_in_little(act: Act, book: int) -> None:
    totals = load_adventureworks(act=act, data=FIXTURES / "adventureworks")
    assert totals["refused"] == 0, totals["faults"]
    assert totals["received_quantity_books"] == totals["received_quantity_file"].removesuffix(".00")
    assert totals["orders_rejected_left_out"] == 2
    states = set(Document.objects.filter(type="purchase_order").values_list("state", flat=True))
    assert states == {DocumentState.DRAFT, DocumentState.APPROVED}
    assert set(Document.objects.filter(type="goods_receipt").values_list("state", flat=True)) == {DocumentState.POSTED}
    assert totals["loaded"]["opening-stock"]["created"] > 50


def test_the_supermarket_in_little(act: Act, book: int, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(xlsx_bytes(SUPERMARKET))
    totals = load_supermarket(act=act, data=tmp_path)
    assert (totals["items"], totals["barcodes_69"], totals["refused"]) == (4, 3, 0)
    assert totals["loaded"]["items"] == {"created": 4, "updated": 0, "unchanged": 4, "refused": 0}


def test_a_folder_without_the_files_is_told(act: Act, book: int, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="demo_data_missing"):
        load_adventureworks(act=act, data=tmp_path)
