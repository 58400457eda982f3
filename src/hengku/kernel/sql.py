"""The hot path's SQL edge: server-side binding, prepared statements and few trips, on the connection the framework holds.

Django interpolates parameters on the client, so the server parses every statement anew; a posting runs the same dozen
statements all day. These functions speak to the driver's own connection instead, in the same transaction. What needs no
answer (`later`) travels with the next question while a `gathering` is open.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from hengku.kernel.wire import Answer, Wire, wire_of


class ConnectionWrapper(Protocol):
    """What we need of a framework connection (django.db.connection fits)."""

    connection: Any
    in_atomic_block: bool
    needs_rollback: bool
    execute_wrappers: list[Any]

    @property
    def wrap_database_errors(self) -> Any: ...

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


def rows(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement with server-side parameters (%s)."""
    return _ask(wrapper, ((statement, params),))[0].rows()


def write(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> int:
    """Run a write; gives the number of rows touched."""
    return _ask(wrapper, ((statement, params),))[0].touched()


def batch(wrapper: ConnectionWrapper, *questions: tuple[str, Sequence[object]]) -> list[list[tuple[Any, ...]]]:
    """Rows of several statements, run in this order on one trip. The first that fails ends it."""
    return [answer.rows() for answer in _ask(wrapper, questions)]


def later(wrapper: ConnectionWrapper, statement: str, params: Sequence[object] = ()) -> None:
    """A write whose outcome nobody waits for: inside a `gathering` it is sent now and looked at with the next question (an
    error is raised there, at the latest when the gathering ends); outside it just runs."""
    wire = _wire(wrapper)
    _note(statement)
    wire.send(_numbered(statement), _columns(params))
    if not wire.gathering:
        wire.settle()


@contextmanager
def gathering(wrapper: ConnectionWrapper, *, commit: bool) -> Iterator[None]:
    """Let writes travel together. Before the framework itself speaks to the database, and at the end, everything sent is looked
    at. commit: the block is the whole of the outermost transaction, so its COMMIT goes with the last trip; the framework then
    finds nothing left to commit."""
    wrapper = _direct(wrapper)
    wire = _wire(wrapper)
    if wire.gathering:
        yield
        return
    wire.gathering = True

    def framework_speaks(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        with wrapper.wrap_database_errors:
            wire.settle()
        return execute(sql, params, many, context)

    wrapper.execute_wrappers.append(framework_speaks)
    try:
        yield
        if commit and not wrapper.needs_rollback:
            wire.commit()
        else:
            wire.settle()
    except BaseException:
        wire.abandon()
        raise
    finally:
        wrapper.execute_wrappers.remove(framework_speaks)
        wire.gathering = False


def _direct(wrapper: ConnectionWrapper) -> ConnectionWrapper:
    """The connection behind the framework's stand-in, which looks it up anew for every attribute."""
    known = vars(wrapper)
    return known["_connections"][known["_alias"]] if "_connections" in known else wrapper


def _wire(wrapper: ConnectionWrapper) -> Wire:
    wrapper = _direct(wrapper)
    if not (wrapper.in_atomic_block and getattr(wrapper, "search_path_set_schemas", None)):
        with wrapper.cursor():
            pass  # opens the connection and lets the tenant layer set the search path
    return wire_of(wrapper.connection)


def _ask(wrapper: ConnectionWrapper, questions: Sequence[tuple[str, Sequence[object]]]) -> list[Answer]:
    wire = _wire(wrapper)
    asked = []
    for statement, params in questions:
        _note(statement)
        asked.append((_numbered(statement), _columns(params)))
    return wire.ask(asked)


def _note(statement: str) -> None:
    seen = _counter.get()
    if seen is not None:
        seen.append(statement)


def _columns(params: Sequence[object]) -> list[object]:
    return [array(one) if type(one) is list else one for one in params]


@lru_cache(maxsize=2048)
def _numbered(statement: str) -> bytes:
    """The statement with $1, $2 … for %s."""
    parts = statement.split("%s")
    numbered = "".join(f"{part}${position}" for position, part in enumerate(parts[:-1], start=1)) + parts[-1]
    return numbered.replace("%%", "%").encode()


def columns_of(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    """Rows turned into columns for one unnest of many arrays. A column of nothing is left empty: the server fills it up."""
    if not rows:
        return [[] for _ in range(width)]
    return [
        [] if column[0] is None and column.count(None) == len(column) else list(column)
        for column in zip(*rows, strict=True)
    ]


_PLAIN = frozenset({int, Decimal, date, bool})
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})


def array(values: list[Any]) -> object:
    """An array parameter as PostgreSQL writes it; the driver's own way costs ten times as much. Lists of other things than
    numbers, dates, truth values and text go to the driver as they are."""
    if not values:
        return "{}"
    first, size = values[0], len(values)
    if values.count(first) == size:  # most columns say the same of every row
        one = _element(first)
        if one is not None:
            return f"{{{one}}}" if size == 1 else f"{{{','.join([one] * size)}}}"
    kinds = set(map(type, values))
    if len(kinds) == 1:
        (kind,) = kinds
        if kind in _PLAIN:
            return f"{{{','.join(map(str, values))}}}"
        if issubclass(kind, str):
            text = '","'.join(values)
            if "\\" not in text and text.count('"') == 2 * size - 2:
                return f'{{"{text}"}}'
    kinds.discard(type(None))
    if kinds <= _PLAIN:
        return f"{{{','.join(['NULL' if value is None else str(value) for value in values])}}}"
    if all(issubclass(kind, str) for kind in kinds):
        quoted = ["NULL" if value is None else f'"{str(value).translate(_QUOTED)}"' for value in values]
        return f"{{{','.join(quoted)}}}"
    return values


def _element(value: object) -> str | None:
    """One element of an array; None for what only the driver can write."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return f'"{value.translate(_QUOTED)}"' if '"' in value or "\\" in value else f'"{value}"'
    return str(value) if type(value) in _PLAIN else None
