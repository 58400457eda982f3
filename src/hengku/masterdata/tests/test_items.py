"""Items: made, changed, protected."""

from decimal import Decimal

import pytest

from hengku.identity.models import AuditEntry
from hengku.identity.types import Act
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Barcode, Item, ItemUnit, Lot, Partner, Unit
from hengku.masterdata.operations.items import create_item, create_items, delete_item, delete_items, update_item
from hengku.masterdata.operations.lots import ensure_lots
from hengku.masterdata.operations.partners import create_partner
from hengku.masterdata.operations.variants import create_variants
from hengku.masterdata.queries.children import barcode_rows, unit_rows
from hengku.masterdata.queries.units import factor_of, factors_of
from hengku.masterdata.queries.variants import variants_of
from hengku.masterdata.types import ItemDraft

pytestmark = pytest.mark.usefixtures("book")


def unit(code: str) -> int:
    return Unit.objects.get(code=code).pk


def codes_of(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(refusal.code, refusal.loc) for refusal in caught.value.refusals]


@pytest.fixture
def cola(act: Act) -> Item:
    return create_item(
        act=act,
        values={
            "name": "可口可乐",
            "spec": "330ml",
            "base_unit": unit("BTL"),
            "units": [{"unit": {"id": str(unit("CTN"))}, "factor": "24"}],
            "barcodes": ["6901028075831", {"code": "16901028075838", "unit": "code:CTN"}],
        },
    )


def test_an_item_with_its_lists_is_made_in_one_call(cola: Item) -> None:
    assert cola.code == "SP000001"
    assert (cola.initials, cola.pinyin) == ("kkkl", "kekoukele")
    assert cola.search_text.startswith("sp000001 可口可乐 330ml kkkl kekoukele")
    assert "16901028075838" in cola.search_text
    assert factors_of(item_ids=[cola.pk]) == {cola.pk: {unit("BTL"): (1, 1), unit("CTN"): (24, 1)}}
    assert factor_of(item_id=cola.pk, unit_id=unit("KG")) is None
    assert unit_rows([cola.pk])[cola.pk][0]["factor"] == "24"
    assert [row["code"] for row in barcode_rows([cola.pk])[cola.pk]] == ["6901028075831", "16901028075838"]
    audit = AuditEntry.objects.get(entity="items", entity_id=str(cola.pk))
    assert audit.action == "create"
    assert audit.after is not None
    assert audit.after["barcodes"] == ["6901028075831", "16901028075838"]


def test_every_fault_is_named_at_once(act: Act, cola: Item) -> None:
    with pytest.raises(Refused) as caught:
        create_item(
            act=act,
            values={
                "code": cola.code,
                "name": " ",
                "base_unit": unit("EA"),
                "tax_rate": Decimal(13),
                "minimum_stock": Decimal(5),
                "maximum_stock": Decimal(4),
                "has_expiry": True,
                "units": [{"unit": str(unit("EA")), "factor": "2"}],
                "barcodes": ["6901028075831", "x y", {"code": "1", "unit": str(unit("CTN"))}],
            },
        )
    assert codes_of(caught) == [
        ("name_missing", ("name",)),
        ("tax_rate_bad", ("tax_rate",)),
        ("maximum_below_minimum", ("maximum_stock",)),
        ("expiry_needs_lot", ("has_expiry",)),
        ("unit_is_base", ("units", 0)),
        ("barcode_bad", ("barcodes", 1, "code")),
        ("unit_not_of_item", ("barcodes", 2, "unit")),
        ("code_taken", ("code",)),
        ("barcode_taken", ("barcodes", 0, "code")),
    ]
    assert Item.objects.count() == 1


def test_bad_ratios_and_unknown_units_are_refused_where_they_stand(act: Act) -> None:
    with pytest.raises(Refused) as caught:
        create_item(
            act=act,
            values={
                "name": "水",
                "base_unit": unit("BTL"),
                "units": [{"unit": "code:CTN", "factor": "0"}, {"unit": "code:NONE", "factor": "2"}],
            },
        )
    assert codes_of(caught) == [("factor_bad", ("units", 0, "factor")), ("unit_unknown", ("units", 1, "unit"))]


