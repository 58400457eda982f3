"""One driver connection spoken to without ceremony: statements prepared once, many on one trip, rows loaded in C.

The driver's cursor costs four times as much per statement as the statement's own send and receive. Its connection object stays
in charge of everything else: transactions, adapters, notices, closing.
"""

import select
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_KEPT = 300
"""Statements kept prepared on a connection; the one used least recently makes room."""
_INT2, _INT4, _INT8 = 2**15, 2**31, 2**63
_FAILED = frozenset({ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE, ExecStatus.NONFATAL_ERROR})

_KEEPER = "_hengku_wire"

Question = tuple[bytes, Sequence[object]]
_Ready = tuple[bytes, list[Any]]


class Answer:
    """What the server said to one statement."""

    __slots__ = ("_loader", "_result")

    def __init__(self, result: PGresult, loader: abc.Transformer) -> None:
        self._result = result
        self._loader = loader

    def rows(self) -> list[tuple[Any, ...]]:
        count = self._result.ntuples
        if not count:
            return []
        self._loader.set_pgresult(self._result)
        return self._loader.load_rows(0, count, tuple)

    def touched(self) -> int:
        """Rows inserted, updated, deleted or read."""
        return self._result.command_tuples or 0


class Wire:
    """State of one driver connection. gathering: writes may wait for company."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.gathering = False
        self._connection = connection
        self._pg = connection.pgconn
        self._loader = Transformer(connection)
        self._dumper = Transformer(connection)
        self._prepared: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._serial = 0
        self._open = 0

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """Answers to these statements, in order. Raises the driver's errors, also those of statements sent before."""
        ready = [self._ready(*question) for question in questions]
        if len(ready) == 1 and not self._open and not self._must_begin():
            result = self._pg.exec_prepared(*ready[0])
            if result.status in _FAILED:
                raise self._error(result)
            return [Answer(result, self._loader)]
        for one in ready:
            self._put(one)
        return [Answer(result, self._loader) for result in self._gather()[-len(ready) :]]

    def send(self, statement: bytes, params: Sequence[object]) -> None:
        """Put one statement on its way; `settle` or the next question looks at what became of it."""
        self._put(self._ready(statement, params))
        self._pg.flush()

    def settle(self) -> None:
        """Wait for everything sent. Raises the first error."""
        if self._open:
            self._gather()

    def commit(self) -> None:
        """Everything sent, and COMMIT, on one trip. Raises the first error: nothing is committed then."""
        if self._pg.transaction_status == TransactionStatus.IDLE and not self._open:
            return
        self._start()
        self._pg.send_query_params(b"COMMIT", None)
        self._open += 1
        self._gather()

    def abandon(self) -> None:
        """Leave no statement on its way; what became of them does not matter any more."""
        if not self._open:
            return
        try:
            self._gather()
        except psycopg.Error:
            return

    def _must_begin(self) -> bool:
        return not self._connection.autocommit and self._pg.transaction_status == TransactionStatus.IDLE

    def _start(self) -> None:
        """Let statements follow each other without waiting; opens the transaction where the framework wants one."""
        if self._open:
            return
        begin = self._must_begin()
        self._pg.enter_pipeline_mode()
        if begin:
            self._pg.send_query_params(b"BEGIN", None)
            self._open = 1

    def _put(self, ready: "_Ready") -> None:
        self._start()
        self._pg.send_query_prepared(*ready)
        self._open += 1

    def _gather(self) -> list[PGresult]:
        """Results of everything sent, in order, back in ordinary mode."""
        pg = self._pg
        results: list[PGresult] = []
        failed: PGresult | None = None
        pg.pipeline_sync()
        self._push()
        while True:
            result = self._next()
            if result is None:
                if pg.status == ConnStatus.BAD:
                    self._open = 0
                    raise psycopg.OperationalError(pg.get_error_message())
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                break
            if result.status in _FAILED and failed is None:
                failed = result
            results.append(result)
        pg.exit_pipeline_mode()
        self._open = 0
        if failed is not None:
            raise self._error(failed)
        return results

    def _push(self) -> None:
        """Send what is written. The server may be answering meanwhile: who does not listen then waits for ever."""
        while self._pg.flush():
            if self._wait(writing=True):
                self._pg.consume_input()

    def _next(self) -> PGresult | None:
        """The next result; other threads run while the server thinks."""
        pg = self._pg
        while pg.is_busy():
            self._wait(writing=False)
            pg.consume_input()
        return pg.get_result()

    def _wait(self, *, writing: bool) -> bool:
        """Until the line can be read, or written where that is wanted; True when there is something to read."""
        line = self._pg.socket
        readable, _, _ = select.select([line], [line] if writing else [], [])
        return bool(readable)

    def _error(self, result: PGresult) -> psycopg.Error:
        if self._pg.status == ConnStatus.BAD:
            return psycopg.OperationalError(result.get_error_message())
        return psycopg.errors.error_from_result(result, encoding=self._loader.encoding)

    def _ready(self, statement: bytes, params: Sequence[Any]) -> "_Ready":
        """The prepared statement's name, and its parameters as text."""
        types = [0] * len(params)
        values: list[Any] = []
        for position, value in enumerate(params):
            kind = type(value)
            if kind is str:
                values.append(value.encode())
            elif value is None:
                values.append(None)
            elif kind is int:
                types[position] = _int_type(value)
                values.append(b"%d" % value)
            elif kind in _AS_TEXT:
                types[position] = _AS_TEXT[kind]
                values.append(str(value).encode())
            elif kind is datetime:
                types[position] = 1184 if value.tzinfo else 1114
                values.append(str(value).encode())
            else:
                (dumped,) = self._dumper.dump_sequence([value], [PyFormat.TEXT])
                types[position] = (self._dumper.types or (0,))[0]
                values.append(dumped)
        return self._name(statement, tuple(types)), values

    def _name(self, statement: bytes, types: tuple[int, ...]) -> bytes:
        key = statement, types
        name = self._prepared.get(key)
        if name is not None:
            self._prepared.move_to_end(key)
            return name
        if self._open:
            self.settle()  # a statement is prepared on a quiet line
        self._serial += 1
        name = b"hk_%d" % self._serial
        result = self._pg.prepare(name, statement, types)
        if result.status in _FAILED:
            raise self._error(result)
        self._prepared[key] = name
        if len(self._prepared) > _KEPT:
            _, forgotten = self._prepared.popitem(last=False)
            self._pg.exec_(b"DEALLOCATE " + forgotten)
        return name


_AS_TEXT: dict[type, int] = {Decimal: 1700, date: 1082, bool: 16}
"""Types whose str() is what PostgreSQL reads, with the type it is told."""


def _int_type(value: int) -> int:
    """The smallest integer type that holds the value, as the driver says it."""
    if -_INT2 <= value < _INT2:
        return 21
    if -_INT4 <= value < _INT4:
        return 23
    return 20 if -_INT8 <= value < _INT8 else 1700


def wire_of(connection: "psycopg.Connection[Any]") -> Wire:
    """The wire of this connection; it lives and dies with it."""
    kept = vars(connection)
    wire: Wire | None = kept.get(_KEEPER)
    if wire is None:
        wire = kept[_KEEPER] = Wire(connection)
    return wire
