"""The end of a month: from the last paper keyed in to the closed month, by costing method. `hengku bench month-end` runs it.

Measured is everything that stands between the two: vouchers of every posting, turnover and proof, the month's costing, the ordered
checks with the tie-out, lock and snapshot, estimates taken out of the ledger. Posting the month itself is told beside it.
"""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psutil

from benchmarks.database import as_owner, scratch_database
from benchmarks.figures import server_processes, spent, watch_server
from benchmarks.month import AT, FIRST, Size, found_trader, live_the_month

METHODS = {
    "moving_average": "MOVING_AVERAGE",
    "fifo": "FIFO",
    "month_average": "MONTH_AVERAGE",
    "specific": "SPECIFIC",
    "standard": "STANDARD",
}


@dataclass
class Options:
    """methods: keys of METHODS, all when empty."""

    methods: Sequence[str] = ()
    size: Size = field(default_factory=Size)


@dataclass
class Closed:
    """seconds by the clock from the last paper to the closed month; parts of it, and posting, by name; cpu: of processor time."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    documents: int = 0


@contextmanager
def part(closed: Closed, name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    closed.parts[name] = round(closed.parts.get(name, 0.0) + time.perf_counter() - began, 2)


class Memory:
    """The most our own process and the database server held at the same time; pages they share are counted once."""

    def __init__(self) -> None:
        self.most = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            self.most = max(self.most, sum(map(_megabytes, [psutil.Process(os.getpid()), *server_processes()])))


def _megabytes(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        memory = process.memory_full_info()
        return float(getattr(memory, "pss", memory.rss)) / 1024 / 1024
    return 0.0


def tell(line: str) -> None:
    """Say how far we are, beside the figures."""
    print(line, file=sys.stderr, flush=True)


def close(method: str, size: Size) -> Closed:
    """Live a month and close it, in a database of its own."""
    with scratch_database() as own:
        watch_server(own.owner_dsn)
        return live_and_close(method, size, lambda: as_owner(own, "ANALYZE"))


def live_and_close(method: str, size: Size, analyze: Callable[[], None]) -> Closed:
    """The same in the account set at hand, which is empty. analyze: what the server would do by itself some time later."""
    closed = Closed()
    began = time.perf_counter()
    trader = found_trader(METHODS[method], size)
    _settle(Closed())
    closed.documents = live_the_month(trader, size)
    closed.parts["posting (before)"] = round(time.perf_counter() - began, 2)
    tell(f"{method}: {closed.documents} documents in {closed.parts['posting (before)']} s")
    analyze()
    _close(closed, trader.book)
    tell(f"{method}: closed in {closed.seconds} s, {closed.parts}")
    return closed


def _settle(closed: Closed) -> None:
    """Everything that follows postings, as the consumer process does it."""
    from hengku.config.wiring import drains

    parts = (
        "sequence", "vouchers", "summaries", "webhooks", "notices", "automations", "short lines", "turnover", "proof",
    )  # fmt: skip
    for name, work in zip(parts, drains(), strict=True):
        with part(closed, name):
            while work():
                pass


def _close(closed: Closed, book: int) -> None:
    from hengku.finance.operations.close import close_month, look, month_of
    from hengku.finance.rules.closing import checks_in_order
    from hengku.identity.types import SYSTEM, Act

    month = month_of(book_id=book, month=FIRST)
    act = Act(SYSTEM, AT)
    with Memory() as memory:
        began, before = time.perf_counter(), spent()
        _settle(closed)
        with part(closed, "close"):
            close_month(act=act, month=month, confirm=[check.id for check in checks_in_order()])
        _settle(closed)
        closed.seconds = round(time.perf_counter() - began, 2)
        after = spent()
    if before is not None and after is not None:
        closed.cpu_seconds = round(after - before, 2)
    closed.memory_mb = round(memory.most)
    red = [
        one.check.id for one in look(act=act, month=month_of(book_id=book, month=FIRST.replace(month=11))) if one.rows
    ]
    if "tie_out_failed" in red:
        raise RuntimeError("stock and general ledger differ after the close")


def run(options: Options) -> dict[str, Any]:
    """All methods asked for, each in a process of its own, as the command prints them."""
    names = list(options.methods or METHODS)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        found = dict(zip(names, pool.map(close, names, [options.size] * len(names)), strict=True))
    return {
        "seconds": {name: one.seconds for name, one in found.items()},
        "cpu_seconds": {name: one.cpu_seconds for name, one in found.items()},
        "memory_mb": {name: one.memory_mb for name, one in found.items()},
        "parts": {name: one.parts for name, one in found.items()},
        "documents": {name: one.documents for name, one in found.items()},
    }
