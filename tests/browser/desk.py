"""A person's window: a browser page that remembers what went wrong in it, and the gestures every story needs."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PATIENCE_MS = 30_000
EXPECTED_REFUSAL = re.compile(r"status of (401|403|404|409|422)")
"""The browser logs every answer of 4xx; refusals are part of the stories, failures of the server are not."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Desk:
    """One page of one person; `troubles` are console errors and uncaught exceptions."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED_REFUSAL.search(message.text):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> None:
        """Go to an address of the product and wait for its heading."""
        self.page.goto(self.address + path, wait_until="domcontentloaded")
        expect(self.page.locator("h1").first).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, text: str) -> None:
        """The page tells this somewhere."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def choose(self, picker: Locator, typed: str, choice: str) -> None:
        """Pick a record in a picker by typing part of it."""
        picker.click()
        expect(picker).to_be_focused()
        self.page.keyboard.type(typed)
        self.page.locator(".ant-select-item-option:visible", has_text=choice).first.click()

    def columns(self, table: Locator) -> list[str]:
        return [text.strip() for text in table.locator("thead th").all_inner_texts()]

    def row(self, table: Locator, text: str) -> dict[str, str]:
        """Cells of the first body row that holds the text, by column title."""
        line = table.locator("tbody tr", has_text=text).first
        expect(line).to_be_visible()
        return dict(
            zip(self.columns(table), [cell.strip() for cell in line.locator("td").all_inner_texts()], strict=True)
        )

    def width(self) -> int:
        """How wide the page would like to be."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


def number(text: str) -> Decimal:
    """The figure in a cell: thousands separators and the unit dropped; nothing at all is 0."""
    found = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    return Decimal(found.group().replace(",", "")) if found else Decimal(0)


def unfold_menu(page: Page) -> None:
    """Open every room of the left menu."""
    folded = page.locator(".hk-menu-room[aria-expanded=false]")
    expect(page.locator(".hk-menu-room").first).to_be_visible()
    while folded.count() > 0:
        folded.first.click()


def pick_from_user_menu(page: Page, user_menu: str, choice: str) -> None:
    """User menu → choice."""
    page.get_by_role("button", name=re.compile(user_menu)).click()
    page.get_by_role("menuitem", name=choice).click()
