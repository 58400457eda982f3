"""报废申请: somebody who does not code makes a form with a photo, a two-level approval by amount, a paper, a dashboard card and a draft
of a scrap document, in at most eighty gestures; then it is used, on the phone too, and stock only moves where the draft is posted."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.client import Client, today
from tests.browser.conftest import PASSWORD, PHONE, Company, OpenDesk
from tests.browser.desk import Desk
from tests.browser.product import Product

pytestmark = pytest.mark.browser
GIVEN = "Given-By-Owner-7"
MOST_GESTURES = 80
NAME = "报废申请"
Join = Callable[[str, list[str]], Client]


@pytest.fixture
def join(owner: Client, product: Product) -> Iterator[Join]:
    """Makes an account, signed in."""
    joined: list[Client] = []

    def make(name: str, roles: list[str]) -> Client:
        username = f"bf-{uuid.uuid4().hex[:6]}"
        wanted = [owner.id_of("roles", role) for role in roles]
        owner.make("/users", username=username, name=name, password=GIVEN, roles=wanted)
        first = Client(product.address, username, GIVEN)
        first.make("/session/password", old_password=GIVEN, new_password=PASSWORD)
        first.close()
        joined.append(Client(product.address, username, PASSWORD))
        return joined[-1]

    yield make
    for one in joined:
        one.close()


@pytest.fixture
def tidy(owner: Client) -> Iterator[None]:
    """What the story made goes out of use with it."""
    yield
    for one in owner.read("/workflows")["items"]:
        if one["name"] == f"{NAME}审批":
            owner.make(f"/workflows/{one['id']}/retire")
    for one in owner.read("/user-forms")["items"]:
        owner.send("PATCH", f"/user-forms/{one['id']}", {"archived": True})


@dataclass
class Hand:
    """A person's hand on the pages; counts what it does."""

    desk: Desk
    gestures: int = 0

    @property
    def page(self) -> Page:
        return self.desk.page

    def open(self, path: str) -> None:
        self.gestures += 1
        self.desk.open(path)

    def click(self, what: Locator) -> None:
        self.gestures += 1
        what.click()

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        where = self.page if within is None else within
        self.click(where.get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def type(self, what: Locator, text: str) -> None:
        self.gestures += 1
        what.fill(text)

    def option(self, text: str) -> None:
        self.click(self.page.locator(".ant-select-item-option:visible", has_text=re.compile(f"^{text}$")).first)

    def choose(self, picker: Locator, text: str) -> None:
        """Out of a long list: a few letters, then the line."""
        self.click(picker)
        self.gestures += 1
        self.page.keyboard.type(text)
        self.option(text)

    def add(self, kind: str, label: str = "") -> None:
        """A field from the palette; renamed where the kind does not say it."""
        self.button(kind, self.page.get_by_label("添加字段"))
        expect(self.page.locator("#design-label")).to_have_value(kind)
        if label:
            self.type(self.page.locator("#design-label"), label)

    def approver(self, after: str, who: str) -> None:
        """One more level, asking one person."""
        self.button(f"在“{after}”后添加")
        self.click(self.page.get_by_role("menuitem", name="审批人"))
        self.button(re.compile("添加$"), self.page.get_by_role("dialog"))
        self.click(self.page.get_by_label("第 1 项：按什么找人"))
        self.option("指定成员")
        picker = self.page.get_by_role("combobox", name="指定成员", exact=True)
        self.click(picker)
        self.gestures += 1
        self.page.keyboard.type(who)
        self.click(self.page.locator(".ant-select-item-option:visible", has_text=who).first)
        self.page.keyboard.press("Escape")
        self.page.locator(".ant-drawer-close").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.gestures += 2


def make_form(hand: Hand) -> str:
    """自定义 → 表单; gives the code."""
    hand.open("/forms")
    hand.button("新建表单")
    hand.type(hand.page.get_by_role("dialog").get_by_label("名称", exact=True), NAME)
    hand.button("创建并设计")
    expect(hand.page.locator("[data-field=business_date]").first).to_be_visible()
    for kind, label in (("商品", ""), ("数字", "数量"), ("金额", ""), ("图片", "照片")):
        hand.add(kind, label)
    code = hand.page.url.partition("type=")[2]
    hand.button("发布")
    dialog = hand.page.get_by_role("dialog")
    expect(dialog.locator("li", has_text="照片")).to_contain_text("新增")
    hand.button(re.compile("发\\s?布"), dialog)
    hand.desk.says("已发布")
    return code


def push_to_scrap(hand: Hand) -> None:
    """What goes where is proposed; it only has to be agreed with."""
    hand.open("/forms")
    hand.button("下推", hand.page.locator(".hk-forms li", has_text=NAME).last)
    drawer = hand.page.get_by_role("dialog")
    hand.choose(drawer.get_by_label("添加要生成的单据"), "报废单")
    expect(drawer.get_by_role("region", name="报废单")).to_contain_text("商品")
    hand.button(re.compile("保\\s?存"), drawer)
    expect(hand.page.locator(".hk-forms li", has_text=NAME).last).to_contain_text("可下推：报废单")


def draw_flow(hand: Hand, first: str, second: str) -> None:
    """The manager always, the director above 500."""
    hand.open("/records/workflows/new")
    hand.type(hand.page.locator("#name"), f"{NAME}审批")
    hand.choose(hand.page.locator("#document_type"), NAME)
    hand.button(re.compile("保\\s?存"))
    expect(hand.page.locator("[data-flow=start]")).to_be_visible()
    hand.approver("发起人", first)
    hand.button("在“审批人”后添加")
    hand.click(hand.page.get_by_role("menuitem", name="条件分支"))
    hand.click(hand.page.locator(".hk-flow-case .hk-flow-open").first)
    hand.click(hand.page.get_by_role("dialog").locator(".cm-content"))
    hand.gestures += 1
    hand.page.keyboard.type("{x_amount1} > 500")
    hand.page.locator(".ant-drawer-close").click()
    hand.approver("条件 1", second)
    hand.desk.says("草稿已保存")
    hand.button("发布")
    hand.button(re.compile("发\\s?布"), hand.page.get_by_role("dialog"))
    hand.desk.says("已发布")


def lay_out_paper(hand: Hand) -> None:
    hand.open("/print-templates")
    hand.choose(hand.page.get_by_label("单据类型").first, NAME)
    hand.button(re.compile("新建模板|新建"))
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(NAME)


def put_on_dashboard(hand: Hand) -> None:
    hand.open("/dashboards")
    hand.button("新建仪表盘")
    hand.button(re.compile("^空白仪表盘"))
    hand.button("添加组件")
    hand.click(hand.page.get_by_role("menuitem", name="指标").first)
    for label, text in (("数据集", NAME), ("指标", "金额")):
        hand.choose(hand.page.get_by_label(label, exact=True).last, text)
    hand.page.locator(".ant-drawer-close").click()
    hand.button("保存")


def file_request(phone: Desk, code: str, item: str, amount: str) -> str:
    """On the phone; gives the number of the draft."""
    page = phone.page
    phone.open(f"/documents/{code}/new")
    phone.choose(page.locator("#head-x_item1"), item, item)
    page.locator("#head-x_number1").fill("2")
    page.locator("#head-x_amount1").fill(amount)
    assert phone.width() <= PHONE[0]
    phone.button("保存").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("BFSQ-")
    return title.inner_text().split()[-1]


def decide(who: Client) -> list[str]:
    """Agree with everything that waits; gives the numbers."""
    tasks = who.read("/approval-tasks")["items"]
    for task in tasks:
        who.make(f"/approval-tasks/{task['id']}/actions", action="approve", rev=task["rev"])
    return sorted(task["document"]["number"] for task in tasks)


def on_hand(owner: Client, company: Company) -> Decimal:
    """Tea in the main warehouse."""
    rows = owner.read("/stock/on-hand", item=company.tea, warehouse=company.main)["items"]
    return sum((Decimal(row["quantity"]) for row in rows), Decimal(0))


def test_a_scrap_request_from_nothing(owner: Client, company: Company, desk: OpenDesk, join: Join, tidy: None) -> None:
    names = [f"王主管{uuid.uuid4().hex[:4]}", f"钱总{uuid.uuid4().hex[:4]}"]
    manager, director = join(names[0], []), join(names[1], [])
    hand = Hand(desk(owner))
    code = make_form(hand)
    push_to_scrap(hand)
    draw_flow(hand, *names)
    lay_out_paper(hand)
    put_on_dashboard(hand)
    assert hand.gestures <= MOST_GESTURES

    number = file_request(desk(owner, size=PHONE), code, "云雾绿茶", "96")
    [row] = owner.read("/documents", type=code, filter=f'[["number","eq","{number}"]]')["items"]
    small = owner.make(f"/documents/{row['id']}/transitions", transition="submit")
    header: dict[str, Any] = {"business_date": today(), "x_item1": company.tea, "x_number1": "2", "x_amount1": "960"}
    big = owner.make("/documents", type=code, header=header, lines=[], transition="submit")
    assert decide(manager) == sorted([small["number"], big["number"]])
    assert [owner.read(f"/documents/{one['id']}")["state"] for one in (small, big)] == ["APPROVED", "SUBMITTED"]
    assert decide(director) == [big["number"]]

    mine = hand.desk
    before = on_hand(owner, company)
    mine.open(f"/documents/{code}/{big['id']}")
    mine.page.get_by_role("button", name="下推").click()
    mine.page.get_by_role("menuitem", name="报废单").click()
    expect(mine.page.get_by_role("heading", level=1)).to_contain_text("新建报废单")
    expect(mine.page.get_by_text("云雾绿茶").first).to_be_visible()
    draft = owner.read(f"/documents/{big['id']}/push-down", target="scrap")
    draft["header"]["warehouse"] = company.main
    draft["lines"][0]["reason"] = owner.read("/reason-codes")["items"][0]["code"]
    made = owner.send("POST", "/documents", draft)
    assert on_hand(owner, company) == before
    owner.make(f"/documents/{made['id']}/transitions", transition="post")
    assert on_hand(owner, company) == before - 2
    mine.open(f"/documents/{code}/{big['id']}")
    mine.says(made["number"])
    paper = owner.http.get(f"/api/v1/documents/{big['id']}/print", params={"layout": "a4"})
    assert paper.content.startswith(b"%PDF")
