"""An accountant's month, only through the pages: docs/guide/accountant-month is the script, the figures are derived by hand.

100 come at 10.00 without invoice, 60 go at 15.00 + 13 %, 10 come back; freight 100.00 + 9 %: half of what came is there still, so
50.00 go to stock (50 at 11.00) and 50.00 to cost; one is missing (11.00): 49 at 11.00 = 539.00. After the close the invoice comes
at 10.50: of the 50.00 difference 49/100 = 24.50 go to stock = 563.50.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from tests.browser.account_sets import PASSWORD, open_account_set
from tests.browser.client import Client, today
from tests.browser.conftest import OpenDesk
from tests.browser.desk import Desk, number
from tests.browser.product import Product

pytestmark = pytest.mark.browser
CHECKED_BY = "fuhe"


@dataclass(frozen=True)
class Books:
    """An account set of its own, because only a month that is over can be closed. month: its first open one, as YYYY-MM."""

    client: Client
    month: str

    def day(self, number_: int) -> str:
        return f"{self.month}-{number_:02}"


@pytest.fixture(scope="module")
def books(product: Product, owner: Client) -> Iterator[Books]:
    first = (date.fromisoformat(today()).replace(day=1) - timedelta(days=1)).replace(day=1)
    client = open_account_set(product, owner, label="月账", start_month=first)
    book = client.read("/books")["items"][0]
    client.send("PATCH", f"/books/{book['id']}", {"rev": book["rev"], "backdate_days": 100})
    role = client.id_of("roles", "accountant")
    client.make("/users", username=CHECKED_BY, name="复核", password=PASSWORD, roles=[role])
    unit = client.read("/units/lookup", q="盒")[0]["id"]
    client.make("/items", code="L01", name="龙井茶叶", base_unit=unit)
    client.make("/partners", code="S01", name="长风食品", is_supplier=True)
    client.make("/partners", code="C01", name="如意超市", is_customer=True)
    yield Books(client, first.isoformat()[:7])
    client.close()


def posted(desk: Desk, day: str) -> str:
    """Date it, save it, post it; gives its address."""
    desk.page.locator("#head-business_date").fill(day)
    desk.press("Enter")
    desk.button("保存").click()
    expect(desk.page).to_have_url(re.compile(r"/\d+$"))
    desk.button("过账").click()
    expect(desk.page.locator(".hk-stamp")).to_have_text("已过账")
    return desk.page.url.removeprefix(desk.address)


def enter(desk: Desk, kind: str, partner: tuple[str, str], quantity: str, price: str) -> None:
    """A new document with one line, by keyboard: partner, goods, quantity, price."""
    desk.open(f"/documents/{kind}/new")
    expect(desk.page.locator("#head-partner")).to_be_focused()
    desk.page.keyboard.type(partner[0])
    expect(desk.page.locator(".ant-select-item-option:visible").filter(has_text=partner[1])).to_have_count(1)
    desk.press("Enter")
    grid = desk.page.get_by_role("grid")
    expect(grid.get_by_role("combobox", name="商品", exact=True)).to_be_focused()
    desk.page.keyboard.type("ljcy")
    expect(desk.page.get_by_role("option").filter(has_text="L01")).to_have_count(1)
    desk.press("Enter")
    for label, typed, leave in (("数量", quantity, "Tab"), ("单价", price, "Tab")):
        expect(grid.get_by_role("textbox", name=label, exact=True)).to_be_focused()
        desk.page.keyboard.type(typed)
        desk.press(leave)


def push(desk: Desk, address: str, target: str) -> None:
    """下推: the new document with what its source says."""
    if not desk.page.url.endswith(address):
        desk.open(address)
    desk.page.get_by_role("button", name="下推").click()
    desk.page.get_by_role("menuitem", name=target).click()
    expect(desk.page.locator("h1").filter(has_text=f"新建{target}")).to_be_visible()
    expect(desk.page.locator("#head-business_date")).to_be_visible()


def count_one_missing(desk: Desk, books: Books) -> None:
    desk.open("/count")
    desk.button("开始盘点").first.click()
    begin = desk.page.locator(".ant-modal")
    desk.choose(begin.get_by_role("combobox", name="仓库", exact=True), "主仓库", "主仓库")
    desk.press("Escape")
    begin.locator("#count-day").fill(books.day(20))
    begin.get_by_role("button", name="开始盘点").click()
    expect(desk.page.locator(".hk-count-entry input")).to_have_count(1)
    desk.page.locator(".hk-count-entry input").fill("49")
    desk.press("Enter")
    desk.says("已盘 1 / 1")
    desk.button("核对差异").click()
    desk.button("确认盘点").click()
    desk.says("这张盘点单已确认")
    desk.page.get_by_role("link", name=re.compile("^PDFA-")).click()
    desk.button("过账").or_(desk.button("完成")).first.click()
    expect(desk.page.locator(".hk-stamp")).not_to_have_text("已审核")


def cell(desk: Desk, path: str, row: str, column: str) -> Decimal:
    """A figure of a report."""
    desk.open(path)
    table = desk.page.locator(".hk-sheet").first
    expect(table.locator("tbody tr").first).to_be_visible()
    return number(desk.row(table, row)[column])


def stock_everywhere(desk: Desk, month: str) -> set[Decimal]:
    """存货 of the balance sheet, closing of 收发存, inventory account and stock of the tie-out: one figure."""
    last = (date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return {
        cell(desk, f"/reports/balance_sheet?month={month}", "存货", "期末余额"),
        cell(desk, f"/reports/movement_summary?from={month}-01&to={last}", "龙井茶叶", "期末金额"),
        cell(desk, "/reports/tie_out", "库存商品", "总账余额"),
        cell(desk, "/reports/tie_out", "库存商品", "库存金额"),
    }


def close(desk: Desk, month: str) -> None:
    desk.open(f"/finance/close?month={month}")
    confirm = desk.page.get_by_role("checkbox")
    ready = desk.button(f"结账 {month}")
    expect(ready).to_be_visible()
    expect(desk.page.get_by_label("结账前检查")).to_be_visible()
    for at in range(confirm.count()):
        confirm.nth(at).check()
    expect(ready).to_be_enabled()
    ready.click()
    desk.page.locator(".ant-popconfirm").get_by_role("button", name=f"结账 {month}").click()
    expect(desk.page.get_by_role("button", name="反结账")).to_be_visible()


def test_a_month_from_the_receipt_to_the_second_close(books: Books, desk: OpenDesk) -> None:
    mine = desk(books.client)
    enter(mine, "goods_receipt", ("cfsp", "长风食品"), "100", "10")
    receipt = posted(mine, books.day(5))
    enter(mine, "shipment", ("rycs", "如意超市"), "60", "15")
    shipment = posted(mine, books.day(8))
    push(mine, shipment, "销售退货单")
    quantity = mine.page.get_by_role("grid").get_by_role("textbox", name="数量", exact=True)
    expect(quantity).to_be_focused()
    mine.page.keyboard.type("10")
    mine.press("Tab")
    back = posted(mine, books.day(10))
    push(mine, receipt, "采购费用单")
    charge = mine.page.locator(".hk-child tbody tr").first
    charge.get_by_label("金额").fill("109")
    charge.get_by_label("税率").fill("9%")
    charge.get_by_label("含税").check()
    freight = posted(mine, books.day(12))
    count_one_missing(mine, books)
    push(mine, shipment, "销售发票")
    invoice = posted(mine, books.day(21))
    push(mine, back, "销售发票")
    expect(mine.page.locator("#head-red")).to_be_checked()
    posted(mine, books.day(21))
    for source, money in ((invoice, "收款单"), (freight, "付款单")):
        push(mine, source, money)
        posted(mine, books.day(23))
        mine.open(source)
        mine.says("已结算")
    mine.open(f"/finance/close?month={today()[:7]}")
    mine.says("还没有结束")
    mine.says("结账预览")
    close(mine, books.month)
    assert stock_everywhere(mine, books.month) == {Decimal("539.00")}
    reopen(mine, books.month)
    push(mine, receipt, "采购发票")
    mine.page.get_by_role("grid").get_by_role("gridcell").filter(has_text=re.compile(r"^10\.00$")).first.click()
    mine.page.keyboard.type("10.5")
    mine.press("Tab")
    posted(mine, books.day(25))
    close(mine, books.month)
    assert stock_everywhere(mine, books.month) == {Decimal("563.50")}


def reopen(desk: Desk, month: str) -> None:
    """A reason, and somebody else's name and password."""
    desk.open(f"/finance/close?month={month}")
    desk.button("反结账").click()
    asked = desk.page.locator(".ant-modal")
    for label, typed in (("原因", "发票迟到"), ("第二人用户名", CHECKED_BY), ("第二人密码", PASSWORD)):
        asked.get_by_label(label).fill(typed)
    asked.get_by_role("button", name="反结账").click()
    expect(desk.button(f"结账 {month}")).to_be_visible()
