"""Statements that travel together: nothing lost, nothing committed too early, every error told, whoever speaks next."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from hengku.config.embedded.connection import Connection
from hengku.kernel import sql

_COUNT = "SELECT count(*) FROM documents_number_counter WHERE key LIKE 'trip%%'"
_ADD = "INSERT INTO documents_number_counter (key, value) VALUES (%s, %s)"


@pytest.fixture
def committed_db(shared_committed_db: Connection) -> Iterator[Connection]:
    """One database for this file; what a test committed is taken away with its connection."""
    yield shared_committed_db
    connection.close()
    with psycopg.connect(shared_committed_db.owner_dsn) as owner:
        owner.execute("DELETE FROM main.documents_number_counter WHERE key LIKE 'trip%'")


def _as_a_whole(work: Callable[[], None]) -> None:
    with transaction.atomic(), sql.gathering(connection, commit=True):
        work()


def _seen_by_others(own: Connection) -> int:
    with psycopg.connect(own.owner_dsn) as other:
        row = other.execute("SELECT count(*) FROM main.documents_number_counter WHERE key LIKE 'trip%'").fetchone()
    return int(row[0]) if row else -1


@pytest.mark.django_db
def test_values_arrive_as_they_left() -> None:
    values = (
        1,
        70_000,
        5_000_000_000,
        Decimal("12.3400"),
        "text",
        True,
        date(2026, 1, 31),
        None,
        [1, 2],
        ["a", 'b"\\'],
    )
    types = ("int", "int", "bigint", "numeric", "text", "bool", "date", "text", "bigint[]", "text[]")
    shown = ", ".join(f"%s::{kind}" for kind in types)
    assert sql.rows(connection, f"SELECT {shown}", values) == [values]
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    assert sql.rows(connection, "SELECT %s::timestamptz", (at,)) == [(at,)]


@pytest.mark.parametrize(
    "values", [[], [None, None], [3, 3, 3], ["x", "x"], ['"', '"'], [None, 1], [Decimal("1.5")] * 2]
)
@pytest.mark.django_db
def test_arrays_of_any_shape(values: list[object]) -> None:
    assert sql.rows(connection, "SELECT %s::text[]", (values,)) == [([None if v is None else str(v) for v in values],)]


def test_an_empty_column_is_filled_up(committed_db: Connection) -> None:
    columns = sql.columns_of([(1, None), (2, None)], 2)
    assert columns == [[1, 2], []]
    found = sql.rows(connection, "SELECT * FROM unnest(%s::bigint[], %s::bigint[])", columns)
    assert found == [(1, None), (2, None)]


def test_later_is_there_for_the_next_question_and_after_the_commit(committed_db: Connection) -> None:
    with transaction.atomic(), sql.gathering(connection, commit=True):
        sql.later(connection, _ADD, ("trip1", 1))
        assert sql.rows(connection, _COUNT) == [(1,)]
        sql.later(connection, _ADD, ("trip2", 1))
        assert _seen_by_others(committed_db) == 0
    assert _seen_by_others(committed_db) == 2


def test_later_is_there_for_the_framework_too(committed_db: Connection) -> None:
    with transaction.atomic(), sql.gathering(connection, commit=True):
        sql.later(connection, _ADD, ("trip1", 1))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM documents_number_counter WHERE key = 'trip1'")
            assert cursor.fetchone() == (1,)


def test_without_a_gathering_later_is_now(committed_db: Connection) -> None:
    with transaction.atomic():
        sql.later(connection, _ADD, ("trip1", 1))
    assert _seen_by_others(committed_db) == 1


@pytest.mark.parametrize("last", ["question", "framework", "end"])
def test_an_error_is_told_and_nothing_stays(committed_db: Connection, last: str) -> None:
    def divide() -> None:
        sql.later(connection, _ADD, ("trip1", 1))
        sql.later(connection, "SELECT 1 / %s::int", (0,))
        sql.later(connection, _ADD, ("trip2", 1))
        if last == "question":
            sql.rows(connection, _COUNT)
        if last == "framework":
            connection.cursor().execute("SELECT 1")

    with pytest.raises((psycopg.errors.DivisionByZero, DatabaseError)):
        _as_a_whole(divide)
    assert _seen_by_others(committed_db) == 0
    assert sql.rows(connection, _COUNT) == [(0,)]


def test_a_refusal_leaves_nothing_on_its_way(committed_db: Connection) -> None:
    def refuse() -> None:
        sql.later(connection, _ADD, ("trip1", 1))
        raise KeyError

    with pytest.raises(KeyError):
        _as_a_whole(refuse)
    assert _seen_by_others(committed_db) == 0
    assert sql.rows(connection, _COUNT) == [(0,)]


def test_a_constraint_that_waits_for_the_commit_stops_it(committed_db: Connection) -> None:
    def orphan() -> None:
        sql.later(connection, _ADD, ("trip1", 1))
        sql.later(
            connection,
            "INSERT INTO documents_line_progress (line_id, document_id, linked_quantity, executed_quantity, returned_quantity)"
            " VALUES (%s, 1, 0, 0, 0)",
            (987_654,),
        )

    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        _as_a_whole(orphan)
    assert _seen_by_others(committed_db) == 0


def test_a_doomed_transaction_is_not_committed(committed_db: Connection) -> None:
    with transaction.atomic(), sql.gathering(connection, commit=True):
        sql.later(connection, _ADD, ("trip1", 1))
        transaction.set_rollback(True)
    assert _seen_by_others(committed_db) == 0


def test_large_both_ways_does_not_stall(committed_db: Connection) -> None:
    large = "x" * 2_000_000
    with transaction.atomic(), sql.gathering(connection, commit=True):
        for _ in range(3):
            sql.later(connection, "SELECT %s::text", (large,))
        found = sql.batch(connection, ("SELECT %s::text", (large,)), ("SELECT %s::text", ("y",)))
    assert [len(rows[0][0]) for rows in found] == [2_000_000, 1]


@pytest.mark.django_db
def test_more_statements_than_are_kept_prepared() -> None:
    for number in range(320):
        assert sql.rows(connection, f"SELECT {number}, %s::int", (number,)) == [(number, number)]
    assert sql.rows(connection, "SELECT 0, %s::int", (0,)) == [(0, 0)]
