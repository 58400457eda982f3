"""The hot path's SQL edge: server-side binding and prepared statements on the connection the framework already holds.

Django interpolates parameters on the client, so the server parses every statement anew; a posting runs the same dozen
statements all day. These functions use psycopg's plain cursor on the same connection and transaction instead.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

import psycopg


class ConnectionWrapper(Protocol):
    """What we need of a framework connection (django.db.connection fits)."""

    connection: Any

    def cursor(self) -> Any: ...


_counter: ContextVar[list[str] | None] = ContextVar("hengku_sql_counter", default=None)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements run through this module, for query-count tests."""
    statements: list[str] = []
    token = _counter.set(statements)
    try:
        yield statements
    finally:
        _counter.reset(token)


def execute(
    wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()
) -> psycopg.Cursor[tuple[Any, ...]]:
    """Run one statement with server-side parameters (%s) and give the cursor; rows are tuples."""
    with wrapper.cursor():
        pass  # opens the connection and lets the tenant layer set the search path
    seen = _counter.get()
    if seen is not None:
        seen.append(statement)
    cursor = psycopg.Cursor(wrapper.connection)
    cursor.execute(statement.encode(), params, prepare=True)
    return cursor


def rows(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with execute(wrapper, statement, params) as cursor:
        return cursor.fetchall()


def write(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> int:
    """Run a write; gives the number of rows touched."""
    with execute(wrapper, statement, params) as cursor:
        return cursor.rowcount
