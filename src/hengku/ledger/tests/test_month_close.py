"""Month-end costing in the books: provisional amounts, corrections at the close, followers in other pools and later months."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from hengku.ledger.models import CostEntry, CostPool
from hengku.ledger.operations.month_costing import cost_month_end
from hengku.ledger.operations.period import close, reopen
from hengku.ledger.operations.prove import run_check
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.line_cost import line_unit_costs
from hengku.ledger.tests.company import Company, D, tamper
from hengku.ledger.types import ReversalRequest
from hengku.metadata.rules.invariants import CheckStatus

pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def now() -> datetime:
    return datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


def company_of(scope: str = "BOOK") -> Company:
    company = Company(scope)
    for code in "EF":
        company.item(code, cost_method="MONTH_AVERAGE")
    return company


def end(company: Company, month: date = MARCH) -> int | None:
    with transaction.atomic():
        return cost_month_end(act=company.act, book_id=company.book.pk, month=month)


def cost(line: int) -> Decimal:
    return sum(CostEntry.objects.filter(source_line_id=line).values_list("amount", flat=True), D(0))


def failing() -> set[str]:
    return {one.id for one in run_check(full=True, now=now) if one.status is CheckStatus.RED}


def busy() -> Company:
    company = company_of("WAREHOUSE")
    company.opening("E", "100", "1000.00")
    company.opening("E", "100", "2000.00", warehouse="W2")
    sale = company.ship("E", "20", "03-03")
    company.post("TRANSFER", "03-05", company.move("E", "50", "W1", "W2"))
    company.post("TRANSFER", "03-10", company.move("E", "30", "W2", "W1"))
    company.post("SALE_RETURN", "03-12", company.move("E", "3", "CUS", "W1", returns=sale))
    receipt = company.receive("E", "40", "477.77", "03-20")
    company.post("PURCHASE_RETURN", "03-21", company.move("E", "7", "W1", "SUP", returns=receipt))
    company.adjust("E", "12.34", "03-22", adjusts=receipt)
    out = company.move("E", "20", "W1", "TO-W2")
    company.post("TRANSFER", "03-30", out)
    company.post("TRANSFER", "04-02", company.move("E", "13", "TO-W2", "W2", returns=out.line_id))
    company.opening("F", "3", "10.00")
    for day in ("03-26", "03-27", "03-28"):
        company.ship("F", "1", day)
    return company


def test_issues_are_provisional_at_the_unit_cost_the_month_began_with() -> None:
    company = company_of()
    company.opening("E", "150", "1837.50")
    company.receive("E", "200", "2560.00", "03-03")
    sale = company.ship("E", "180", "03-06")
    assert company.amounts(sale) == [("ISSUE", D("-2205.00"))]
    assert line_unit_costs(line_ids=[sale])[sale] == (D("12.250000"), True)
    end(company)
    assert cost(sale) == D("-2261.57")  # 4,397.50 / 350
    assert end(company) is None


def test_what_is_left_at_nothing_goes_to_the_last_issue_at_once_and_finally() -> None:
    company = company_of()
    company.opening("E", "10", "100.00")
    company.receive("E", "10", "140.00", "03-09")
    last = company.ship("E", "20", "03-10")
    assert company.pool("E") == (0, 0)
    company.adjust("E", "6.00", "03-11")
    assert company.pool("E") == (0, 0)
    end(company)
    assert (cost(last), company.pool("E")) == (D("-246.00"), (0, 0))


def test_a_closed_month_carries_its_cost_on() -> None:
    """Goods on the way, reversed sales and emptied pools of the next month follow what the close finds."""
    company = company_of("WAREHOUSE")
    company.opening("E", "10", "100.00")
    out = company.move("E", "4", "W1", "TO-W2")
    company.post("TRANSFER", "03-30", out)
    sale = company.ship("E", "1", "03-30")
    arrived = company.move("E", "4", "TO-W2", "W2", returns=out.line_id)
    company.post("TRANSFER", "04-02", arrived)
    gone = company.ship("E", "4", "04-03", warehouse="W2")
    reverse(
        act=company.act,
        requests=[
            ReversalRequest(
                "reverse:1", company.book.pk, company.documents - 2, 9001, "test", date(2026, 4, 4), {sale: 80001}
            )
        ],
    )
    company.receive("E", "10", "140.00", "03-31")  # c = 12
    end(company)
    assert (cost(out.line_id), cost(sale), cost(80001)) == (D("0.00"), D("-12.00"), D("12.00"))
    assert CostEntry.objects.filter(source_line_id=arrived.line_id, quantity__gt=0, amount=D("40.00")).exists()
    assert company.pool("E", "W2") == (0, 0)
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    end(company, APRIL)
    assert cost(gone) == D("-48.00")
    assert failing() == set()


def test_opened_again_the_month_is_costed_again() -> None:
    company = busy()
    end(company)
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    assert failing() == set()
    before = dict(CostPool.objects.values_list("pk", "amount"))
    reopen(act=company.act, book_id=company.book.pk, month=MARCH, reason="late paper", confirmed_by_id=-1)
    company.receive("E", "10", "500.00", "03-31")
    assert end(company) is not None
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    assert dict(CostPool.objects.values_list("pk", "amount")) != before
    assert failing() == set()


@pytest.mark.parametrize("row", ["kind = 'DELTA'", "kind = 'ISSUE'", "kind = 'OWN' AND basis = 'CARRY'"])
def test_a_changed_amount_of_a_closed_month_is_named(row: str) -> None:
    """With its pool moved along, so that only the rule can tell."""
    company = busy()
    end(company)
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    chosen = f"(SELECT min(id) FROM ledger_cost_entry WHERE {row} AND method = 'MONTH_AVERAGE')"
    tamper(
        f"UPDATE ledger_cost_pool SET amount = amount + 1 WHERE id = (SELECT pool_id FROM ledger_cost_entry WHERE id = {chosen})"
    )
    tamper(f"UPDATE ledger_cost_entry SET amount = amount + 1 WHERE id = {chosen}")
    assert "I15m" in failing()


def test_months_with_nothing_to_average_are_performed_again_too() -> None:
    """April has a return and an issue only: both at March's unit cost, which May's close has replaced since."""
    company = company_of()
    company.opening("E", "10", "100.00")
    sale = company.ship("E", "10", "03-10")
    back = company.move("E", "2", "CUS", "W1", returns=sale)
    company.post("SALE_RETURN", "04-02", back)
    again = company.ship("E", "2", "04-03")
    company.receive("E", "5", "100.00", "05-02")
    for month in (MARCH, APRIL):
        end(company, month)
        close(act=company.act, book_id=company.book.pk, month=month)
    end(company, date(2026, 5, 1))
    assert (cost(back.line_id), cost(again)) == (D("20.00"), D("-20.00"))
    assert failing() == set()
    tamper(
        f"UPDATE ledger_cost_entry SET amount = amount + sign(amount) WHERE source_line_id IN ({back.line_id}, {again})"
    )
    assert "I15m" in failing()
