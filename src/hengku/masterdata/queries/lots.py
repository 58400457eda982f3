"""Lots by item."""

from collections.abc import Sequence

from hengku.masterdata.models import Lot


def lots_of(*, item_ids: Sequence[int]) -> dict[int, list[Lot]]:
    """Lots of each item, the first to expire first (lots without expiry last), then by number."""
    found: dict[int, list[Lot]] = {}
    lots = sorted(
        Lot.objects.filter(item_id__in=item_ids),
        key=lambda lot: (lot.expiry_date is None, lot.expiry_date or lot.created_at.date(), lot.number),
    )
    for lot in lots:
        found.setdefault(lot.item_id, []).append(lot)
    return found
