"""The main job through HTTP, told by the people who do it: buy, receive, sell, ship, take back, transfer, count, look."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from tests.world import Company, Person, make_company, stock, value

from hengku.documents.models import Document
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.masterdata.models import NumberRule, ReasonCode
from hengku.metadata.rules.invariants import INVARIANTS, CheckWindow

TODAY = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
START = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def company(db: None) -> Iterator[Company]:
    # Seven people sign in, many times: a quick hasher.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield make_company(at=datetime.now(tz=UTC), start=START, people=True)


def day() -> str:
    return TODAY.isoformat()


def test_the_whole_job(company: Company) -> None:
    owner, buyer, seller = Person("owner"), Person("buyer"), Person("seller")
    keeper, keeper_b = Person("keeper_a"), Person("keeper_b")
    a, b = str(company.a), str(company.b)
    bottle, supplier, customer = str(company.bottle), str(company.supplier), str(company.customer)

    # The owner opens the books with what is on the shelf.
    opening = owner.document(
        "opening_stock",
        [{"item": bottle, "quantity": "20", "amount": "200.00"}],
        warehouse=a,
        business_date=START.isoformat(),
    )
    owner.transition(opening, "post")

    # The buyer orders ten cartons, by the item's code; the keeper receives in two parts what the push-down offers.
    order = buyer.document(
        "purchase_order",
        [{"item": "code:BOTTLE", "unit": str(company.carton), "quantity": "10", "price": "144"}],
        then="approve", partner=supplier, warehouse=a, business_date=day(), payment_terms="月结30天",
    )  # fmt: skip
    assert (order["state"], order["payment_terms"], order["lines"][0]["base_quantity"]) == (
        "APPROVED",
        "月结30天",
        "120",
    )
    (open_line,) = keeper.get("/purchasing/receivable", supplier=supplier)["items"]
    assert (open_line["remaining"], open_line["remaining_base"], open_line["document"]["id"]) == (
        "10",
        "120",
        order["id"],
    )
    assert "price" not in open_line  # a keeper does not see what goods cost
    body = keeper.push_down(order, "goods_receipt")
    body["lines"][0]["quantity"] = "4"
    part = keeper.post("/documents", {**body, "transition": "post"}, status=201)
    assert part["state"] == "POSTED"
    (open_line,) = keeper.get("/purchasing/receivable", q="酱油")["items"]
    assert open_line["remaining"] == "6"
    rest = keeper.push_down(order, "goods_receipt")
    rest["lines"][0]["quantity"] = "7"
    refused = keeper.post("/documents", {**rest, "transition": "post"}, status=422)
    assert refused["errors"][0]["code"] == "tolerance_exceeded"
    rest["lines"][0]["quantity"] = "6"
    second = keeper.post("/documents", {**rest, "transition": "post"}, status=201)
    assert keeper.get("/purchasing/receivable")["items"] == []
    assert buyer.get(f"/documents/{order['id']}")["execution"] == "DONE"

    # One carton is bad and goes back; the keeper decides when.
    back = buyer.post("/documents", _with(buyer.push_down(second, "purchase_return"), quantity="1"), status=201)
    keeper.transition(back, "post")
    assert stock(company, company.bottle, company.a) == 128

    # The seller sells more than there is: the rest is a backorder.
    sale = seller.document(
        "sales_order",
        [{"item": bottle, "quantity": "130", "price": "20"}],
        then="approve", partner=customer, warehouse=a, business_date=day(), ship_to="北京路1号",
    )  # fmt: skip
    (line,) = keeper.get("/sales/shippable")["items"]
    assert (line["remaining"], line["reserved"], line["on_hand"], line["available"], line["short"]) == (
        "130", "128", "128", "0", "2",
    )  # fmt: skip
    too_much = _with(keeper.push_down(sale, "shipment"), quantity="129")
    refused = keeper.post("/documents", {**too_much, "transition": "post"}, status=422)
    assert refused["errors"][0]["params"]["available"] == "128"
    assert "128" in refused["errors"][0]["message"]
    shipped = keeper.post(
        "/documents", {**_with(keeper.push_down(sale, "shipment"), quantity="100"), "transition": "post"}, status=201
    )
    assert stock(company, company.bottle, company.a) == 28

    # Ten bottles come back, two of them broken.
    returned = keeper.push_down(shipped, "sales_return")
    good, bad = (
        {**returned["lines"][0], "quantity": "8"},
        {**returned["lines"][0], "quantity": "2", "status": "REJECTED"},
    )
    keeper.post("/documents", {**returned, "lines": [good, bad], "transition": "post"}, status=201)
    assert stock(company, company.bottle, company.a) == 38

    # Eight travel to B: five arrive, three are lost; keeper B sees and receives, keeper A cannot receive for B.
    sale_id = sale["id"]
    seller.transition(sale, "stop", reason="客户不要余数")
    out = keeper.document(
        "transfer_out",
        [{"item": bottle, "quantity": "8"}],
        then="post",
        warehouse=a,
        to_warehouse=b,
        business_date=day(),
    )
    arrival = _with(keeper_b.push_down(out, "transfer_in"), quantity="5", to_bin=str(company.b1))
    keeper.post("/documents", {**arrival, "transition": "post"}, status=403)
    keeper_b.post("/documents", {**arrival, "transition": "post"}, status=201)
    lost = _with(owner.push_down(out, "transit_loss"), quantity="3", reason="LOST_IN_TRANSIT")
    owner.post("/documents", {**lost, "transition": "post"}, status=201)
    assert stock(company, company.bottle, company.b) == 5
    assert stock(company, company.bottle, f"transit:{company.b}") == 0

    # A count finds one bottle less than the books say.
    begun = owner.post("/counts", {"warehouses": [a]}, status=201)
    sheet = begun["sheet"]["id"]
    page = keeper.get(f"/counts/sheets/{sheet}")
    assert (page["total"], page["blind"], "book_quantity" in page["lines"][0]) == (2, True, False)
    scan = {"key": "pda-1", "barcode": "6901234567892", "quantity": "2箱+3瓶"}
    assert keeper.post(f"/counts/sheets/{sheet}/entries", scan)["quantity"] == "27"
    assert keeper.post(f"/counts/sheets/{sheet}/entries", scan)["quantity"] == "27"
    (found,) = keeper.get(f"/counts/sheets/{sheet}/review")["lines"]
    assert (found["book_quantity"], found["counted"], found["difference"], "amount" in found) == (
        "28",
        "27",
        "-1",
        False,
    )
    confirmed = keeper.post(f"/counts/sheets/{sheet}/confirm", {})
    (loss,) = confirmed["documents"]
    assert (loss["type"], loss["state"]) == ("count_loss", "DRAFT")
    keeper.transition(loss, "post", status=403)  # who keeps goods does not approve what is missing
    owner.transition(loss, "post")
    owner.transition(begun["plan"], "post")
    figures = owner.get(f"/counts/{begun['plan']['id']}/report")["figures"]
    assert (figures["lines"], figures["net_difference"], figures["net_amount"]) == (1, "-1", "-11.69")

    # What everybody sees agrees.
    assert stock(company, company.bottle, company.a) == 29
    quantity, amount = value(company, company.bottle)
    assert quantity == 34
    assert seller.get(f"/documents/{sale_id}")["stopped"] is True
    links = buyer.get(f"/documents/{order['id']}/links")
    assert {node["type"] for node in links["nodes"]} >= {"purchase_order", "goods_receipt"}
    days: dict[str, Any] = {"from": START.isoformat(), "to": day()}
    on_hand = owner.get("/reports/on_hand")["totals"]
    assert (on_hand["on_hand"], on_hand["unusable"], on_hand["amount"]) == ("34", "2", f"{amount:.2f}")
    assert owner.get("/reports/stock_value")["totals"]["amount"] == on_hand["amount"]
    moved = owner.get("/reports/movement_summary", **days)["totals"]
    assert (moved["closing_quantity"], moved["closing_amount"]) == ("34", on_hand["amount"])
    told = owner.get("/reports/stock_ledger", item=bottle, **days)["rows"]
    assert (told[-1]["balance_quantity"], told[-1]["balance_amount"]) == ("34", on_hand["amount"])
    assert red_invariants() == {}


def red_invariants() -> dict[str, object]:
    """What the books' light would name: every invariant that fails, with its keys."""
    found = {one.id: one.check(CheckWindow()).failing for one in INVARIANTS}
    return {id_: failing for id_, failing in found.items() if failing}


