"""Loads rows batch by batch: the one engine behind page, command line and demo companies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.db import transaction

from hengku.identity.types import Act
from hengku.integrations.operations.context import Context, Loader
from hengku.integrations.operations.load_documents import DocumentLoader
from hengku.integrations.operations.load_items import load_items
from hengku.integrations.operations.load_opening import load_opening_balances, load_opening_dues
from hengku.integrations.operations.load_partners import load_partners
from hengku.integrations.operations.load_places import load_bins, load_warehouses
from hengku.integrations.operations.load_prices import load_prices
from hengku.integrations.operations.lookups import Lookups
from hengku.integrations.rules.grouping import batches, group_rows, grouping_of
from hengku.integrations.rules.kinds import KINDS, OPENING_PREFIX, ImportKind
from hengku.integrations.types import Fault, ImportRow, Options, Outcome, RowState
from hengku.masterdata.models import Item

RECORDS_BATCH = 1000
LINES_BATCH = 2000
LOADERS: dict[str, Loader] = {
    "items": load_items,
    "partners": load_partners,
    "suppliers": load_partners,
    "customers": load_partners,
    "warehouses": load_warehouses,
    "bins": load_bins,
    "prices": load_prices,
    "opening-dues": load_opening_dues,
    "opening-balances": load_opening_balances,
}
OnBatch = Callable[[list[Outcome]], None]


def new_context(
    *, act: Act, kind: ImportKind, options: Options, writes: bool, run_id: int | None = None, tries: bool = False
) -> Context:
    """A fresh context: nothing remembered."""
    lookups = Lookups(act=act, make_missing=options.make_missing, writes=writes)
    return Context(act, kind, options, lookups, writes, run_id, tries=tries)


def load_all(*, context: Context, rows: Sequence[ImportRow], on_batch: OnBatch) -> None:
    """Load all rows; each batch is a transaction of its own (or a part of the caller's). on_batch hears every outcome inside
    the batch's transaction and may stop the import by raising."""
    for work in _works(context, rows):
        with transaction.atomic():
            on_batch(work())


def _works(context: Context, rows: Sequence[ImportRow]) -> Iterator[Callable[[], list[Outcome]]]:
    if context.kind.document_type:
        loader = DocumentLoader(context)
        for batch in batches(group_rows(rows, grouping_of(context.kind, context.options)), LINES_BATCH):
            yield lambda batch=batch: loader.load(batch)  # type: ignore[misc]  # mypy cannot infer a default in a lambda
        return
    load = LOADERS[context.kind.code]
    for start in range(0, len(rows), RECORDS_BATCH):
        part = rows[start : start + RECORDS_BATCH]
        yield lambda part=part: _with_opening(context, part, load(context, part))  # type: ignore[misc]  # as above


def _with_opening(context: Context, rows: Sequence[ImportRow], outcomes: list[Outcome]) -> list[Outcome]:
    """Opening stock columns of an items file become opening stock documents, one per warehouse, at the purchase price."""
    wanted = [row for row in rows if any(name.startswith(OPENING_PREFIX) for name in row.values)]
    if not wanted or not context.writes:
        return outcomes
    by_number = {outcome.number: outcome for outcome in outcomes}
    left = (RowState.REFUSED, RowState.SKIPPED)
    ids = {number: outcome.entity_id for number, outcome in by_number.items() if outcome.state not in left}
    codes = dict(Item.objects.filter(pk__in=[key for key in ids.values() if key]).values_list("pk", "code"))
    opening: list[ImportRow] = []
    for row in wanted:
        code = codes.get(ids.get(row.number) or 0)
        for name, quantity in row.values.items():
            if code and name.startswith(OPENING_PREFIX) and quantity.strip("0. "):
                values = {"item": code, "warehouse": name.removeprefix(OPENING_PREFIX), "quantity": quantity}
                opening.append(ImportRow(row.number, {**values, "price": row.values.get("purchase_price", "0")}))
    loader = DocumentLoader(replace(context, kind=KINDS.get("opening-stock"), seen={}))
    for outcome in loader.load(group_rows(opening)) if opening else ():
        if outcome.state is RowState.REFUSED:
            met = by_number[outcome.number]
            met.state = RowState.REFUSED
            met.faults.extend(Fault(fault.code, fault.params, fault.field) for fault in outcome.faults)
    return outcomes
