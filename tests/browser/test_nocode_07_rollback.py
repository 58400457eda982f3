"""Safe rollback: field, flow and paper published together turn out wrong and go back in one click; documents keep what they say. From a
test system the package goes to another as a file, with differences and a dry run before anything happens."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.account_sets import PASSWORD, open_account_set
from tests.browser.client import Client, today
from tests.browser.conftest import OpenDesk
from tests.browser.desk import Desk
from tests.browser.product import Product

pytestmark = pytest.mark.browser
FLOW, PAPER, FIELD = "常温验收", "验收单", "goods_receipt:line/x_grade"


@pytest.fixture(scope="module")
def systems(product: Product, owner: Client) -> Iterator[tuple[Client, Client]]:
    """The test system and the one people work in."""
    first = date.fromisoformat(today()).replace(day=1)
    both = [open_account_set(product, owner, label=label, start_month=first) for label in ("测试", "正式")]
    for one in both:
        unit = one.read("/units/lookup", q="盒")[0]["id"]
        one.make("/items", code="G01", name="樱桃", base_unit=unit)
        one.make("/partners", code="S01", name="长风食品", is_supplier=True)
        one.make("/users", username="zhuguan", name="主管", password=PASSWORD, roles=[one.id_of("roles", "accountant")])
    yield both[0], both[1]
    for one in both:
        one.close()


def configure(client: Client) -> None:
    """A field, a flow that asks for it, and a paper that prints it."""
    client.make("/custom-fields", target="goods_receipt:line", code="x_grade", label="等级", kind="text", required=True)
    blocks = [{"kind": "text", "text": PAPER}, {"kind": "lines", "names": ["item.name", "quantity", "x_grade"]}]
    client.make("/print-templates", name=PAPER, document_type="goods_receipt", paper="a4", blocks=blocks)
    flow = client.make("/workflows", name=FLOW, document_type="goods_receipt")
    asked = {"id": "n1", "kind": "approve", "name": "主管", "approvers": [{"kind": "role", "code": "accountant"}]}
    client.send("PUT", f"/workflows/{flow['id']}/draft", {"tree": {"id": "start", "kind": "start", "next": asked}})
    client.send("POST", f"/workflows/{flow['id']}/publish", {"note": ""})


def receipt(client: Client, **line: Any) -> dict[str, Any]:
    lines = [{"item": "code:G01", "quantity": "2", "price": "5", **line}]
    header = {
        "partner": "code:S01",
        "warehouse": client.read("/warehouses")["items"][0]["id"],
        "business_date": today(),
    }
    return {"type": "goods_receipt", "header": header, "lines": lines}


def in_effect(client: Client) -> set[str]:
    return {piece["key"] for part in client.read("/config-pieces") for piece in part["pieces"]}


def pack(desk: Desk) -> None:
    """Settings → packages → new: tick the flow and the paper; the field is ticked along."""
    desk.open("/settings/packages")
    desk.page.get_by_role("button", name="新建配置包").click()
    desk.page.locator("#name").fill("验收规范")
    desk.page.get_by_role("dialog").get_by_role("button", name=re.compile("保\\s?存")).click()
    drawer = desk.page.get_by_role("dialog", name="选择内容")
    drawer.get_by_text(f"采购入库单 · {FLOW}").click()
    drawer.get_by_text(f"采购入库单 · {PAPER}").click()
    expect(drawer.get_by_text("（被依赖）")).to_be_visible()
    drawer.get_by_role("button", name="放进配置包（3 项）").click()
    expect(drawer).to_be_hidden()
    desk.says(f"采购入库单 · {PAPER}")


def publish(desk: Desk) -> None:
    desk.page.get_by_role("button", name=re.compile("^发\\s?布$")).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=re.compile("发\\s?布")).click()
    desk.says("已发布")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()


def test_a_wrong_change_goes_back_and_documents_keep_their_data(
    systems: tuple[Client, Client], desk: OpenDesk, tmp_path: Path
) -> None:
    testing, working = systems
    configure(testing)
    there = desk(testing)
    pack(there)
    with there.page.expect_download() as begun:
        there.page.get_by_role("button", name="更多").click()
        there.page.get_by_role("menuitem", name="导出文件").click()
    file = tmp_path / "package.json"
    begun.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "hengku-package"

    # In the system people work in: differences, a dry run, then it takes effect.
    before = in_effect(working)
    here = desk(working)
    here.open("/settings/packages")
    with here.page.expect_file_chooser() as chooser:
        here.page.get_by_role("button", name="导入文件").click()
    chooser.value.set_files(file)
    expect(here.page.locator(".hk-piece")).to_have_count(3)
    expect(here.page.locator(".hk-piece").get_by_text("新增", exact=True)).to_have_count(3)
    here.page.get_by_role("button", name="试运行").click()
    here.says("试运行通过")
    assert in_effect(working) == before
    publish(here)
    assert in_effect(working) - before == {FIELD, f"goods_receipt/{FLOW}", f"goods_receipt/{PAPER}"}
    assert working.refused("POST", "/documents", receipt(working)) == [("required", ["lines", 0, "x_grade"])]
    made = working.make("/documents", **receipt(working, x_grade="一级"))
    running = working.send("POST", f"/documents/{made['id']}/transitions", {"transition": "submit"})
    assert running["state"] == "SUBMITTED"

    # It was wrong: one click back.
    here.page.get_by_role("button", name=re.compile("^回\\s?滚$")).click()
    dialog = here.page.get_by_role("dialog")
    expect(dialog.locator(".hk-piece")).to_have_count(3)
    dialog.get_by_role("button", name=re.compile("回\\s?滚")).click()
    here.says("已回滚")
    assert in_effect(working) == before
    plain = working.make("/documents", **receipt(working))
    assert "x_grade" not in plain["lines"][0]
    # What the document said is still there, and comes back with the package; its approval went on.
    here.page.get_by_role("tab", name="内容与差异").click()
    publish(here)
    again = working.read(f"/documents/{made['id']}")
    assert (again["lines"][0]["x_grade"], again["state"]) == ("一级", "SUBMITTED")
    here.page.get_by_role("tab", name="发布历史").click()
    expect(here.page.locator(".hk-plain-table tbody tr")).to_have_count(3)
