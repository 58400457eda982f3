"""Items from files: found by code, barcode or name and spec; units, barcodes, prices and opening stock in the same row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hengku.integrations.operations.context import Context, faults_of, refused, skipped
from hengku.integrations.operations.own_columns import OwnRecords
from hengku.integrations.rules.packs import read_pack
from hengku.integrations.rules.values import RowReader
from hengku.integrations.types import ImportRow, Outcome, RowState
from hengku.masterdata import texts
from hengku.masterdata.models import Barcode, Item, ItemUnit
from hengku.masterdata.operations.items import check_items, create_items, update_items
from hengku.masterdata.operations.prices import set_prices
from hengku.masterdata.rules.barcodes import BarcodeVerdict, judge
from hengku.masterdata.rules.units import BadFactor, parse_factor, parse_unit_expression
from hengku.masterdata.types import BarcodeEntry, ItemDraft, Lifecycle, PriceKind, Tracking, UnitRatio

PRICE_COLUMNS = {
    "purchase_price": PriceKind.PURCHASE,
    "sale_price": PriceKind.SALE,
    "retail_price": PriceKind.RETAIL,
    "wholesale_price": PriceKind.WHOLESALE,
    "member_price": PriceKind.MEMBER,
    "floor_price": PriceKind.FLOOR,
}
FIELD_NAMES = {"base_unit": "base_unit", "barcodes": "barcode", "units": "second_unit"}
PRICE_PLACES = 6
DEFAULT_UNIT = "个"
NO_PACK = frozenset({"", "0", "1", "1.0", "1*1", "-", "/", "无"})


@dataclass(slots=True)
class ReadItem:
    """One row understood: what the item is, and what goes with it."""

    row: ImportRow
    values: dict[str, Any]
    units: list[UnitRatio] = field(default_factory=list)
    barcodes: list[BarcodeEntry] = field(default_factory=list)
    prices: dict[PriceKind, Decimal] = field(default_factory=dict)
    item_id: int | None = None


def load_items(context: Context, rows: Sequence[ImportRow]) -> list[Outcome]:
    """Make or change the items of these rows; prices are set as well. Opening stock columns are posted by load_opening."""
    outcomes: dict[int, Outcome] = {}
    read: list[ReadItem] = []
    for row in rows:
        reader = RowReader(row)
        item = _read(context, reader)
        repeated = context.repeats(reader, _key(item), "code" if item.values.get("code") else "name")
        if repeated:
            outcomes[row.number] = skipped(row, "items")
        elif reader.faults:
            outcomes[row.number] = refused(row, reader.faults)
        else:
            read.append(item)
    _recognise(read)
    read = _own(context, read, outcomes)
    fresh = [item for item in read if item.item_id is None]
    known = _to_update(context, [item for item in read if item.item_id is not None], outcomes)
    _create(context, fresh, outcomes)
    _update(context, known, outcomes)
    _set_prices(context, [*fresh, *known], outcomes)
    return [outcomes[row.number] for row in rows]


def _own(context: Context, items: Sequence[ReadItem], outcomes: dict[int, Outcome]) -> list[ReadItem]:
    """Take the account set's own fields; gives the items whose values fit."""
    own = OwnRecords(context, Item)
    good = []
    for item in items:
        reader = RowReader(item.row)
        own.take(reader, item.values, item.item_id)
        if reader.faults:
            outcomes[item.row.number] = refused(item.row, reader.faults)
        else:
            good.append(item)
    return good


def _read(context: Context, reader: RowReader) -> ReadItem:
    values: dict[str, Any] = {}
    for name, limit in (("code", 60), ("name", 300), ("origin", 100), ("remarks", 2000)):
        if reader.has(name):
            values[name] = reader.text(name, limit)
    reader.needed("name")
    spec = "/".join(
        part for part in (reader.text(name, 200) for name in ("spec", "model", "color", "attributes")) if part
    )
    if spec:
        values["spec"] = spec[:200]
    _read_references(context, reader, values)
    for name, digits in (("minimum_stock", 12), ("maximum_stock", 12), ("weight_kg", 10), ("volume_m3", 10)):
        if reader.has(name):
            values[name] = reader.decimal(name, digits=digits)
    if reader.has("tax_rate"):
        values["tax_rate"] = reader.rate("tax_rate")
    days = reader.integer("shelf_life") if reader.has("shelf_life") else None
    if days:
        values["shelf_life"] = days
    _read_policies(reader, values)
    item = ReadItem(reader.row, values)
    _read_units(context, reader, item)
    _read_barcodes(reader, item)
    for name, kind in PRICE_COLUMNS.items():
        price = reader.money(name, places=PRICE_PLACES) if reader.has(name) else None
        if price is not None and price < 0:
            reader.fault("value_negative", name)
        elif price:
            item.prices[kind] = price
    return item


