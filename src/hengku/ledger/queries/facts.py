"""Stock and its value as rows to ask about: what dashboards group and add up."""

from typing import Any, TypeVar

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Abs, Coalesce

from hengku.identity.queries.restrict import restrict, within_reach
from hengku.identity.types import Viewer
from hengku.ledger.models import CostEntry, StockFact, ValueFact
from hengku.ledger.queries.reading import STOCK, seen_warehouses
from hengku.masterdata.models import Item
from hengku.masterdata.types import PlaceKind

Fact = TypeVar("Fact", StockFact, ValueFact)
_OURS = (PlaceKind.WAREHOUSE, PlaceKind.TRANSIT)


def stock_facts(*, viewer: Viewer) -> QuerySet[StockFact]:
    """What stands in (or is on the way to) the warehouses the viewer may look into, one row a stock key; own goods only."""
    found = _of_seen(viewer, StockFact.objects.filter(owner_id=None, place__kind__in=_OURS).exclude(quantity=0))
    if viewer.narrows("warehouses"):
        found = found.filter(place__warehouse_id__in=seen_warehouses(viewer=viewer) or ())
    return restrict(found, viewer=viewer, resource=STOCK, scope={"book": "book_id", "warehouse": "place__warehouse_id"})


def value_facts(*, viewer: Viewer) -> QuerySet[ValueFact]:
    """What own stock is worth, one row a cost pool. Pools cover several warehouses: who may look into some only gets nothing."""
    found = _of_seen(viewer, ValueFact.objects.exclude(quantity=0, amount=0))
    if seen_warehouses(viewer=viewer) is not None:
        return found.none()
    return restrict(found, viewer=viewer, resource=STOCK, scope={"book": "book_id"})


def _of_seen(viewer: Viewer, rows: QuerySet[Fact]) -> QuerySet[Fact]:
    """Rows of items the viewer may know of."""
    if not viewer.narrows("items"):
        return rows
    return rows.filter(item__in=within_reach(Item.objects.all(), viewer=viewer, resource="items"))


def cost_of_line(line_id: str = "pk") -> Any:
    """The current cost of a document line as an expression, positive in the document's own direction; 0 where nothing was valued.
    As queries.cost.line_costs; for questions over many lines."""
    entries = CostEntry.objects.filter(source_line_id=OuterRef(line_id)).exclude(kind="RESIDUAL").order_by()
    total = entries.values("source_line_id").annotate(total=Sum("amount")).values("total")
    return Coalesce(Abs(Subquery(total)), 0, output_field=DecimalField(max_digits=18, decimal_places=2))
