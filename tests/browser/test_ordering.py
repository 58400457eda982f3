"""Buying: an order typed without touching the mouse, received against the order."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Route, expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import Desk, number

pytestmark = pytest.mark.browser


def type_header(desk: Desk) -> None:
    """Supplier and warehouse by pinyin: the cursor is in the first empty field, and Enter leads to the next one."""
    for field, typed, name in (("partner", "cfsp", "长风食品"), ("warehouse", "zck", "主仓库")):
        expect(desk.page.locator(f"#head-{field}")).to_be_focused()
        desk.page.keyboard.type(typed)
        offered = desk.page.locator(".ant-select-item-option:visible")
        expect(offered).to_have_count(1)
        expect(offered).to_contain_text(name)
        desk.press("Enter")


def type_lines(desk: Desk) -> None:
    """Two lines: pinyin, Enter, quantity, Tab, price, Enter; saved from the last cell."""
    grid = desk.page.get_by_role("grid")
    for pinyin, code, quantity, price in (("wcdm", "R01", "20", "65"), ("qskqs", "W01", "50", "1.8")):
        expect(grid.get_by_role("combobox", name="商品", exact=True)).to_be_focused()
        desk.page.keyboard.type(pinyin)
        expect(desk.page.get_by_role("option").filter(has_text=code)).to_have_count(1)
        desk.press("Enter")
        for label, typed, leave in (("数量", quantity, "Tab"), ("单价", price, "Enter")):
            expect(grid.get_by_role("textbox", name=label, exact=True)).to_be_focused()
            desk.page.keyboard.type(typed)
            desk.press(leave)


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


def test_nobody_has_to_wait_for_an_answer(owner: Client, company: Company, desk: OpenDesk) -> None:
    """A whole order typed as fast as keys go; no look-up is answered before the last key."""
    mine = desk(owner)
    mine.open("/documents/purchase_order/new")
    expect(mine.page.locator("#head-partner")).to_be_focused()
    look_ups = Gate(mine)
    for typed, leave in (
        ("cfsp", "Enter"), ("zck", "Enter"),
        ("wcdm", "Enter"), ("3", "Tab"), ("61", "Enter"),
        ("qskqs", "Enter"), ("12", "Enter"),
        ("ywlc", "Enter"), ("7", "Tab"), ("48.5", "Control+Enter"),
    ):  # fmt: skip
        mine.page.keyboard.type(typed)
        mine.press(leave)
    look_ups.open()
    expect(mine.page).to_have_url(re.compile(r"/\d+$"))
    saved = owner.read(f"/documents/{mine.page.url.rsplit('/', 1)[-1]}")
    assert (saved["partner"]["id"], saved["warehouse"]["id"]) == (company.supplier, company.main)
    assert [(line["item"]["id"], line["quantity"]) for line in saved["lines"]] == [
        (company.rice, "3"), (company.water, "12"), (company.tea, "7"),
    ]  # fmt: skip
    assert (saved["lines"][0]["price"], saved["lines"][2]["price"]) == ("61", "48.5")


class Gate:
    """Look-ups get no answer until it opens."""

    def __init__(self, desk: Desk) -> None:
        self._held: list[Route] | None = []
        desk.page.route("**/lookup?*", self._ask)

    def _ask(self, request: Route) -> None:
        if self._held is None:
            request.continue_()
        else:
            self._held.append(request)

    def open(self) -> None:
        held, self._held = self._held or [], None
        for request in held:
            request.continue_()


def test_each_side_is_offered_its_own_partners(owner: Client, company: Company, desk: OpenDesk) -> None:
    mine = desk(owner)
    for kind, offered, hidden in (("purchase_order", "长风食品", "如意超市"), ("sales_order", "如意超市", "长风食品")):
        mine.open(f"/documents/{kind}/new")
        expect(mine.page.locator("#head-partner")).to_be_focused()
        mine.press("ArrowDown")
        options = mine.page.locator(".ant-select-item-option:visible")
        expect(options.filter(has_text=offered)).to_have_count(1)
        expect(options.filter(has_text=hidden)).to_have_count(0)


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
