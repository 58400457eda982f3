"""Prices from files: one per item, kind, partner, unit, quantity step and start date."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.integrations.operations.context import Context, refused, skipped
from hengku.integrations.operations.lookups import AMBIGUOUS
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow, Outcome, RowState
from hengku.masterdata import texts
from hengku.masterdata.operations.prices import set_prices
from hengku.masterdata.queries.units import factors_of
from hengku.masterdata.types import PriceKind

PRICE_PLACES = 6
STATES = {"created": RowState.CREATED, "updated": RowState.UPDATED, "unchanged": RowState.UNCHANGED}


def load_prices(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """Set the prices of these rows."""
    lookups = context.lookups
    lookups.learn_items(row.values.get("item", "") for row in rows)
    units = factors_of(item_ids={lookups.item(row.values.get("item", "")) or 0 for row in rows})
    outcomes: dict[int, Outcome] = {}
    drafts: dict[int, dict[str, Any]] = {}
    for row in rows:
        reader = RowReader(row)
        values = _read(context, reader, units)
        key = tuple(
            values.get(name)
            for name in (
                "item_id",
                "kind",
                "partner_id",
                "partner_group",
                "unit_id",
                "minimum_quantity",
                "valid_from",
            )
        )
        if not reader.faults and context.repeats(reader, key, "item"):
            outcomes[row.number] = skipped(row, "price-entries")
        elif reader.faults:
            outcomes[row.number] = refused(row, reader.faults)
        else:
            drafts[row.number] = values
    checked = [(0, "created")] * len(drafts)
    written = context.carry_out(lambda: set_prices(act=context.act, drafts=list(drafts.values()))) or checked
    for number, (key_, state) in zip(drafts, written, strict=True):
        outcomes[number] = Outcome(number, STATES[state], "price-entries", key_ or None)
    return [outcomes[row.number] for row in rows]


def _read(context: Context, reader: RowReader, units: dict[int, dict[int, tuple[int, int]]]) -> dict[str, Any]:
    lookups = context.lookups
    word = reader.needed("item")
    item_id = lookups.item(word)
    if word and item_id is None:
        reader.fault("item_not_known", "item", value=word)
    elif item_id == AMBIGUOUS:
        reader.fault("item_ambiguous", "item", value=word)
    price = reader.money("price", places=PRICE_PLACES)
    if price is None:
        reader.fault("required", "price")
    elif price < 0:
        reader.fault("value_negative", "price")
    unit_id = lookups.unit(reader.text("unit", 50)) if reader.has("unit") else lookups.item_unit(word)
    if reader.has("unit") and unit_id not in units.get(item_id or 0, {}):
        reader.fault("unit_not_of_item", "unit", unit=reader.text("unit"))
    elif unit_id is not None and next(iter(units.get(item_id or 0, {})), None) == unit_id:
        unit_id = None  # the base unit goes without saying
    partner_id = None
    if reader.has("partner"):
        partner_id = lookups.partner(reader.text("partner"))
        if partner_id is None or partner_id == AMBIGUOUS:
            reader.fault("partner_not_known", "partner", value=reader.text("partner"))
    first, last = _dates(reader)
    return {
        "item_id": item_id,
        "kind": reader.choice("kind", texts.PRICE_KINDS) or PriceKind.SALE.value,
        "unit_id": unit_id,
        "partner_id": partner_id,
        "partner_group": reader.text("partner_group", 40) if reader.has("partner_group") else "",
        "price": price,
        "includes_tax": bool(reader.flag("includes_tax")) if reader.has("includes_tax") else False,
        "minimum_quantity": reader.decimal("minimum_quantity") or Decimal(0),
        "valid_from": first,
        "valid_to": last,
    }


def _dates(reader: RowReader) -> tuple[date | None, date | None]:
    first, last = reader.date("valid_from"), reader.date("valid_to")
    if first and last and last < first:
        reader.fault("price_dates_swapped", "valid_to")
    return first, last
