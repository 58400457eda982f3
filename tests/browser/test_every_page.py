"""Every page the menu leads to, at a desk and on a phone, in both languages: whole, quiet and not too wide."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.client import Client
from tests.browser.conftest import PC, PHONE, Company, OpenDesk
from tests.browser.desk import Desk, unfold_menu

pytestmark = pytest.mark.browser
PAGES_AT_LEAST = 40
GO = "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }"
OLD = "document.querySelectorAll('.hk-content h1').forEach(title => title.setAttribute('data-old', ''))"
BROKEN = ("没能完成", "That did not work", "没有这个页面", "There is no such page")


def paths(desk: Desk) -> list[str]:
    """Addresses of the whole menu."""
    desk.open("/")
    unfold_menu(desk.page)
    links = desk.page.locator("nav a.hk-menu-room, nav a.hk-menu-leaf")
    return [str(path) for path in links.evaluate_all("links => links.map(link => link.getAttribute('href'))")]


def look(page: Page, path: str) -> None:
    """Go there inside the running page and wait until it stands."""
    if not page.url.endswith(path):
        page.evaluate(OLD)
    page.evaluate(GO, path)
    expect(page.locator(".hk-content h1:not([data-old])").first).to_be_visible()
    expect(page.locator(".hk-skeleton")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", [PC, PHONE], ids=["desk", "phone"])
def test_every_page_of_the_menu(
    owner: Client, company: Company, desk: OpenDesk, size: tuple[int, int], language: str
) -> None:
    everywhere = paths(desk(owner, language=language))
    assert len(everywhere) >= PAGES_AT_LEAST
    mine = desk(owner, size=size, language=language)
    mine.open("/")
    wrong: list[str] = []
    for path in everywhere:
        look(mine.page, path)
        shown = mine.page.locator("main").inner_text()
        wrong += [f"{path}: {words}" for words in BROKEN if words in shown]
        if mine.width() > size[0]:
            wrong.append(f"{path}: {mine.width()} px wide")
        keep(mine.page, f"{language}-{size[0]}-{path.strip('/').replace('/', '-') or 'home'}")
    assert wrong == []


def keep(page: Page, name: str) -> None:
    """A picture for whoever wants to look: HENGKU_SCREENSHOT_FOLDER names where."""
    folder = os.environ.get("HENGKU_SCREENSHOT_FOLDER")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
