"""Warehouses, zones and bins: make, change, remove, with the places between which stock moves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Bin, Book, BookWarehouse, CostScope, Place, Warehouse, Zone
from hengku.masterdata.operations import records
from hengku.masterdata.operations.bulk import insert_many
from hengku.masterdata.operations.catalogue import checked_code, code_for, need_name
from hengku.masterdata.operations.item_search import describe_warehouse
from hengku.masterdata.queries import places, scopes
from hengku.masterdata.rules.bins import Axis, BadAxis, bin_codes
from hengku.masterdata.types import BinType, CostingScope, PlaceKind

OWN_PLACES = (PlaceKind.WAREHOUSE, PlaceKind.ARRIVAL, PlaceKind.TRANSIT)
"""Every warehouse has its stock, what arrived and waits for inspection, and what is on the way to it."""


@transaction.atomic
def create_warehouse(*, act: Act, values: Mapping[str, object]) -> Warehouse:
    """Make a warehouse with its places, for the books named in `books` (ids; none named = all).

    Refuses code_taken, name_missing, warehouse_needs_book.
    """
    need_name(values)
    fresh = code_for(act=act, entity="warehouses", model=Warehouse, values=records.columns(Warehouse, values))
    warehouse = Warehouse(**fresh)
    warehouse.search_text = describe_warehouse(warehouse)
    records.insert(act=act, entity="warehouses", record=warehouse)
    Place.objects.bulk_create(
        Place(code=f"{kind}:{warehouse.code}", kind=kind, warehouse=warehouse) for kind in OWN_PLACES
    )
    wanted = values.get("books")
    books = Book.objects.filter(pk__in=wanted) if isinstance(wanted, list) and wanted else Book.objects.all()
    join_books(warehouses=[warehouse], books=books.order_by("pk"))
    if not BookWarehouse.objects.filter(warehouse=warehouse).exists():
        raise refuse("warehouse_needs_book", loc=("books",))
    places.forget()
    return warehouse


@transaction.atomic
def update_warehouse(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Warehouse:
    """Change a warehouse; its cost group stays, and further `books` may join. Refuses stale_revision, cost_group_fixed."""
    warehouse = records.locked(model=Warehouse, record_id=record_id, rev=rev)
    changes = records.columns(Warehouse, values)
    checked_code(model=Warehouse, record=warehouse, values=changes)
    need_name({"name": warehouse.name, **changes})
    if changes.get("cost_group", warehouse.cost_group) != warehouse.cost_group:
        raise refuse("cost_group_fixed", loc=("cost_group",))
    if changes.get("active") is False and warehouse.active:
        records.ensure_stoppable(entity="warehouses", record=warehouse, field="active")
    changes["search_text"] = describe_warehouse(
        Warehouse(code=changes.get("code", warehouse.code), name=changes.get("name", warehouse.name))
    )
    records.change(act=act, entity="warehouses", record=warehouse, values=changes)
    wanted = values.get("books")
    if isinstance(wanted, list):
        join_books(warehouses=[warehouse], books=Book.objects.filter(pk__in=wanted).order_by("pk"))
    return warehouse


@transaction.atomic
def delete_warehouse(*, act: Act, record_id: int) -> None:
    """Delete a warehouse nobody has used, with its bins, zones, places and memberships. Refuses in_use."""
    warehouse = records.locked(model=Warehouse, record_id=record_id)
    bins = list(Bin.objects.filter(warehouse=warehouse).values_list("pk", flat=True))
    users = {
        **records.users_of(entity="warehouses", model=Warehouse, record_ids=[record_id], besides=OWNED_BY_WAREHOUSE),
        **(
            {record_id: text}
            if (text := "；".join(records.users_of(entity="bins", model=Bin, record_ids=bins).values()))
            else {}
        ),
    }
    if record_id in users:
        raise refuse("in_use", name=warehouse.name, users=users[record_id])
    Bin.objects.filter(warehouse=warehouse).delete()
    Zone.objects.filter(warehouse=warehouse).delete()
    BookWarehouse.objects.filter(warehouse=warehouse).delete()
    Place.objects.filter(warehouse=warehouse).delete()
    CostScope.objects.exclude(pk__in=BookWarehouse.objects.values("cost_scope")).filter(code=warehouse.code).delete()
    records.remove(act=act, entity="warehouses", record=warehouse)
    places.forget()
    scopes.forget()


OWNED_BY_WAREHOUSE = frozenset({Bin, Zone, BookWarehouse, Place})


def join_books(*, warehouses: Iterable[Warehouse], books: Iterable[Book]) -> None:
    """Let books use warehouses, each in the cost scope that the book's costing scope asks for; what is joined already stays."""
    listed = list(warehouses)
    for book in books:
        joined = set(BookWarehouse.objects.filter(book=book).values_list("warehouse_id", flat=True))
        for warehouse in listed:
            if warehouse.pk not in joined:
                BookWarehouse.objects.create(book=book, warehouse=warehouse, cost_scope=_scope(book, warehouse))
    scopes.forget()


def _scope(book: Book, warehouse: Warehouse) -> CostScope:
    code, name = {
        CostingScope.BOOK: ("*", book.name),
        CostingScope.GROUP: (warehouse.cost_group or warehouse.code, warehouse.cost_group or warehouse.name),
        CostingScope.WAREHOUSE: (warehouse.code, warehouse.name),
    }[CostingScope(book.costing_scope)]
    return CostScope.objects.get_or_create(book=book, code=code, defaults={"name": name})[0]


