"""The nested lists of an item (units, barcodes, partner codes): reading them from requests, writing them set-wise."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import QUANTITY_LIMIT
from hengku.masterdata.models import Barcode, Item, ItemUnit, KitComponent, Partner, PartnerItemCode, Unit
from hengku.masterdata.operations.bulk import insert_many
from hengku.masterdata.rules.units import BadFactor, parse_factor
from hengku.masterdata.types import BarcodeEntry, ComponentEntry, ItemDraft, PartnerCodeEntry, UnitRatio


def draft_of(values: Mapping[str, object], *, columns: Mapping[str, object]) -> ItemDraft:
    """A draft from request values: `columns` are the item's own, the nested lists are JSON as sent.

    units: [{unit, factor | numerator, denominator}], barcodes: [{code, unit} | "code"], partner_codes: [{partner, code, name}],
    components: [{component, quantity, reference_price}], which make the item a kit;
    references are an id, {"id": …} or "code:…". Refuses list_bad, unit_unknown, partner_unknown, factor_bad.
    """
    refusals: list[Refusal] = []
    components = _components(_entries(values, "components", refusals), refusals)
    draft = ItemDraft(
        values=columns if components is None else {**columns, "is_kit": bool(components)},
        units=_units(_entries(values, "units", refusals), refusals),
        barcodes=_barcodes(_entries(values, "barcodes", refusals), refusals),
        partner_codes=_partner_codes(_entries(values, "partner_codes", refusals), refusals),
        components=components,
    )
    if refusals:
        raise Refused(refusals)
    return draft


def write_lists(*, drafts: Mapping[int, ItemDraft]) -> set[int]:
    """Make the stored lists equal to the drafts' lists (None = leave), in few statements; gives the items touched."""
    touched: set[int] = set()
    ratios = {key: draft.units for key, draft in drafts.items() if draft.units is not None}
    touched |= _replace(
        ItemUnit,
        ids=ratios,
        wanted={(key, r.unit_id): (r.numerator, r.denominator) for key, units in ratios.items() for r in units},
        columns=("unit_id", ("numerator", "denominator")),
    )
    codes = {key: draft.barcodes for key, draft in drafts.items() if draft.barcodes is not None}
    touched |= _replace(
        Barcode,
        ids=codes,
        wanted={(key, b.code): (b.unit_id,) for key, entries in codes.items() for b in entries},
        columns=("code", ("unit_id",)),
    )
    kits = {key: draft.components for key, draft in drafts.items() if draft.components is not None}
    touched |= _replace(
        KitComponent,
        ids=kits,
        wanted={(key, c.component_id): (c.quantity, c.reference_price) for key, parts in kits.items() for c in parts},
        columns=("component_id", ("quantity", "reference_price")),
    )
    touched |= _replace_partner_codes(drafts)
    return touched


def _replace(
    model: type[ItemUnit] | type[Barcode] | type[KitComponent],
    *,
    ids: Iterable[int],
    wanted: Mapping[tuple[int, object], tuple[object, ...]],
    columns: tuple[str, tuple[str, ...]],
) -> set[int]:
    """Delete and insert what differs. columns: the key column beside item_id, and the value columns."""
    key_column, value_columns = columns
    stored = {
        (row[1], row[2]): (row[0], tuple(row[3:]))
        for row in model._default_manager.filter(item_id__in=list(ids)).values_list(
            "pk", "item_id", key_column, *value_columns
        )
    }
    gone = [pk for key, (pk, value) in stored.items() if wanted.get(key) != value]
    fresh = {key: value for key, value in wanted.items() if key not in stored or stored[key][1] != value}
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    rows: list[Any] = [
        model(**{"item_id": key[0], key_column: key[1], **dict(zip(value_columns, value, strict=True))})
        for key, value in fresh.items()
    ]
    insert_many(rows=rows)
    return {key[0] for key in fresh} | {key[0] for key, (pk, _) in stored.items() if pk in set(gone)}


def _replace_partner_codes(drafts: Mapping[int, ItemDraft]) -> set[int]:
    lists = {key: draft.partner_codes for key, draft in drafts.items() if draft.partner_codes is not None}
    if not lists:
        return set()
    wanted = {(key, entry.partner_id, entry.code): entry.name for key, entries in lists.items() for entry in entries}
    stored = {
        (item_id, partner_id, code): (pk, name)
        for pk, item_id, partner_id, code, name in PartnerItemCode.objects.filter(item_id__in=list(lists)).values_list(
            "pk", "item_id", "partner_id", "code", "name"
        )
    }
    gone = {key: pk for key, (pk, name) in stored.items() if wanted.get(key) != name}
    fresh = {key: name for key, name in wanted.items() if key not in stored or stored[key][1] != name}
    if gone:
        PartnerItemCode.objects.filter(pk__in=gone.values()).delete()
    codes = [
        PartnerItemCode(item_id=item_id, partner_id=partner_id, code=code, name=name)
        for (item_id, partner_id, code), name in fresh.items()
    ]
    insert_many(rows=codes)
    return {key[0] for key in (*gone, *fresh)}


