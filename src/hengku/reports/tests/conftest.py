"""A month in the small company, with one of everything that reports must get right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.world import Company, from_line, line, make_company, move_on, save, tell

from hengku.identity.api.request import session_lifetime
from hengku.identity.operations.sign_in import open_session
from hengku.identity.queries.viewer import by_name
from hengku.identity.types import Viewer
from hengku.kernel.texts import speak

LATER = datetime(2026, 10, 21, 2, tzinfo=UTC)
NOW = datetime(2026, 10, 31, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Month:
    """October 2026: the company and the documents the tests name."""

    company: Company
    receipt: int
    shipment: int
    order: int
    purchase_order: int


def day(number: int) -> date:
    return date(2026, 10, number)


def enter_main() -> None:
    """Enter the account set of the tests; a fixture of a whole file runs before the one that does it for each test."""
    account_sets: Any = connection
    account_sets.set_schema("main")


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """The company, made once for all tests of a file: reports only read. What a test writes it takes back by a savepoint."""
    speak("zh-CN")
    with django_db_blocker.unblock(), transaction.atomic():
        enter_main()
        yield make_company(people=True)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def month(company: Company) -> Month:
    """Receipts, an order with its shipment, returns both ways, transfers at once and in steps, other in and out, scrap, a
    status change, a reversal, a late receipt that changes costs, an adjustment of cost."""
    bottle, flour, a, b = company.bottle, company.flour, company.a, company.b
    receipt = tell(
        company, "goods_receipt", line(bottle, "100", price="10"), line(flour, "50.5", price="4.4"), on=day(2)
    )
    tell(company, "goods_receipt", line(bottle, "60", price="12", bin_id=company.b1), on=day(5), warehouse_id=b)
    purchase_order = tell(
        company, "purchase_order", line(bottle, "100", price="10"), line(flour, "20", price="5"), on=day(5)
    )
    tell(company, "goods_receipt", from_line(purchase_order.lines[0].id, "30"), on=day(6))
    save(company, "goods_receipt", from_line(purchase_order.lines[0].id, "15"), on=day(7))
    order = tell(company, "sales_order", line(bottle, "40", price="20"), on=day(6))
    shipment = tell(company, "shipment", from_line(order.lines[0].id, "30"), on=day(6))
    tell(company, "sales_return", from_line(shipment.lines[0].id, "5"), on=day(8))
    tell(company, "purchase_return", from_line(receipt.lines[0].id, "10"), on=day(9))
    tell(company, "transfer", line(bottle, "20", to_bin_id=company.b2), on=day(10), to_warehouse_id=b)
    out = tell(company, "transfer_out", line(bottle, "10"), on=day(11), to_warehouse_id=b)
    tell(company, "transfer_in", from_line(out.lines[0].id, "8", to_bin_id=company.b1), on=day(12), to_warehouse_id=b)
    tell(company, "other_in", line(flour, "4", price="4"), on=day(12))
    tell(company, "other_out", line(bottle, "3", reason="OWN_USE"), on=day(13))
    tell(company, "scrap", line(flour, "2.25", reason="SCRAP_DAMAGED"), on=day(13))
    tell(
        company,
        "status_change",
        line(bottle, "5", status="AVAILABLE", to_status="BLOCKED", reason="STATUS_DAMAGED"),
        on=day(14),
    )
    wrong = tell(company, "goods_receipt", line(bottle, "7", price="11"), on=day(13))
    move_on(company, wrong.id, "reverse", reason="录错", business_date=day(14))
    tell(company, "goods_receipt", line(bottle, "40", price="13"), on=day(4), at=LATER)
    tell(company, "cost_adjustment", line(bottle, None, amount="60.00", reason="PRICE_DIFFERENCE"), on=day(15))
    assert a != b
    return Month(company, receipt.id, shipment.id, order.id, purchase_order.id)


def known(viewer: Viewer | None) -> Viewer:
    """The company knows everybody the tests name."""
    assert viewer is not None
    return viewer


@pytest.fixture
def person(company: Company) -> Callable[[str], Viewer]:
    """A viewer by user name."""
    return lambda username: known(by_name(username=username))


@pytest.fixture
def sign_in(company: Company) -> Callable[[str], Client]:
    """A signed-in client by user name."""

    def client_of(username: str) -> Client:
        client = Client()
        at = datetime.now(tz=UTC)
        opened = open_session(
            user_id=company.people[username], address="", agent="", at=at, lifetime=session_lifetime()
        )
        client.cookies["hengku_session"] = opened.secret
        return client

    return client_of
