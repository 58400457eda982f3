"""Changes of an item that would move its stock value to another account."""

from collections.abc import Mapping

from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Item
from hengku.masterdata.queries.inventory_keys import inventory_keys
from hengku.masterdata.rules.usage import named, usages_of
from hengku.masterdata.types import ItemDraft

_COLUMNS = ("account_key", "category_id")
USAGE = "items:account_key"
"""Under this name rooms above tell which items hold value."""


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
