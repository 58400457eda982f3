"""Receipts and shipments per second: through the operations, through HTTP, in bulk, with history behind, on one hot item."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from benchmarks import hot
from benchmarks.baseline import w0, w1
from benchmarks.company import LINES, Company, found_company
from benchmarks.database import as_owner, scratch_database
from benchmarks.history import write_history
from benchmarks.http import make_token, servers, through_http
from hengku.config.embedded.connection import Connection

KINDS = ("goods_receipt", "shipment")


@dataclass
class Options:
    """documents: per measured kind. rounds: each figure is the median of so many. history: measure again, and the reports, with so
    many ledger rows behind (then without W1)."""

    documents: int = 300
    rounds: int = 3
    http: bool = True
    hot: bool = True
    history: tuple[int, ...] = ()


@dataclass
class Measured:
    """Lines per second by name; SQL statements per line."""

    lines_per_second: dict[str, float] = field(default_factory=dict)
    documents_per_second: dict[str, float] = field(default_factory=dict)
    statements_per_line: dict[str, float] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def drain() -> None:
    """Everything that follows a posting, as the consumer process does it: outbox, turnover, prover."""
    from hengku.config.wiring import drains

    for work in drains():
        while work():
            pass


def through_operations(company: Company, kind: str, documents: int, *, batch: int = 1) -> float:
    """Lines per second of documents created and posted, `batch` documents a transaction, followers drained in the window."""
    from hengku.documents.operations.create import create_and_transition

    drafts = company.ready(kind, documents)
    create_and_transition(act=company.act, drafts=company.ready(kind, 1), transition="post")
    drain()
    began = time.perf_counter()
    for start in range(0, documents, batch):
        create_and_transition(act=company.act, drafts=drafts[start : start + batch], transition="post")
    drain()
    return documents * LINES / (time.perf_counter() - began)


def statements(company: Company, kind: str) -> float:
    """SQL statements per line of one document of the fast path."""
    from hengku.documents.operations.create import create_and_transition
    from hengku.kernel import sql

    drafts = company.ready(kind, 1)
    with sql.counted() as counted:
        create_and_transition(act=company.act, drafts=drafts, transition="post")
    return (len(counted) + 2) / LINES  # begin and commit


def median(rounds: int, measure: Callable[..., float], *args: Any, **more: Any) -> float:
    """The median of several rounds."""
    return statistics.median(measure(*args, **more) for _ in range(rounds))


def measure(options: Options, own: Connection, tell: Callable[[str], None]) -> Measured:
    """Every figure asked for; baselines first, W1 last because what it writes is no honest ledger."""
    measured = Measured()
    speed, rounds, documents = measured.lines_per_second, options.rounds, options.documents
    company = found_company()
    for kind in KINDS:
        through_operations(company, kind, 30)
    as_owner(own, "VACUUM ANALYZE")
    speed["w0"] = median(rounds, w0, own.owner_dsn, documents=documents)
    speed["w0_2"] = median(rounds, w0, own.owner_dsn, documents=documents, processes=2)
    tell(f"w0 {speed['w0']:.0f}, two processes {speed['w0_2']:.0f}")
    _operations(measured, company, options, tell)
    if options.http:
        token = make_token()
        with servers() as port:
            through_http(company, port, token, 40)
            speed["http"] = median(rounds, through_http, company, port, token, documents)
        tell(f"http {speed['http']:.0f} lines/s")
    if options.hot:
        measured.documents_per_second["hot plain"] = median(rounds, hot.plain, own.owner_dsn, documents // 10)
        measured.documents_per_second["hot"] = median(rounds, hot.ours, company, documents // 10)
        tell(f"hot item {measured.documents_per_second}")
    written = 0
    for rows in options.history:
        write_history(own, company, rows - written)
        written = rows
        as_owner(own, "VACUUM ANALYZE")
        _with_history(measured, company, options, rows, tell)
    if not options.history:
        _limits(measured, own, options, tell)
    return measured


def _operations(measured: Measured, company: Company, options: Options, tell: Callable[[str], None]) -> None:
    speed = measured.lines_per_second
    for kind in KINDS:
        speed[f"operations {kind}"] = median(options.rounds, through_operations, company, kind, options.documents)
        speed[f"bulk {kind}"] = median(options.rounds, through_operations, company, kind, options.documents, batch=100)
        measured.statements_per_line[kind] = statements(company, kind)
        tell(f"{kind}: {speed[f'operations {kind}']:.0f} lines/s, bulk {speed[f'bulk {kind}']:.0f}")


def _limits(measured: Measured, own: Connection, options: Options, tell: Callable[[str], None]) -> None:
    from hengku.documents.models import Document

    for kind in KINDS:
        newest = Document.objects.filter(type=kind, state="POSTED").order_by("-pk").values_list("pk", flat=True)[0]
        more = {"document": newest, "documents": options.documents, "reserves": kind == "shipment"}
        measured.lines_per_second[f"w1 {kind}"] = median(options.rounds, w1, own.owner_dsn, **more)
        tell(f"w1 {kind}: {measured.lines_per_second[f'w1 {kind}']:.0f} lines/s")


def _with_history(
    measured: Measured, company: Company, options: Options, rows: int, tell: Callable[[str], None]
) -> None:
    """The same figures, the reports and the full check with `rows` ledger rows behind."""
    from hengku.identity.types import SYSTEM
    from hengku.ledger.operations.prove import run_check
    from hengku.ledger.queries.movement import MovementQuestion, movement_summary
    from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand
    from hengku.ledger.queries.reading import EVERYTHING

    for kind in KINDS:
        measured.lines_per_second[f"operations {kind} behind {rows}"] = median(
            options.rounds, through_operations, company, kind, options.documents
        )
    year = MovementQuestion(
        company.book, EVERYTHING, date(2026, 1, 1), date(2026, 12, 31), ("item", "warehouse"), by_month=True
    )
    now = OnHandQuestion(company.book, EVERYTHING, ("item", "warehouse"))
    past = replace(now, as_of=date(2026, 5, 17))
    looks: dict[str, Callable[[], object]] = {
        "movement summary": lambda: movement_summary(viewer=SYSTEM, question=year),
        "on hand": lambda: on_hand(viewer=SYSTEM, question=now, limit=50),
        "as of": lambda: on_hand(viewer=SYSTEM, question=past, limit=50),
        "full check": lambda: run_check(full=True, now=lambda: datetime.now(UTC)),
    }
    for name, look in looks.items():
        began = time.perf_counter()
        look()
        measured.milliseconds[f"{name} behind {rows}"] = (time.perf_counter() - began) * 1000
        tell(f"{name} behind {rows}: {measured.milliseconds[f'{name} behind {rows}']:.0f} ms")


def ratios(measured: Measured) -> dict[str, float]:
    """Of two kinds the slower counts."""
    speed, documents = measured.lines_per_second, measured.documents_per_second
    found = {
        "operations": min(speed[f"operations {kind}"] for kind in KINDS) / speed["w0"],
        "bulk": min(speed[f"bulk {kind}"] for kind in KINDS) / speed["w0"],
    }
    if "w1 shipment" in speed:
        found["operations_w1"] = min(speed[f"operations {kind}"] / speed[f"w1 {kind}"] for kind in KINDS)
    if "http" in speed:
        found["http"] = speed["http"] / speed["w0_2"]
    if "hot" in documents:
        found["hot"] = documents["hot"] / documents["hot plain"]
    return {name: round(value, 3) for name, value in found.items()}


def run(options: Options) -> dict[str, Any]:
    """All figures, as the command prints them."""
    with scratch_database() as own:
        measured = measure(options, own, lambda line: print(line, file=sys.stderr, flush=True))
    return {
        "ratios": ratios(measured),
        "lines_per_second": {name: round(value) for name, value in measured.lines_per_second.items()},
        "documents_per_second": {name: round(value) for name, value in measured.documents_per_second.items()},
        "statements_per_line": measured.statements_per_line,
        "milliseconds": {name: round(value) for name, value in measured.milliseconds.items()},
    }
