"""Warehouses and bins from files."""

from collections.abc import Sequence
from typing import Any

from hengku.integrations.operations.context import Context, faults_of, refused, skipped
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow, Outcome, RowState
from hengku.kernel.errors import Refused
from hengku.masterdata import texts
from hengku.masterdata.models import Bin, Warehouse, Zone
from hengku.masterdata.operations.warehouses import (
    create_bin,
    create_warehouse,
    create_zone,
    update_bin,
    update_warehouse,
)


def load_warehouses(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """Make or change warehouses, found by code, then by name. Few rows: one by one."""
    outcomes = []
    for row in rows:
        reader = RowReader(row)
        limits = {"code": 40, "name": 200, "address": 400, "keeper": 100, "cost_group": 40}
        values: dict[str, Any] = {name: reader.text(name, limit) for name, limit in limits.items() if reader.has(name)}
        reader.needed("name", 200)
        key = values.get("code") or values.get("name")
        if context.repeats(reader, key, "code"):
            outcomes.append(skipped(row, "warehouses"))
            continue
        if reader.faults:
            outcomes.append(refused(row, reader.faults))
            continue
        same = {"code": values["code"]} if values.get("code") else {"name": values["name"]}
        outcomes.append(_save(context, row, "warehouses", Warehouse.objects.filter(**same).first(), values))
    return outcomes


def load_bins(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """Make or change bins, found by warehouse and code; zones are made as they appear."""
    outcomes = []
    for row in rows:
        reader = RowReader(row)
        values: dict[str, Any] = {name: reader.text(name, 40) for name in ("code", "name") if reader.has(name)}
        reader.needed("code", 40)
        warehouse_id = _warehouse(context, reader)
        for name in ("walk_order", "capacity"):
            if reader.has(name):
                values[name] = reader.integer(name) if name == "walk_order" else reader.decimal(name)
        bin_type = reader.choice("bin_type", texts.BIN_TYPES) if reader.has("bin_type") else None
        if bin_type:
            values["bin_type"] = bin_type
        key = warehouse_id, values.get("code")
        if context.repeats(reader, key, "code"):
            outcomes.append(skipped(row, "bins"))
            continue
        if reader.faults or warehouse_id is None:
            outcomes.append(refused(row, reader.faults))
            continue
        if reader.has("zone") and context.writes:
            values["zone"] = _zone(context, warehouse_id, reader.text("zone", 40))
        known = Bin.objects.filter(warehouse_id=warehouse_id, code=values["code"]).first()
        outcomes.append(_save(context, row, "bins", known, {**values, "warehouse": warehouse_id}))
    return outcomes


def _warehouse(context: Context, reader: RowReader) -> int | None:
    word = reader.text("warehouse", 200)
    if not word:
        if context.options.warehouse_id is None:
            reader.fault("required", "warehouse")
        return context.options.warehouse_id
    found = context.lookups.warehouse(word)
    if found is None:
        reader.fault("warehouse_unknown", "warehouse", value=word)
    return found


def _zone(context: Context, warehouse_id: int, word: str) -> int:
    zone = Zone.objects.filter(warehouse_id=warehouse_id, code=word).first()
    if zone is None:
        zone = create_zone(act=context.act, values={"warehouse": warehouse_id, "code": word, "name": word})
    return zone.pk


def _save(
    context: Context, row: ImportRow, entity: str, known: Warehouse | Bin | None, values: dict[str, Any]
) -> Outcome:
    if known is not None and context.options.leaves_existing:
        return skipped(row, entity, known.pk)
    if not context.writes:
        state = RowState.CREATED if known is None else RowState.UPDATED
        return Outcome(row.number, state, entity, known.pk if known else None)
    try:
        if known is None:
            make = create_warehouse if entity == "warehouses" else create_bin
            return Outcome(row.number, RowState.CREATED, entity, make(act=context.act, values=values).pk)
        change = update_warehouse if entity == "warehouses" else update_bin
        changed = change(act=context.act, record_id=known.pk, values=values)
    except Refused as refusal:
        return refused(row, faults_of(refusal.refusals))
    state = RowState.UNCHANGED if changed.rev == known.rev else RowState.UPDATED
    return Outcome(row.number, state, entity, known.pk)
