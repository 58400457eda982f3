"""Somebody arranges a form, and everybody works with it at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.client import Client
from tests.browser.conftest import PHONE, Company, OpenDesk
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
TYPE = "loan_out"


@pytest.fixture
def usual(owner: Client) -> Iterator[None]:
    """The form is given back as it was."""
    yield
    told = owner.read(f"/form-designs/{TYPE}")
    owner.send("PUT", f"/form-designs/{TYPE}", {"rev": told["rev"], "fields": {}})
    for one in told["own"]:
        owner.send("DELETE", f"/custom-fields/{one['id']}")


def cards(page: Page) -> list[str]:
    """Fields of the header in their order."""
    found = page.locator(".hk-design-form").first.locator("[data-field]")
    return [str(card.get_attribute("data-field")) for card in found.all()]


def card(page: Page, name: str) -> None:
    page.locator(f".hk-design-card[data-field={name}]").first.click()


def drag(page: Page, name: str, onto: str) -> None:
    """By mouse, in steps, as a hand does."""
    start = page.locator(f".hk-design-card[data-field={name}]").first.bounding_box()
    end = page.locator(f".hk-design-card[data-field={onto}]").first.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + 30, end["y"] + 14, steps=6)
    page.mouse.up()


def arrange(desk: Desk) -> None:
    page = desk.page
    card(page, "partner")
    page.locator(".hk-design-kind", has_text="数字").first.click()
    page.locator("#design-label").fill("押金")
    page.locator("#design-code").fill("deposit")
    card(page, "partner")
    page.get_by_role("tab", name="显隐").click()
    expect(page.get_by_role("checkbox", name="隐藏")).to_be_disabled()
    card(page, "handler")
    page.locator("#design-label").fill("借出经办")
    page.get_by_role("tab", name="校验").click()
    page.get_by_role("checkbox", name="必填").check()


def test_a_form_is_arranged_published_and_used_at_once(
    owner: Client, company: Company, desk: OpenDesk, usual: None
) -> None:
    mine = desk(owner)
    page = mine.page
    mine.open(f"/settings/form-designs?type={TYPE}")
    expect(page.locator("[data-field=partner]").first).to_be_visible()
    arrange(mine)
    page.locator("[data-field=handler]").first.focus()
    mine.press("Alt+ArrowUp", "Alt+ArrowUp")
    moved = ["partner", "x_deposit", "handler", "warehouse"]
    assert cards(page)[:4] == moved
    mine.button("撤销").click()
    assert cards(page)[:4] == ["partner", "x_deposit", "warehouse", "handler"]
    mine.button("重做").click()
    assert cards(page)[:4] == moved
    drag(page, "remarks", "partner")
    assert cards(page)[:4] == ["remarks", *moved[:3]]
    mine.button("发布").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li", has_text="押金")).to_contain_text("新增（数字）")
    expect(dialog.locator("li", has_text="必填")).to_contain_text("否 → 是")
    dialog.get_by_role("button", name="发 布").or_(dialog.get_by_role("button", name="发布")).click()
    mine.says("已发布")
    mine.open(f"/documents/{TYPE}/new")
    labels = page.locator(".hk-doc-form label")
    expect(labels.nth(3)).to_have_text("借出经办")
    assert [text.strip() for text in labels.all_inner_texts()][1:3] == ["往来单位", "押金"]
    expect(labels.nth(3)).to_have_class(re.compile("required"))
    with pytest.raises(AssertionError, match=r'"header","handler"'):
        owner.document(
            TYPE, {"partner": company.customer, "warehouse": company.main}, [{"item": company.tea, "quantity": "1"}]
        )
    small = desk(owner, size=PHONE, language="en")
    small.open(f"/settings/form-designs?type={TYPE}")
    small.page.locator("[data-field=x_deposit]").click()
    expect(small.page.locator("#design-label")).to_have_value("押金")
    assert small.width() == PHONE[0]
