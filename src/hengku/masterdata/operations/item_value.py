"""Changes of an item that its stock value forbids, and those that follow it."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Item
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.rules.usage import named, usages_of
from hengku.masterdata.types import ItemDraft

_COLUMNS = ("account_key", "category_id")
USAGE = "items:account_key"
"""Under this name rooms above tell which items hold value."""
STANDARD_USAGE = "items:standard_cost"
"""Under this name rooms above tell which items have moved at a standard cost."""


def value_refusals(*, drafts: Mapping[int, ItemDraft], stored: Mapping[int, Item]) -> list[tuple[int, Refusal]]:
    """account_key_has_value for each item whose 存货类别 (its own, or its new category's) would change while it has value."""
    touched = {key: item for key, item in stored.items() if any(name in drafts[key].values for name in _COLUMNS)}
    if not touched:
        return []
    before = inventory_keys({key: (item.account_key, item.category_id) for key, item in touched.items()})
    after = inventory_keys(
        {
            key: (
                drafts[key].values.get("account_key", item.account_key),
                drafts[key].values.get("category_id", item.category_id),
            )
            for key, item in touched.items()
        }
    )
    moved = [key for key in touched if before[key] != after[key]]
    return [
        (key, Refusal("account_key_has_value", {"users": f"{usage.label} {named(users)}"}, ("account_key",)))
        for usage in (usages_of(USAGE) if moved else ())
        for key, users in usage.find(moved).items()
        if users
    ]


def standard_refusals(*, drafts: Mapping[int, ItemDraft], stored: Mapping[int, Item]) -> list[tuple[int, Refusal]]:
    """standard_cost_in_use for each item whose standard cost would change behind the back of its stock."""
    changed = [
        key
        for key, item in stored.items()
        if drafts[key].values.get("standard_cost", item.standard_cost) != item.standard_cost
    ]
    return [
        (key, Refusal("standard_cost_in_use", {"users": named(users)}, ("standard_cost",)))
        for usage in (usages_of(STANDARD_USAGE) if changed else ())
        for key, users in usage.find(changed).items()
        if users
    ]


@transaction.atomic
def follow_standards(*, act: Act, costs: Mapping[int, Decimal]) -> None:
    """Show the standard costs that have come into force on the items' cards."""
    items = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=costs).order_by("pk"))
    changed = [item for item in items if item.standard_cost != costs[item.pk]]
    told = [
        (item.pk, {"standard_cost": str(item.standard_cost or "")}, {"standard_cost": str(costs[item.pk])})
        for item in changed
    ]
    for item in changed:
        item.standard_cost, item.rev = costs[item.pk], item.rev + 1
        item.updated_by_id, item.updated_at = act.actor_id, act.at
    Item.objects.bulk_update(changed, ["standard_cost", "rev", "updated_by_id", "updated_at"], batch_size=500)
    record_changes(act=act, entity="items", action="update", changes=told)
