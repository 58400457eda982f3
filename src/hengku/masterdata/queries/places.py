"""Places of the moves: ids by warehouse and by kind, remembered per process and account set.

A place never changes once made and ids are never used twice, so remembering is safe; what is not known yet is looked up.
"""

from collections.abc import Iterable

from hengku.identity.queries.account_set import account_set
from hengku.kernel.errors import refuse
from hengku.masterdata.models import Place
from hengku.masterdata.types import PlaceKind

Key = tuple[str, int | None, int | None]
_known: dict[tuple[str, str], dict[Key, int]] = {}


def forget() -> None:
    """Look everything up anew (after places were made or removed in this process)."""
    _known.pop(account_set(), None)


def _places(needed: Iterable[Key]) -> dict[Key, int]:
    """The remembered places; looked up again when one of those needed is missing."""
    where = account_set()
    known = _known.get(where)
    if known is None or any(key not in known for key in needed):
        rows = Place.objects.values_list("kind", "warehouse_id", "partner_id", "pk")
        known = {(kind, warehouse_id, partner_id): pk for kind, warehouse_id, partner_id, pk in rows}
        _known[where] = known
    return known


def warehouse_place_ids(warehouse_ids: Iterable[int]) -> dict[int, int]:
    """Stock place of each warehouse. Refuses not_found (404) for a warehouse that does not exist."""
    return {key: _one((PlaceKind.WAREHOUSE, key, None)) for key in set(warehouse_ids)}


def transit_place_id(to_warehouse_id: int) -> int:
    """Goods on the way to a warehouse."""
    return _one((PlaceKind.TRANSIT, to_warehouse_id, None))


def arrival_place_id(warehouse_id: int) -> int:
    """Goods that arrived at a warehouse and wait for inspection."""
    return _one((PlaceKind.ARRIVAL, warehouse_id, None))


def outside_place_id(kind: PlaceKind, partner_id: int | None = None) -> int:
    """The world outside: supplier, customer, adjustment, scrap, opening …; the partner's own place when there is one."""
    if partner_id is not None and (kind, None, partner_id) in _places([(kind, None, None)]):
        return _places([])[kind, None, partner_id]
    return _one((kind, None, None))


def _one(key: Key) -> int:
    found = _places([key]).get(key)
    if found is None:
        raise refuse("not_found", status=404)
    return found
