"""Pictures for the README, taken in the demo company: only when HENGKU_SCREENSHOTS=1 asks for them."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.client import Client
from tests.browser.conftest import OWNER, PASSWORD, PC, PHONE
from tests.browser.desk import Desk
from tests.browser.product import ROOT, Product, serving

pytestmark = pytest.mark.browser
FOLDER = ROOT / "docs" / "screenshots"
BYTES_MAX = 250_000
CHARTS_MS = 1_500


def addresses(owner: Client) -> dict[str, tuple[tuple[int, int], str]]:
    """Picture → window and address."""
    order = owner.read("/documents", type="purchase_order", sort="-total_quantity", limit="1")["items"][0]["id"]
    item = owner.read("/stock/on-hand", limit="1")["items"][0]["item"]["id"]
    plan = owner.make("/counts", warehouses=[owner.read("/warehouses")["items"][0]["id"]], method="DYNAMIC", blind=True)
    return {
        "home": (PC, "/"),
        "purchase-order": (PC, f"/documents/purchase_order/{order}"),
        "stock": (PC, "/stock"),
        "movement-summary": (PC, "/reports/movement_summary"),
        "phone-count": (PHONE, f"/count/{plan['sheet']['id']}"),
        "phone-item": (PHONE, f"/stock?item={item}"),
    }


def take(chromium: Browser, product: Product, folder: Path) -> list[Path]:
    owner = Client(product.address, OWNER, PASSWORD)
    taken = []
    for name, (size, path) in addresses(owner).items():
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        context.add_cookies(owner.cookies())  # type: ignore[arg-type]  # name, value and url are all it needs
        desk = Desk(context.new_page(), product.address)
        desk.open(path)
        expect(desk.page.locator(".hk-skeleton")).to_have_count(0)
        desk.page.wait_for_timeout(CHARTS_MS)
        desk.page.screenshot(path=folder / f"{name}.png", animations="disabled")
        taken.append(folder / f"{name}.png")
        context.close()
    owner.close()
    return taken


if os.environ.get("HENGKU_SCREENSHOTS") == "1":

    def test_pictures(chromium: Browser) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with serving() as demo:
            demo.command("init", "--yes", "--demo", "--book-name", "晨光商贸", "--owner", OWNER, "--password", PASSWORD)
            taken = take(chromium, demo, FOLDER)
        assert {path.name: path.stat().st_size for path in taken if path.stat().st_size > BYTES_MAX} == {}