def _read_references(context: Context, reader: RowReader, values: dict[str, Any]) -> None:
    lookups = context.lookups
    for name, column, find, code in (
        ("category", "category_id", lookups.category, "category_unknown"),
        ("brand", "brand_id", lookups.brand, "brand_unknown"),
    ):
        if reader.has(name):
            values[column] = find(reader.text(name))
            if values[column] is None:
                reader.fault(code, name, value=reader.text(name))
    word = reader.text("base_unit", 50)
    if word:
        expression = parse_unit_expression(word)
        values["base_unit_id"] = lookups.unit(expression.base if expression and expression.base else word)
        if values["base_unit_id"] is None:
            reader.fault("unit_text_unknown", "base_unit", value=word)


def _read_policies(reader: RowReader, values: dict[str, Any]) -> None:
    lots, serials = reader.flag("lot_tracked"), reader.flag("serial_tracked")
    if lots and serials:
        reader.fault("lot_and_serial", "lot_tracked")
    elif lots is not None or serials is not None:
        values["tracking"] = Tracking.LOT if lots else Tracking.SERIAL if serials else Tracking.NONE
    state = reader.text("lifecycle", 20)
    if state in {"1", "0"}:
        values["lifecycle"] = Lifecycle.ACTIVE if state == "1" else Lifecycle.ARCHIVED
    elif state and (found := STATE_WORDS.get(state)):
        values["lifecycle"] = found
    elif state:
        chosen = reader.choice("lifecycle", texts.LIFECYCLES)
        if chosen:
            values["lifecycle"] = chosen


STATE_WORDS = {
    "正常": Lifecycle.ACTIVE,
    "停购": Lifecycle.NO_PURCHASE,
    "停进": Lifecycle.NO_PURCHASE,
    "停售": Lifecycle.NO_SALE,
    "禁用": Lifecycle.ARCHIVED,
    "停用": Lifecycle.ARCHIVED,
    "淘汰": Lifecycle.ARCHIVED,
}
"""What other programs call the states of an item."""


def _read_units(context: Context, reader: RowReader, item: ReadItem) -> None:
    """The second unit: a unit with a ratio, or both in one word (箱=12瓶)."""
    word, ratio = reader.text("second_unit", 50), reader.text("second_factor", 30)
    expression = parse_unit_expression(word) or parse_unit_expression(ratio) or read_pack(ratio, word)
    if expression is not None:
        unit_word, factor = expression.unit, expression.factor
    elif word and not ratio:
        reader.fault("unit_without_ratio", "second_factor")
        return
    elif not word:
        if ratio not in NO_PACK:
            reader.fault("ratio_without_unit", "second_factor")
        return
    else:
        try:
            unit_word, factor = word, parse_factor(ratio)
        except BadFactor:
            reader.fault("factor_bad", "second_factor", value=ratio)
            return
    unit = context.lookups.unit(unit_word)
    if unit is None:
        reader.fault("unit_text_unknown", "second_unit", value=unit_word)
    elif unit != item.values.get("base_unit_id"):
        item.units.append(UnitRatio(unit, factor.numerator, factor.denominator))
    elif factor != Fraction(1) and word:
        reader.fault("unit_is_base", "second_unit", unit=unit_word)


def _read_barcodes(reader: RowReader, item: ReadItem) -> None:
    """Barcodes of both units; a code that is a GTIN itself becomes a barcode, because it can be scanned."""
    code, barcode = str(item.values.get("code", "")), reader.text("barcode", 64)
    if barcode:
        item.barcodes.append(BarcodeEntry(barcode))
    elif judge(code) is BarcodeVerdict.GOOD:
        item.barcodes.append(BarcodeEntry(code))
    second = reader.text("second_barcode", 64)
    if second:
        item.barcodes.append(BarcodeEntry(second, item.units[0].unit_id if item.units else None))


def _key(item: ReadItem) -> object:
    """What makes two rows the same item: the code, else the barcode, else name and spec."""
    if item.values.get("code"):
        return "code", item.values["code"]
    if item.barcodes:
        return "barcode", item.barcodes[0].code
    return "name", item.values.get("name"), item.values.get("spec", "")


