"""Receipts and shipments per second: through the operations, through HTTP, in bulk, with history behind, on one hot item."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from benchmarks.baseline import w0, w1
from benchmarks.company import LINES, Company, found_company
from benchmarks.database import as_owner, scratch_database
from hengku.config.embedded.connection import Connection

KINDS = ("goods_receipt", "shipment")


@dataclass
class Options:
    """documents: per measured kind. rounds: each figure is the median of so many."""

    documents: int = 300
    rounds: int = 3
    http: bool = True
    hot: bool = True
    history: tuple[int, ...] = ()
    reports: bool = False


@dataclass
class Measured:
    """Lines per second by name; SQL statements per line."""

    lines_per_second: dict[str, float] = field(default_factory=dict)
    statements_per_line: dict[str, float] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def drain() -> None:
    """Everything that follows a posting: outbox, turnover, prover."""
    from hengku.config.wiring import drains
    from hengku.ledger.operations.prove import run_check

    for work in drains():
        while work():
            pass
    run_check(full=False, now=lambda: datetime.now(UTC))


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
    from hengku.documents.models import Document

    measured = Measured()
    speed, rounds, documents = measured.lines_per_second, options.rounds, options.documents
    company = found_company()
    for kind in KINDS:
        through_operations(company, kind, 30)
    as_owner(own, "VACUUM ANALYZE")
    speed["w0"] = median(rounds, w0, own.owner_dsn, documents=documents)
    speed["w0_2"] = median(rounds, w0, own.owner_dsn, documents=documents, processes=2)
    tell(f"w0 {speed['w0']:.0f}, two processes {speed['w0_2']:.0f}")
    for kind in KINDS:
        speed[f"operations {kind}"] = median(rounds, through_operations, company, kind, documents)
        speed[f"bulk {kind}"] = median(rounds, through_operations, company, kind, documents, batch=100)
        measured.statements_per_line[kind] = statements(company, kind)
        tell(f"{kind}: {speed[f'operations {kind}']:.0f} lines/s, bulk {speed[f'bulk {kind}']:.0f}")
    for kind in KINDS:
        newest = Document.objects.filter(type=kind, state="POSTED").order_by("-pk").values_list("pk", flat=True)[0]
        more = {"document": newest, "documents": documents, "reserves": kind == "shipment"}
        speed[f"w1 {kind}"] = median(rounds, w1, own.owner_dsn, **more)
        tell(f"w1 {kind}: {speed[f'w1 {kind}']:.0f} lines/s")
    return measured


def ratios(measured: Measured) -> dict[str, float]:
    """Of two kinds the slower counts."""
    speed = measured.lines_per_second
    found = {
        "operations": min(speed[f"operations {kind}"] for kind in KINDS) / speed["w0"],
        "operations_w1": min(speed[f"operations {kind}"] / speed[f"w1 {kind}"] for kind in KINDS),
        "bulk": min(speed[f"bulk {kind}"] for kind in KINDS) / speed["w0"],
    }
    if "http" in speed:
        found["http"] = speed["http"] / speed["w0_2"]
    return {name: round(value, 3) for name, value in found.items()}


def run(options: Options) -> dict[str, Any]:
    """All figures, as the command prints them."""
    with scratch_database() as own:
        measured = measure(options, own, lambda line: print(line, file=sys.stderr, flush=True))
    return {
        "ratios": ratios(measured),
        "lines_per_second": {name: round(value) for name, value in measured.lines_per_second.items()},
        "statements_per_line": measured.statements_per_line,
        "milliseconds": {name: round(value) for name, value in measured.milliseconds.items()},
    }


if __name__ == "__main__":
    print(json.dumps(run(Options(documents=int(sys.argv[1]) if len(sys.argv) > 1 else 300, rounds=1)), indent=1))
