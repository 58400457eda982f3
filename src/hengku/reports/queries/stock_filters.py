"""What people narrow stock by, as the ledger understands it."""

from hengku.identity.types import Viewer
from hengku.ledger.queries.reading import StockFilter
from hengku.masterdata.models import ItemCategory
from hengku.reports.rules.columns import CATEGORY, COST, ITEM, SEARCH, WAREHOUSE
from hengku.reports.types import Parameters

STOCK_PARAMETERS = (WAREHOUSE, ITEM, CATEGORY, SEARCH)


def filter_of(*, asked: Parameters) -> StockFilter:
    """Warehouse, item, category (with everything below it), search text, status, bin, lot of the parameters."""
    category = asked.get("category")
    path = ItemCategory.objects.values_list("path", flat=True).get(id=category) if category is not None else ""
    return StockFilter(
        item_ids=_one(asked.get("item")),
        warehouse_ids=_one(asked.get("warehouse")),
        category_path=path,
        search=asked.get("q") or "",
        bin_id=asked.get("bin"),
        lot_id=asked.get("lot"),
        status=asked.get("status"),
    )


def _one(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)


def sees_cost(*, viewer: Viewer) -> bool:
    """Whether amounts are worth computing for this viewer at all."""
    return COST not in viewer.masked
