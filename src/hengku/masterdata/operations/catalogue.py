"""Categories, brands and units: make, change, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.types import Act
from hengku.kernel.errors import Refused, refuse
from hengku.masterdata.models import Brand, Item, ItemCategory, Unit
from hengku.masterdata.operations import records
from hengku.masterdata.operations.numbering import take_codes
from hengku.masterdata.rules.categories import is_inside, moved_paths, path_of
from hengku.masterdata.rules.expiry_tiers import tier_problems
from hengku.masterdata.rules.usage import named, usages_of

PATH_LIMIT = 400


def code_for(*, act: Act, entity: str, model: type[records.R], values: dict[str, Any]) -> dict[str, Any]:
    """The values with a code: the one given when free, else the next of the number rule."""
    code = str(values.get("code") or "").strip()
    if code:
        records.ensure_unique(model=model, value=code)
    else:
        code = take_codes(
            target=entity,
            count=1,
            on=act.at.date(),
            taken=lambda codes: set(model._default_manager.filter(code__in=codes).values_list("code", flat=True)),
        )[0]
    return {**values, "code": code}


def checked_code(*, model: type[records.R], record: records.R, values: Mapping[str, object]) -> None:
    """Refuse a changed code that is empty or taken."""
    if "code" not in values:
        return
    code = str(values["code"] or "").strip()
    if not code:
        raise refuse("code_missing", loc=("code",))
    records.ensure_unique(model=model, value=code, besides=record.pk)


def need_name(values: Mapping[str, object]) -> None:
    """Refuse an empty name."""
    if not str(values.get("name") or "").strip():
        raise refuse("name_missing", loc=("name",))


@transaction.atomic
def create_category(*, act: Act, values: Mapping[str, object]) -> ItemCategory:
    """Make an item category under `parent` (None = at the root)."""
    need_name(values)
    fresh = code_for(act=act, entity="item-categories", model=ItemCategory, values=_category_columns(values))
    parent = _parent(fresh.get("parent_id"))
    fresh["path"] = _path(parent, str(fresh["code"]))
    return records.insert(act=act, entity="item-categories", record=ItemCategory(**fresh))


@transaction.atomic
def update_category(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> ItemCategory:
    """Change a category; moving or recoding it takes its subtree along. Refuses category_loop."""
    category = records.locked(model=ItemCategory, record_id=record_id, rev=rev)
    changes = _category_columns(values)
    checked_code(model=ItemCategory, record=category, values=changes)
    need_name({"name": category.name, **changes})
    code = str(changes.get("code", category.code))
    parent = _parent(changes.get("parent_id", category.parent_id))
    if parent is not None and is_inside(parent.path, category.path):
        raise refuse("category_loop", loc=("parent",))
    old, new = category.path, _path(parent, code)
    changes["path"] = new
    _refuse_moving_value(category, changes, moved=changes.get("parent_id", category.parent_id) != category.parent_id)
    records.change(act=act, entity="item-categories", record=category, values=changes)
    if old != new:
        below = dict(ItemCategory.objects.filter(path__startswith=f"{old}/").values_list("pk", "path"))
        moved = [ItemCategory(pk=key, path=path) for key, path in moved_paths(below, old=old, new=new).items()]
        ItemCategory.objects.bulk_update(moved, ["path"])
    return category


def _category_columns(values: Mapping[str, object]) -> dict[str, Any]:
    """Columns of a category; its lot attributes may come as a list or as text with commas. Refuses expiry_tiers_bad."""
    fresh = records.columns(ItemCategory, values)
    problems = tier_problems(fresh.get("expiry_tiers"))
    if problems:
        raise Refused(problems)
    if "lot_attributes" in fresh:
        fresh["lot_attributes"] = _words(fresh["lot_attributes"])
    return fresh


def _words(told: object) -> list[str]:
    """Names told as a list or as text with commas, each once."""
    parts = told.replace("，", ",").split(",") if isinstance(told, str) else told
    names = [str(part).strip() for part in parts] if isinstance(parts, list) else []
    return [name for name in dict.fromkeys(names) if name]


def _refuse_moving_value(category: ItemCategory, changes: Mapping[str, object], *, moved: bool) -> None:
    """A new 存货类别 of a category moves the value of the items that follow it: not while they have any."""
    if changes.get("account_key", category.account_key) == category.account_key and not moved:
        return
    following = Item.objects.filter(category__path__startswith=category.path, account_key="").values_list(
        "pk", flat=True
    )
    for usage in usages_of("items:account_key"):
        users = [name for names in usage.find(list(following)).values() for name in names]
        if users:
            raise refuse("account_key_has_value", loc=("account_key",), users=named(users))


def _parent(parent_id: int | None) -> ItemCategory | None:
    if parent_id is None:
        return None
    return ItemCategory.objects.select_for_update().get(pk=parent_id)


def _path(parent: ItemCategory | None, code: str) -> str:
    path = path_of(parent.path if parent else "", code)
    if len(path) > PATH_LIMIT:
        raise refuse("category_path_too_long", loc=("parent",))
    return path


@transaction.atomic
def delete_category(*, act: Act, record_id: int) -> None:
    """Delete a category without items and subcategories. Refuses in_use."""
    category = records.locked(model=ItemCategory, record_id=record_id)
    records.remove(act=act, entity="item-categories", record=category)


@transaction.atomic
def create_brand(*, act: Act, values: Mapping[str, object]) -> Brand:
    """Make a brand."""
    need_name(values)
    fresh = code_for(act=act, entity="brands", model=Brand, values=records.columns(Brand, values))
    return records.insert(act=act, entity="brands", record=Brand(**fresh))


@transaction.atomic
def update_brand(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Brand:
    """Change a brand."""
    brand = records.locked(model=Brand, record_id=record_id, rev=rev)
    changes = records.columns(Brand, values)
    checked_code(model=Brand, record=brand, values=changes)
    need_name({"name": brand.name, **changes})
    records.change(act=act, entity="brands", record=brand, values=changes)
    return brand


@transaction.atomic
def delete_brand(*, act: Act, record_id: int) -> None:
    """Delete a brand no item carries. Refuses in_use."""
    records.remove(act=act, entity="brands", record=records.locked(model=Brand, record_id=record_id))


@transaction.atomic
def create_unit(*, act: Act, values: Mapping[str, object]) -> Unit:
    """Make a unit of measure."""
    need_name(values)
    fresh = code_for(act=act, entity="units", model=Unit, values=_unit_columns(values))
    return records.insert(act=act, entity="units", record=Unit(**fresh))


@transaction.atomic
def update_unit(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Unit:
    """Change a unit; its places may grow, and shrink only while nothing uses it (stored quantities would not fit)."""
    unit = records.locked(model=Unit, record_id=record_id, rev=rev)
    changes = _unit_columns(values)
    checked_code(model=Unit, record=unit, values=changes)
    need_name({"name": unit.name, **changes})
    precision = changes.get("precision", unit.precision)
    if isinstance(precision, int) and precision < unit.precision:
        users = records.users_of(entity="units", model=Unit, record_ids=[unit.pk])
        if unit.pk in users:
            raise refuse("precision_fixed", loc=("precision",), users=users[unit.pk])
    records.change(act=act, entity="units", record=unit, values=changes)
    return unit


@transaction.atomic
def delete_unit(*, act: Act, record_id: int) -> None:
    """Delete a unit nothing uses. Refuses in_use."""
    records.remove(act=act, entity="units", record=records.locked(model=Unit, record_id=record_id))


def _unit_columns(values: Mapping[str, object]) -> dict[str, Any]:
    """Columns of a unit; aliases may come as a list or as text with commas."""
    fresh = records.columns(Unit, values)
    aliases = fresh.get("aliases")
    if aliases is not None:
        fresh["aliases"] = _words(aliases)
    precision = fresh.get("precision")
    if precision is not None and not (isinstance(precision, int) and 0 <= precision <= 6):
        raise refuse("precision_bad", loc=("precision",))
    return fresh
