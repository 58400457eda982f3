"""English without a Chinese word in the chrome, and the dark theme."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.client import Client
from tests.browser.conftest import Company, OpenDesk
from tests.browser.desk import pick_from_user_menu, unfold_menu

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
OWN_WORDS = {"晨光商贸", "长风食品", "主仓库", "分店", "五常大米", "把", "瓶", "衡库", "主账套"}
"""What people entered themselves, units seeded in the language of the set-up, and the product's name."""


def chinese_left(text: str) -> set[str]:
    return {word for word in CHINESE.findall(text) if word not in OWN_WORDS}


def test_switching_language_and_theme(owner: Client, company: Company, desk: OpenDesk) -> None:
    header = {"partner": company.supplier, "warehouse": company.main}
    order = owner.document(
        "purchase_order", header, [{"item": company.rice, "quantity": "5", "price": "60"}], "approve"
    )
    mine = desk(owner)
    mine.open("/")
    page = mine.page
    pick_from_user_menu(page, "用户菜单", "English")
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()
    unfold_menu(page)
    assert chinese_left(page.get_by_role("navigation", name="Menu").inner_text()) == set()
    mine.open(f"/documents/purchase_order/{order['id']}")
    expect(page.get_by_role("gridcell").filter(has_text="五常大米")).to_be_visible()
    assert chinese_left(page.locator("body").inner_text()) == set()

    light = page.evaluate("getComputedStyle(document.querySelector('.hk-topbar')).backgroundColor")
    pick_from_user_menu(page, "User menu", "Dark")
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.hk-topbar')).backgroundColor !== before", arg=light
    )
