"""An automation made at the page: an approved order leaves a draft behind, tells its maker by the bell, and its log says so."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client, today
from tests.browser.conftest import PHONE, Company, OpenDesk
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
NAME = "批准后补货"


@pytest.fixture
def cleared(owner: Client) -> Iterator[None]:
    """No other story sets it off."""
    yield
    for one in owner.read("/automations")["items"]:
        if one["name"] == NAME:
            owner.send("PATCH", f"/automations/{one['id']}", {"active": False, "rev": one["rev"]})


def pick(desk: Desk, label: str, choice: str) -> None:
    desk.page.get_by_role("combobox", name=label, exact=True).first.click()
    desk.page.locator(".ant-select-item-option:visible", has_text=re.compile(f"^{choice}$")).first.click()


def write(desk: Desk, label: str, formula: str) -> None:
    desk.page.get_by_role("textbox", name=label, exact=True).first.click()
    desk.page.keyboard.insert_text(formula)
    desk.press("Escape")


def test_made_at_the_page_and_heard_by_the_bell(owner: Client, company: Company, desk: OpenDesk, cleared: None) -> None:
    boss = desk(owner)
    boss.open("/automations/new")
    boss.page.get_by_label("名称").fill(NAME)
    pick(boss, "单据类型", "采购订单")
    write(boss, "条件（可不填）", "{total_quantity} > 5")
    boss.page.get_by_label("标题，如").fill("订单 {number} 已批")
    pick(boss, "角色", "老板")
    boss.press("Escape")
    pick(boss, "添加动作", "生成单据草稿")
    pick(boss, "生成哪种单据", "采购申请单")
    pick(boss, "明细字段: 添加字段", "商品")
    write(boss, "商品", "{lines.item.code}")
    pick(boss, "明细字段: 添加字段", "数量")
    write(boss, "数量", "{lines.quantity} * 2")
    boss.button("保存").click()
    expect(boss.page.get_by_role("heading", name=NAME)).to_be_visible()
    boss.page.get_by_role("switch", name="启用").click()
    expect(boss.page.get_by_role("switch", name="启用")).to_be_checked()

    order = owner.make(
        "/documents", type="purchase_order", transition="approve",
        header={"business_date": today(), "partner": company.supplier, "warehouse": company.main},
        lines=[{"item": company.water, "quantity": "6", "price": "1"}],
    )  # fmt: skip
    row = boss.page.locator("tr[data-run=DONE]", has_text=order["number"])
    expect(row).to_be_visible()
    expect(row.get_by_role("link", name=re.compile("^采购申请单 CGSQ"))).to_be_visible()
    bell = boss.page.get_by_role("button", name=re.compile("^通知 [1-9]"))
    expect(bell).to_be_visible()
    bell.click()
    told = boss.page.get_by_role("link", name=re.compile(f"订单 {order['number']} 已批"))
    expect(told).to_be_visible()

    boss.button("试运行").click()
    expect(boss.page.get_by_role("status").get_by_text("生成单据草稿")).to_be_visible()
    phone = desk(owner, size=PHONE)
    phone.open("/automations")
    phone.says(NAME)
    assert phone.width() <= PHONE[0]
