"""The invariants of the books are green on honest books and name what was changed behind the application's back."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.world import Company, line, make_company, move_on, tell

from hengku.finance.operations.rebuild import rebuild_turnover
from hengku.finance.queries import prove
from hengku.finance.tests.test_making import book
from hengku.metadata.rules.invariants import CheckWindow, Findings

FULL = CheckWindow()


@pytest.fixture
def company(as_owner: None) -> Company:
    """Books with receipts, sales, a transfer and a reversal, vouchered but for the last shipment."""
    made = make_company()
    tell(made, "opening_stock", line(made.flour, "10", amount="33"), on=date(2026, 10, 1))
    tell(made, "goods_receipt", line(made.bottle, "100", price="10"), on=date(2026, 10, 3))
    tell(made, "shipment", line(made.bottle, "30", price="15"), on=date(2026, 10, 5))
    wrong = tell(made, "goods_receipt", line(made.bottle, "7", price="3.33"), on=date(2026, 10, 4))
    tell(made, "transfer", line(made.bottle, "10", to_bin_id=made.b1), to_warehouse_id=made.b)
    move_on(made, wrong.id, "reverse", reason="录错")
    book(made)
    tell(made, "shipment", line(made.bottle, "2", price="15"), on=date(2026, 10, 6))
    return made


def tamper(table: str, statement: str) -> None:
    """Change facts with the triggers of `table` off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def all_green() -> bool:
    findings = [one.check(FULL) for one in prove.INVARIANTS]
    return all(found.rows and not found.failing for found in findings)


def red(findings: Findings) -> int:
    return len(findings.failing)


def test_honest_books_are_green(company: Company) -> None:
    assert all_green()


def test_new_postings_tie_to_their_own_vouchers(company: Company) -> None:
    new = CheckWindow(full=False, after_posting_id=0)
    found = prove.stock_ties_to_the_ledger(new)
    assert (found.rows, found.failing) == (4, ())
    assert prove.stock_ties_to_the_ledger(CheckWindow(full=False, after_posting_id=10**9)).rows == 0
    tamper(
        "finance_voucher_line",
        "UPDATE finance_voucher_line SET debit = debit + 1 WHERE debit <> 0 AND item_id IS NOT NULL",
    )
    assert red(prove.stock_ties_to_the_ledger(new)) == 1


def test_stock_that_left_the_ledger_is_found(company: Company) -> None:
    tamper(
        "finance_account_turnover",
        "UPDATE finance_account_turnover SET debit = debit + 0.01"
        " WHERE account_id = (SELECT id FROM finance_account WHERE code = '1405')",
    )
    assert red(prove.stock_ties_to_the_ledger(FULL)) + red(prove.vouchers_balance(FULL)) >= 2


def test_turnover_is_rebuilt_from_the_lines(company: Company) -> None:
    tamper("finance_account_turnover", "UPDATE finance_account_turnover SET debit = debit + 7")
    assert red(prove.vouchers_balance(FULL)) > 0
    rebuild_turnover()
    assert all_green()


def test_a_pool_that_was_changed_is_found(company: Company) -> None:
    tamper("ledger_cost_pool", "UPDATE ledger_cost_pool SET amount = amount + 5 WHERE quantity > 0")
    (finding, *_) = prove.stock_ties_to_the_ledger(FULL).failing
    assert finding["account"] == "1405"


def test_a_forgotten_voucher_is_found(company: Company) -> None:
    """A document the vouchers passed without dealing with it."""
    tamper(
        "finance_treated_event",
        "DELETE FROM finance_treated_event WHERE id = (SELECT max(id) FROM finance_treated_event)",
    )
    assert red(prove.every_event_is_dealt_with_once(FULL)) == 1


def test_a_voucher_without_a_reason_is_found(company: Company) -> None:
    tamper("finance_treated_event", "UPDATE finance_treated_event SET outcome = 'NONE' WHERE outcome = 'VOUCHER'")
    assert red(prove.every_event_is_dealt_with_once(FULL)) > 0
    tamper("finance_treated_event", "UPDATE finance_treated_event SET outcome = 'VOUCHER'")
    assert red(prove.every_event_is_dealt_with_once(FULL)) > 0


def test_a_voucher_that_does_not_balance_is_found(company: Company) -> None:
    tamper("finance_voucher_line", "UPDATE finance_voucher_line SET debit = debit + 1 WHERE debit <> 0 AND seq = 1")
    assert red(prove.vouchers_balance(FULL)) > 0


def test_a_gap_in_the_numbers_is_found(company: Company) -> None:
    tamper("finance_voucher", "UPDATE finance_voucher SET number = number + 10 WHERE number = 2")
    assert red(prove.voucher_numbers_have_no_gaps(FULL)) == 1


def test_vouchers_cannot_be_changed(company: Company) -> None:
    for statement in (
        "UPDATE finance_voucher_line SET debit = 1",
        "DELETE FROM finance_voucher_line",
        "UPDATE finance_voucher SET total = 1",
        "DELETE FROM finance_voucher",
        "DELETE FROM finance_voucher_source",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE finance_voucher SET reviewed_at = %s", [datetime(2026, 10, 21, tzinfo=UTC)])


def test_lines_of_no_voucher_or_account_are_found(company: Company) -> None:
    tamper("finance_voucher_line", "UPDATE finance_voucher_line SET account_id = 999999 WHERE seq = 1")
    assert "#999999" in {row.get("account") for row in prove.vouchers_balance(FULL).failing}
    tamper("finance_voucher_line", "UPDATE finance_voucher_line SET voucher_id = voucher_id + 900000")
    lost = [row for row in prove.vouchers_balance(FULL).failing if str(row.get("voucher", "")).startswith("90")]
    assert lost
