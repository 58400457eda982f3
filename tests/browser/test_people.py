"""Who sees what, and what happens when two people work on one paper."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import PASSWORD, Company, OpenDesk
from tests.browser.product import Product

pytestmark = pytest.mark.browser
GIVEN = "Given-By-Owner-7"
Hire = Callable[[str, str, list[str]], Client]
MONEY = re.compile(r"单价|价格|成本|金额|进价|税额|价税合计")


@pytest.fixture
def hire(owner: Client, product: Product) -> Iterator[Hire]:
    """Makes an account with a role, limited to some warehouses, signed in with a password of one's own."""
    hired: list[Client] = []

    def make(role: str, name: str, warehouses: list[str]) -> Client:
        username = f"{role}-{uuid.uuid4().hex[:6]}"
        wanted = next(str(hit["id"]) for hit in owner.read("/roles/lookup", q=role) if hit["code"] == role)
        owner.make("/users", username=username, name=name, password=GIVEN, roles=[wanted], warehouses=warehouses)
        first = Client(product.address, username, GIVEN)
        first.make("/session/password", old_password=GIVEN, new_password=PASSWORD)
        first.close()
        hired.append(Client(product.address, username, PASSWORD))
        return hired[-1]

    yield make
    for one in hired:
        one.close()


def test_a_warehouse_keeper_sees_no_money_and_only_his_warehouse(
    owner: Client, hire: Hire, company: Company, desk: OpenDesk
) -> None:
    header = {"partner": company.supplier, "warehouse": company.main}
    there = owner.document("goods_receipt", header, [{"item": company.tea, "quantity": "3", "price": "47"}], "post")
    line = {"item": company.rice, "quantity": "9", "price": "61.5"}
    here = owner.document("goods_receipt", header | {"warehouse": company.shop}, [line], "post")
    keeper = hire("warehouse_keeper", "王仓管", [company.shop])
    mine = desk(keeper)
    mine.open("/documents/goods_receipt")
    expect(mine.page.get_by_role("link", name=here["number"])).to_be_visible()
    expect(mine.page.get_by_text(there["number"])).to_have_count(0)
    assert not MONEY.search(mine.page.locator("main").inner_text())
    mine.page.get_by_role("link", name=here["number"]).click()
    expect(mine.page.locator("h1")).to_contain_text(here["number"])
    expect(mine.page.get_by_role("gridcell").filter(has_text="五常大米")).to_be_visible()
    shown = mine.page.locator("main").inner_text()
    assert not MONEY.search(shown)
    assert "61.5" not in shown
    mine.open("/stock?group_by=item,warehouse")
    table = mine.page.get_by_role("region", name="即时库存")
    expect(table.locator("tbody")).to_contain_text("分店")
    expect(table.locator("tbody")).not_to_contain_text("主仓库")
    assert not MONEY.search(" ".join(mine.columns(table)))


def test_the_second_to_save_learns_who_was_first(owner: Client, hire: Hire, company: Company, desk: OpenDesk) -> None:
    header = {"partner": company.supplier, "warehouse": company.main}
    line = {"item": company.rice, "quantity": "10", "price": "60"}
    draft = owner.document("purchase_order", header, [line])
    buyer = hire("buyer", "李采购", [company.main])
    first, second = desk(buyer), desk(owner)
    for one in (first, second):
        one.open(f"/documents/purchase_order/{draft['id']}")
        expect(one.page.locator("#head-remarks")).to_be_visible()
    # Both are typing: a page where nothing is typed would simply show what the first saved.
    second.page.locator("#head-remarks").fill("晚了一步")
    first.page.locator("#head-remarks").fill("先到先得")
    first.button("保存").click()
    first.says("已保存")
    second.button("保存").click()
    second.says("这条记录刚被别人修改过")
    second.says("李采购")
    second.says("修改的内容：摘要")
    expect(second.page.locator("#head-remarks")).to_have_value("晚了一步")
    second.button("合并两边的修改").click()
    second.says("您的 晚了一步，对方的 先到先得")
    second.button("用对方的").click()
    expect(second.page.locator("#head-remarks")).to_have_value("先到先得")
