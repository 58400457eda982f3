"""Buying: an order typed without touching the mouse, received against the order."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import Desk, number

pytestmark = pytest.mark.browser


def type_header(desk: Desk) -> None:
    """Supplier and warehouse by pinyin, keyboard only."""
    for field, typed, name in (("partner", "cfsp", "长风食品"), ("warehouse", "zck", "主仓库")):
        desk.page.locator(f"#head-{field}").focus()
        with desk.page.expect_response(re.compile(f"q={typed}")):
            desk.page.keyboard.type(typed)
        expect(desk.page.locator(".ant-select-item-option:visible")).to_have_text(re.compile(name))
        desk.press("Enter")


def type_lines(desk: Desk) -> None:
    """Two lines: pinyin, Enter, quantity, Enter, price, Enter."""
    grid = desk.page.get_by_role("grid")
    grid.locator("tbody tr").first.locator("td").nth(1).click()
    for pinyin, code, quantity, price in (("wcdm", "R01", "20", "65"), ("qskqs", "W01", "50", "1.8")):
        with desk.page.expect_response(re.compile(f"q={pinyin}")):
            desk.page.keyboard.type(pinyin)
        expect(desk.page.get_by_role("option").filter(has_text=code)).to_have_count(1)
        desk.press("Enter")
        for label, typed in (("数量", quantity), ("单价", price)):
            expect(grid.get_by_role("textbox", name=label, exact=True)).to_be_focused()
            desk.page.keyboard.type(typed)
            desk.press("Enter")


def test_keyboard_order_is_received_at_the_workbench(owner: Client, company: Company, desk: OpenDesk) -> None:
    mine = desk(owner)
    mine.open("/documents/purchase_order/new")
    type_header(mine)
    type_lines(mine)
    mine.press("Control+Enter")
    expect(mine.page).to_have_url(re.compile(r"/\d+$"))
    order = mine.page.url.rsplit("/", 1)[-1]
    saved = owner.read(f"/documents/{order}")
    assert [(line["item"]["code"], line["quantity"], line["price"]) for line in saved["lines"]] == [
        ("R01", "20", "65"), ("W01", "50", "1.8"),
    ]  # fmt: skip
    mine.button("审核").click()
    expect(mine.page.get_by_role("button", name="下推")).to_be_visible()
    before = {code: on_hand(mine, code) for code in ("R01", "W01")}
    receive(mine, saved["number"])
    assert on_hand(mine, "R01") - before["R01"] == 20
    assert on_hand(mine, "W01") - before["W01"] == 45
    assert owner.read(f"/documents/{order}")["execution"] == "PARTIAL"


def receive(desk: Desk, order: str) -> None:
    """Count 45 of the 50 bottles and post."""
    desk.open("/purchasing/receive")
    desk.page.get_by_role("button", name=order).click()
    water = desk.page.get_by_role("textbox", name="实收 青山矿泉水")
    expect(water).to_have_value("50")
    water.fill("45")
    desk.says("1 行与订单不同")
    desk.button("收货过账").click()
    desk.says("采购入库单 已过账")


def on_hand(desk: Desk, code: str) -> Decimal:
    """现存量 as the stock inquiry shows it."""
    desk.open(f"/stock?q={code}")
    table = desk.page.get_by_role("region", name="即时库存")
    nothing = desk.page.get_by_text("没有库存", exact=True)
    expect(table.or_(nothing)).to_be_visible()
    return Decimal(0) if nothing.is_visible() else number(desk.row(table, code)["现存量"])
