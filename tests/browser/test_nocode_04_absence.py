"""Somebody is away for a week, and later leaves: who acts for them, what goes over to whom, and nothing gets stuck."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client, today
from tests.browser.conftest import PHONE, Company, Join, OpenDesk
from tests.browser.flows import ask, member

pytestmark = pytest.mark.browser
MANY, NODES = 137, 6


@pytest.fixture
def flows(owner: Client) -> Iterator[list[str]]:
    """Flows of this story; no other story has to go through them."""
    made: list[str] = []
    yield made
    for one in made:
        owner.make(f"/workflows/{one}/retire")


def publish(owner: Client, flows: list[str], code: str, node: dict[str, Any]) -> str:
    flow = str(owner.make("/workflows", name=f"{code} 审批", document_type=code)["id"])
    flows.append(flow)
    owner.send("PUT", f"/workflows/{flow}/draft", {"tree": {"id": "start", "kind": "start", "next": node}})
    owner.make(f"/workflows/{flow}/publish", note="")
    return flow


def open_tasks(who: Client) -> dict[str, dict[str, Any]]:
    """Everything that waits for somebody, by document."""
    found: dict[str, dict[str, Any]] = {}
    cursor = ""
    while True:
        page = who.read("/approval-tasks", cursor=cursor)
        found |= {one["document"]["id"]: one for one in page["items"]}
        cursor = page.get("next_cursor") or ""
        if not cursor:
            return found


def approve(who: Client, document: str) -> None:
    task = open_tasks(who)[document]
    who.make(f"/approval-tasks/{task['id']}/actions", action="approve", rev=task["rev"])


def test_away_for_a_week_then_gone(
    owner: Client, join: Join, flows: list[str], company: Company, desk: OpenDesk
) -> None:
    away, deputy = f"安主管{uuid.uuid4().hex[:4]}", f"毕代办{uuid.uuid4().hex[:4]}"
    heir = f"何接手{uuid.uuid4().hex[:4]}"
    (a, a_id), (b, b_id), (c, c_id) = join(away, ["buyer"]), join(deputy, ["warehouse_keeper"]), join(heir, [])
    keeper, _ = join("陈仓管", ["warehouse_keeper"])
    publish(owner, flows, "goods_receipt", ask("head", "主管", member(a_id), fields={"header.remarks": "required"}))
    publish(owner, flows, "purchase_requisition", ask("one", "初审", member(a_id), ask("two", "复审", member(a_id))))

    def receipt(who: Client, price: str, remarks: str = "照单") -> dict[str, Any]:
        header = {"partner": company.supplier, "warehouse": company.main, "remarks": remarks}
        lines = [{"item": company.tea, "quantity": "10", "price": price}]
        return dict(who.document("goods_receipt", header, lines, "submit"))

    until = (date.fromisoformat(today()) + timedelta(days=7)).isoformat()
    a.make("/delegations", delegate=b_id, starts_on=today(), ends_on=until, max_amount="10000",
           document_types=["goods_receipt"], reason="出差")  # fmt: skip
    small, large, own = receipt(owner, "48"), receipt(owner, "4800"), receipt(b, "48")
    asked = keeper.document("purchase_requisition", {}, [{"item": company.tea, "quantity": "1"}], "submit")
    assert set(open_tasks(a)) == {one["id"] for one in (small, large, own, asked)}
    assert set(open_tasks(b)) == {small["id"]}, "receipts only, up to 10,000, none of one's own"

    phone = desk(b, size=PHONE)
    phone.open("/approvals")
    phone.says(small["number"])
    phone.page.get_by_role("link", name=re.compile(small["number"])).click()
    phone.page.get_by_role("region", name="审批").get_by_role("button", name="同意").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    phone.open(f"/documents/goods_receipt/{small['id']}")
    expect(phone.page.locator(".hk-stamp")).to_contain_text("已审核")
    phone.page.get_by_role("tab", name="审批").click()
    expect(phone.page.locator(".hk-way")).to_contain_text(f"{deputy} · 同意（代 {away}）")
    task = open_tasks(a)[own["id"]]
    refused = b.ask("POST", f"/approval-tasks/{task['id']}/actions", {"action": "approve", "rev": task["rev"]})
    assert refused.status_code in (404, 422), refused.text
    assert b.read(f"/documents/{own['id']}")["state"] == "SUBMITTED"

    # A leaves.
    papers = [receipt(owner, "48", remarks="")["id"] for _ in range(MANY - len(open_tasks(a)))]
    publish(owner, flows, "rfq", ask("one", "询价", member(a_id), ask("two", "定价", member(a_id))))
    publish(owner, flows, "transfer", ask("one", "调拨", member(a_id)))
    user = owner.read(f"/users/{a_id}")
    assert owner.refused("PATCH", f"/users/{a_id}", {"rev": user["rev"], "is_active": False})[0][0] == "still_holding"
    boss = desk(owner)
    boss.open(f"/records/users/{a_id}")
    boss.page.get_by_text("离职交接").click()
    panel = boss.page.get_by_role("region", name="离职交接")
    expect(panel.locator("tr", has_text="待办审批")).to_contain_text(str(MANY))
    expect(panel.locator("tr", has_text="审批流节点")).to_contain_text(str(NODES))
    expect(panel.locator("tr", has_text="委托")).to_contain_text(f"{away} → {deputy}")
    boss.choose(boss.page.get_by_role("combobox", name="接手人"), heir, heir)
    boss.button("全部交接").click()
    boss.says(f"{away} 的工作已交接")
    late = receipt(owner, "48")
    user = owner.read(f"/users/{a_id}")
    owner.send("PATCH", f"/users/{a_id}", {"rev": user["rev"], "is_active": False})

    taken = open_tasks(c)
    assert len(taken) == MANY + 1
    assert {large["id"], own["id"], late["id"], *papers} <= set(taken), "also what came between hand-over and leaving"
    assert open_tasks(b) == {}, "who left delegates nothing"
    fresh = receipt(owner, "48")
    assert fresh["id"] in open_tasks(c), "nodes of published versions ask the successor"
    approve(c, asked["id"])
    assert asked["id"] in open_tasks(c), "the next node, too"

    # The successor has no right to receipts at all, and fills in what the node asks for.
    newcomer = desk(c, size=PHONE)
    newcomer.open(f"/documents/goods_receipt/{papers[0]}")
    newcomer.page.get_by_role("region", name="审批").get_by_role("button", name="同意").click()
    dialog = newcomer.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="同意", exact=True)).to_be_disabled()
    dialog.get_by_label("摘要").fill("到货齐全")
    dialog.get_by_role("button", name="同意", exact=True).click()
    expect(newcomer.page.get_by_role("dialog")).to_have_count(0)
    told = keeper.read(f"/documents/{papers[0]}")
    assert (told["remarks"], told["state"]) == ("到货齐全", "APPROVED")
    assert newcomer.width() <= PHONE[0]
    for document in (large["id"], own["id"], papers[-1], late["id"]):
        approval = keeper.read(f"/documents/{document}/approval")
        waiting = [t["assignee"]["id"] for n in approval["nodes"] for t in n["tasks"] if t["state"] == "pending"]
        assert (approval["status"], waiting) == ("running", [c_id]), "nothing is stuck"
