"""What keepers pay for goods is none of their business: the price is nowhere they look, and rows out of reach are not either."""

import json
import uuid
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, Join, OpenDesk

pytestmark = pytest.mark.browser
PRICE, WORTH = "77.31", "231.93"


def test_a_hidden_price_and_rows_out_of_reach_are_nowhere(
    owner: Client, join: Join, company: Company, desk: OpenDesk
) -> None:
    code = f"k{uuid.uuid4().hex[:6]}"
    looks = [{"resource": kind, "action": action} for kind in ("goods_receipt", "purchase_order", "items", "partners", "warehouses", "stock", "dashboards", "dashboard")
             for action in ("view", "export", "print")]  # fmt: skip
    owner.make(
        "/roles", code=code, name="仓管（不看采购价）", grants=looks,
        field_rights={f"{kind}:line": {"price": "hidden"} for kind in ("goods_receipt", "purchase_order")},
        masked=["cost"],
        row_rules=[{"resource": "warehouses", "formula": '{code} <> "FD"', "effect": "only"}],
    )  # fmt: skip
    keeper, _ = join("仓管员", [code])
    made = {}
    for kind, transition in (("purchase_order", "approve"), ("goods_receipt", "post")):
        header = {"partner": company.supplier, "warehouse": company.main}
        made[kind] = owner.document(kind, header, [{"item": company.rice, "quantity": "3", "price": PRICE}], transition)
    header = {"partner": company.supplier, "warehouse": company.shop}
    owner.document("goods_receipt", header, [{"item": company.rice, "quantity": "5", "price": PRICE}], "post")
    receipt = made["goods_receipt"]["id"]

    def told(who: Client, path: str, **asked: str) -> str:
        return who.http.get(f"/api/v1{path}", params=asked).text

    def answered(who: Client, path: str, body: dict[str, Any]) -> str:
        return who.ask("POST", path, body).text

    question = {
        "dataset": "goods_receipt:line",
        "dimensions": [{"field": "lines.item"}],
        "measures": [{"agg": "sum", "field": "lines.amount"}],
    }
    for who, shown in ((owner, True), (keeper, False)):
        seen = [
            told(who, f"/documents/{receipt}"),
            told(who, f"/documents/{receipt}/events"),
            told(who, "/documents", type="goods_receipt"),
            told(who, "/documents/export", type="goods_receipt", format="csv", lines="true"),
            told(who, "/reports/purchase_execution", format="csv"),
            answered(who, "/datasets/query", question),
        ]
        found = [PRICE in text or WORTH in text for text in seen]
        assert any(found) is shown, [text[:200] for text, there in zip(seen, found, strict=True) if there != shown]
        assert ("分店" in told(who, "/stock/on-hand", group_by="item,warehouse")) is shown
        assert ("分店" in told(who, "/reports/stock_journal", format="csv")) is shown
        assert ("分店" in told(who, "/warehouses/lookup", q="")) is shown
    refused = keeper.http.get("/api/v1/documents", params={"type": "goods_receipt", "sort": "total_amount"})
    assert refused.status_code == 400, "nor by sorting"
    closed = json.dumps([["total_amount", "gt", "1"]])
    assert keeper.http.get("/api/v1/documents", params={"type": "goods_receipt", "filter": closed}).status_code == 400
    entries = owner.read("/taken-out")["items"]
    assert any(one["what"] == "goods_receipt:line" and one["actor"] == "仓管员" for one in entries), (
        "the log tells of the export"
    )

    page = desk(keeper)
    page.open(f"/documents/goods_receipt/{receipt}")
    expect(page.page.locator("main")).to_contain_text("五常大米")
    expect(page.page.locator("main")).not_to_contain_text(PRICE)
    expect(page.page.get_by_text("单价")).to_have_count(0)
    page.open("/documents/goods_receipt")
    expect(page.page.locator("main")).to_contain_text(made["goods_receipt"]["number"])
    expect(page.page.locator("main")).not_to_contain_text(WORTH)
