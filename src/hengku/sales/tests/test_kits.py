"""组合装: one line sold, components shipped; the price shared out by reference price, the last part takes the rest."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, Company, from_line, line, make_company, move_on, stock, tell

from hengku.documents.operations.edit import update_document
from hengku.documents.queries.line_context import line_context
from hengku.documents.queries.load import load_documents
from hengku.documents.queries.promise import promise_json
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import SYSTEM
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Item
from hengku.masterdata.operations.items import create_item, update_item
from hengku.masterdata.operations.prices import create_price
from hengku.sales.queries.price import selling_price


@pytest.fixture
def company(db: None) -> Company:
    made = make_company()
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"), line(made.flour, "7.5", price="4"))
    return made


@pytest.fixture
def box(company: Company) -> int:
    """2 bottles (30 each) and 1.5 kg of flour (22 each): weights 60 and 33."""
    parts = [
        {"component": company.bottle, "quantity": "2", "reference_price": "30"},
        {"component": company.flour, "quantity": "1.5", "reference_price": "22"},
    ]
    values = {"code": "BOX", "name": "礼盒", "base_unit": company.piece, "components": parts}
    return create_item(act=company.act(), values=values).pk


def test_a_kit_is_sold_as_one_line_and_becomes_its_components(company: Company, box: int) -> None:
    order = tell(company, "sales_order", line(box, "3", price="100", tax_rate="0.13"))
    # 300.00 × 60 ÷ 93 = 193.548 → 193.55; the last one takes the rest, 106.45.
    assert [(one.item_id, one.quantity, one.net, one.extra["kit"]) for one in order.lines] == [
        (company.bottle, 6, Decimal("193.55"), "礼盒 ×3"),
        (company.flour, Decimal("4.5"), Decimal("106.45"), "礼盒 ×3"),
    ]
    shipment = tell(company, "shipment", *(from_line(one.id) for one in order.lines))
    assert (stock(company, company.bottle, company.a), stock(company, company.flour, company.a)) == (94, 3)
    assert [(one.net, one.extra["kit"]) for one in shipment.lines] == [
        (Decimal("193.55"), "礼盒 ×3"),
        (Decimal("106.45"), "礼盒 ×3"),
    ]
    back = tell(company, "sales_return", from_line(shipment.lines[1].id, "1.5"))
    assert (back.lines[0].net, back.lines[0].extra["kit"]) == (Decimal("35.48"), "礼盒 ×1")  # 106.45 ÷ 3
    with pytest.raises(Refused, match="exceeds_source"):
        tell(company, "sales_return", from_line(shipment.lines[1].id, "3.1"))


def test_prices_with_tax_and_discounts_are_shared_out_to_the_cent(company: Company, box: int) -> None:
    kit = line(box, "1", price="99.99", tax_rate="0.13", discount=Decimal("0.1"))
    order = tell(company, "sales_order", kit, price_includes_tax=True)
    # 89.991 → 89.99: 58.06 (89.99 × 60 ÷ 93 = 58.058) and 31.93, with tax.
    assert [one.total for one in order.lines] == [Decimal("58.06"), Decimal("31.93")]
    assert [one.net for one in order.lines] == [Decimal("51.38"), Decimal("28.26")]


def test_an_edited_draft_keeps_its_kits_and_a_reversal_its_mirror(company: Company, box: int) -> None:
    shipment = tell(company, "shipment", line(box, "1", price="93"), to="submit")
    lines = [
        LineDraft(line_id=one.id, item_id=one.item_id, quantity=one.quantity * 2, price=one.price)
        for one in shipment.lines
    ]
    draft = DocumentDraft(
        type="shipment", business_date=date(2026, 10, 10), book_id=company.book, lines=lines,
        partner_id=company.customer, warehouse_id=company.a,
    )  # fmt: skip
    move_on(company, shipment.id, "reject", reason="数量不对")
    rev = load_documents([shipment.id])[0].rev
    update_document(act=company.act(), document_id=shipment.id, draft=draft, rev=rev)
    after = load_documents([shipment.id])[0]
    assert [(one.extra["kit"], one.net) for one in after.lines] == [("礼盒 ×2", 120), ("礼盒 ×2", 66)]


def test_as_many_kits_as_the_scarcest_component_makes(company: Company, box: int) -> None:
    context = line_context(
        viewer=SYSTEM, item_ids=[box], warehouse_id=company.a, partner_id=None, document_type="sales_order", at=AT
    )[str(box)]
    assert (context["kit"], context["available"], context["atp"]) == (True, "5", "5")  # 7.5 kg ÷ 1.5
    on = date(2026, 10, 20)
    tell(
        company, "purchase_order", line(company.flour, "3", price="4", extra={"delivery_date": date(2026, 10, 25)}),
    )  # fmt: skip
    told = promise_json(
        viewer=SYSTEM, book_id=company.book, item_id=box, warehouse_id=company.a, quantity=Decimal(6), on=on, today=on
    )
    assert (told["usable"], told["atp"], told["promised_date"]) == ("5", "5", "2026-10-25")
    assert [day["projected"] for day in told["days"]] == ["5", "7"]


def test_a_kit_without_a_price_costs_what_its_components_cost(company: Company, box: int) -> None:
    def price() -> tuple[str | None, str]:
        told = selling_price(
            viewer=SYSTEM, book_id=company.book, item_id=box, unit_id=None, quantity=Decimal(1), partner_id=None,
            on=date(2026, 10, 20),
        )  # fmt: skip
        return told["price"], told["source"]

    create_price(act=company.act(), values={"item": company.bottle, "kind": "SALE", "price": Decimal(30)})
    assert price() == (None, "none")
    create_price(act=company.act(), values={"item": company.flour, "kind": "SALE", "price": Decimal(22)})
    assert price() == ("93", "components")
    create_price(act=company.act(), values={"item": box, "kind": "SALE", "price": Decimal(88)})
    assert price() == ("88", "list")


def test_kits_have_no_stock_and_hold_no_kits(company: Company, box: int) -> None:
    with pytest.raises(Refused, match="kit_not_stocked"):
        tell(company, "goods_receipt", line(box, "1", price="10"))
    with pytest.raises(Refused, match="kit_nested"):
        create_item(
            act=company.act(),
            values={
                "code": "K2",
                "name": "套",
                "base_unit": company.piece,
                "components": [{"component": box, "quantity": "1"}],
            },
        )
    with pytest.raises(Refused, match="kit_in_use"):
        update_item(
            act=company.act(), record_id=company.bottle,
            values={"components": [{"component": company.flour, "quantity": "1"}]},
        )  # fmt: skip
    update_item(act=company.act(), record_id=box, values={"components": []})
    assert not Item.objects.get(pk=box).is_kit
