"""The prover is green on honest books and names what was flipped behind the application's back."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from hengku.ledger.operations.fold import fold_all
from hengku.ledger.operations.period import close
from hengku.ledger.operations.prove import run_check
from hengku.ledger.operations.rebuild import rebuild
from hengku.ledger.operations.reserve import reserve
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.light import light
from hengku.ledger.tests.company import Company, D, tamper
from hengku.ledger.types import ReservationRequest, ReversalRequest
from hengku.metadata.rules.invariants import CheckStatus

pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")


def now() -> datetime:
    return datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


def busy_company() -> Company:
    """A bit of everything: returns, transfers, late documents, reversals, adjustments, negative pools, reservations, a closed month."""
    company = Company("WAREHOUSE")
    company.item("N", negative_stock="ALLOW")
    receipt = company.receive("A", "100", "1000.00", "03-03")
    company.receive("A", "30", "333.33", "03-10")
    sale = company.ship("A", "41", "03-12")
    company.post("SALE_RETURN", "03-13", company.move("A", "3", "CUS", "W1", returns=sale))
    company.post("SALE_RETURN", "03-14", company.move("A", "4", "CUS", "W1", returns=sale))
    company.post("PURCHASE_RETURN", "03-15", company.move("A", "7", "W1", "SUP", returns=receipt))
    company.adjust("A", "12.34", "03-16", adjusts=receipt)
    out = company.move("A", "20", "W1", "TO-W2")
    company.post("TRANSFER", "03-17", out)
    company.post("TRANSFER", "03-18", company.move("A", "13", "TO-W2", "W2", returns=out.line_id))
    company.post("TRANSIT_LOSS", "03-19", company.move("A", "2", "TO-W2", "ADJ", returns=out.line_id))
    company.receive("A", "10", "200.00", "03-05")  # late: replays through the transfer
    company.ship("N", "5", "03-20")
    company.receive("N", "2", "20", "03-21")
    company.receive("N", "10", "130", "03-22")
    close(act=company.act, book_id=company.book.pk, month=date(2026, 3, 1))
    wrong = company.receive("B", "9", "90", "04-02")
    reverse(
        act=company.act,
        requests=[
            ReversalRequest(
                "reverse:1", company.book.pk, company.documents, 9001, "test", date(2026, 4, 3), {wrong: 80001}
            )
        ],
    )
    company.post("STATUS_CHANGE", "04-04", company.move("A", "2", "W1", "W1", statuses=("AVAILABLE", "HOLD")))
    claim = ReservationRequest(company.book.pk, company.item("A"), company.place["W1"], 900, 90, D(5))
    reserve(act=company.act, requests=[claim], partial=False)
    company.ship("A", "2", "04-05", demand=900)
    company.receive("A", "1", "10", "05-04")  # April is under way, March is carried
    return company


def failing(full: bool = True) -> dict[str, tuple[dict[str, str], ...]]:
    return {one.id: one.failing for one in run_check(full=full, now=now) if one.status is CheckStatus.RED}


def ledger_statuses() -> dict[str, CheckStatus]:
    return {one.id: one.status for one in run_check(full=True, now=now)}


def test_honest_books_are_green_and_everything_was_looked_at() -> None:
    busy_company()
    assert failing(full=False) == {}
    assert failing() == {}
    statuses = ledger_statuses()
    for name in (
        "I01",
        "I02",
        "I03",
        "I04",
        "I05",
        "I06",
        "I12",
        "I13",
        "I14",
        "I15",
        "I28",
        "I29",
        "I30",
        "I31",
        "I37",
    ):
        assert statuses[name] is CheckStatus.OK, name
    assert light(at=now()).status == "green"


def test_an_empty_ledger_is_not_ok_but_not_applicable() -> None:
    statuses = ledger_statuses()
    assert statuses["I01"] is CheckStatus.NOT_APPLICABLE
    assert statuses["I15"] is CheckStatus.NOT_APPLICABLE


FLIPS = [
    ("UPDATE ledger_balance SET quantity = quantity + 1 WHERE id = (SELECT min(id) FROM ledger_balance)", "I01"),
    ("UPDATE ledger_move SET quantity = quantity + 1 WHERE id = (SELECT min(id) FROM ledger_move)", "I01"),
    ("UPDATE ledger_move SET quantity = quantity + 1 WHERE id = (SELECT min(id) FROM ledger_move)", "I12"),
    ("UPDATE ledger_move SET business_date = business_date + 1 WHERE id = (SELECT min(id) FROM ledger_move)", "I03"),
    ("UPDATE ledger_move SET item_id = item_id + 1 WHERE id = (SELECT min(id) FROM ledger_move)", "I02"),
    ("DELETE FROM ledger_move WHERE id = (SELECT min(id) FROM ledger_move)", "I01"),
    ("UPDATE ledger_cost_pool SET amount = amount + 0.01 WHERE id = (SELECT min(id) FROM ledger_cost_pool)", "I12"),
    ("UPDATE ledger_cost_entry SET amount = amount + 0.01 WHERE id = (SELECT min(id) FROM ledger_cost_entry)", "I12"),
    (
        "UPDATE ledger_cost_entry SET amount = amount - 0.01 WHERE id = (SELECT min(id) FROM ledger_cost_entry WHERE kind = 'ISSUE')",
        "I15",
    ),
    (
        "UPDATE ledger_cost_entry SET amount = amount - 0.01 WHERE id = (SELECT min(id) FROM ledger_cost_entry WHERE basis = 'SHARE')",
        "I15",
    ),
    (
        "UPDATE ledger_cost_entry SET amount = amount - 0.01 WHERE id = (SELECT min(id) FROM ledger_cost_entry WHERE basis = 'MIRROR')",
        "I29",
    ),
    ("DELETE FROM ledger_cost_entry WHERE id = (SELECT min(id) FROM ledger_cost_entry WHERE kind = 'DELTA')", "I12"),
    ("DELETE FROM ledger_posting WHERE id = (SELECT min(id) FROM ledger_posting)", "I03"),
    ("UPDATE ledger_reservation SET quantity = 1000", "I05"),
    (
        "UPDATE ledger_snapshot_quantity SET quantity = quantity + 1 WHERE id = (SELECT min(id) FROM ledger_snapshot_quantity)",
        "I30",
    ),
    (
        "UPDATE ledger_snapshot_value SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_snapshot_value)",
        "I31",
    ),
    ("UPDATE ledger_snapshot_value SET amount = -1 WHERE id = (SELECT min(id) FROM ledger_snapshot_value)", "I14"),
    (
        "UPDATE ledger_turnover SET in_quantity = in_quantity + 1 WHERE id = (SELECT min(id) FROM ledger_turnover)",
        "I01",
    ),
    (
        "UPDATE ledger_pool_turnover SET in_amount = in_amount + 1 WHERE id = (SELECT min(id) FROM ledger_pool_turnover)",
        "I12",
    ),
    (
        "UPDATE ledger_month_end SET quantity = quantity + 1 WHERE item_id = (SELECT min(item_id) FROM ledger_month_end)",
        "I31",
    ),
    (
        "UPDATE ledger_month_end SET amount = amount + 1 WHERE item_id = (SELECT min(item_id) FROM ledger_month_end)",
        "I31",
    ),
    ("DELETE FROM ledger_month_end WHERE item_id = (SELECT min(item_id) FROM ledger_month_end)", "I31"),
    ("UPDATE ledger_move SET quantity = 1 WHERE reverses_id IS NOT NULL", "I28"),
    (
        "UPDATE ledger_move SET quantity = quantity - 1 WHERE returns_line_id IS NOT NULL AND movement_type = 'TRANSIT_LOSS'",
        "I02",
    ),
    (
        "UPDATE ledger_posting SET business_date = '2026-03-05', recorded_at = '2026-06-01' WHERE id = (SELECT max(id) FROM ledger_posting)",
        "I30",
    ),
    ("UPDATE ledger_posting SET document_id = 1 WHERE id = (SELECT max(id) FROM ledger_posting)", "I37"),
]


def test_every_flipped_row_turns_the_light_red_and_is_named() -> None:
    busy_company()
    fold_all()
    missed: list[str] = []
    for flip, invariant in FLIPS:
        savepoint = transaction.savepoint()
        tamper(flip)
        found = failing()
        shown = light(at=now())
        if not found.get(invariant) or shown.status != "red" or invariant not in {one["id"] for one in shown.failures}:
            missed.append(f"{invariant}: {flip}")
        transaction.savepoint_rollback(savepoint)
    assert missed == []
    assert failing() == {}


@pytest.mark.parametrize(
    ("flip", "invariant"),
    [
        ("UPDATE ledger_balance SET quantity = quantity + 1 WHERE id = (SELECT max(id) FROM ledger_balance)", "I01"),
        ("UPDATE ledger_cost_pool SET amount = amount + 0.01 WHERE id = (SELECT max(id) FROM ledger_cost_pool)", "I12"),
    ],
)
def test_the_incremental_pass_sees_keys_of_new_postings(flip: str, invariant: str) -> None:
    company = Company()
    company.opening("A", "10", "100")
    assert failing(full=False) == {}
    company.ship("A", "1", "03-05")
    tamper(flip)
    assert invariant in failing(full=False)
    company.ship("A", "1", "03-05")
    run_check(full=False, now=now)
    assert light(at=now()).status == "red", "an incremental pass cannot clear the light"


def test_rebuild_repairs_every_projection() -> None:
    busy_company()
    fold_all()
    tamper("UPDATE ledger_balance SET quantity = quantity + 7, last_date = '2030-01-01'")
    tamper("UPDATE ledger_cost_pool SET quantity = quantity + 7, amount = amount + 1, last_unit_amount = 0")
    tamper("UPDATE ledger_turnover SET out_quantity = 3")
    tamper("DELETE FROM ledger_pool_turnover")
    assert failing() != {}
    rebuilt = rebuild()
    assert min(rebuilt.balances, rebuilt.pools, rebuilt.turnover, rebuilt.pool_turnover) > 0
    assert failing() == {}
    again = rebuild()
    assert (again.balances, again.pools) == (0, 0)


def test_rebuild_changes_nothing_in_honest_books() -> None:
    busy_company()
    rebuilt = rebuild()
    assert (rebuilt.balances, rebuilt.pools) == (0, 0)


@pytest.mark.parametrize("table", ["posting", "move", "cost_entry"])
@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_{} SET recorded_at = recorded_at", "DELETE FROM ledger_{}", "TRUNCATE ledger_{} CASCADE"]
)
def test_triggers_stop_even_the_owner(table: str, verb: str) -> None:
    Company().opening("A", "10", "100")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {verb.format(table)}")
