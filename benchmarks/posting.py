"""Receipts and shipments per second: through the operations, through HTTP, in bulk, with history behind, on one hot item."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from benchmarks import hot
from benchmarks.baseline import w0, w1
from benchmarks.company import Company, found_company
from benchmarks.database import as_owner, scratch_database
from benchmarks.figures import LINES, Figure, median, watch_server, window
from benchmarks.history import write_history
from benchmarks.http import make_token, servers, through_http
from benchmarks.variants import late_receipt, reserving, with_goods
from hengku.config.embedded.connection import Connection

KINDS = ("goods_receipt", "shipment")


@dataclass
class Options:
    """documents: per measured kind. rounds: each figure is the median of so many. history: measure again, and the reports, with so
    many ledger rows behind (then without W1). variants: FIFO, lots, reserving, and a receipt that comes late before `late_issues`."""

    documents: int = 300
    rounds: int = 3
    http: bool = True
    hot: bool = True
    history: tuple[int, ...] = ()
    variants: bool = True
    late_issues: int = 100_000


@dataclass
class Measured:
    """Everything by name."""

    figures: dict[str, Figure] = field(default_factory=dict)
    documents_per_second: dict[str, float] = field(default_factory=dict)
    statements_per_line: dict[str, float] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def drain() -> None:
    """Everything that follows a posting, as the consumer process does it: outbox, turnover, prover."""
    from hengku.config.wiring import drains

    for work in drains():
        while work():
            pass


def through_operations(company: Company, kind: str, documents: int, *, batch: int = 1) -> Figure:
    """Documents created and posted, `batch` documents a transaction, followers drained in the window."""
    from hengku.documents.operations.create import create_and_transition

    drafts = company.ready(kind, documents)
    create_and_transition(act=company.act, drafts=company.ready(kind, 1), transition="post")
    drain()
    with window(documents) as figure:
        for start in range(0, documents, batch):
            create_and_transition(act=company.act, drafts=drafts[start : start + batch], transition="post")
        drain()
    return figure


def statements(company: Company, kind: str) -> float:
    """SQL statements per line of one document of the fast path."""
    from hengku.documents.operations.create import create_and_transition
    from hengku.kernel import sql

    drafts = company.ready(kind, 1)
    with sql.counted() as counted:
        create_and_transition(act=company.act, drafts=drafts, transition="post")
    return (len(counted) + 2) / LINES  # begin and commit


def measure(options: Options, own: Connection, tell: Callable[[str], None]) -> Measured:
    """Every figure asked for; baselines first, W1 last because what it writes is no honest ledger."""
    measured = Measured()
    speed, rounds, documents = measured.figures, options.rounds, options.documents
    watch_server(own.owner_dsn)
    company = found_company()
    for kind in KINDS:
        through_operations(company, kind, 30)
    as_owner(own, "VACUUM ANALYZE")
    speed["w0"] = median(rounds, w0, own.owner_dsn, documents=documents)
    speed["w0_2"] = median(rounds, w0, own.owner_dsn, documents=documents, processes=2)
    tell(f"w0 {speed['w0']}, two processes {speed['w0_2']}")
    _operations(measured, company, options, tell)
    samples = {kind: _newest(kind) for kind in KINDS}
    if options.variants:
        _variants(measured, company, options, tell)
    if options.http:
        token = make_token()
        with servers() as port:
            through_http(company, port, token, 40)
            speed["http"] = median(rounds, through_http, company, port, token, documents)
        tell(f"http {speed['http']}")
    if options.hot:
        measured.documents_per_second["hot plain"] = hot.plain(own.owner_dsn, documents // 5)
        measured.documents_per_second["hot"] = hot.ours(company, documents // 5)
        tell(f"hot item {measured.documents_per_second}")
    written = 0
    for rows in options.history:
        write_history(own, company, rows - written)
        written = rows
        as_owner(own, "VACUUM ANALYZE")
        _with_history(measured, company, options, rows, tell)
    if not options.history:
        _limits(measured, own, options, samples, tell)
    return measured


def _newest(kind: str) -> int:
    from hengku.documents.models import Document

    posted = Document.objects.filter(type=kind, state="POSTED").order_by("-pk")
    return int(posted.values_list("pk", flat=True)[0])


def _operations(measured: Measured, company: Company, options: Options, tell: Callable[[str], None]) -> None:
    speed = measured.figures
    for kind in KINDS:
        speed[f"operations {kind}"] = median(options.rounds, through_operations, company, kind, options.documents)
        speed[f"bulk {kind}"] = median(options.rounds, through_operations, company, kind, options.documents, batch=100)
        measured.statements_per_line[kind] = statements(company, kind)
        tell(f"{kind}: {speed[f'operations {kind}']}, bulk {speed[f'bulk {kind}']}")


def _variants(measured: Measured, company: Company, options: Options, tell: Callable[[str], None]) -> None:
    from hengku.masterdata.types import CostMethod, Tracking

    speed = measured.figures
    goods = {
        "fifo": with_goods(company, "F", 1000, cost_method=CostMethod.FIFO),
        "lots": with_goods(company, "L", 1000, tracking=Tracking.LOT),
    }
    for name, of in goods.items():
        for kind in KINDS:
            speed[f"{name} {kind}"] = median(options.rounds, through_operations, of, kind, options.documents)
            tell(f"{name} {kind}: {speed[f'{name} {kind}']}")
    speed["reserving"] = median(options.rounds, reserving, company, options.documents)
    tell(f"reserving: {speed['reserving']}")
    for method in (CostMethod.MOVING_AVERAGE, CostMethod.FIFO):
        name = f"late receipt {method.value.lower()}"
        measured.seconds[name] = round(late_receipt(company, method, options.late_issues, tell), 2)
        tell(f"{name}: {measured.seconds[name]} s")


def _limits(
    measured: Measured, own: Connection, options: Options, samples: Mapping[str, int], tell: Callable[[str], None]
) -> None:
    """W1: the rows of a plain document of each kind."""
    for kind in KINDS:
        more = {"document": samples[kind], "documents": options.documents, "reserves": kind == "shipment"}
        measured.figures[f"w1 {kind}"] = median(options.rounds, w1, own.owner_dsn, **more)
        tell(f"w1 {kind}: {measured.figures[f'w1 {kind}']}")


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
        measured.figures[f"operations {kind} behind {rows}"] = median(
            options.rounds, through_operations, company, kind, options.documents
        )
    year = MovementQuestion(
        company.book, EVERYTHING, date(2026, 1, 1), date(2026, 12, 31), ("item", "warehouse"), by_month=True
    )
    now = OnHandQuestion(company.book, EVERYTHING, ("item", "warehouse"))
    past = replace(now, as_of=date(2026, 5, 17))
    looks: dict[str, Callable[[], object]] = {
        "movement summary": lambda: movement_summary(viewer=SYSTEM, question=year, limit=50),
        "on hand": lambda: on_hand(viewer=SYSTEM, question=now, limit=50),
        "as of": lambda: on_hand(viewer=SYSTEM, question=past, limit=50),
        "full check": lambda: run_check(full=True, now=lambda: datetime.now(UTC)),
    }
    for name, look in looks.items():
        began = time.perf_counter()
        look()
        measured.milliseconds[f"{name} behind {rows}"] = (time.perf_counter() - began) * 1000
        tell(f"{name} behind {rows}: {measured.milliseconds[f'{name} behind {rows}']:.0f} ms")


def ratios(measured: Measured, of: Callable[[Figure], float | None]) -> dict[str, float]:
    """Ours against the limits, by the clock or by processor time per document (`of`, larger = faster). Of two kinds the slower
    counts."""
    speed = {name: of(figure) for name, figure in measured.figures.items()}
    pairs = {
        "operations": [(f"operations {kind}", "w0") for kind in KINDS],
        "operations_w1": [(f"operations {kind}", f"w1 {kind}") for kind in KINDS],
        "http": [("http", "w0_2")],
        "bulk": [(f"bulk {kind}", "w0") for kind in KINDS],
        "fifo": [(f"fifo {kind}", f"operations {kind}") for kind in KINDS],
        "lots": [(f"lots {kind}", f"operations {kind}") for kind in KINDS],
        "reserving": [("reserving", f"operations {kind}") for kind in KINDS],
    }
    found: dict[str, float] = {}
    for name, compared in pairs.items():
        quotients = [ours / limit for a, b in compared if (ours := speed.get(a)) and (limit := speed.get(b))]
        if quotients:
            found[name] = round(min(quotients), 3)
    return found


def run(options: Options) -> dict[str, Any]:
    """All figures, as the command prints them. ratios: by the clock; cpu_ratios: by processor time of client and database."""
    with scratch_database() as own:
        measured = measure(options, own, lambda line: print(line, file=sys.stderr, flush=True))
    by_clock = ratios(measured, lambda figure: figure.lines_per_second)
    documents = measured.documents_per_second
    if "hot" in documents:
        by_clock["hot"] = round(documents["hot"] / documents["hot plain"], 3)
    by_cpu = ratios(measured, lambda figure: 1 / figure.cpu_ms if figure.cpu_ms else None)
    by_cpu.pop("http", None)
    return {
        "ratios": by_clock,
        "cpu_ratios": by_cpu,
        "lines_per_second": {name: round(figure.lines_per_second) for name, figure in measured.figures.items()},
        "cpu_ms_per_document": {
            name: round(figure.cpu_ms, 2) for name, figure in measured.figures.items() if figure.cpu_ms is not None
        },
        "documents_per_second": {name: round(value) for name, value in documents.items()},
        "statements_per_line": measured.statements_per_line,
        "seconds": measured.seconds,
        "milliseconds": {name: round(value) for name, value in measured.milliseconds.items()},
    }
