"""A dashboard made by hand: a chart of stock, a click that narrows, the rows behind it; and what a phone shows."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import PHONE, Company, OpenDesk
from tests.browser.desk import Desk, number

pytestmark = pytest.mark.browser
WIDGET = "现存量排行"


def choose(desk: Desk, label: str, text: str) -> None:
    """Pick an option by its words."""
    desk.page.get_by_label(label, exact=True).last.click()
    desk.page.keyboard.type(text)
    desk.page.locator(".ant-select-item-option:visible", has_text=re.compile(f"^{text}$")).first.click()


def test_made_by_hand_read_on_the_phone(owner: Client, company: Company, desk: OpenDesk) -> None:
    question = {
        "dataset": "stock", "dimensions": [{"field": "item"}], "measures": [{"field": "quantity", "agg": "sum"}],
    }  # fmt: skip
    told = owner.send("POST", "/datasets/query", question)
    water = next(row for row in told["rows"] if row["d0"]["id"] == company.water)
    mine = desk(owner)
    mine.open("/dashboards")
    mine.button("新建仪表盘").first.click()
    mine.page.get_by_role("button", name=re.compile("^空白仪表盘")).click()
    mine.button("添加组件").click()
    mine.page.get_by_role("menuitem", name="图表").click()
    mine.page.get_by_label("标题").fill(WIDGET)
    choose(mine, "数据集", "即时库存")
    choose(mine, "添加分组", "商品")
    choose(mine, "指标", "数量（基本单位）")
    mine.page.locator(".ant-drawer-close").click()
    # By keyboard as well as by mouse: the widget grows by one column.
    widget = mine.page.get_by_role("region", name=WIDGET).first
    widget.focus()
    before = widget.bounding_box()
    mine.press("Shift+ArrowRight")
    expect(mine.button("撤销")).to_be_enabled()
    mine.page.wait_for_timeout(400)
    after = widget.bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] + 40
    mine.button("保存").click()

    mine.button("看表").click()
    table = mine.page.get_by_role("region", name=WIDGET).locator("table")
    assert number(mine.row(table, "青山矿泉水")["数量（基本单位）·合计"]) == number(water["m0"])
    table.get_by_role("button", name="青山矿泉水").click()
    mine.says("商品: 青山矿泉水")
    mine.page.locator(".hk-studio-picked").get_by_role("button", name="查看明细").click()
    drawer = mine.page.get_by_role("dialog")
    expect(drawer.locator("tbody tr", has_text="青山矿泉水").first).to_be_visible()
    expect(drawer.locator("tbody tr", has_text="云雾绿茶")).to_have_count(0)
    assert mine.troubles == []

    phone = desk(owner, size=PHONE)
    phone.open(mine.page.url.removeprefix(mine.address).partition("?")[0])
    expect(phone.page.get_by_role("region", name=WIDGET).first).to_be_visible()
    assert phone.width() <= 360
    expect(phone.button("设计")).to_have_count(0)
    assert phone.troubles == []
