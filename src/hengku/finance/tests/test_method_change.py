"""计价方法变更: stock goes over at what it stands at, books and ledger tied, and back only while nothing was posted."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from tests.world import Company, line, make_company, move_on, save, tell, value

from hengku.documents.operations.transition import transition_documents
from hengku.documents.types import LoadedDocument, TransitionCommand
from hengku.finance.operations.close import close_month, month_of, reopen_month
from hengku.finance.tests.test_making import book, told
from hengku.kernel import sql
from hengku.kernel.errors import Refused
from hengku.ledger.operations.fold import fold_all
from hengku.masterdata.models import Book, Item
from hengku.metadata.rules.invariants import INVARIANTS, CheckStatus, CheckWindow, outcome

D = Decimal
pytestmark = pytest.mark.django_db
AT = datetime(2027, 2, 20, 4, tzinfo=UTC)


@pytest.fixture
def company() -> Company:
    """Flour: 10 at 10 and 10 at 13 under the moving average, 5 sold: 15 at 172.50 as October closes."""
    made = make_company(at=AT)
    Book.objects.update(backdate_days=400)
    tell(made, "goods_receipt", line(made.flour, "10", price="10"), on=date(2026, 10, 3), at=AT)
    tell(made, "goods_receipt", line(made.flour, "10", price="13"), on=date(2026, 10, 4), at=AT)
    tell(made, "shipment", line(made.flour, "5", price="20"), on=date(2026, 10, 5), at=AT)
    close(made, date(2026, 10, 1))
    return made


def close(made: Company, month: date) -> None:
    month_ = month_of(book_id=made.book, month=month)
    close_month(act=made.act(AT), month=month_, confirm=["receipts_not_invoiced"])


def change(made: Company, method: str, on: date) -> LoadedDocument:
    """Looked at first, then posted."""
    refused(made, "method_change_preview", method, on)
    goods = line(made.flour, extra={"method": method})
    drafted = save(made, "method_change", goods, on=on, at=AT, warehouse_id=None)
    return move_on(made, drafted.id, "post", at=AT, confirm=["method_change_preview"])


def refused(made: Company, code: str, method: str, on: date) -> None:
    goods = line(made.flour, extra={"method": method})
    with pytest.raises(Refused, match=code):
        tell(made, "method_change", goods, on=on, at=AT, to="post", warehouse_id=None)


def reverse(made: Company, document: LoadedDocument, on: date) -> None:
    command = TransitionCommand(document.id, "reverse", reason="x", business_date=on)
    transition_documents(act=made.act(AT), commands=[command])


_POOL = "SELECT method, quantity, amount FROM ledger_cost_pool WHERE item_id = %s AND retired_on IS NULL AND place_id IS NULL"


def pool(item: int) -> tuple[str, Decimal, Decimal]:
    (one,) = sql.rows(connection, _POOL, [item])
    return one[0], one[1], one[2]


def all_green() -> list[str]:
    fold_all()
    found = [outcome(one, one.check(CheckWindow())) for one in INVARIANTS]
    return [f"{one.id} {one.failing}" for one in found if one.status is CheckStatus.RED]


def test_from_average_to_fifo_to_standard_and_back(company: Company) -> None:
    change(company, "FIFO", date(2026, 11, 1))
    assert pool(company.flour) == ("FIFO", D(15), D("172.50"))
    tell(company, "goods_receipt", line(company.flour, "5", price="20"), on=date(2026, 11, 4), at=AT)
    tell(company, "shipment", line(company.flour, "16", price="20"), on=date(2026, 11, 5), at=AT)
    assert pool(company.flour) == ("FIFO", D(4), D("80.00"))  # 172.50 and one of 20
    close(company, date(2026, 11, 1))
    Item.objects.filter(pk=company.flour).update(standard_cost=D(18))
    change(company, "STANDARD", date(2026, 12, 1))
    assert pool(company.flour) == ("STANDARD", D(4), D("72.00"))
    tell(company, "goods_receipt", line(company.flour, "6", price="20"), on=date(2026, 12, 4), at=AT)
    tell(company, "shipment", line(company.flour, "5", price="20"), on=date(2026, 12, 5), at=AT)
    close(company, date(2026, 12, 1))  # variance 8 + 12 on 180: 90 sold bear 10
    change(company, "MOVING_AVERAGE", date(2027, 1, 1))
    assert pool(company.flour) == ("MOVING_AVERAGE", D(5), D("100.00"))
    assert value(company, company.flour) == (D(5), D("100.00"))
    book(company)
    found = [(debit, credit) for _, template, debit, credit in told(company) if template == "K6"]
    assert found == [({"GOODS": "-8.00"}, {"PPV": "-8.00"}), ({"GOODS": "10.00"}, {"PPV": "10.00"})]
    assert all_green() == []


def test_back_while_nothing_was_posted(company: Company) -> None:
    made = change(company, "FIFO", date(2026, 11, 1))
    reverse(company, made, date(2026, 11, 1))
    assert pool(company.flour) == ("MOVING_AVERAGE", D(15), D("172.50"))
    again = change(company, "FIFO", date(2026, 11, 1))
    close(company, date(2026, 11, 1))
    fifo = change(company, "MOVING_AVERAGE", date(2026, 12, 1))
    reverse(company, fifo, date(2026, 12, 1))
    assert pool(company.flour) == ("FIFO", D(15), D("172.50"))
    assert sql.rows(connection, "SELECT left_amount FROM ledger_cost_layer WHERE left_quantity > 0") == [(D("172.50"),)]
    book(company)
    assert all_green() == []
    with pytest.raises(Refused, match="period_closed"):
        reverse(company, again, date(2026, 11, 1))


def test_what_stands_in_the_way(company: Company) -> None:
    refused(company, "method_change_day", "FIFO", date(2026, 12, 1))
    refused(company, "method_change_same", "MOVING_AVERAGE", date(2026, 11, 1))
    refused(company, "standard_missing", "STANDARD", date(2026, 11, 1))
    refused(company, "method_change_lots", "SPECIFIC", date(2026, 11, 1))
    made = change(company, "MONTH_AVERAGE", date(2026, 11, 1))
    with pytest.raises(Refused, match="method_changed_after"):
        reopen_month(
            act=company.act(AT),
            month=month_of(book_id=company.book, month=date(2026, 10, 1)),
            reason="x",
            confirmed_by_id=7,
        )
    tell(company, "shipment", line(company.flour, "3", price="20"), on=date(2026, 11, 5), at=AT)
    with pytest.raises(Refused, match="method_change_used"):
        reverse(company, made, date(2026, 11, 6))
    close(company, date(2026, 11, 1))
    assert pool(company.flour) == ("MONTH_AVERAGE", D(12), D("138.00"))
    tell(company, "shipment", line(company.flour, "3", price="20"), on=date(2026, 12, 1), at=AT)
    refused(company, "method_change_posted", "FIFO", date(2026, 12, 1))
    book(company)
    assert all_green() == []
