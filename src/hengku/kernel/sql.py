"""The hot path's SQL edge: server-side binding and prepared statements on the connection the framework already holds.

Django interpolates parameters on the client, so the server parses every statement anew; a posting runs the same dozen
statements all day. These functions use psycopg's plain cursor on the same connection and transaction instead.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

import psycopg


class ConnectionWrapper(Protocol):
    """What we need of a framework connection (django.db.connection fits)."""

    connection: Any
    in_atomic_block: bool

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
    if not (wrapper.in_atomic_block and getattr(wrapper, "search_path_set_schemas", None)):
        with wrapper.cursor():
            pass  # opens the connection and lets the tenant layer set the search path
    seen = _counter.get()
    if seen is not None:
        seen.append(statement)
    cursor = psycopg.RawCursor(wrapper.connection)
    cursor.execute(_numbered(statement), [array(one) if type(one) is list else one for one in params], prepare=True)
    return cursor


@lru_cache(maxsize=2048)
def _numbered(statement: str) -> bytes:
    """The statement with $1, $2 … for %s: the driver would cut long statements anew at every call."""
    parts = statement.split("%s")
    numbered = "".join(f"{part}${position}" for position, part in enumerate(parts[:-1], start=1)) + parts[-1]
    return numbered.replace("%%", "%").encode()


_PLAIN = frozenset({int, Decimal, date, bool})
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})


def array(values: list[Any]) -> object:
    """An array parameter as PostgreSQL writes it; the driver's own way costs ten times as much. Lists of other things than
    numbers, dates, truth values and text go to the driver as they are."""
    kinds = set(map(type, values))
    if len(kinds) == 1:
        (kind,) = kinds
        if kind in _PLAIN:
            return f"{{{','.join(map(str, values))}}}"
        if kind is type(None):
            return f"{{{','.join(['NULL'] * len(values))}}}"
        if issubclass(kind, str):
            text = '","'.join(values)
            if "\\" not in text and text.count('"') == 2 * len(values) - 2:
                return f'{{"{text}"}}'
    kinds.discard(type(None))
    if kinds <= _PLAIN:
        return f"{{{','.join(['NULL' if value is None else str(value) for value in values])}}}"
    if all(issubclass(kind, str) for kind in kinds):
        quoted = ["NULL" if value is None else f'"{str(value).translate(_QUOTED)}"' for value in values]
        return f"{{{','.join(quoted)}}}"
    return values


def rows(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with execute(wrapper, statement, params) as cursor:
        return cursor.fetchall()


def write(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> int:
    """Run a write; gives the number of rows touched."""
    with execute(wrapper, statement, params) as cursor:
        return cursor.rowcount