def _entries(values: Mapping[str, object], name: str, refusals: list[Refusal]) -> list[Mapping[str, object]] | None:
    if name not in values or values[name] is None:
        return None
    sent = values[name]
    if not isinstance(sent, list):
        refusals.append(Refusal("list_bad", {}, (name,)))
        return None
    entries: list[Mapping[str, object]] = []
    for position, entry in enumerate(sent):
        if isinstance(entry, str) and name == "barcodes":
            entries.append({"code": entry})
        elif isinstance(entry, Mapping):
            entries.append(entry)
        else:
            refusals.append(Refusal("list_bad", {}, (name, position)))
    return entries


def _units(entries: list[Mapping[str, object]] | None, refusals: list[Refusal]) -> tuple[UnitRatio, ...] | None:
    if entries is None:
        return None
    found: list[UnitRatio] = []
    units = _resolve(Unit, (entry.get("unit") for entry in entries))
    for position, entry in enumerate(entries):
        unit_id = units.get(_spoken(entry.get("unit")))
        if unit_id is None:
            refusals.append(Refusal("unit_unknown", {"value": _spoken(entry.get("unit"))}, ("units", position, "unit")))
            continue
        try:
            factor = _factor(entry)
        except BadFactor as bad:
            refusals.append(Refusal("factor_bad", {"value": str(bad)}, ("units", position, "factor")))
            continue
        found.append(UnitRatio(unit_id, factor.numerator, factor.denominator))
    return tuple(found)


def _factor(entry: Mapping[str, object]) -> Fraction:
    if entry.get("factor") not in (None, ""):
        return parse_factor(str(entry["factor"]))
    return parse_factor(f"{entry.get('numerator', '')}/{entry.get('denominator') or 1}")


def _barcodes(entries: list[Mapping[str, object]] | None, refusals: list[Refusal]) -> tuple[BarcodeEntry, ...] | None:
    if entries is None:
        return None
    units = _resolve(Unit, (entry.get("unit") for entry in entries))
    found: list[BarcodeEntry] = []
    for position, entry in enumerate(entries):
        spoken = _spoken(entry.get("unit"))
        if spoken and spoken not in units:
            refusals.append(Refusal("unit_unknown", {"value": spoken}, ("barcodes", position, "unit")))
        found.append(BarcodeEntry(str(entry.get("code") or "").strip(), units.get(spoken)))
    return tuple(found)


def _partner_codes(
    entries: list[Mapping[str, object]] | None, refusals: list[Refusal]
) -> tuple[PartnerCodeEntry, ...] | None:
    if entries is None:
        return None
    partners = _resolve(Partner, (entry.get("partner") for entry in entries))
    found: list[PartnerCodeEntry] = []
    for position, entry in enumerate(entries):
        spoken, code = _spoken(entry.get("partner")), str(entry.get("code") or "").strip()
        if spoken not in partners:
            refusals.append(Refusal("partner_unknown", {"value": spoken}, ("partner_codes", position, "partner")))
        elif not code:
            refusals.append(Refusal("code_missing", {}, ("partner_codes", position, "code")))
        else:
            found.append(PartnerCodeEntry(partners[spoken], code, str(entry.get("name") or "").strip()))
    return tuple(found)


def _components(
    entries: list[Mapping[str, object]] | None, refusals: list[Refusal]
) -> tuple[ComponentEntry, ...] | None:
    if entries is None:
        return None
    items = _resolve(Item, (entry.get("component") for entry in entries))
    found: list[ComponentEntry] = []
    for position, entry in enumerate(entries):
        spoken = _spoken(entry.get("component"))
        if spoken not in items:
            refusals.append(Refusal("component_unknown", {"value": spoken}, ("components", position, "component")))
            continue
        quantity = _number(entry.get("quantity"))
        price = None if entry.get("reference_price") in (None, "") else _number(entry["reference_price"])
        if quantity is None or quantity <= 0:
            refusals.append(Refusal("component_quantity_bad", {}, ("components", position, "quantity")))
        elif price is not None and price < 0:
            refusals.append(Refusal("value_negative", {}, ("components", position, "reference_price")))
        else:
            found.append(ComponentEntry(items[spoken], quantity, price))
    return tuple(found)


def _number(value: object) -> Decimal | None:
    """A number as typed, up to six places; None when it is none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return round_half_up(number, 6) if number.is_finite() and abs(number) < QUANTITY_LIMIT else None


def _spoken(reference: object) -> str:
    """A reference as one string: 12, "12", {"id": "12"} -> "12"; "code:A1" stays."""
    if isinstance(reference, Mapping):
        reference = reference.get("id")
    return "" if reference is None else str(reference).strip()


def _resolve(model: type[Unit] | type[Partner] | type[Item], references: Iterable[object]) -> dict[str, int]:
    """Ids by spoken reference, unknown ones left out."""
    spoken = {_spoken(reference) for reference in references} - {""}
    ids = {text for text in spoken if text.isascii() and text.isdigit()}
    codes = {text.removeprefix("code:") for text in spoken if text.startswith("code:")}
    found = {str(pk): pk for pk in model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)}
    if codes:
        found |= {
            f"code:{code}": pk for pk, code in model._default_manager.filter(code__in=codes).values_list("pk", "code")
        }
    return found
