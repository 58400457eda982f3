"""What operations and pages need to know of a running count."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from hengku.documents.models import Document, Line
from hengku.documents.types import DocumentState, LoadedDocument, LoadedLine
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.queries.custody import balances, legs_after
from hengku.ledger.queries.known_cost import unit_costs
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import StockStatus
from hengku.warehousing.models import CountEntry, CountPlan, CountSheet, CountSnapshot
from hengku.warehousing.rules.count import difference_of, legs_by_key, results
from hengku.warehousing.rules.scope import Scope
from hengku.warehousing.types import Counted, CountKey, Difference, Entry, EntryMode, Leg, Thresholds

_SHELF = """
SELECT i.id, i.brand_id,
       (SELECT array_agg(a.id) FROM masterdata_item_category a WHERE a.path = c.path OR c.path LIKE a.path || '/%%')
  FROM masterdata_item i LEFT JOIN masterdata_item_category c ON c.id = i.category_id
 WHERE i.id = ANY(%s::bigint[])
"""
_ZONES = "SELECT id, zone_id FROM masterdata_bin WHERE warehouse_id = ANY(%s::bigint[]) AND zone_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be judged: a key, the quantity found there, and when."""

    key: CountKey
    quantity: Decimal
    counted_at: datetime


def scope_of(plan: CountPlan) -> Scope:
    """The scope a plan was given."""
    return Scope(
        frozenset(plan.warehouse_ids),
        frozenset(plan.zone_ids),
        frozenset(plan.bin_ids),
        frozenset(plan.category_ids),
        frozenset(plan.brand_ids),
        frozenset(plan.item_ids),
    )


def limits_of(plan: CountPlan) -> Thresholds:
    """Above these a second count is obligatory."""
    return Thresholds(plan.recount_quantity, plan.recount_percent, plan.recount_amount)


def key_of(row: CountEntry | CountSnapshot) -> CountKey:
    return CountKey(row.warehouse_id, row.bin_id or 0, row.item_id, row.lot_id or 0, StockStatus(row.status))


def key_of_line(line: LoadedLine) -> CountKey:
    """What a line of a sheet counts."""
    status = StockStatus(line.status or StockStatus.AVAILABLE)
    return CountKey(line.warehouse_id or 0, line.bin_id or 0, line.item_id, line.lot_id or 0, status)


def keys_of_lines(line_ids: Sequence[int]) -> dict[CountKey, int]:
    """What saved lines of sheets counted: line id by key."""
    found = Line.objects.filter(pk__in=line_ids).values_list(
        "pk", "warehouse_id", "bin_id", "item_id", "lot_id", "status"
    )
    return {
        CountKey(warehouse or 0, bin_ or 0, item, lot or 0, StockStatus(status or StockStatus.AVAILABLE)): pk
        for pk, warehouse, bin_, item, lot, status in found
    }


def entries_of(sheet_ids: Sequence[int]) -> dict[int, list[Entry]]:
    """What counters said, by sheet, in the order in which it was recorded."""
    found: dict[int, list[Entry]] = {sheet_id: [] for sheet_id in sheet_ids}
    for row in CountEntry.objects.filter(sheet_id__in=sheet_ids).order_by("pk"):
        entry = Entry(key_of(row), row.round, EntryMode(row.mode), row.quantity, row.counted_at, row.counted_by_id)
        found[row.sheet_id].append(entry)
    return found


def counted_on(sheet_id: int) -> dict[CountKey, Counted]:
    """What each key on the sheet was counted to."""
    return results(entries_of([sheet_id])[sheet_id])


def snapshots_of(plan_id: int) -> dict[CountKey, Decimal]:
    """What the books said when the plan was released."""
    return {key_of(row): row.quantity for row in CountSnapshot.objects.filter(plan_id=plan_id)}


def plan_of_sheet(sheet_id: int) -> CountPlan:
    """The plan a sheet belongs to."""
    return CountSheet.objects.select_related("plan").get(pk=sheet_id).plan