def test_a_change_counts_the_revision_and_names_what_changed(act: Act, cola: Item) -> None:
    changed = update_item(act=act, record_id=cola.pk, rev=1, values={"name": "百事可乐", "barcodes": ["6901028075831"]})
    assert (changed.rev, changed.initials) == (2, "bskl")
    assert "16901028075838" not in changed.search_text
    assert Barcode.objects.filter(item=cola).count() == 1
    assert ItemUnit.objects.filter(item=cola).count() == 1
    entry = AuditEntry.objects.filter(entity="items", action="update").get()
    assert entry.before == {"name": "可口可乐"}
    assert entry.after == {"name": "百事可乐", "barcodes": ["6901028075831"]}


def test_an_unchanged_item_keeps_its_revision(act: Act, cola: Item) -> None:
    same = update_item(
        act=act, record_id=cola.pk, values={"name": "可口可乐", "units": [{"unit": "code:CTN", "factor": "24/1"}]}
    )
    assert same.rev == 1
    assert not AuditEntry.objects.filter(entity="items", action="update").exists()


def test_costing_by_lot_needs_lots(act: Act, cola: Item) -> None:
    with pytest.raises(Refused) as caught:
        update_item(act=act, record_id=cola.pk, values={"cost_method": "SPECIFIC", "tracking": "NONE"})
    assert codes_of(caught) == [("specific_needs_lot", ("cost_method",))]
    assert (
        update_item(act=act, record_id=cola.pk, values={"cost_method": "SPECIFIC", "tracking": "LOT"}).tracking == "LOT"
    )


def test_a_lost_race_is_told(act: Act, cola: Item) -> None:
    update_item(act=act, record_id=cola.pk, rev=1, values={"spec": "500ml"})
    with pytest.raises(Refused) as caught:
        update_item(act=act, record_id=cola.pk, rev=1, values={"spec": "1L"})
    assert (caught.value.status, caught.value.code) == (409, "stale_revision")
    params = caught.value.refusals[0].params
    assert (params["changed_by"], params["fields"]) == ("系统", "规格型号")


def test_an_item_in_use_is_protected_by_the_name_of_its_user(act: Act, cola: Item) -> None:
    ensure_lots(act=act, lots=[(cola.pk, "L1", None, None)])
    with pytest.raises(Refused) as caught:
        delete_item(act=act, record_id=cola.pk)
    (refusal,) = caught.value.refusals
    assert refusal.code == "in_use"
    assert "批号" in refusal.params["users"]
    with pytest.raises(Refused) as caught:
        update_item(act=act, record_id=cola.pk, values={"base_unit": unit("EA")})
    assert [code for code, _ in codes_of(caught)] == ["base_unit_fixed"]
    with pytest.raises(Refused) as caught:
        update_item(act=act, record_id=cola.pk, values={"cost_method": "FIFO"})
    assert codes_of(caught) == [("cost_method_fixed", ("cost_method",))]
    Lot.objects.all().delete()
    delete_item(act=act, record_id=cola.pk)
    assert not Item.objects.exists()
    assert not Barcode.objects.exists()


def test_deleting_many_leaves_those_in_use(act: Act, cola: Item) -> None:
    other = create_item(act=act, values={"name": "雪碧", "base_unit": unit("BTL")})
    ensure_lots(act=act, lots=[(cola.pk, "L1", None, None)])
    used = delete_items(act=act, item_ids=[cola.pk, other.pk])
    assert list(used) == [cola.pk]
    assert list(Item.objects.values_list("pk", flat=True)) == [cola.pk]


def test_a_thousand_items_take_few_statements(act: Act, django_assert_max_num_queries: object) -> None:
    drafts = [ItemDraft({"name": f"商品{n}", "base_unit_id": unit("EA")}) for n in range(1000)]
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # a fixture of pytest-django
        ids = create_items(act=act, drafts=drafts)
    assert len(set(ids)) == 1000
    assert Item.objects.get(pk=ids[-1]).code == "SP001000"


