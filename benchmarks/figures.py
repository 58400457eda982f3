"""A measured window: wall time, and the processor time of ourselves and of the database server, which other work cannot blur."""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg

LINES = 20


@dataclass
class Figure:
    """lines_per_second by the clock; cpu_ms per document, None when the server is on another machine."""

    lines_per_second: float = 0.0
    cpu_ms: float | None = None


_postmaster: psutil.Process | None = None


def watch_server(dsn: str) -> None:
    """Count this server's processor time from here on, if it runs on this machine."""
    global _postmaster
    with psycopg.connect(dsn) as connection:
        backend = connection.info.backend_pid
        with suppress(psutil.Error):
            _postmaster = psutil.Process(backend).parent()


def server_processes() -> list[psutil.Process]:
    """Processes of the watched server."""
    if _postmaster is None:
        return []
    with suppress(psutil.Error):
        return [_postmaster, *_postmaster.children()]
    return []


def spent() -> float | None:
    """Seconds of processor time so far, ours and the server's; None when the server is on another machine."""
    own = sum(os.times()[:4])
    if _postmaster is None:
        return None
    ended = _postmaster.cpu_times()
    total = ended.user + ended.system + ended.children_user + ended.children_system
    for child in _postmaster.children():
        with suppress(psutil.Error):
            times = child.cpu_times()
            total += times.user + times.system
    return float(own + total)


@contextmanager
def window(documents: int) -> Iterator[Figure]:
    """Measure what happens inside, for `documents` documents of twenty lines."""
    figure = Figure()
    gc.collect()
    gc.freeze()  # what was prepared for the measurement is no work of the product's, and servers freeze what they loaded
    began, before = time.perf_counter(), spent()
    yield figure
    seconds, after = time.perf_counter() - began, spent()
    figure.lines_per_second = documents * LINES / seconds
    if before is not None and after is not None:
        figure.cpu_ms = (after - before) / documents * 1000


def median(rounds: int, measure: Callable[..., Figure], *args: Any, **more: Any) -> Figure:
    """The median of several rounds, by the clock and by processor time."""
    figures = [measure(*args, **more) for _ in range(rounds)]
    cpu = [figure.cpu_ms for figure in figures if figure.cpu_ms is not None]
    return Figure(
        statistics.median(figure.lines_per_second for figure in figures), statistics.median(cpu) if cpu else None
    )
