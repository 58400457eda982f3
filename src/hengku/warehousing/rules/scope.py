"""What a count covers: warehouses, and inside them zones, bins, categories, brands, items. An empty choice means all."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids; category_ids name whole subtrees (an item brings all categories above its own)."""

    warehouse_ids: frozenset[int]
    zone_ids: frozenset[int] = frozenset()
    bin_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()
    brand_ids: frozenset[int] = frozenset()
    item_ids: frozenset[int] = frozenset()

    def covers(
        self,
        *,
        warehouse_id: int,
        bin_id: int | None,
        zone_id: int | None,
        item_id: int,
        category_ids: Iterable[int],
        brand_id: int | None,
    ) -> bool:
        """Whether this stock is to be counted. Bins and zones add up (either is enough), the other choices narrow."""
        if warehouse_id not in self.warehouse_ids:
            return False
        if (self.zone_ids or self.bin_ids) and bin_id not in self.bin_ids and zone_id not in self.zone_ids:
            return False
        if self.category_ids and not self.category_ids.intersection(category_ids):
            return False
        if self.brand_ids and brand_id not in self.brand_ids:
            return False
        return not self.item_ids or item_id in self.item_ids