def _with(body: dict[str, object], **values: str) -> dict[str, object]:
    """The same body with some values of its first line changed."""
    lines = body["lines"]
    assert isinstance(lines, list)
    return {**body, "lines": [{**lines[0], **values}, *lines[1:]]}


def test_a_stranger_finds_nothing(company: Company) -> None:
    owner, stranger = Person("owner"), Person("stranger")
    order = owner.document(
        "purchase_order", [{"item": str(company.bottle), "quantity": "1", "price": "1"}],
        partner=str(company.supplier), warehouse=str(company.a), business_date=day(),
    )  # fmt: skip
    stranger.get(f"/documents/{order['id']}", status=404)
    assert stranger.get("/purchasing/receivable")["items"] == []
    assert stranger.get("/sales/shippable")["items"] == []
    assert stranger.get("/counts")["items"] == []
    begun = owner.post("/counts", {"warehouses": [str(company.a)]}, status=201)
    for path in (f"/counts/sheets/{begun['sheet']['id']}", f"/counts/{begun['plan']['id']}/report"):
        stranger.get(path, status=404)
    stranger.post(
        f"/counts/sheets/{begun['sheet']['id']}/entries",
        {"key": "x", "quantity": "1", "item": str(company.bottle)},
        status=404,
    )
    stranger.post(f"/counts/sheets/{begun['sheet']['id']}/confirm", {}, status=404)


