"""What every demo company does: find or make its book, feed rows to the import engine, count what came of them."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from hengku.identity.types import Act
from hengku.integrations.operations.load import load_all, new_context
from hengku.integrations.rules.kinds import KINDS
from hengku.integrations.types import Fault, ImportRow, Options, Outcome, RowState
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Book, Warehouse
from hengku.masterdata.operations.books import create_book, update_book
from hengku.masterdata.operations.seed import seed_lists
from hengku.masterdata.operations.warehouses import create_warehouse

LONG_AGO_DAYS = 40_000
KEPT_FAULTS = 50
Tell = Callable[[str, int], None]
"""Hears of progress: what is being loaded, and how many rows of it are done."""


def silent(stage: str, rows: int) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Loaded:
    """What a demo brought: rows by kind and state, and the first refusals."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[dict[str, object]] = field(default_factory=list)

    def note(self, kind: str, outcomes: Sequence[Outcome]) -> None:
        counts = self.counts.setdefault(
            kind, dict.fromkeys((state.lower() for state in RowState if state is not RowState.SKIPPED), 0)
        )
        for outcome in outcomes:
            counts[outcome.state.lower()] += 1
            if outcome.state is RowState.REFUSED and len(self.faults) < KEPT_FAULTS:
                self.faults.append(
                    {"kind": kind, "row": outcome.number, "faults": [_fault(one) for one in outcome.faults]}
                )

    @property
    def refused(self) -> int:
        return sum(counts["refused"] for counts in self.counts.values())


def _fault(fault: Fault) -> str:
    return f"{fault.field}: {fault.code} {dict(fault.params)}".strip(": ")


def demo_book(
    *, act: Act, code: str, name: str, currency: str, start_month: date, warehouses: Iterable[tuple[str, str]]
) -> tuple[int, dict[str, int]]:
    """The demo's own book and warehouses by code (made once), so that it disturbs nobody else's books. Gives ids."""
    seed_lists(act=act)
    book = Book.objects.filter(code=code).first()
    if book is None:
        values = {"code": code, "name": name, "currency": currency, "start_month": start_month}
        book = create_book(act=act, values=values)
    found: dict[str, int] = {}
    for warehouse_code, warehouse_name in warehouses:
        warehouse = Warehouse.objects.filter(code=warehouse_code).first()
        if warehouse is None:
            values = {"code": warehouse_code, "name": warehouse_name, "books": [book.pk]}
            warehouse = create_warehouse(act=act, values=values)
        found[warehouse_code] = warehouse.pk
    return book.pk, found


@contextmanager
def any_date(*, act: Act, book_id: int) -> Iterator[None]:
    """Let the demo's past be written: back-dating is free meanwhile, and as before afterwards."""
    days = Book.objects.get(pk=book_id).backdate_days
    update_book(act=act, record_id=book_id, values={"backdate_days": LONG_AGO_DAYS})
    try:
        yield
    finally:
        update_book(act=act, record_id=book_id, values={"backdate_days": days})


def feed(
    *, act: Act, loaded: Loaded, kind: str, rows: Sequence[ImportRow], options: Options, tell: Tell, label: str = ""
) -> None:
    """Load rows of one kind, batch by batch; refused rows are counted and the rest goes on."""
    done = 0

    def note(outcomes: list[Outcome]) -> None:
        nonlocal done
        done += len(outcomes)
        loaded.note(kind, outcomes)
        tell(label or kind, done)

    load_all(context=new_context(act=act, kind=KINDS.get(kind), options=options, writes=True), rows=rows, on_batch=note)


def numbered(values: Iterable[dict[str, str]]) -> list[ImportRow]:
    """Rows counted from 1; empty values are left out."""
    return [ImportRow(n, {k: v for k, v in row.items() if v}) for n, row in enumerate(values, start=1)]


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a UTF-8 CSV file with a header, plain or gzip-compressed, read as they are needed."""
    with (
        gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw,
        io.TextIOWrapper(cast(BinaryIO, raw), encoding="utf-8", newline="") as text,
    ):
        yield from csv.DictReader(text)


def need_file(folder: Path, name: str) -> Path:
    """A file of the demo's folder, plain or gzip-compressed. Refuses demo_data_missing."""
    for candidate in (folder / name, folder / f"{name}.gz"):
        if candidate.is_file():
            return candidate
    raise refuse("demo_data_missing", value=str(folder), file=name)
