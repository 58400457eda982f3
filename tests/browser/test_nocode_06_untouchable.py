"""The ledger is untouchable: whatever an administrator tries with designer, formula, import of configuration and interface, a posted
quantity, a unit cost, the warehouse, the kind of a quantity and a closed month stay as they are. Every try is refused with its reason,
stands in the audit log, and the books stay in balance."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.account_sets import open_account_set
from tests.browser.client import Client, today
from tests.browser.conftest import OpenDesk
from tests.browser.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def admin(product: Product, owner: Client) -> Iterator[Client]:
    """An account set whose last month is closed, with one posted receipt before and one after."""
    first = (date.fromisoformat(today()).replace(day=1) - timedelta(days=1)).replace(day=1)
    client = open_account_set(product, owner, label="铁账", start_month=first)
    book = client.read("/books")["items"][0]
    client.send("PATCH", f"/books/{book['id']}", {"rev": book["rev"], "backdate_days": 100})
    unit = client.read("/units/lookup", q="盒")[0]["id"]
    client.make("/items", code="G01", name="樱桃", base_unit=unit)
    client.make("/partners", code="S01", name="长风食品", is_supplier=True)
    client.make("/documents", **receipt(client, first.isoformat()), transition="post")
    client.send("POST", f"/periods/{first.isoformat()[:7]}/close", {"confirm": ["receipts_not_invoiced"]})
    yield client
    client.close()


def receipt(client: Client, day: str, quantity: str = "10") -> dict[str, Any]:
    header = {"partner": "code:S01", "warehouse": client.read("/warehouses")["items"][0]["id"], "business_date": day}
    return {
        "type": "goods_receipt",
        "header": header,
        "lines": [{"item": "code:G01", "quantity": quantity, "price": "5"}],
    }


def package_file(**contents: Any) -> dict[str, Any]:
    """A package somebody wrote by hand, checksum and all."""
    body = {
        "format": "hengku-package", "format_version": 1, "product": "0", "code": "p_try", "name": "试", "version": "1", "notes": "",
        "contents": {name.replace("_", "-"): pieces for name, pieces in contents.items()}, "tests": [],
    }  # fmt: skip
    told = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return {**body, "checksum": hashlib.sha256(told).hexdigest()}


class Tries:
    """Everything that was tried, with what it was refused for."""

    def __init__(self, client: Client) -> None:
        self.client, self.codes = client, list[str]()

    def refused(self, method: str, path: str, body: dict[str, Any] | None, *codes: str) -> None:
        answer = self.client.ask(method, path, body)
        told = answer.json()
        assert answer.status_code in (403, 405, 409, 422), (method, path, answer.status_code, answer.text)
        assert told["code"] in codes, (path, told["code"], told["detail"])
        assert told["detail"], path
        self.codes.append(told["code"])


def test_nothing_moves_what_is_posted(admin: Client, product: Product, desk: OpenDesk) -> None:
    posted = admin.make("/documents", **receipt(admin, today()), transition="post")
    path = f"/documents/{posted['id']}"
    closed = admin.read("/documents", type="goods_receipt", sort="business_date")["items"][0]
    field = admin.make("/custom-fields", target="goods_receipt:line", code="x_note", label="备注二", kind="text")
    before = admin.read(path)
    tries = Tries(admin)

    # Interface: the posted quantity, its cost, its history.
    changed = {"rev": before["rev"], **receipt(admin, today(), "99")}
    tries.refused("PUT", path, changed, "not_a_draft")
    tries.refused("POST", f"{path}/revisions", {**changed, "reason": "改数量"}, "state", "not_revisable")
    tries.refused("DELETE", path, None, "state")
    tries.refused("POST", f"{path}/transitions", {"transition": "unapprove"}, "state", "no_such_transition")
    # Designer: hide the warehouse, let the quantity be text or optional, give it a default.
    for target, name, delta in (
        ("goods_receipt", "warehouse", {"hidden": True}), ("goods_receipt", "warehouse", {"required": False}),
        ("goods_receipt:line", "quantity", {"type": "text"}), ("goods_receipt:line", "quantity", {"default": "5"}),
        ("goods_receipt:line", "price", {"formula": "1"}),
    ):  # fmt: skip
        design = admin.read(f"/form-designs/{target}")
        tries.refused(
            "PUT", f"/form-designs/{target}", {"rev": design["rev"], "fields": {name: delta}}, "design_not_allowed"
        )
    # Own fields: one of the ledger's tables, one in the place of a built-in one, one that changes its kind.
    for target in ("stock", "ledger_move", "cost"):
        tries.refused(
            "POST",
            "/custom-fields",
            {"target": target, "code": "x_cost", "label": "成本", "kind": "number"},
            "invalid_choice",
        )
    tries.refused("PATCH", f"/custom-fields/{field['id']}", {"kind": "number"}, "field_kind_fixed")
    tries.refused("PATCH", f"/custom-fields/{field['id']}", {"code": "quantity"}, "field_fixed")
    # Formulas say something about documents; they cannot write.
    for formula in ("{lines.quantity} := 99", "SET({lines.unit_cost}, 0)", "{lines.unit_cost} = 0"):
        body = {"document_type": "goods_receipt", "name": "改", "formula": formula, "message": "改"}
        tries.refused(
            "POST",
            "/document-checks",
            body,
            "formula_syntax",
            "formula_unknown_function",
            "formula_unknown_field",
            "formula_kind",
        )
    # Packages of configuration: the same things in a file.
    design = {"goods_receipt": {"fields": {"warehouse": {"hidden": True}}, "layout": None}}
    made = admin.make("/config-packages/files", **package_file(form_designs=design))
    seen = admin.read(f"/config-packages/{made['id']}/contents")
    body = {"rev": seen["rev"], "seen": seen["seen"], "note": ""}
    tries.refused("POST", f"/config-packages/{made['id']}/publish", body, "config_piece_refused")
    tries.refused("POST", "/config-packages/files", package_file(ledger={"moves": {}}), "config_part_unknown")
    # A closed month takes neither a new document nor the reversal of an old one on its day.
    day = closed["business_date"]
    tries.refused("POST", "/documents", {**receipt(admin, day), "transition": "post"}, "period_closed")
    tries.refused(
        "POST", f"/documents/{closed['id']}/transitions",
        {"transition": "reverse", "reason": "改账", "business_date": day, "rev": closed.get("rev")}, "period_closed",
    )  # fmt: skip

    after = admin.read(path)
    assert (after["lines"], after["rev"]) == (before["lines"], before["rev"])
    entries = admin.read("/audit-entries", limit="200", filter='[["action","eq","refused"]]')["items"]
    assert sorted(str(entry["after"]["code"]) for entry in entries) == sorted(tries.codes)
    assert all(entry["reason"] for entry in entries)
    # People see them too; and the books are as they were.
    mine = desk(admin)
    mine.open("/records/audit-entries")
    expect(mine.page.get_by_text("被拒绝").first).to_be_visible()
    light = admin.send("POST", "/books/check", {})
    assert light["failures"] == []  # amber: some of it is still being read
    assert light["status"] != "red"
