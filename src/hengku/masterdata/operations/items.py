"""Items 商品: make, change, remove; one record or thousands, always set-wise."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Barcode, Item, ItemUnit, PartnerItemCode, Unit
from hengku.masterdata.operations import records
from hengku.masterdata.operations.bulk import insert_many
from hengku.masterdata.operations.item_lists import draft_of, write_lists
from hengku.masterdata.operations.item_search import describe_item, refresh_search
from hengku.masterdata.operations.item_value import standard_refusals, value_refusals
from hengku.masterdata.operations.numbering import take_codes
from hengku.masterdata.rules.item_checks import check_item, check_lists
from hengku.masterdata.types import ItemDraft, Lifecycle

ENTITY = "items"
FIXED_BY_USE = {
    "base_unit_id": "base_unit_fixed",
    "tracking": "tracking_fixed",
    "cost_method": "cost_method_fixed",
    "second_unit_id": "second_unit_fixed",
}
"""Columns that cannot change once documents speak of the item."""


@transaction.atomic
def create_item(*, act: Act, values: Mapping[str, object]) -> Item:
    """Make one item from request values (nested units, barcodes, partner codes in the same call). Refuses with every finding."""
    draft = draft_of(values, columns=records.columns(Item, values))
    refusals = check_items(drafts={0: draft}, fresh=True).get(0)
    if refusals:
        raise Refused(refusals)
    return Item.objects.get(pk=create_items(act=act, drafts=[draft])[0])


@transaction.atomic
def update_item(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Item:
    """Change one item; columns and lists not named stay. Refuses stale_revision (409) and every finding."""
    records.locked(model=Item, record_id=record_id, rev=rev)
    draft = draft_of(values, columns=records.columns(Item, values))
    refusals = check_items(drafts={record_id: draft}, fresh=False).get(record_id)
    if refusals:
        raise Refused(refusals)
    update_items(act=act, drafts={record_id: draft})
    return Item.objects.get(pk=record_id)


@transaction.atomic
def delete_item(*, act: Act, record_id: int) -> None:
    """Delete an item nobody uses. Refuses in_use with the users' names."""
    records.remove(act=act, entity=ENTITY, record=records.locked(model=Item, record_id=record_id))


@transaction.atomic
def create_items(*, act: Act, drafts: Sequence[ItemDraft]) -> list[int]:
    """Make many checked items (see check_items); codes left empty are given by the number rule. Ids in the drafts' order."""
    codes = _codes(drafts, act.at.date())
    items = []
    for draft, code in zip(drafts, codes, strict=True):
        item = Item(**{**draft.values, "code": code})
        records.stamp_new(act=act, record=item)
        describe_item(item, _words(draft))
        items.append(item)
    insert_many(rows=items)
    by_id = {item.pk: draft for item, draft in zip(items, drafts, strict=True)}
    write_lists(drafts=by_id)
    record_changes(
        act=act,
        entity=ENTITY,
        action="create",
        changes=[(item.pk, None, {**records.snapshot(item), **_told_lists(by_id[item.pk])}) for item in items],
    )
    return [item.pk for item in items]


@transaction.atomic
def update_items(*, act: Act, drafts: Mapping[int, ItemDraft]) -> set[int]:
    """Change many checked items; gives the ids that really changed (the others keep their revision)."""
    items = {
        item.pk: item for item in Item.objects.select_for_update(of=("self",)).filter(pk__in=drafts).order_by("pk")
    }
    changes: dict[int, tuple[dict[str, object], dict[str, object]]] = {}
    written: set[str] = set()
    for key, item in items.items():
        fresh = {name: value for name, value in drafts[key].values.items() if getattr(item, name) != value}
        if fresh:
            before = {name: records.told(getattr(item, name)) for name in fresh}
            for name, value in fresh.items():
                setattr(item, name, value)
            changes[key] = before, {name: records.told(value) for name, value in fresh.items()}
            written |= set(fresh)
    for key in write_lists(drafts={key: drafts[key] for key in items}):
        before, after = changes.get(key, ({}, {}))
        changes[key] = before, {**after, **_told_lists(drafts[key])}
    if changes:
        changed = [items[key] for key in changes]
        for item in changed:
            item.rev += 1
            item.updated_by_id, item.updated_at = act.actor_id, act.at
        Item.objects.bulk_update(changed, [*sorted(written), "rev", "updated_by_id", "updated_at"], batch_size=500)
        refresh_search(items=changed)
        record_changes(act=act, entity=ENTITY, action="update", changes=[(key, *pair) for key, pair in changes.items()])
    return set(changes)