@transaction.atomic
def create_zone(*, act: Act, values: Mapping[str, object]) -> Zone:
    """Make a zone of a warehouse."""
    need_name(values)
    fresh = records.columns(Zone, values)
    _code_free_in_warehouse(Zone, fresh)
    return records.insert(act=act, entity="zones", record=Zone(**fresh))


@transaction.atomic
def update_zone(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Zone:
    """Change a zone; it stays in its warehouse."""
    zone = records.locked(model=Zone, record_id=record_id, rev=rev)
    changes = {key: value for key, value in records.columns(Zone, values).items() if key != "warehouse_id"}
    need_name({"name": zone.name, **changes})
    if "code" in changes:
        _code_free_in_warehouse(Zone, {"warehouse_id": zone.warehouse_id, **changes}, besides=zone.pk)
    records.change(act=act, entity="zones", record=zone, values=changes)
    return zone


@transaction.atomic
def delete_zone(*, act: Act, record_id: int) -> None:
    """Delete a zone without bins. Refuses in_use."""
    records.remove(act=act, entity="zones", record=records.locked(model=Zone, record_id=record_id))


@transaction.atomic
def create_bin(*, act: Act, values: Mapping[str, object]) -> Bin:
    """Make one bin; the warehouse uses bins from then on."""
    fresh = records.columns(Bin, values)
    _code_free_in_warehouse(Bin, fresh)
    _zone_fits(fresh.get("zone_id"), fresh["warehouse_id"])
    record = records.insert(act=act, entity="bins", record=Bin(**fresh))
    Warehouse.objects.filter(pk=record.warehouse_id, uses_bins=False).update(uses_bins=True)
    return record


@transaction.atomic
def update_bin(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Bin:
    """Change a bin; it stays in its warehouse."""
    record = records.locked(model=Bin, record_id=record_id, rev=rev)
    changes = {key: value for key, value in records.columns(Bin, values).items() if key != "warehouse_id"}
    if "code" in changes:
        _code_free_in_warehouse(Bin, {"warehouse_id": record.warehouse_id, **changes}, besides=record.pk)
    _zone_fits(changes.get("zone_id", record.zone_id), record.warehouse_id)
    if changes.get("active") is False and record.active:
        records.ensure_stoppable(entity="bins", record=record, field="active")
    records.change(act=act, entity="bins", record=record, values=changes)
    return record


@transaction.atomic
def delete_bin(*, act: Act, record_id: int) -> None:
    """Delete a bin nothing was ever put into. Refuses in_use."""
    records.remove(act=act, entity="bins", record=records.locked(model=Bin, record_id=record_id))


@transaction.atomic
def create_bins(
    *,
    act: Act,
    warehouse_id: int,
    axes: Sequence[Axis],
    zone_id: int | None = None,
    bin_type: BinType = BinType.STORAGE,
    separator: str = "-",
) -> list[int]:
    """Make bins in bulk (A..F, 01..12, 1..4 -> A-01-1 …), walking in that order; codes that exist stay. Ids of the new ones.

    Refuses bin_range_bad, zone_not_in_warehouse.
    """
    try:
        codes = bin_codes(axes, separator=separator)
    except BadAxis as bad:
        raise refuse("bin_range_bad", loc=("axes",), value=str(bad)) from None
    return ensure_bins(act=act, warehouse_id=warehouse_id, codes=codes, zone_id=zone_id, bin_type=bin_type)


@transaction.atomic
def ensure_bins(
    *,
    act: Act,
    warehouse_id: int,
    codes: Sequence[str],
    zone_id: int | None = None,
    bin_type: BinType = BinType.STORAGE,
) -> list[int]:
    """Make the bins of a warehouse that do not exist yet, in walking order; ids of the new ones."""
    warehouse = records.locked(model=Warehouse, record_id=warehouse_id)
    _zone_fits(zone_id, warehouse_id)
    known = set(Bin.objects.filter(warehouse=warehouse, code__in=codes).values_list("code", flat=True))
    start = Bin.objects.filter(warehouse=warehouse).count()
    fresh = []
    for order, code in enumerate(dict.fromkeys(codes)):
        if code not in known:
            record = Bin(
                warehouse=warehouse, zone_id=zone_id, code=code, bin_type=bin_type, walk_order=start + order + 1
            )
            records.stamp_new(act=act, record=record)
            fresh.append(record)
    insert_many(rows=fresh)
    changes = [(record.pk, None, records.snapshot(record)) for record in fresh]
    record_changes(act=act, entity="bins", action="create", changes=changes)
    if fresh and not warehouse.uses_bins:
        Warehouse.objects.filter(pk=warehouse.pk).update(uses_bins=True)
    return [record.pk for record in fresh]


def _code_free_in_warehouse(model: type[Zone] | type[Bin], values: Mapping[str, Any], besides: int = 0) -> None:
    code = str(values.get("code") or "").strip()
    if not code:
        raise refuse("code_missing", loc=("code",))
    if values.get("warehouse_id") is None:
        raise refuse("warehouse_missing", loc=("warehouse",))
    same = model._default_manager.filter(warehouse_id=values["warehouse_id"], code=code).exclude(pk=besides).first()
    if same is not None:
        raise refuse("code_taken", loc=("code",), value=code, name=records.name_of(same))


def _zone_fits(zone_id: int | None, warehouse_id: int) -> None:
    if zone_id is not None and not Zone.objects.filter(pk=zone_id, warehouse_id=warehouse_id).exists():
        raise refuse("zone_not_in_warehouse", loc=("zone",))
