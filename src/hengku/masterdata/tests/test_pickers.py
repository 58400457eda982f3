"""Pickers find what people type, through indexes."""

from dataclasses import replace

import pytest
from django.db import connection

from hengku.identity.types import SYSTEM, Act, Scope, Viewer
from hengku.masterdata.models import Barcode, Unit, Warehouse
from hengku.masterdata.operations.items import create_item, create_items
from hengku.masterdata.operations.partners import create_partner
from hengku.masterdata.operations.warehouses import create_warehouse, ensure_bins
from hengku.masterdata.queries import pickers
from hengku.masterdata.queries.duplicates import item_duplicates, partner_duplicates
from hengku.masterdata.queries.scan import scan
from hengku.masterdata.rules.search import normalise
from hengku.masterdata.schemas import RESOURCES
from hengku.masterdata.types import BarcodeEntry, ItemDraft
from hengku.metadata.queries.records import look_up

PARTNERS = next(spec for spec in RESOURCES if spec.name == "partners")
STRANGER = Viewer(user_id=9, username="x", name="x")
KEEPER = replace(STRANGER, grants={("*", "view"): (Scope(warehouse_ids=frozenset({1})),)})


@pytest.fixture
def shelf(act: Act, book: int) -> dict[str, int]:
    """A few items whose names are easily confused."""
    bottle, carton = Unit.objects.get(code="BTL").pk, Unit.objects.get(code="CTN").pk
    supplier = create_partner(act=act, values={"name": "上海光明乳业", "is_supplier": True, "phone": "021-5555"})
    rows: list[dict[str, object]] = [
        {
            "code": "N1",
            "name": "光明纯牛奶",
            "spec": "250ml",
            "barcodes": ["6901209206128"],
            "units": [{"unit": str(carton), "factor": "24"}],
        },
        {"code": "N2", "name": "牛奶饼干", "spec": "100g"},
        {
            "code": "KKL",
            "name": "可口可乐",
            "spec": "330ml",
            "barcodes": [{"code": "16901028075838", "unit": str(carton)}],
            "units": [{"unit": str(carton), "factor": "24"}],
        },
        {"code": "X9", "name": "奶牛玩具"},
        {"code": "OLD", "name": "旧牛奶", "lifecycle": "ARCHIVED"},
    ]
    rows[0]["partner_codes"] = [{"partner": str(supplier.pk), "code": "GM-250"}]
    return {str(row["code"]): create_item(act=act, values={**row, "base_unit": bottle}).pk for row in rows}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("N2", ["N2"]),
        ("n2", ["N2"]),
        ("牛奶", ["N2", "N1"]),
        ("牛", ["N2", "X9", "N1"]),
        ("gmcnn", ["N1"]),
        ("guangming", ["N1"]),
        ("纯牛奶", ["N1"]),
        ("6901209206128", ["N1"]),
        ("69012", ["N1"]),
        ("GM-250", ["N1"]),
        ("330", ["KKL"]),
        ("牛奶 250", ["N1"]),
        ("牛奶 饼", ["N2"]),
        ("光名纯牛乃", ["N1"]),
        ("kkkl", ["KKL"]),
        ("旧牛", []),
        ("1_0", []),
    ],
)
def test_an_item_is_found_by(shelf: dict[str, int], typed: str, codes: list[str]) -> None:
    assert [row["code"] for row in pickers.find_items(viewer=SYSTEM, q=typed)] == codes


def test_a_carton_code_selects_the_carton(shelf: dict[str, int]) -> None:
    (row,) = pickers.find_items(viewer=SYSTEM, q="16901028075838")
    carton = Unit.objects.get(code="CTN")
    assert row["extra"]["matched_unit"] == {"id": str(carton.pk), "code": "CTN", "name": carton.name, "factor": "24"}
    hit = scan(viewer=SYSTEM, code="16901028075838")
    assert hit is not None
    assert (hit.kind, hit.id, hit.unit_id) == ("item", shelf["KKL"], carton.pk)


def test_a_typing_mistake_is_forgiven(shelf: dict[str, int]) -> None:
    assert [row["code"] for row in pickers.find_items(viewer=SYSTEM, q="guangmingchunnunai")] == ["N1"]


def test_an_empty_query_offers_the_newest(shelf: dict[str, int]) -> None:
    assert len(pickers.find_items(viewer=SYSTEM, q="  ")) == 4


def test_who_may_not_see_finds_nothing(shelf: dict[str, int]) -> None:
    assert pickers.find_items(viewer=STRANGER, q="牛奶") == []
    assert pickers.find_partners(viewer=STRANGER, q="光明") == []
    assert scan(viewer=STRANGER, code="N1") is None
    assert item_duplicates(viewer=STRANGER, name="牛奶") == []