@transaction.atomic
def delete_items(*, act: Act, item_ids: Sequence[int]) -> dict[int, str]:
    """Delete the items nobody uses; gives the others with the names of their users."""
    used = records.users_of(entity=ENTITY, model=Item, record_ids=list(item_ids))
    free = Item.objects.filter(pk__in=item_ids).exclude(pk__in=used)
    record_changes(
        act=act, entity=ENTITY, action="delete", changes=[(item.pk, records.snapshot(item), None) for item in free]
    )
    free.delete()
    return used


def check_items(*, drafts: Mapping[int, ItemDraft], fresh: bool) -> dict[int, list[Refusal]]:
    """Everything wrong with these drafts, by key. fresh: they become new items (keys are positions); else keys are item ids."""
    stored = {} if fresh else {item.pk: item for item in Item.objects.filter(pk__in=drafts)}
    names = dict(Unit.objects.values_list("pk", "name"))
    ratios: dict[int, set[int]] = {}
    for item_id, unit_id in ItemUnit.objects.filter(item_id__in=stored).values_list("item_id", "unit_id"):
        ratios.setdefault(item_id, set()).add(unit_id)
    found: dict[int, list[Refusal]] = {}
    for key, draft in drafts.items():
        merged = {**_columns_of(stored.get(key)), **draft.values}
        refusals = check_item(merged)
        base_unit_id = merged.get("base_unit_id")
        if isinstance(base_unit_id, int):
            units = {ratio.unit_id for ratio in draft.units} if draft.units is not None else ratios.get(key, set())
            refusals += check_lists(draft, base_unit_id=base_unit_id, unit_ids={*units, base_unit_id}, unit_names=names)
        if refusals:
            found[key] = refusals
    for key, refusal in (*_taken(drafts, stored), *_fixed(drafts, stored)):
        found.setdefault(key, []).append(refusal)
    return found


def _columns_of(item: Item | None) -> dict[str, Any]:
    return {field.attname: getattr(item, field.attname) for field in Item._meta.concrete_fields} if item else {}


def _taken(drafts: Mapping[int, ItemDraft], stored: Mapping[int, Item]) -> list[tuple[int, Refusal]]:
    """Codes, barcodes and partner codes that belong to another item already, or twice in this batch."""
    found: list[tuple[int, Refusal]] = []
    codes = {key: str(draft.values["code"]) for key, draft in drafts.items() if draft.values.get("code")}
    owners = {
        code: (pk, name)
        for pk, code, name in Item.objects.filter(code__in=codes.values()).values_list("pk", "code", "name")
    }
    repeated = Counter(codes.values())
    for key, code in codes.items():
        owner = owners.get(code)
        if (owner and owner[0] != (key if stored else None)) or repeated[code] > 1:
            found.append((key, Refusal("code_taken", {"value": code, "name": owner[1] if owner else code}, ("code",))))
    barcodes = [entry.code for draft in drafts.values() for entry in draft.barcodes or ()]
    users = {
        code: (item_id, name)
        for code, item_id, name in Barcode.objects.filter(code__in=barcodes).values_list(
            "code", "item_id", "item__name"
        )
    }
    repeated = Counter(barcodes)
    for key, draft in drafts.items():
        for position, entry in enumerate(draft.barcodes or ()):
            user = users.get(entry.code)
            loc = ("barcodes", position, "code")
            if user and not (key in stored and user[0] == key):
                found.append((key, Refusal("barcode_taken", {"value": entry.code, "name": user[1]}, loc)))
            elif repeated[entry.code] > 1 and sum(other.code == entry.code for other in draft.barcodes or ()) == 1:
                found.append((key, Refusal("barcode_twice", {"value": entry.code}, loc)))
    return found + _taken_partner_codes(drafts)


def _taken_partner_codes(drafts: Mapping[int, ItemDraft]) -> list[tuple[int, Refusal]]:
    wanted = [entry.code for draft in drafts.values() for entry in draft.partner_codes or ()]
    if not wanted:
        return []
    users = {
        (partner_id, code): (item_id, name, partner)
        for partner_id, code, item_id, name, partner in PartnerItemCode.objects.filter(code__in=wanted).values_list(
            "partner_id", "code", "item_id", "item__name", "partner__name"
        )
    }
    found: list[tuple[int, Refusal]] = []
    for key, draft in drafts.items():
        for position, entry in enumerate(draft.partner_codes or ()):
            user = users.get((entry.partner_id, entry.code))
            if user and user[0] != key:
                params = {"value": entry.code, "name": user[1], "partner": user[2]}
                found.append((key, Refusal("partner_code_taken", params, ("partner_codes", position, "code"))))
    return found