def test_keepers_work_in_their_own_warehouse(company: Company) -> None:
    owner, keeper_a, keeper_b = Person("owner"), Person("keeper_a"), Person("keeper_b")
    lines = [{"item": str(company.bottle), "quantity": "5", "reason": "SAMPLE"}]
    header: dict[str, Any] = {"partner": str(company.supplier), "warehouse": str(company.a), "business_date": day()}
    keeper_b.document("goods_receipt", lines, then="post", status=403, **header)
    receipt = keeper_a.document("goods_receipt", lines, then="post", **header)
    keeper_b.get(f"/documents/{receipt['id']}", status=404)
    begun = owner.post("/counts", {"warehouses": [str(company.a)]}, status=201)
    keeper_b.get(f"/counts/sheets/{begun['sheet']['id']}", status=404)


def test_a_command_sent_twice_happens_once(company: Company) -> None:
    owner = Person("owner")
    body = {
        "type": "goods_receipt", "transition": "post",
        "header": {"partner": str(company.supplier), "warehouse": str(company.a), "business_date": day()},
        "lines": [{"item": str(company.bottle), "quantity": "5", "price": "1"}],
    }  # fmt: skip
    first = owner.post("/documents", body, status=201, key="k-1")
    again = owner.post("/documents", body, status=201, key="k-1")
    assert (first["id"], stock(company, company.bottle, company.a)) == (again["id"], 5)
    assert Document.objects.filter(type="goods_receipt").count() == 1


