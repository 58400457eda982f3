"""One product, one Chromium and one small company for all stories of this folder."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.client import Client
from tests.browser.desk import Desk
from tests.browser.product import Product, serving

OWNER, PASSWORD = "laoban", "Correct-Horse-9"
GOODS = (("W01", "青山矿泉水"), ("T01", "云雾绿茶"), ("R01", "五常大米"))
PC, PHONE = (1440, 900), (360, 740)
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
OpenDesk = Callable[..., Desk]
GIVEN = "Given-By-Owner-7"
Join = Callable[[str, list[str]], tuple[Client, str]]


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """The product as a new user has it after the first command.

    While stories are written, HENGKU_BROWSER_ADDRESS names a product that already went through them once.
    """
    running = os.environ.get("HENGKU_BROWSER_ADDRESS")
    if running:
        yield Product(running, "", Path())
        return
    with serving() as started:
        yield started


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("HENGKU_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@dataclass(frozen=True)
class FirstStart:
    """What the new user saw: questions asked, heading of the page after the answers, troubles on the way."""

    questions: int
    heading: str
    path: str
    troubles: list[str]


def answer_questions(page: Page, link: str) -> int:
    """Fill in the set-up page and send it; gives how many questions it asked."""
    page.goto(link)
    form = page.locator("form")
    expect(form.locator("#book_name")).to_be_visible()
    asked = form.locator(".ant-form-item").count()
    form.locator("#book_name").fill("晨光商贸")
    form.locator("#owner_username").fill(OWNER)
    form.locator("#owner_password").fill(PASSWORD)
    form.locator("button[type=submit]").click()
    return asked


@pytest.fixture(scope="package")
def first_start(product: Product, chromium: Browser) -> FirstStart:
    """The one-time link opened, the questions answered, signed out and in again by hand."""
    context = chromium.new_context(viewport={"width": PC[0], "height": PC[1]}, locale="zh-CN")
    desk = Desk(context.new_page(), product.address)
    asked = 0
    if product.setup_link:
        asked = answer_questions(desk.page, product.setup_link)
        expect(desk.page.locator("main h1")).to_contain_text(OWNER)
        context.clear_cookies()
    desk.open("/")
    desk.page.locator("#username").fill(OWNER)
    desk.page.locator("#password").fill(PASSWORD)
    desk.press("Enter")
    heading = desk.page.locator(".hk-content h1")
    expect(heading).to_be_visible()
    seen = FirstStart(asked, heading.inner_text(), desk.page.url.removeprefix(product.address), desk.troubles)
    context.close()
    return seen


@pytest.fixture(scope="package")
def owner(product: Product, first_start: FirstStart) -> Iterator[Client]:
    """The owner over HTTP, in the product that was set up at the pages."""
    assert first_start.path == "/"
    client = Client(product.address, OWNER, PASSWORD)
    yield client
    client.close()


@dataclass(frozen=True)
class Company:
    """Ids of what the stories start from. Main warehouse 主仓库, second one 分店; water and tea are in stock."""

    main: str
    shop: str
    supplier: str
    customer: str
    water: str
    tea: str
    rice: str


@pytest.fixture(scope="package")
def company(owner: Client) -> Company:
    unit = owner.read("/units/lookup", q="瓶")[0]["id"]
    main = owner.read("/warehouses")["items"][0]["id"]
    made = Company(
        main,
        _kept(owner, "warehouses", "FD", name="分店"),
        _kept(owner, "partners", "S01", name="长风食品", is_supplier=True),
        _kept(owner, "partners", "C01", name="如意超市", is_customer=True),
        *(_kept(owner, "items", code, name=name, base_unit=unit) for code, name in GOODS),
    )
    lines: list[dict[str, Any]] = [
        {"item": made.water, "quantity": "100", "price": "2"},
        {"item": made.tea, "quantity": "30", "price": "48"},
    ]
    owner.document("opening_stock", {"warehouse": main}, lines, "post")
    return made


def _kept(owner: Client, resource: str, code: str, **values: Any) -> str:
    """The id of the record with this code, made when it is not there."""
    hits = owner.read(f"/{resource}/lookup", q=code)
    known = next((str(hit["id"]) for hit in hits if hit["code"] == code), None)
    return known or str(owner.make(f"/{resource}", code=code, **values)["id"])


@pytest.fixture
def desk(product: Product, chromium: Browser) -> Iterator[OpenDesk]:
    """Opens desks: `desk(client, size=PHONE, language="en")`. No story may leave an error in the console.

    As people work who asked their system for less movement: the same pages, standing still.
    """
    opened: list[Desk] = []

    def open_desk(who: Client, *, size: tuple[int, int] = PC, language: str = "zh-CN") -> Desk:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=language, accept_downloads=True,
            reduced_motion="reduce",
        )  # fmt: skip
        context.add_cookies(who.cookies())  # type: ignore[arg-type]  # name, value and url are all it needs
        opened.append(Desk(context.new_page(), product.address))
        return opened[-1]

    yield open_desk
    for one in opened:
        one.page.context.close()
    assert [trouble for one in opened for trouble in one.troubles] == []


@pytest.fixture
def join(owner: Client, product: Product) -> Iterator[Join]:
    """Makes an account, signed in; gives it and its id."""
    joined: list[Client] = []

    def make(name: str, roles: list[str]) -> tuple[Client, str]:
        username = f"wf-{uuid.uuid4().hex[:6]}"
        wanted = [owner.id_of("roles", role) for role in roles]
        made = owner.make("/users", username=username, name=name, password=GIVEN, roles=wanted)
        first = Client(product.address, username, GIVEN)
        first.make("/session/password", old_password=GIVEN, new_password=PASSWORD)
        first.close()
        joined.append(Client(product.address, username, PASSWORD))
        return joined[-1], str(made["id"])

    yield make
    for one in joined:
        one.close()