def open_sheets(plan_id: int) -> list[str]:
    """Numbers of sheets of the plan that are neither confirmed nor void."""
    states = [DocumentState.DRAFT.value, DocumentState.SUBMITTED.value]
    sheets = CountSheet.objects.filter(plan_id=plan_id).values("document_id")
    found = Document.objects.filter(pk__in=sheets, state__in=states).order_by("pk")
    return [number or str(pk) for pk, number in found.values_list("pk", "number")]


def books_of_scope(book_id: int, scope: Scope) -> dict[CountKey, Decimal]:
    """What the books say now of everything in the scope."""
    places = warehouse_place_ids(scope.warehouse_ids)
    warehouse_of = {place: warehouse for warehouse, place in places.items()}
    rows = balances(book_id=book_id, place_ids=list(warehouse_of), item_ids=sorted(scope.item_ids))
    shelf = {row[0]: row for row in sql.rows(connection, _SHELF, (sorted({row.item_id for row in rows}),))}
    zones: dict[int, int] = dict(sql.rows(connection, _ZONES, (sorted(scope.warehouse_ids),)))
    found: dict[CountKey, Decimal] = {}
    for row in rows:
        _, brand_id, category_ids = shelf[row.item_id]
        warehouse_id = warehouse_of[row.place_id]
        if scope.covers(
            warehouse_id=warehouse_id, bin_id=row.bin_id, zone_id=zones.get(row.bin_id or 0), item_id=row.item_id,
            category_ids=category_ids or (), brand_id=brand_id,
        ):  # fmt: skip
            key = CountKey(warehouse_id, row.bin_id or 0, row.item_id, row.lot_id or 0, StockStatus(row.status))
            found[key] = found.get(key, ZERO) + row.quantity
    return found


def judge(*, book_id: int, plan_id: int, said: Sequence[Said]) -> dict[CountKey, Difference]:
    """Every key compared with what the books said at the moment it was counted, and what the difference is worth."""
    if not said:
        return {}
    places = warehouse_place_ids({one.key.warehouse_id for one in said})
    warehouse_of = {place: warehouse for warehouse, place in places.items()}
    items = sorted({one.key.item_id for one in said})
    now: dict[CountKey, Decimal] = {}
    for row in balances(book_id=book_id, place_ids=list(warehouse_of), item_ids=items):
        key = CountKey(
            warehouse_of[row.place_id], row.bin_id or 0, row.item_id, row.lot_id or 0, StockStatus(row.status)
        )
        now[key] = now.get(key, ZERO) + row.quantity
    moved = legs_by_key(_legs(book_id, warehouse_of, min(one.counted_at for one in said)))
    snapshots = snapshots_of(plan_id)
    pools = unit_costs(book_id=book_id, keys={(one.key.item_id, places[one.key.warehouse_id]) for one in said})
    return {
        one.key: difference_of(
            one.key,
            counted=one.quantity,
            counted_at=one.counted_at,
            snapshot=snapshots.get(one.key, ZERO),
            balance=now.get(one.key, ZERO),
            legs=moved.get(one.key, ()),
            pool=pools.get((one.key.item_id, places[one.key.warehouse_id])),
        )
        for one in said
    }


def _legs(book_id: int, warehouse_of: Mapping[int, int], after: datetime) -> Iterable[Leg]:
    for row in legs_after(book_id=book_id, place_ids=list(warehouse_of), after=after):
        key = CountKey(
            warehouse_of[row.place_id], row.bin_id or 0, row.item_id, row.lot_id or 0, StockStatus(row.status)
        )
        yield Leg(key, row.quantity, row.recorded_at)


def said_on(document: LoadedDocument) -> list[Said]:
    """What the lines of a sheet say. A line typed without a time was counted when the sheet was last saved."""
    saved_at = Document.objects.values_list("updated_at", flat=True).get(pk=document.id)
    return [
        Said(key_of_line(line), line.base_quantity, _moment(line.extra.get("counted_at")) or saved_at)
        for line in document.lines
    ]


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None
