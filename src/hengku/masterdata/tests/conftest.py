"""A seeded account set and somebody who acts in it."""

from datetime import UTC, date, datetime

import pytest

from hengku.identity.types import SYSTEM, Act
from hengku.masterdata.operations.seed import seed_account_set
from hengku.masterdata.types import CostingScope

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def act() -> Act:
    return Act(viewer=SYSTEM, at=AT, request_id="test", address="127.0.0.1")


@pytest.fixture
def book(db: None, act: Act) -> int:
    """A fresh account set: one book, one warehouse, units, reasons, rules."""
    return seed_account_set(
        act=act,
        book_name="衡库演示公司",
        start_month=date(2026, 11, 1),
        warehouse_name="主仓库",
        costing_scope=CostingScope.BOOK,
    )
