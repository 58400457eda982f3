"""A messy workbook becomes goods with stock."""

from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import Desk, number

pytestmark = pytest.mark.browser
HEADER = ("编码", "名称", "规格", "单位", "条码", "仓库", "期初数量", "期初金额")
ROWS = (
    ("CB01", "红糖姜茶", "120g*10袋", "盒", "6901234567892", "主仓库", 12, 180),
    ("CB02", "桂花酸梅汤", "500ml", "瓶", "6901234567908", "主仓库", 24, 96),
    ("CB03", "", "1kg", "袋", "6901234567915", "没有这个仓", 5, 40),
    ("CB04", "手工挂面", "800g", "袋", "6901234567922", "主仓库", 40, 200),
)


def workbook(folder: Path) -> Path:
    """Goods with opening stock as people keep them; the third row names nothing and lies in no known warehouse."""
    path = folder / "商品期初.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("商品")
    sheet.write(0, 0, "晨光商贸 期初盘点表")
    for index, row in enumerate((HEADER, *ROWS), start=2):
        sheet.write_row(index, 0, row)
    book.close()
    return path


def run_wizard(desk: Desk, kind: str, file: Path, guessed: dict[str, str]) -> None:
    """File → mapping → preview with one bad row → partial accept."""
    desk.open("/import")
    desk.choose(desk.page.locator("#import-kind"), kind, kind)
    desk.page.locator("input[type=file]").set_input_files(str(file))
    desk.button("上传并识别").click()
    desk.says("共 4 行")
    for column, field in guessed.items():
        row = desk.page.locator("tbody tr", has=desk.page.locator("strong", has_text=column))
        expect(row).to_contain_text(field)
    desk.button("下一步：预览").click()
    expect(desk.page.locator("tr.hk-import-bad")).to_have_count(1)
    desk.page.get_by_label("只导入没有问题的行").check()
    desk.button("开始导入").click()
    desk.says("未接受 1。")


def test_goods_with_opening_stock(owner: Client, company: Company, desk: OpenDesk, tmp_path: Path) -> None:
    file = workbook(tmp_path)
    mine = desk(owner)
    guesses = {"编码": "编码", "名称": "名称", "规格": "规格", "单位": "基本单位", "条码": "条码"}
    run_wizard(mine, "商品", file, guesses)
    with mine.page.expect_download() as bad_rows:
        mine.button("下载问题行").click()
    assert bad_rows.value.suggested_filename.endswith(".xlsx")
    mine.open("/records/items?q=CB0")
    expect(mine.page.get_by_role("link", name="CB04")).to_be_visible()
    expect(mine.page.get_by_text("CB03")).to_have_count(0)
    run_wizard(mine, "期初库存", file, {"仓库": "仓库", "期初数量": "数量", "期初金额": "金额"})
    mine.open("/stock?q=CB0")
    table = mine.page.get_by_role("region", name="即时库存")
    seen = {code: mine.row(table, code) for code in ("CB01", "CB02", "CB04")}
    assert {code: number(row["现存量"]) for code, row in seen.items()} == {"CB01": 12, "CB02": 24, "CB04": 40}
    assert number(seen["CB01"]["金额 (CNY)"]) == 180
