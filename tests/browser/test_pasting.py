"""Two hundred rows from a spreadsheet: found, priced, added up, and one of them in another unit."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import number

pytestmark = pytest.mark.browser
ROWS = 200
PASTE = """text => {
    const clipboard = new DataTransfer()
    clipboard.setData('text/plain', text)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }))
}"""


def goods_sold_before(owner: Client, company: Company) -> None:
    """Juice (48 in stock, 2 of them promised, 12 to a box, last sold at 4) and soda (last sold at 3)."""
    bottle, box = (owner.read("/units/lookup", q=name)[0]["id"] for name in ("瓶", "箱"))
    units = [{"unit": box, "factor": "12"}]
    juice = owner.make("/items", code="JS12", name="橘子汁", base_unit=bottle, units=units)["id"]
    soda = owner.make("/items", code="QS01", name="盐汽水", base_unit=bottle)["id"]
    line = {"item": juice, "quantity": "48", "price": "2.5"}
    owner.document("goods_receipt", {"partner": company.supplier, "warehouse": company.main}, [line], "post")
    sold = [{"item": juice, "quantity": "2", "price": "4"}, {"item": soda, "quantity": "1", "price": "3"}]
    owner.document("sales_order", {"partner": company.customer, "warehouse": company.main}, sold, "approve")


def test_two_hundred_rows_from_a_spreadsheet(owner: Client, company: Company, desk: OpenDesk) -> None:
    goods_sold_before(owner, company)
    rows = [("JS12", "QS01")[row % 2] + f"\t{row % 7 + 1}" for row in range(ROWS)]
    worth = sum((4, 3)[row % 2] * (row % 7 + 1) for row in range(ROWS))
    mine = desk(owner)
    mine.open("/documents/sales_order/new")
    mine.choose(mine.page.locator("#head-partner"), "C01", "如意超市")
    mine.choose(mine.page.locator("#head-warehouse"), "主仓库", "主仓库")
    grid = mine.page.get_by_role("grid")
    first = grid.locator("tbody tr").first
    first.locator("td").nth(1).click()
    expect(grid.get_by_role("combobox", name="商品", exact=True)).to_be_focused()
    mine.page.evaluate(PASTE, "\n".join(rows))
    mine.says(f"已粘贴 {ROWS} 行")
    expect(first).to_contain_text("46")
    shown = dict(zip(mine.columns(grid), first.locator("td").all_inner_texts(), strict=True))
    assert {title: number(shown[title]) for title in ("可用量", "最近价", "单价", "金额")} == {
        "可用量": 46, "最近价": 4, "单价": 4, "金额": 4,
    }  # fmt: skip
    foot = grid.locator("tfoot td").nth(mine.columns(grid).index("金额"))
    assert number(foot.inner_text()) == worth

    first.locator("td").nth(2).click()
    expect(grid.get_by_role("combobox", name="单位", exact=True)).to_be_focused()
    mine.page.keyboard.type("箱")
    expect(mine.page.get_by_role("option")).to_have_count(1)
    mine.press("Tab")
    expect(first.get_by_text("48", exact=True).first).to_be_visible()
    expect(foot).to_contain_text(f"{worth + 44:,}.00")

    mine.press("Control+Enter")
    expect(mine.page.locator("h1")).to_contain_text("XSDD")
    saved = owner.read(f"/documents/{mine.page.url.rsplit('/', 1)[-1]}")
    assert len(saved["lines"]) == ROWS
    assert (saved["lines"][0]["unit"]["name"], saved["lines"][0]["price"]) == ("箱", "48")
    assert sum(Decimal(line["amount"]) for line in saved["lines"]) == worth + 44
