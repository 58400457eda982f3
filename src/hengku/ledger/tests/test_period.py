"""Closing and reopening months; facts that nobody may change."""

from datetime import date

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from hengku.kernel.errors import Refused
from hengku.ledger.models import CostEntry, Move, PeriodSnapshot, Posting, SnapshotQuantity, SnapshotValue
from hengku.ledger.operations.period import close, reopen
from hengku.ledger.operations.retry import run_posting, sqlstate_of
from hengku.ledger.rules.months import next_month
from hengku.ledger.tests.company import Company, D

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_a_closed_month_keeps_its_stock() -> None:
    company = Company()
    company.opening("A", "10", "100")
    company.ship("A", "3", "03-10")
    company.ship("A", "2", "04-10")
    snapshot = close(act=company.act, book_id=company.book.pk, month=MARCH)
    assert list(SnapshotQuantity.objects.filter(snapshot_id=snapshot).values_list("quantity", flat=True)) == [7]
    assert list(SnapshotValue.objects.filter(snapshot_id=snapshot).values_list("quantity", "amount")) == [
        (7, D("70.00"))
    ]
    second = close(act=company.act, book_id=company.book.pk, month=APRIL)
    assert list(SnapshotValue.objects.filter(snapshot_id=second).values_list("quantity", "amount")) == [(5, D("50.00"))]


def test_months_close_in_order_after_they_are_over() -> None:
    company = Company()

    def refused_for(month: date) -> str:
        with pytest.raises(Refused) as refused, transaction.atomic():
            close(act=company.act, book_id=company.book.pk, month=month)
        return refused.value.code

    assert refused_for(APRIL) == "period_not_in_order"
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    assert refused_for(MARCH) == "period_already_closed"
    close(act=company.act, book_id=company.book.pk, month=APRIL)
    assert refused_for(date(2026, 5, 1)) == "period_not_over"


def test_scenario_s03_a_negative_pool_blocks_the_close() -> None:
    company = Company(negative_stock="ALLOW")
    company.opening("C", "8", "96.00")
    company.ship("C", "20", "03-10")
    company.receive("C", "5", "65.50", "03-12")
    with pytest.raises(Refused) as refused, transaction.atomic():
        close(act=company.act, book_id=company.book.pk, month=MARCH)
    (found,) = refused.value.refusals
    assert (found.code, found.params["quantity"], found.params["amount"]) == ("negative_pool", "-7", "-84.00")
    company.receive("C", "30", "375.00", "03-31")
    close(act=company.act, book_id=company.book.pk, month=MARCH)


def test_scenario_s04_reopening_needs_two_people_and_keeps_the_old_snapshot() -> None:
    company = Company()
    company.opening("D", "10", "100")
    close(act=company.act, book_id=company.book.pk, month=MARCH)
    book = company.book.pk
    for month, reason, second, code in (
        (APRIL, "late paper", 2, "period_not_closed"),
        (MARCH, "", 2, "reopen_needs_reason"),
        (MARCH, "late paper", None, "reopen_needs_second_person"),
    ):
        with pytest.raises(Refused) as refused, transaction.atomic():
            reopen(act=company.act, book_id=book, month=month, reason=reason, confirmed_by_id=second)
        assert refused.value.code == code
    reopen(act=company.act, book_id=book, month=MARCH, reason="late paper", confirmed_by_id=2)
    company.receive("D", "1", "13", "03-20")
    close(act=company.act, book_id=book, month=MARCH)
    old, new = PeriodSnapshot.objects.order_by("pk")
    assert old.superseded_at is not None
    assert old.reason == "late paper"
    assert new.superseded_at is None
    assert old.content_hash != new.content_hash


def test_only_the_last_closed_month_can_be_reopened() -> None:
    company = Company()
    for month in (MARCH, APRIL):
        close(act=company.act, book_id=company.book.pk, month=month)
    with pytest.raises(Refused) as refused:
        reopen(act=company.act, book_id=company.book.pk, month=MARCH, reason="x", confirmed_by_id=2)
    assert refused.value.code == "period_not_last"


def test_next_month_crosses_the_year() -> None:
    assert [next_month(date(2026, month, 1)) for month in (1, 12)] == [date(2026, 2, 1), date(2027, 1, 1)]


@pytest.mark.parametrize("model", [Posting, Move, CostEntry])
@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_the_app_role_has_no_right_to_change_facts(model: type[Move], verb: str) -> None:
    Company().opening("A", "10", "100")
    table = model._meta.db_table
    statement = {
        "update": f"UPDATE {table} SET recorded_at = now()",
        "delete": f"DELETE FROM {table}",
        "truncate": f"TRUNCATE {table} CASCADE",
    }
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement[verb])


def test_lost_races_are_told_apart() -> None:
    assert sqlstate_of(psycopg.errors.DeadlockDetected()) == "40P01"
    assert sqlstate_of(ValueError()) is None
    assert run_posting(lambda: 7) == 7
