"""Goods move between warehouses; a blind count on a phone finds what is missing."""

import re
import uuid

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import PHONE, Company, OpenDesk

pytestmark = pytest.mark.browser


def quantity(owner: Client, item: str, warehouse: str) -> str:
    rows = owner.read("/stock/on-hand", item=item, warehouse=warehouse, group_by="item,warehouse")["items"]
    return str(rows[0]["quantity"]) if rows else "0"


def test_transfer_then_blind_count_on_a_phone(owner: Client, company: Company, desk: OpenDesk) -> None:
    store = owner.make("/warehouses", name=f"盘点仓{uuid.uuid4().hex[:4]}")
    mine = desk(owner)
    mine.open("/documents/transfer/new")
    mine.choose(mine.page.locator("#head-warehouse"), "主仓库", "主仓库")
    mine.choose(mine.page.locator("#head-to_warehouse"), store["name"], store["name"])
    mine.page.get_by_role("grid").locator("tbody tr").first.locator("td").nth(1).click()
    with mine.page.expect_response(lambda answer: "q=T01" in answer.url):
        mine.page.keyboard.type("T01")
    expect(mine.page.get_by_role("option").filter(has_text="云雾绿茶")).to_have_count(1)
    mine.press("Enter")
    expect(mine.page.get_by_role("grid").get_by_role("textbox", name="数量", exact=True)).to_be_focused()
    mine.page.keyboard.type("8")
    mine.press("Enter", "Control+Enter")
    expect(mine.page.locator("h1")).to_contain_text("ZJDB")
    mine.button("过账").click()
    expect(mine.page.locator(".hk-stamp, [class*=stamp]").first).to_contain_text("已过账")
    assert quantity(owner, company.tea, store["id"]) == "8"
    count_on_phone(owner, desk, store["name"])
    assert quantity(owner, company.tea, store["id"]) == "5"


def count_on_phone(owner: Client, desk: OpenDesk, warehouse: str) -> None:
    """Five counted where the books say eight: nothing shows the eight before the review."""
    phone = desk(owner, size=PHONE)
    phone.open("/count")
    phone.button("开始盘点").first.click()
    phone.choose(phone.page.get_by_role("combobox", name="仓库"), warehouse, warehouse)
    phone.press("Escape")
    dialog = phone.page.get_by_role("dialog")
    dialog.get_by_role("button", name="开始盘点").click()
    counted = phone.page.get_by_role("textbox", name="实盘数量 云雾绿茶")
    expect(counted).to_be_visible()
    assert "8" not in phone.page.locator(".hk-count").inner_text()
    counted.fill("5")
    counted.press("Enter")
    phone.says("已盘 1 / 1")
    assert phone.width() <= PHONE[0]
    phone.button("核对差异").click()
    expect(phone.page.get_by_role("dialog").get_by_role("listitem")).to_contain_text(re.compile("-3.*8.*5", re.DOTALL))
    phone.button("确认盘点").click()
    phone.page.locator("#content").get_by_role("link", name=re.compile("^PKD")).click()
    expect(phone.page.locator("h1")).to_contain_text("盘亏单")
    phone.says("已过账")
