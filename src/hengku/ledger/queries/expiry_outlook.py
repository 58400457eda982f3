"""How long dated stock lasts: by lot, with the tiers that hold for it and how fast it sells (domain specification 9.1)."""

from dataclasses import dataclass
from datetime import date

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import Sql, Stock, fetch, place_ids, seen_items
from hengku.masterdata.rules.expiry_tiers import STANDARD, parse_tiers, tier_of
from hengku.masterdata.rules.lots import days_left

TIERS_OF_ITEM = """coalesce(nullif(i.expiry_tiers, ''), (
    SELECT a.expiry_tiers FROM masterdata_item_category a JOIN masterdata_item_category c ON c.id = i.category_id
     WHERE a.expiry_tiers <> '' AND (a.path = c.path OR c.path LIKE a.path || '/%%') ORDER BY length(a.path) DESC LIMIT 1),
    nullif(k.expiry_tiers, ''))"""
"""The tiers of item i in book k: its own, else those of the nearest category, else the book's."""
MOST = 5000


@dataclass(frozen=True, slots=True)
class ExpiryCount:
    """Lots with stock in warehouses: past their date, and in the tightest tier before it."""

    expired: int
    near: int


def expiry_count(*, viewer: Viewer, book_id: int, today: date) -> ExpiryCount:
    """What of the stock the viewer may see has expired or will soon; counting stops at MOST lots."""
    stock = Stock(book_id, place_ids(viewer=viewer, book_id=book_id), seen=seen_items(viewer=viewer))
    rows = fetch(
        Sql(
            f"""SELECT DISTINCT t.id, t.production_date, t.expiry_date, {TIERS_OF_ITEM} AS tiers
                  FROM ledger_balance b JOIN masterdata_lot t ON t.id = b.lot_id JOIN masterdata_item i ON i.id = b.item_id
                  JOIN masterdata_book k ON k.id = b.book_id
                 WHERE t.expiry_date IS NOT NULL AND b.quantity > 0 AND """  # noqa: S608 (constants only)
        )
        + stock.condition("b")
        + stock.at_places("b.place_id")
        + Sql(" ORDER BY t.expiry_date LIMIT %s", (MOST,))
    )
    expired = sum(days_left(row["expiry_date"], today) <= 0 for row in rows)
    near = 0
    for row in rows[expired:]:
        found = tier_of(
            parse_tiers(row["tiers"] or STANDARD),
            production=row["production_date"],
            expiry=row["expiry_date"],
            on=today,
        )
        near += found is not None and found.rank == 1
    return ExpiryCount(expired, near)
