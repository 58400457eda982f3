"""Units of items and their exact ratios to the base unit."""

from collections.abc import Iterable

from django.db import connection

from hengku.kernel import sql

Ratio = tuple[int, int]


def factors_of(*, item_ids: Iterable[int]) -> dict[int, dict[int, Ratio]]:
    """Units of each item: unit id -> (numerator, denominator) in base units; the base unit itself is (1, 1), listed first."""
    found: dict[int, dict[int, Ratio]] = {}
    for item_id, unit_id, numerator, denominator in sql.rows(
        connection,
        """
        SELECT id, base_unit_id, 1::bigint, 1::bigint FROM masterdata_item WHERE id = ANY(%s::bigint[])
        UNION ALL
        SELECT item_id, unit_id, numerator, denominator FROM masterdata_item_unit WHERE item_id = ANY(%s::bigint[])
        """,
        (list(item_ids),) * 2,
    ):
        found.setdefault(item_id, {}).setdefault(unit_id, (numerator, denominator))
    return found


def factor_of(*, item_id: int, unit_id: int) -> Ratio | None:
    """1 unit = numerator/denominator base units; None when the item is not counted in this unit."""
    return factors_of(item_ids=[item_id]).get(item_id, {}).get(unit_id)