def test_a_count_on_the_generated_pages(company: Company) -> None:
    owner = Person("owner")
    a, b = str(company.a), str(company.b)
    opened = [{"item": str(company.bottle), "quantity": "20", "amount": "200.00"}]
    owner.document("opening_stock", opened, then="post", warehouse=a, business_date=START.isoformat())
    plan = owner.document(
        "count_plan", [], then="approve", warehouse=a, warehouses=[b], method="STATIC", blind=False, business_date=day(),
        recount_quantity="5",
    )  # fmt: skip
    assert (plan["state"], plan["method"], plan["recount_quantity"]) == ("APPROVED", "STATIC", "5")
    (running,) = owner.get("/counts")["items"]
    assert [one["id"] for one in running["warehouses"]] == [a, b]
    sheet_id = running["sheets"][0]["id"]
    page = owner.get(f"/counts/sheets/{sheet_id}")
    assert (page["lines"][0]["book_quantity"], page["lines"][0]["counted"]) == ("20", None)
    sheet = owner.get(f"/documents/{sheet_id}")
    header: dict[str, Any] = {"plan": plan["id"], "warehouse": a, "business_date": day()}
    typed = [{"item": str(company.bottle), "warehouse": a, "quantity": "19"}]
    sheet = owner.put(f"/documents/{sheet_id}", {"rev": sheet["rev"], "header": header, "lines": typed})
    sheet = owner.transition(sheet, "approve")
    assert (sheet["state"], sheet["lines"][0]["difference"]) == ("APPROVED", "-1")
    (waiting,) = owner.get("/documents", type="count_loss")["items"]
    owner.transition(waiting, "post")
    owner.transition(plan, "post")
    assert owner.get("/counts")["items"] == []
    assert stock(company, company.bottle, company.a) == 19


def test_a_lot_is_made_where_it_first_arrives(company: Company) -> None:
    owner = Person("owner")
    header: dict[str, Any] = {"warehouse": str(company.a), "business_date": day()}
    buying, selling = {**header, "partner": str(company.supplier)}, {**header, "partner": str(company.customer)}
    lines = [{"item": str(company.serum), "quantity": "5", "price": "20", "lot": "L-7"}]
    received = owner.document("goods_receipt", lines, then="post", **buying)
    assert received["lines"][0]["lot"]["code"] == "L-7"
    unknown = [{"item": str(company.serum), "quantity": "1", "price": "30", "lot": "L-8"}]
    owner.document("shipment", unknown, then="post", status=422, **selling)
    shipped = owner.document("shipment", [{**unknown[0], "lot": "L-7"}], then="post", **selling)
    assert shipped["lines"][0]["lot"]["id"] == received["lines"][0]["lot"]["id"]


def test_every_type_has_a_number_rule_and_reasons_are_there(company: Company) -> None:
    assert set(DOCUMENT_TYPES.names()) - set(NumberRule.objects.values_list("target", flat=True)) <= {
        code for code in DOCUMENT_TYPES.names() if code.startswith("test_")
    }
    assert {"TRANSIT_MISSING", "PURCHASE_DEFECT", "SALES_UNWANTED"} <= set(
        ReasonCode.objects.values_list("code", flat=True)
    )


def test_refusals_speak_both_languages(company: Company) -> None:
    lines = [{"item": str(company.bottle), "quantity": "5"}]
    header: dict[str, Any] = {"partner": str(company.supplier), "warehouse": str(company.a), "business_date": day()}
    chinese = Person("owner").document("goods_receipt", lines, then="post", status=422, **header)
    english = Person("owner", "en").document("goods_receipt", lines, then="post", status=422, **header)
    assert "没有单价" in chinese["errors"][0]["message"]
    assert "has no price" in english["errors"][0]["message"]
    assert chinese["errors"][0]["loc"] == ["lines", 0, "price"]


def test_numbers_are_gapless(company: Company) -> None:
    owner = Person("owner")
    header: dict[str, Any] = {"partner": str(company.supplier), "warehouse": str(company.a), "business_date": day()}
    for quantity in ("1", "2", "0", "3"):  # the third is refused and takes no number
        owner.document(
            "goods_receipt", [{"item": str(company.bottle), "quantity": quantity, "price": "1"}], then="post",
            status=422 if quantity == "0" else 201, **header,
        )  # fmt: skip
    numbers = Document.objects.filter(type="goods_receipt").order_by("pk").values_list("number", flat=True)
    assert [(number or "")[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert stock(company, company.bottle, company.a) == Decimal(6)