def _fixed(drafts: Mapping[int, ItemDraft], stored: Mapping[int, Item]) -> list[tuple[int, Refusal]]:
    """Changes that documents or stock forbid."""
    touched = {
        (key, column): code
        for key, item in stored.items()
        for column, code in FIXED_BY_USE.items()
        if column in drafts[key].values and drafts[key].values[column] != getattr(item, column)
    }
    found: list[tuple[int, Refusal]] = []
    if touched:
        users = records.users_of(entity=ENTITY, model=Item, record_ids=sorted({key for key, _ in touched}))
        for (key, column), code in touched.items():
            if key in users:
                found.append((key, Refusal(code, {"users": users[key]}, (column.removesuffix("_id"),))))
    found.extend(value_refusals(drafts=drafts, stored=stored))
    found.extend(standard_refusals(drafts=drafts, stored=stored))
    found.extend(kit_refusals(drafts=drafts, stored=stored))
    stopped = [
        key
        for key, item in stored.items()
        if drafts[key].values.get("lifecycle") == Lifecycle.ARCHIVED and item.lifecycle != Lifecycle.ARCHIVED
    ]
    for key, needed_by in records.stoppers(entity=ENTITY, record_ids=stopped).items():
        found.append(
            (key, Refusal("in_use_cannot_stop", {"name": stored[key].name, "users": needed_by}, ("lifecycle",)))
        )
    return found


def kit_refusals(*, drafts: Mapping[int, ItemDraft], stored: Mapping[int, Item]) -> list[tuple[int, Refusal]]:
    """Kits have no stock and no documents of their own, and are made of goods, not of kits."""
    becoming = [key for key, item in stored.items() if drafts[key].components and not item.is_kit]
    users = records.users_of(entity=ENTITY, model=Item, record_ids=becoming) if becoming else {}
    found = [(key, Refusal("kit_in_use", {"users": users[key]}, ("components",))) for key in becoming if key in users]
    wanted = {entry.component_id for draft in drafts.values() for entry in draft.components or ()}
    if wanted:
        kits = set(Item.objects.filter(pk__in=wanted, is_kit=True).values_list("pk", flat=True))
        for key, draft in drafts.items():
            for position, entry in enumerate(draft.components or ()):
                if entry.component_id in kits or (stored and entry.component_id == key):
                    found.append((key, Refusal("kit_nested", {}, ("components", position, "component"))))
                if sum(other.component_id == entry.component_id for other in draft.components or ()) > 1:
                    found.append((key, Refusal("component_twice", {}, ("components", position, "component"))))
    return found


def _codes(drafts: Sequence[ItemDraft], on: date) -> list[str]:
    """The drafts' codes; empty ones from the number rule."""
    missing = sum(1 for draft in drafts if not draft.values.get("code"))
    given: list[str] = []
    if missing:
        own = {str(draft.values["code"]) for draft in drafts if draft.values.get("code")}
        given = take_codes(
            target=ENTITY,
            count=missing,
            on=on,
            taken=lambda codes: own | set(Item.objects.filter(code__in=codes).values_list("code", flat=True)),
        )
    source = iter(given)
    return [str(draft.values.get("code") or next(source)) for draft in drafts]


def _told_lists(draft: ItemDraft) -> dict[str, object]:
    """The nested lists as the audit trail keeps them."""
    told: dict[str, object] = {}
    if draft.units is not None:
        told["units"] = [[str(ratio.unit_id), f"{ratio.numerator}/{ratio.denominator}"] for ratio in draft.units]
    if draft.barcodes is not None:
        told["barcodes"] = [entry.code for entry in draft.barcodes]
    if draft.partner_codes is not None:
        told["partner_codes"] = [[str(entry.partner_id), entry.code] for entry in draft.partner_codes]
    if draft.components is not None:
        told["components"] = [[str(entry.component_id), str(entry.quantity)] for entry in draft.components]
    return told


def _words(draft: ItemDraft) -> list[str]:
    """What people may type for an item beside its own columns."""
    own = [entry.code for entry in draft.barcodes or ()]
    return own + [word for entry in draft.partner_codes or () for word in (entry.code, entry.name)]
