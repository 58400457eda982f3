"""An order over the limit on its way: drawn, tried, published, and then decided by five people at their own pages."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import PHONE, Company, Join, OpenDesk
from tests.browser.desk import Desk
from tests.browser.flows import ask, decide, member

pytestmark = pytest.mark.browser


@pytest.fixture
def flow(owner: Client) -> Iterator[str]:
    """A flow for purchase orders; no other story has to go through it."""
    made = owner.make("/workflows", name="采购订单审批", document_type="purchase_order")
    yield str(made["id"])
    owner.make(f"/workflows/{made['id']}/retire")


def node_card(desk: Desk, node: str) -> Any:
    return desk.page.locator(f"[data-flow={node}]")


def draw_the_rest(boss: Desk, flow: str, last_approver: str) -> None:
    """The designer tells what is missing, takes it, steps back and forth, tries the flow, publishes it."""
    boss.open(f"/records/workflows/{flow}")
    boss.says("改好才能发布")
    node_card(boss, "top").click()
    boss.page.get_by_role("dialog").get_by_role("button", name="添加").click()
    boss.page.get_by_label("第 1 项：按什么找人").click()
    boss.page.locator(".ant-select-item-option:visible", has_text="指定成员").click()
    boss.choose(boss.page.get_by_role("combobox", name="指定成员", exact=True), last_approver, last_approver)
    boss.press("Escape")
    expect(boss.page.get_by_text("改好才能发布")).to_have_count(0)
    boss.page.locator(".ant-drawer-close").click()
    node_card(boss, "top").press("Delete")
    expect(node_card(boss, "top")).to_have_count(0)
    boss.button("撤销").click()
    expect(node_card(boss, "top")).to_contain_text(last_approver)
    boss.says("草稿已保存")
    boss.button("模拟").click()
    expect(boss.page.locator(".hk-flow-row").first).to_contain_text("无需审批")
    boss.button("发布").click()
    boss.page.get_by_role("dialog").get_by_role("button", name="发布").click()
    boss.says("已发布")


def test_an_order_over_the_limit_is_decided_by_five(
    owner: Client, join: Join, flow: str, company: Company, desk: OpenDesk
) -> None:
    chair = f"钱总{uuid.uuid4().hex[:4]}"
    (buyer, buyer_id), (head, head_id) = join("李采购", ["buyer"]), join("王主管", ["buyer"])
    (fin, fin_id), (law, law_id), (gm, _) = join("张财务", []), join("赵法务", []), join(chair, [])
    part = owner.make("/departments", code=uuid.uuid4().hex[:6], name="采购部", head=head_id)
    user = owner.read(f"/users/{buyer_id}")
    owner.send("PATCH", f"/users/{buyer_id}", {"rev": user["rev"], "department": part["id"]})
    small = owner.document(
        "purchase_order", {"partner": company.supplier, "warehouse": company.main},
        [{"item": company.tea, "quantity": "1", "price": "48"}],
    )  # fmt: skip
    signing = ask("sign", "财务法务会签", member(fin_id, law_id), ask("top", "总经理", [{"kind": "head", "level": 1}]))
    signing["next"]["approvers"] = []
    chief = ask("chief", "部门负责人", [{"kind": "head", "level": 1}], signing, fields={"lines.price": "edit"})
    branches = [
        {"id": "big", "name": "5 万以上", "condition": "{total_amount} > 50000", "next": chief},
        {"id": "rest", "name": "其他情况", "condition": None, "next": None},
    ]
    fork = {"id": "fork", "kind": "exclusive", "name": "按金额", "branches": branches, "next": None}
    owner.send("PUT", f"/workflows/{flow}/draft", {"tree": {"id": "start", "kind": "start", "next": fork}})
    boss = desk(owner)
    draw_the_rest(boss, flow, chair)

    header = {"partner": company.supplier, "warehouse": company.main}
    order = buyer.document("purchase_order", header, [{"item": company.tea, "quantity": "1200", "price": "48"}])
    address = f"/documents/purchase_order/{order['id']}"
    mine = desk(buyer)
    mine.open(address)
    mine.page.locator(".hk-page-head").get_by_role("button", name="更多").click()
    mine.page.get_by_role("menuitem", name="提交").click()
    bar = mine.page.get_by_role("region", name="审批")
    expect(bar).to_contain_text("等待 王主管")
    assert owner.make(f"/documents/{small['id']}/transitions", transition="submit")["state"] != "SUBMITTED"

    phone = desk(head, size=PHONE)
    phone.open("/approvals")
    phone.says(order["number"])
    assert phone.width() <= PHONE[0]
    phone.page.get_by_role("link", name=re.compile(order["number"])).click()
    expect(phone.page).to_have_url(re.compile(address))
    phone.page.get_by_role("region", name="审批").get_by_role("button", name="同意").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(phone.page.get_by_role("region", name="审批")).to_contain_text("张财务")
    decide(fin, order["id"], "approve")

    lawyer = desk(law)
    lawyer.open(address)
    lawyer.button("更多操作").click()
    lawyer.page.get_by_role("menuitem", name="退回").click()
    dialog = lawyer.page.get_by_role("dialog")
    dialog.get_by_text("直接回到我").click()
    dialog.get_by_label("请填写意见").fill("单价高于合同")
    dialog.get_by_role("button", name="退回").click()
    expect(lawyer.page.get_by_role("region", name="审批")).to_contain_text("等待 王主管")

    phone.open(address)
    phone.button("同意").click()
    dialog = phone.page.get_by_role("dialog")
    dialog.get_by_label("单价").fill("47.5")
    dialog.get_by_role("button", name="同意", exact=True).click()
    expect(phone.page.get_by_role("region", name="审批")).to_contain_text("张财务")
    way = phone.page.locator(".hk-way-nodes > li", has_text="财务法务会签")
    expect(way).to_contain_text(re.compile("张财务[^李]*已失效"))

    decide(fin, order["id"], "approve")
    decide(law, order["id"], "approve")
    top = desk(gm)
    top.open("/approvals")
    row = top.page.locator("tr", has_text=order["number"])
    row.get_by_role("button", name="同意").click()
    top.says("没有待您审批的单据")
    mine.open(address)
    expect(mine.page.locator(".hk-stamp")).to_contain_text("已审核")
    assert buyer.read(f"/documents/{order['id']}")["lines"][0]["price"] == "47.5"
    mine.page.get_by_role("tab", name="审批").click()
    told = mine.page.locator(".hk-way")
    for said in ("提交", "退回", "单价高于合同", "审批中修改", "原审批失效", "审批结束"):
        expect(told).to_contain_text(said)
