"""冷链温度: a field of the firm's own on the lines of receipts, added by hand and in force at once, everywhere."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client, today
from tests.browser.conftest import PHONE, Company, Join, OpenDesk
from tests.browser.desk import Desk
from tests.browser.flows import ask, decide, member

pytestmark = pytest.mark.browser
CONDITION = '{line.item.category.name} = "冷藏"'


def add_field(desk: Desk) -> None:
    """Settings → custom fields → lines of receipts → new field, as somebody who never programmed does it."""
    desk.open("/records/custom-fields?target=goods_receipt%3Aline")
    desk.page.get_by_role("button", name="新增字段").click()
    drawer = desk.page.get_by_role("dialog")
    drawer.locator("#label").fill("冷链温度")
    drawer.locator("#code").fill("x_temp")
    drawer.locator("#kind").click()
    desk.page.locator(".ant-select-item-option:visible").filter(has_text=re.compile("^数字$")).click()
    for name, value in (("least", "-40"), ("most", "60"), ("places", "1"), ("required_when", CONDITION)):
        drawer.locator(f"#{name}").fill(value)
    drawer.get_by_role("button", name=re.compile("保\\s?存")).click()
    expect(drawer).to_be_hidden()
    expect(desk.page.get_by_role("row").filter(has_text="x_temp")).to_be_visible()


def receipt(company: Company, item: str, temp: str | None) -> dict[str, Any]:
    line = {"item": item, "quantity": "2", "price": "5", **({} if temp is None else {"x_temp": temp})}
    return {
        "type": "goods_receipt", "lines": [line], "transition": "post",
        "header": {"business_date": today(), "partner": company.supplier, "warehouse": company.main},
    }  # fmt: skip


def refused(owner: Client, body: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return owner.refused("POST", "/documents", body)


def test_a_temperature_is_asked_for_found_and_told(owner: Client, company: Company, desk: OpenDesk) -> None:
    category = owner.make("/item-categories", code="LC", name="冷藏")
    unit = owner.read("/units/lookup", q="瓶")[0]["id"]
    milk = str(owner.make("/items", code="LC01", name="鲜牛奶", base_unit=unit, category=str(category["id"]))["id"])
    mine = desk(owner)
    add_field(mine)

    assert refused(owner, receipt(company, milk, None)) == [("required", ["lines", 0, "x_temp"])]
    assert refused(owner, receipt(company, milk, "60.1")) == [("too_large", ["lines", 0, "x_temp"])]
    warm, cool = (owner.make("/documents", **receipt(company, milk, temp)) for temp in ("9.1", "4"))
    plain = owner.make("/documents", **receipt(company, company.water, None))
    assert (warm["lines"][0]["x_temp"], plain["lines"][0]["x_temp"]) == ("9.1", None)

    over = '[["line_x_temp","gt","8"]]'
    found = owner.read("/documents", type="goods_receipt", filter=over)
    assert [(row["number"], row["line_x_temp"]) for row in found["items"]] == [(warm["number"], "9.1")]
    wish = {"type": "goods_receipt", "lines": "true", "format": "csv", "filter": over}
    exported = owner.http.get("/api/v1/documents/export", params=wish).text
    rows = list(csv.DictReader(io.StringIO(exported.removeprefix("\ufeff"))))
    assert [row["冷链温度"] for row in rows] == ["9.1"]
    words = owner.read("/document-types/goods_receipt/formula-words")["fields"]
    assert {"path": "lines.x_temp", "label": "明细.冷链温度", "kind": "number", "many": True} in words

    mine.open("/documents/goods_receipt")
    expect(mine.page.get_by_role("columnheader", name="明细.冷链温度")).to_be_visible()
    mine.open(f"/documents/goods_receipt/{cool['id']}")
    expect(mine.page.get_by_text("冷链温度").first).to_be_visible()


@pytest.fixture
def flow(owner: Client) -> Iterator[str]:
    """A flow for receipts; no other story has to go through it."""
    made = owner.make("/workflows", name="冷链收货审批", document_type="goods_receipt")
    yield str(made["id"])
    owner.make(f"/workflows/{made['id']}/retire")


def publish(desk: Desk, owner: Client, flow: str, limit: str, inspector: str) -> None:
    """Any line warmer than the limit goes to the inspector, everything else through."""
    branches = [
        {"id": "warm", "name": "温度过高", "condition": f"MAX({{lines.x_temp}}) > {limit}", "next": ask("qa", "质检", member(inspector))},
        {"id": "rest", "name": "其他情况", "condition": None, "next": None},
    ]  # fmt: skip
    fork = {"id": "fork", "kind": "exclusive", "name": "按温度", "branches": branches, "next": None}
    owner.send("PUT", f"/workflows/{flow}/draft", {"tree": {"id": "start", "kind": "start", "next": fork}})
    desk.open(f"/records/workflows/{flow}")
    expect(desk.page.locator("[data-flow=qa]")).to_be_visible()
    desk.button("发布").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="发布").click()
    desk.says("已发布")


def test_a_warm_receipt_goes_to_the_inspector_and_stays_on_its_version(
    owner: Client, company: Company, join: Join, flow: str, desk: OpenDesk
) -> None:
    known = [
        one["code"] for one in owner.read("/custom-fields", filter='[["target","eq","goods_receipt:line"]]')["items"]
    ]
    if "x_temp" not in known:
        owner.make(
            "/custom-fields", target="goods_receipt:line", code="x_temp", label="冷链温度", kind="number", places=1
        )
    inspector, inspector_id = join("孙质检", ["inspector"])
    boss = desk(owner)
    publish(boss, owner, flow, "8", inspector_id)

    def submitted(temp: str) -> dict[str, Any]:
        body = {**receipt(company, company.water, temp), "transition": "submit"}
        return dict(owner.make("/documents", **body))

    warm, cool = submitted("9.1"), submitted("4")
    assert (warm["state"], cool["state"]) == ("SUBMITTED", "APPROVED")
    publish(boss, owner, flow, "10", inspector_id)
    later = submitted("9.1")
    assert later["state"] == "APPROVED"
    running = owner.read(f"/documents/{warm['id']}/approval")
    assert (running["status"], running["version"]["no"]) == ("running", 1)

    phone = desk(inspector, size=PHONE)
    phone.open("/approvals")
    phone.says(warm["number"])
    decide(inspector, warm["id"], "approve")
    assert owner.read(f"/documents/{warm['id']}")["state"] == "APPROVED"
    boss.open(f"/documents/goods_receipt/{warm['id']}")
    boss.page.get_by_role("tab", name="审批").click()
    expect(boss.page.locator(".hk-way")).to_contain_text("孙质检")
    paper = owner.http.get(f"/api/v1/documents/{warm['id']}/print")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")


def test_the_cell_is_in_the_grid_and_on_a_phone(owner: Client, company: Company, desk: OpenDesk) -> None:
    mine = desk(owner)
    mine.open("/documents/goods_receipt/new")
    expect(mine.page.get_by_role("columnheader", name="冷链温度")).to_be_visible()
    phone = desk(owner, size=PHONE)
    phone.open("/records/custom-fields?target=goods_receipt%3Aline")
    expect(phone.page.get_by_text("x_temp")).to_be_visible()
    phone.open("/documents/goods_receipt/new")
    assert phone.width() <= PHONE[0]