def test_typed_codes_are_skipped_by_the_number_rule(act: Act) -> None:
    create_item(act=act, values={"code": "SP000001", "name": "甲", "base_unit": unit("EA")})
    assert create_item(act=act, values={"name": "乙", "base_unit": unit("EA")}).code == "SP000002"


def test_partner_codes_belong_to_one_item(act: Act, cola: Item) -> None:
    partner = create_partner(act=act, values={"name": "华东饮料", "is_supplier": True})
    mine = [{"partner": str(partner.pk), "code": "HD-1", "name": "可乐"}]
    update_item(act=act, record_id=cola.pk, values={"partner_codes": mine})
    assert "hd-1" in Item.objects.get(pk=cola.pk).search_text
    with pytest.raises(Refused) as caught:
        create_item(act=act, values={"name": "雪碧", "base_unit": unit("BTL"), "partner_codes": mine})
    assert codes_of(caught) == [("partner_code_taken", ("partner_codes", 0, "code"))]
    assert Partner.objects.get(pk=partner.pk).initials == "hdyl"


def test_variants_come_from_a_matrix_once(act: Act, cola: Item) -> None:
    ids = create_variants(act=act, item_id=cola.pk, axes={"颜色": ["红", "蓝"], "尺码": ["S", "M"]})
    again = create_variants(act=act, item_id=cola.pk, axes={"颜色": ["红", "蓝", "绿"], "尺码": ["S", "M"]})
    assert len(ids) == 4
    assert len(again) == 6
    assert set(ids) < set(again)
    red = Item.objects.get(pk=ids[0])
    assert (red.code, red.spec, red.variant_of_id, red.base_unit_id) == (
        "SP000001-红-S",
        "红/S",
        cola.pk,
        cola.base_unit_id,
    )
    assert factor_of(item_id=red.pk, unit_id=unit("CTN")) == (24, 1)


def test_the_matrix_knows_its_variants(act: Act, cola: Item) -> None:
    ids = create_variants(act=act, item_id=cola.pk, axes={"颜色": ["红", "蓝"], "尺码": ["S"]})
    update_item(act=act, record_id=ids[1], values={"barcodes": [{"code": "6900000000019", "unit": None}]})
    axes, rows = variants_of(item_id=cola.pk)
    assert axes == {"颜色": ["红", "蓝"], "尺码": ["S"]}
    assert [(row.id, row.values["颜色"], row.barcodes) for row in rows] == [
        (ids[0], "红", ()), (ids[1], "蓝", ("6900000000019",)),
    ]  # fmt: skip
    assert variants_of(item_id=ids[0])[1] == []
    with pytest.raises(Refused, match="not_found"):
        variants_of(item_id=0)


def test_a_known_lot_keeps_its_dates(act: Act, cola: Item) -> None:
    from datetime import date

    first = ensure_lots(act=act, lots=[(cola.pk, "L1", date(2026, 1, 1), date(2026, 12, 31))])
    assert ensure_lots(act=act, lots=[(cola.pk, "L1", None, date(2026, 12, 31))]) == first
    with pytest.raises(Refused) as caught:
        ensure_lots(act=act, lots=[(cola.pk, "L1", None, date(2027, 1, 1))])
    assert codes_of(caught) == [("lot_dates_differ", ("lots", 0))]


def test_copied_records_keep_every_sign(act: Act) -> None:
    """Many records go through COPY: quotes, backslashes, tabs, lines, braces and nothing at all arrive as they are."""
    odd = ['a"b\\c', "tab\there", "line\nbreak", "{brace},comma", "NULL", "\\N", "'"]
    drafts = [
        ItemDraft({"name": f"{odd[n % len(odd)]}{n}", "remarks": odd[n % len(odd)], "base_unit_id": unit("EA")})
        for n in range(42)
    ]
    ids = create_items(act=act, drafts=drafts)
    stored = Item.objects.in_bulk(ids)
    assert [stored[key].name for key in ids] == [draft.values["name"] for draft in drafts]
    assert [stored[key].remarks for key in ids] == [draft.values["remarks"] for draft in drafts]
    assert stored[ids[0]].search_grams == sorted({"a", "b", "c0", "c", "0"})
    assert stored[ids[0]].brand_id is None
