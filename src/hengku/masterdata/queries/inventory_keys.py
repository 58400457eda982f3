"""存货类别: which key an item's value stands under: its own, else its category's or the nearest above, else goods."""

from collections.abc import Mapping

from hengku.masterdata.models import ItemCategory

DEFAULT_KEY = "GOODS"


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
