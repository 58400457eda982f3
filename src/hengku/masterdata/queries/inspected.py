"""Which goods are inspected before anybody uses them."""

from collections.abc import Collection

from hengku.masterdata.models import Item
from hengku.masterdata.types import Inspection


def inspected_items(item_ids: Collection[int]) -> dict[int, str]:
    """Code and name of those of these items whose own record asks for an inspection."""
    rows = Item.objects.filter(pk__in=item_ids).exclude(inspection__in=("", Inspection.EXEMPT))
    return {pk: f"{code} {name}" for pk, code, name in rows.values_list("pk", "code", "name")}
