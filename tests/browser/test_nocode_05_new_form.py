"""设备点检: a form made from nothing in the browser, filled in on a phone a minute later; nobody restarted anything."""

import re
import struct
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.client import Client, today
from tests.browser.conftest import PHONE, Company, OpenDesk
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
GREY = b"\x00" + b"\x80\x80\x80" * 8


def picture() -> bytes:
    """A small photo, as a PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(GREY * 8)) + chunk(b"IEND", b"")


@pytest.fixture
def spare(owner: Client) -> Iterator[None]:
    """The form goes out of use with the story."""
    yield
    for one in owner.read("/user-forms")["items"]:
        owner.send("PATCH", f"/user-forms/{one['id']}", {"archived": True})


def add(page: Page, kind: str, label: str, *, required: bool = False) -> None:
    """A field from the palette, named."""
    page.get_by_label("添加字段").get_by_role("button", name=kind, exact=True).click()
    name = page.locator("#design-label")
    expect(name).to_have_value(kind)
    name.fill(label)
    if required:
        page.get_by_role("tab", name="校验").click()
        page.get_by_role("checkbox", name="必填").check()


def build(desk: Desk) -> str:
    """自定义 → 表单 → 新建, fields for head and rows, published; gives the code that was made of the name."""
    page = desk.page
    desk.open("/forms")
    desk.button("新建表单").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("名称", exact=True).fill("设备点检")
    drawer.get_by_label("有明细").check()
    drawer.get_by_role("button", name="创建并设计").click()
    expect(page.locator("[data-field=business_date]").first).to_be_visible()
    code = page.url.partition("type=")[2]
    add(page, "条码", "设备编号", required=True)
    add(page, "评分", "外观")
    add(page, "评分", "运转")
    add(page, "数字", "得分")
    page.get_by_role("tab", name="字段").click()
    page.locator("#design-default_formula").first.fill("({x_rating1} + {x_rating2}) * 10")
    add(page, "图片", "现场照片")
    add(page, "手写签名", "点检人签名")
    page.get_by_role("button", name="把字段拖到这里").click()
    add(page, "单行文本", "检查项", required=True)
    add(page, "是/否", "合格")
    desk.button("发布").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li", has_text="检查项")).to_contain_text("新增")
    dialog.get_by_role("button", name=re.compile("发\\s?布")).click()
    desk.says("已发布")
    return code


def sign(page: Page) -> None:
    """A stroke of a finger."""
    page.get_by_role("button", name="签名").click()
    pad = page.locator(".hk-sign canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="完成").click()
    expect(page.locator(".hk-files img")).to_have_count(2)


def fill_in(phone: Desk, code: str) -> str:
    """At the machine: the code typed or scanned, stars, a photo, a signature, one row; gives the number."""
    page = phone.page
    phone.open(f"/documents/{code}/new")
    page.locator("#head-x_barcode1").fill("CNC-07")
    page.locator("#head-x_rating1").get_by_role("radio").nth(3).click()
    page.locator("#head-x_rating2").get_by_role("radio").nth(4).click()
    page.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    expect(page.locator(".hk-files img")).to_have_count(1)
    sign(page)
    page.get_by_role("button", name="添加一行").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").first.fill("油位")
    sheet.get_by_role("button", name="完成").click()
    expect(page.locator(".hk-line-cards .hk-card")).to_contain_text("油位")
    assert phone.width() <= PHONE[0]
    phone.button("保存").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text(f"SBDJ-{today()[:7].replace('-', '')}-0")
    return title.inner_text().split()[-1]


def test_a_form_from_nothing(owner: Client, company: Company, desk: OpenDesk, spare: None) -> None:
    mine = desk(owner)
    code = build(mine)
    number = fill_in(desk(owner, size=PHONE), code)

    [row] = owner.read("/documents", type=code, filter='[["line_x_text1","contains","油"]]')["items"]
    told = owner.read(f"/documents/{row['id']}")
    assert (told["number"], told["x_barcode1"], told["x_number1"]) == (number, "CNC-07", "90")
    assert (len(told["x_photo1"]), len(told["x_signature1"])) == (1, 1)
    assert owner.refused("POST", "/documents", {"type": code, "header": {"business_date": today()}, "lines": []}) == [
        ("required", ["header", "x_barcode1"]), ("no_lines", ["lines"]),
    ]  # fmt: skip

    mine.open(f"/documents/{code}")
    cells = mine.row(mine.page.locator("table").first, "CNC-07")
    assert (cells["得分"], cells["明细.检查项"]) == ("90", "油位")
    mine.page.get_by_role("link", name=number).or_(mine.page.get_by_text(number)).first.click()
    mine.page.get_by_role("button", name="审核").click()
    mine.says("已审核")
