"""按订单领料不得超过计划: a summary table declared at the pages guards what twenty people issue at the same moment."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client, today
from tests.browser.conftest import PHONE, Company, OpenDesk
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
PEOPLE, PLAN, BEFORE = 20, 10, 5
TABLE = "按订单领料"
GUARD = "{m1} <= {production_order.total_quantity}"


def issue(company: Company, order: str, quantity: str, *, transition: str | None = "post") -> dict[str, Any]:
    header = {"business_date": today(), "warehouse": company.main, "usage": "PRODUCTION", "production_order": order}
    body = {"type": "material_issue", "header": header, "lines": [{"item": company.water, "quantity": quantity}]}
    return body | ({"transition": transition} if transition else {})


def choose(desk: Desk, label: str, option: str) -> None:
    """Pick by typing what it is called."""
    box = desk.page.get_by_role("combobox", name=label, exact=True).last
    box.click()
    box.fill(option)
    desk.page.locator(".ant-select-item-option:visible").get_by_text(option, exact=True).first.click()


def write(desk: Desk, label: str, formula: str) -> None:
    desk.page.get_by_role("textbox", name=label, exact=True).click()
    desk.page.keyboard.insert_text(formula)


def declare(desk: Desk, order: str) -> None:
    desk.open("/summary-tables")
    desk.page.get_by_role("button", name="新建汇总表").click()
    desk.page.get_by_label("名称", exact=True).fill(TABLE)
    choose(desk, "数据来源", "领料单明细")
    choose(desk, "计入的状态", "已过账")
    desk.page.keyboard.press("Escape")
    choose(desk, "添加分组", "生产订单")
    choose(desk, "指标", "明细·基本数量")
    desk.page.get_by_label("指标名称").fill("已领")
    write(desk, "须始终成立", GUARD)
    desk.page.get_by_label("不成立时提示").fill("领料超过计划")
    trial = desk.page.get_by_role("region", name="现在的结果")
    expect(trial.get_by_role("row", name=re.compile(order))).to_contain_text(str(BEFORE))
    desk.page.get_by_role("button", name=re.compile("保\\s?存")).click()
    card = desk.page.get_by_role("listitem").filter(has_text=TABLE)
    expect(card.get_by_text("守护中")).to_be_visible(timeout=30_000)
    expect(card.get_by_text("生成中")).to_be_hidden(timeout=30_000)


def test_what_fits_the_plan_is_issued_and_never_more(owner: Client, company: Company, desk: OpenDesk) -> None:
    planned = owner.make(
        "/documents", type="production_order", header={"business_date": today()}, transition="approve",
        lines=[{"item": company.rice, "quantity": str(PLAN)}],
    )  # fmt: skip
    order = planned["id"]
    owner.make("/documents", **issue(company, order, str(BEFORE)))
    drafts = [owner.make("/documents", **issue(company, order, "1", transition=None))["id"] for _ in range(PEOPLE // 2)]
    mine = desk(owner)
    declare(mine, planned["number"])

    def submit(number: int) -> tuple[int, str]:
        if number < len(drafts):
            answer = owner.ask("POST", f"/documents/{drafts[number]}/transitions", {"transition": "post"})
        else:
            answer = owner.ask("POST", "/documents", issue(company, order, "1"))
        return answer.status_code, answer.json().get("code", "")

    with ThreadPoolExecutor(PEOPLE) as people:
        told = list(people.map(submit, range(PEOPLE)))
    fits = PLAN - BEFORE
    assert sum(status < 300 for status, _ in told) == fits, told
    assert [code for status, code in told if status >= 300] == ["summary_guard_failed"] * (PEOPLE - fits)
    question = {
        "dataset": "summary:summary_1", "filters": [["production_order", "eq", order]],
        "measures": [{"field": "m1", "agg": "sum"}, {"field": "rows", "agg": "sum"}],
    }  # fmt: skip
    assert owner.make("/datasets/query", **question)["totals"] == {"m0": str(PLAN), "m1": str(fits + 1)}

    left = owner.make("/documents", **issue(company, order, "1", transition=None))["id"]
    mine.open(f"/documents/material_issue/{left}")
    mine.page.get_by_role("button", name=re.compile("过\\s?账")).click()
    expect(mine.page.get_by_text("领料超过计划").first).to_be_visible()
    phone = desk(owner, size=PHONE, language="en")
    phone.open("/summary-tables")
    expect(phone.page.get_by_text("Guards")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