def test_partners_are_found_by_pinyin_and_phone(shelf: dict[str, int]) -> None:
    for typed in ("光明", "shgmry", "shanghaiguangming", "021-55"):
        assert [row["name"] for row in pickers.find_partners(viewer=SYSTEM, q=typed)] == ["上海光明乳业"]


def test_partners_are_offered_for_what_they_are(act: Act, shelf: dict[str, int]) -> None:
    create_partner(act=act, values={"name": "上海便利店", "is_customer": True})
    found = {
        wanted: [row["name"] for row in look_up(spec=PARTNERS, viewer=SYSTEM, q="sh", limit=9, clauses=clauses)]
        for wanted, clauses in {
            "supplier": [["is_supplier", "eq", "true"]],
            "customer": [["is_customer", "eq", "true"]],
            "both": [["is_customer", "eq", "true"], ["is_supplier", "eq", "true"]],
            "any": [],
        }.items()
    }
    assert found["supplier"] == ["上海光明乳业"]
    assert found["customer"] == ["上海便利店"]
    assert found["both"] == []
    assert set(found["any"]) == {"上海光明乳业", "上海便利店"}


def test_warehouses_and_bins_respect_the_viewers_limits(act: Act, shelf: dict[str, int]) -> None:
    mine = Warehouse.objects.get()
    other = create_warehouse(act=act, values={"name": "西区仓"})
    for warehouse in (mine, other):
        ensure_bins(act=act, warehouse_id=warehouse.pk, codes=["A-01"])
    keeper = replace(KEEPER, grants={("*", "view"): (Scope(warehouse_ids=frozenset({mine.pk})),)})
    assert len(pickers.find_warehouses(viewer=SYSTEM, q="仓")) == 2
    assert [row["id"] for row in pickers.find_warehouses(viewer=keeper, q="")] == [str(mine.pk)]
    assert [row["id"] for row in pickers.find_warehouses(viewer=SYSTEM, q="xqc")] == [str(other.pk)]
    assert len(pickers.find_bins(viewer=SYSTEM, q="a-0")) == 2
    assert [row["hint"] for row in pickers.find_bins(viewer=keeper, q="a-0")] == [mine.name]
    hit = scan(viewer=keeper, code="A-01")
    assert hit is not None
    assert hit.warehouse_id == mine.pk


def test_the_same_barcode_is_hinted_first(shelf: dict[str, int]) -> None:
    code = "6901234567892"
    Barcode.objects.create(item_id=shelf["N1"], code=code)
    assert [hint.known.code for hint in item_duplicates(viewer=SYSTEM, name="别的", barcodes=[code])] == ["N1"]
    again = item_duplicates(viewer=SYSTEM, name="光明 纯牛奶", spec="250ML", barcodes=[code])
    assert [(hint.known.code, hint.same) for hint in again] == [("N1", True)]
    assert item_duplicates(viewer=SYSTEM, name="", barcodes=[code], besides=shelf["N1"]) == []


def test_duplicates_are_hinted(shelf: dict[str, int]) -> None:
    hints = item_duplicates(viewer=SYSTEM, name="光明 纯牛奶", spec="250ML")
    assert [(hint.known.code, hint.same) for hint in hints] == [("N1", True)]
    assert item_duplicates(viewer=SYSTEM, name="光明 纯牛奶", spec="250ML", besides=shelf["N1"]) == []
    assert [hint.known.name for hint in partner_duplicates(viewer=SYSTEM, name="上海光明乳业有限公司")] == [
        "上海光明乳业"
    ]


def test_every_branch_of_the_item_search_uses_an_index(act: Act, book: int) -> None:
    """At a size where reading the whole table would be chosen if an index could not serve the branch."""
    unit = Unit.objects.get(code="EA").pk
    names = ("牛奶", "饼干", "洗衣粉", "可乐", "毛巾", "酱油", "拖鞋", "电池")
    drafts = [
        ItemDraft(
            {"name": f"{names[n % 8]}商品{n}", "spec": f"{n % 90}00ml", "base_unit_id": unit},
            barcodes=(BarcodeEntry(f"690{n:010d}"),),
        )
        for n in range(2000)
    ]
    create_items(act=act, drafts=drafts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE masterdata_item, masterdata_barcode")
        cursor.execute("SET LOCAL enable_seqscan = off")
        for typed in ("牛奶", "奶", "牛奶商品7", "niunai", "nn7", "690123", "商品 77", "100ml"):
            branches, params = pickers._branches(typed, normalise(typed))
            cursor.execute(f"EXPLAIN {branches}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, f"{typed}: {plan}"
    assert [row["name"] for row in pickers.find_items(viewer=SYSTEM, q="牛奶商品1992")] == ["牛奶商品1992"]
