"""存货类别: which key an item's value stands under: its own, else its category's or the nearest above, else goods."""

from collections.abc import Mapping

from hengku.masterdata.models import ItemCategory

DEFAULT_KEY = "GOODS"

EFFECTIVE_KEY = """
coalesce(nullif(i.account_key, ''), (
    SELECT c.account_key FROM masterdata_item_category own JOIN masterdata_item_category c
        ON own.path = c.path OR starts_with(own.path, c.path || '/')
     WHERE own.id = i.category_id AND c.account_key <> '' ORDER BY length(c.path) DESC LIMIT 1
), 'GOODS')
"""
"""The same as SQL, of an item `i`."""


def inventory_keys(wanted: Mapping[int, tuple[object, object]]) -> dict[int, str]:
    """Key by item id for items with these (own key, category id)."""
    paths = {pk: (path, key) for pk, path, key in ItemCategory.objects.values_list("pk", "path", "account_key")}
    by_path = dict(paths.values())
    found = {}
    for item_id, (own, category_id) in wanted.items():
        path = paths.get(category_id, ("", ""))[0] if isinstance(category_id, int) else ""
        key = str(own or "")
        while path and not key:
            key = by_path.get(path, "")
            path = path.rpartition("/")[0]
        found[item_id] = key or DEFAULT_KEY
    return found
