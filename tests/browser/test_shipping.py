"""Selling: shipped against the order, refused beside the row when there is not enough, printed as a delivery note."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import number

pytestmark = pytest.mark.browser
PAGE_BYTES = 10_000


def sales_order(owner: Client, company: Company, quantity: str) -> str:
    """Number of an approved order for water."""
    line = {"item": company.water, "quantity": quantity, "price": "3"}
    header = {"partner": company.customer, "warehouse": company.main}
    return str(owner.document("sales_order", header, [line], "approve")["number"])


def test_too_much_is_refused_at_the_row_and_the_rest_ships(owner: Client, company: Company, desk: OpenDesk) -> None:
    order = sales_order(owner, company, "6")
    mine = desk(owner)
    mine.open("/sales/ship")
    mine.page.get_by_role("button", name=order).click()
    water = mine.page.get_by_role("textbox", name="实发 青山矿泉水")
    expect(water).to_have_value("6")
    water.fill("5000")
    question = mine.page.get_by_role("dialog", name="请确认后继续")
    mine.button("发货过账").click()
    expect(question).to_contain_text("订 6，容差 0%")
    question.get_by_role("button", name="取消").click()
    expect(water).to_have_value("5000")
    mine.button("发货过账").click()
    question.get_by_role("button", name="确认并继续").click()
    expect(mine.page.get_by_role("alert").first).to_contain_text("可用")
    expect(water).to_have_value("5000")
    assert owner.read("/documents", type="shipment", q=order)["items"] == []
    water.fill("4")
    mine.button("发货过账").click()
    mine.says("销售出库单 已过账")
    mine.page.get_by_role("link", name=re.compile("^XSCK")).click()
    expect(mine.page.locator("h1")).to_contain_text("销售出库单 XSCK")


def test_not_enough_in_the_warehouse_says_what_there_is(owner: Client, company: Company, desk: OpenDesk) -> None:
    mine = desk(owner)
    header = {"partner": company.customer, "warehouse": company.shop}
    unit = owner.read(f"/items/{company.rice}")["base_unit"]["id"]
    lacking = owner.make("/items", name="缺货的面粉", base_unit=unit)
    line = {"item": lacking["id"], "quantity": "7", "price": "80"}
    made = owner.document("shipment", header, [line])
    mine.open(f"/documents/shipment/{made['id']}")
    mine.button("过账").click()
    message = mine.page.locator(".hk-cell-message").first
    expect(message).to_contain_text("可用")
    assert number(message.inner_text().split("可用")[1]) == 0
    assert owner.read(f"/documents/{made['id']}")["state"] == "DRAFT"
    expect(mine.page.get_by_role("gridcell", name="7", exact=True).first).to_be_visible()


def test_the_delivery_note_is_a_pdf(owner: Client, company: Company, desk: OpenDesk) -> None:
    header = {"partner": company.customer, "warehouse": company.main}
    made = owner.document("shipment", header, [{"item": company.water, "quantity": "1", "price": "3"}], "post")
    mine = desk(owner)
    mine.open(f"/documents/shipment/{made['id']}")
    mine.page.get_by_role("button", name="打印").click()
    with mine.page.context.expect_event(
        "response", lambda answer: f"/documents/{made['id']}/print" in answer.url
    ) as printed:
        mine.page.get_by_role("menuitem").first.click()
    assert printed.value.headers["content-type"].startswith("application/pdf")
    pdf = owner.http.get(printed.value.url).content
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > PAGE_BYTES