def _recognise(items: Sequence[ReadItem]) -> None:
    """Find the items that exist already."""
    codes = dict(
        Item.objects.filter(code__in=[i.values["code"] for i in items if i.values.get("code")]).values_list(
            "code", "pk"
        )
    )
    barcodes = dict(
        Barcode.objects.filter(code__in=[entry.code for item in items for entry in item.barcodes[:1]]).values_list(
            "code", "item_id"
        )
    )
    plain = [item for item in items if not item.values.get("code") and not item.barcodes]
    names = {
        (name, spec): pk
        for name, spec, pk in Item.objects.filter(name__in=[item.values["name"] for item in plain]).values_list(
            "name", "spec", "pk"
        )
    }
    for item in items:
        if item.values.get("code"):
            item.item_id = codes.get(item.values["code"])
        elif item.barcodes:
            item.item_id = barcodes.get(item.barcodes[0].code)
        else:
            item.item_id = names.get((item.values["name"], item.values.get("spec", "")))


def _create(context: Context, items: Sequence[ReadItem], outcomes: dict[int, Outcome]) -> None:
    for item in items:
        if item.values.get("base_unit_id") is None:
            item.values["base_unit_id"] = context.lookups.unit(DEFAULT_UNIT)
    drafts = {item.row.number: ItemDraft(item.values, tuple(item.units), tuple(item.barcodes)) for item in items}
    faults = check_items(drafts=drafts, fresh=True)
    good = [item for item in items if item.row.number not in faults]
    ids: list[int | None] = [None] * len(good)
    if context.writes:
        ids = [*create_items(act=context.act, drafts=[drafts[item.row.number] for item in good])]
    for item, item_id in zip(good, ids, strict=True):
        item.item_id = item_id
        outcomes[item.row.number] = Outcome(item.row.number, RowState.CREATED, "items", item_id)
    for item in items:
        if item.row.number in faults:
            outcomes[item.row.number] = refused(item.row, faults_of(faults[item.row.number], FIELD_NAMES))


def _to_update(context: Context, known: list[ReadItem], outcomes: dict[int, Outcome]) -> list[ReadItem]:
    """The known items to change: none of them when existing ones are to be left alone."""
    if not context.options.leaves_existing:
        return known
    outcomes |= {item.row.number: skipped(item.row, "items", item.item_id) for item in known}
    return []


def _update(context: Context, items: Sequence[ReadItem], outcomes: dict[int, Outcome]) -> None:
    """Change known items: columns the file has, and its units and barcodes beside those the item has already."""
    ids = [item.item_id for item in items if item.item_id is not None]
    units: dict[int, dict[int, UnitRatio]] = {}
    for item_id, unit_id, numerator, denominator in ItemUnit.objects.filter(item_id__in=ids).values_list(
        "item_id", "unit_id", "numerator", "denominator"
    ):
        units.setdefault(item_id, {})[unit_id] = UnitRatio(unit_id, numerator, denominator)
    barcodes: dict[int, dict[str, BarcodeEntry]] = {}
    for item_id, code, unit in Barcode.objects.filter(item_id__in=ids).values_list("item_id", "code", "unit_id"):
        barcodes.setdefault(item_id, {})[code] = BarcodeEntry(code, unit)
    drafts: dict[int, ItemDraft] = {}
    for item in items:
        if item.item_id is not None:
            ratios = {**units.get(item.item_id, {}), **{ratio.unit_id: ratio for ratio in item.units}}
            codes = {**barcodes.get(item.item_id, {}), **{entry.code: entry for entry in item.barcodes}}
            drafts[item.item_id] = ItemDraft(item.values, tuple(ratios.values()), tuple(codes.values()))
    faults = check_items(drafts=drafts, fresh=False)
    good = {key: draft for key, draft in drafts.items() if key not in faults}
    changed = context.carry_out(lambda: update_items(act=context.act, drafts=good)) or set()
    for item in items:
        key = item.item_id or 0
        if key in faults:
            outcomes[item.row.number] = refused(item.row, faults_of(faults[key], FIELD_NAMES))
        else:
            state = RowState.UPDATED if key in changed else RowState.UNCHANGED
            outcomes[item.row.number] = Outcome(item.row.number, state, "items", item.item_id)


def _set_prices(context: Context, items: Sequence[ReadItem], outcomes: dict[int, Outcome]) -> None:
    """Plain prices (everybody, base unit) of the rows that were taken."""
    drafts, owners = [], []
    for item in items:
        if item.item_id is None or outcomes[item.row.number].state is RowState.REFUSED:
            continue
        for kind, price in item.prices.items():
            drafts.append({"item_id": item.item_id, "kind": str(kind), "price": price, "minimum_quantity": Decimal(0)})
            owners.append(item.row.number)

    def write() -> set[int]:
        states = set_prices(act=context.act, drafts=drafts)
        return {number for number, (_, state) in zip(owners, states, strict=True) if state != "unchanged"}

    for number in context.carry_out(write) or ():
        if outcomes[number].state is RowState.UNCHANGED:
            outcomes[number].state = RowState.UPDATED
