"""Prices: make, change, remove; one or thousands."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Item, ItemUnit, PriceEntry
from hengku.masterdata.operations import records
from hengku.masterdata.operations.bulk import insert_many

ENTITY = "price-entries"
KEY = ("item_id", "kind", "partner_id", "partner_group", "book_id", "unit_id", "minimum_quantity", "valid_from")
"""What makes two prices the same price."""


@transaction.atomic
def create_price(*, act: Act, values: Mapping[str, object]) -> PriceEntry:
    """Make a price. Refuses price_taken, price_dates_swapped, unit_not_of_item, value_negative."""
    price = PriceEntry(**records.columns(PriceEntry, values))
    _check(price)
    return records.insert(act=act, entity=ENTITY, record=price)


@transaction.atomic
def update_price(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> PriceEntry:
    """Change a price. Refuses as create_price does."""
    price = records.locked(model=PriceEntry, record_id=record_id, rev=rev)
    changes = records.columns(PriceEntry, values)
    stored = {field.attname: getattr(price, field.attname) for field in PriceEntry._meta.concrete_fields}
    _check(PriceEntry(**{**stored, **changes}))
    records.change(act=act, entity=ENTITY, record=price, values=changes)
    return price


@transaction.atomic
def delete_price(*, act: Act, record_id: int) -> None:
    """Delete a price; documents keep the price they were written with."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=PriceEntry, record_id=record_id))


def _check(price: PriceEntry) -> None:
    found: list[Refusal] = []
    if price.price < 0:
        found.append(Refusal("value_negative", {}, ("price",)))
    if price.valid_from and price.valid_to and price.valid_to < price.valid_from:
        found.append(Refusal("price_dates_swapped", {}, ("valid_to",)))
    if price.partner_id is not None and price.partner_group:
        found.append(Refusal("price_for_one", {}, ("partner_group",)))
    same = PriceEntry.objects.filter(**{name: getattr(price, name) for name in KEY}).exclude(pk=price.pk)
    if same.exists():
        found.append(Refusal("price_taken", {}, ("item",)))
    if price.unit_id is not None and not unit_belongs(item_id=price.item_id, unit_id=price.unit_id):
        found.append(Refusal("unit_not_of_item", {"unit": price.unit.name if price.unit else ""}, ("unit",)))
    if found:
        raise Refused(found)


def unit_belongs(*, item_id: int, unit_id: int) -> bool:
    """Whether an item is counted in this unit."""
    return (
        Item.objects.filter(pk=item_id, base_unit_id=unit_id).exists()
        or ItemUnit.objects.filter(item_id=item_id, unit_id=unit_id).exists()
    )


@transaction.atomic
def set_prices(*, act: Act, drafts: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """Make or change many prices by their key (columns by attribute); gives per draft the id and
    "created", "updated" or "unchanged". The drafts are checked by the caller; a key given twice takes the last price."""
    items = {draft["item_id"] for draft in drafts}
    stored: dict[tuple[object, ...], tuple[int, tuple[object, ...]]] = {
        tuple(row[: len(KEY)]): (row[-1], tuple(row[len(KEY) : -1]))
        for row in PriceEntry.objects.filter(item_id__in=items).values_list(*KEY, *VALUE, "pk")
    }
    fresh: dict[tuple[object, ...], PriceEntry] = {}
    outcome: list[tuple[tuple[object, ...], str]] = []
    for draft in drafts:
        key = tuple(draft.get(name, "" if name == "partner_group" else None) for name in KEY)
        wanted = tuple(draft.get(name, default) for name, default in VALUE.items())
        if key in fresh:
            fresh[key].price = draft["price"]
            outcome.append((key, "unchanged"))
        elif key not in stored:
            fresh[key] = PriceEntry(**draft)
            records.stamp_new(act=act, record=fresh[key])
            outcome.append((key, "created"))
        elif stored[key][1] == wanted:
            outcome.append((key, "unchanged"))
        else:
            price = records.locked(model=PriceEntry, record_id=stored[key][0])
            records.change(act=act, entity=ENTITY, record=price, values=draft)
            outcome.append((key, "updated"))
    insert_many(rows=list(fresh.values()))
    changes = [(price.pk, None, _told(price)) for price in fresh.values()]
    record_changes(act=act, entity=ENTITY, action="create", changes=changes)
    return [(fresh[key].pk if key in fresh else stored[key][0], state) for key, state in outcome]


VALUE: Mapping[str, object] = {"price": None, "includes_tax": False, "valid_to": None}
"""What a price says beside its key, with what goes without saying."""


def _told(price: PriceEntry) -> dict[str, object]:
    """A new price as the audit trail keeps it: what is not the usual."""
    told = {name: records.told(getattr(price, name)) for name in (*KEY, *VALUE)}
    return {name: value for name, value in told.items() if value not in (None, False, "0")}


@transaction.atomic
def delete_prices(*, act: Act, price_ids: Sequence[int]) -> None:
    """Delete many prices."""
    prices = PriceEntry.objects.filter(pk__in=price_ids)
    changes = [(price.pk, records.snapshot(price), None) for price in prices]
    record_changes(act=act, entity=ENTITY, action="delete", changes=changes)
    prices.delete()
