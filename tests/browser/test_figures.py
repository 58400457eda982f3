"""Stock inquiry, 台账 and 收发存 tell the same story, and the light says so."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import number

pytestmark = pytest.mark.browser
LIGHT_MS = 90_000


def test_three_pages_agree_and_the_light_is_green(owner: Client, company: Company, desk: OpenDesk) -> None:
    unit = owner.read(f"/items/{company.water}")["base_unit"]["id"]
    item = owner.make("/items", name="对账用茶杯", base_unit=unit)
    header = {"partner": company.supplier, "warehouse": company.main}
    owner.document("goods_receipt", header, [{"item": item["id"], "quantity": "30", "price": "7"}], "post")
    out = {"partner": company.customer, "warehouse": company.main}
    owner.document("shipment", out, [{"item": item["id"], "quantity": "11", "price": "9"}], "post")
    mine = desk(owner)
    mine.open(f"/stock?q={item['code']}")
    now = mine.row(mine.page.get_by_role("region", name="即时库存"), item["code"])
    assert (number(now["现存量"]), number(now["金额 (CNY)"])) == (19, 133)

    mine.open(f"/stock/ledger?item={item['id']}")
    book = mine.page.get_by_role("region", name="库存台账")
    last = mine.row(book, "XSCK")
    assert (number(last["出库"]), number(last["结存"]), number(last["结存金额"])) == (11, 19, 133)
    assert number(mine.row(book, "CGRK")["入库"]) == 30

    mine.open(f"/reports/movement_summary?item={item['id']}")
    summary = mine.row(mine.page.get_by_role("region", name="收发存汇总表"), "对账用茶杯")
    figures = {title: number(text) for title, text in summary.items() if title}
    assert figures["期末数量"] == 19
    assert figures["期末金额"] == 133
    check_the_light(mine.page)


def check_the_light(page: Page) -> None:
    """Ask for a full check; the light in the bar turns green and tells when."""
    page.get_by_role("button", name="账平检查").click()
    page.get_by_role("link", name="查看检查项目").click()
    expect(page.locator("h1")).to_have_text("账平检查")
    page.get_by_role("button", name="立即全面检查").click()
    expect(page.get_by_role("button", name="账平检查: 账平")).to_be_visible(timeout=LIGHT_MS)
    page.get_by_role("button", name="账平检查: 账平").click()
    expect(page.get_by_role("tooltip").or_(page.locator(".ant-popover")).first).to_contain_text("最近检查")
