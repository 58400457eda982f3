"""Who must wait for whom in the ledger."""

from datetime import date
from decimal import Decimal

from tests.races import meanwhile

from hengku.config.embedded.connection import Connection
from hengku.ledger.models import CostPool, SnapshotQuantity
from hengku.ledger.operations.period import close
from hengku.ledger.tests.company import Company


def test_two_warehouses_of_one_cost_scope_share_a_pool(committed_db: Connection) -> None:
    """Different balances, the same pool: the second posting waits and adds to what the first one left."""
    assert committed_db.dsn
    company = Company()
    company.item("A")
    company.receive("A", "10", "100.00", "03-05")
    assert meanwhile(
        lambda: company.receive("A", "5", "60.00", "03-06"),
        lambda: company.receive("A", "7", "84.00", "03-06", "W2"),
    ) == ""  # fmt: skip
    pool = CostPool.objects.get()
    assert (pool.quantity, pool.amount) == (22, Decimal("244.00"))


def test_closing_a_month_waits_for_what_is_being_posted_in_it(committed_db: Connection) -> None:
    assert committed_db.dsn
    company = Company()
    company.item("A")
    company.receive("A", "10", "100.00", "03-05")
    month = date(2026, 3, 1)
    assert meanwhile(
        lambda: company.receive("A", "5", "60.00", "03-06"),
        lambda: close(act=company.act, book_id=company.book.pk, month=month),
    ) == ""  # fmt: skip
    assert SnapshotQuantity.objects.get().quantity == 15
