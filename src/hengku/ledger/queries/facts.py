"""Stock and its value as rows to ask about: what dashboards group and add up."""

from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Abs, Coalesce

from hengku.identity.queries.restrict import allowed_ids, restrict
from hengku.identity.types import Viewer
from hengku.ledger.models import CostEntry, StockFact, ValueFact
from hengku.ledger.queries.reading import STOCK
from hengku.masterdata.types import PlaceKind

_OURS = (PlaceKind.WAREHOUSE, PlaceKind.TRANSIT)


def stock_facts(*, viewer: Viewer) -> QuerySet[StockFact]:
    """What stands in (or is on the way to) the warehouses the viewer may look into, one row a stock key; own goods only."""
    found = StockFact.objects.filter(owner_id=None, place__kind__in=_OURS).exclude(quantity=0)
    return restrict(found, viewer=viewer, resource=STOCK, scope={"book": "book_id", "warehouse": "place__warehouse_id"})


def value_facts(*, viewer: Viewer) -> QuerySet[ValueFact]:
    """What own stock is worth, one row a cost pool. Pools cover several warehouses: who may look into some only gets nothing."""
    found = ValueFact.objects.exclude(quantity=0, amount=0)
    if allowed_ids(viewer, STOCK, "view", "warehouse") is not None:
        return found.none()
    return restrict(found, viewer=viewer, resource=STOCK, scope={"book": "book_id"})


def cost_of_line(line_id: str = "pk") -> Any:
    """The current cost of a document line as an expression, positive in the document's own direction; 0 where nothing was valued.
    As queries.cost.line_costs; for questions over many lines."""
    entries = CostEntry.objects.filter(source_line_id=OuterRef(line_id)).exclude(kind="RESIDUAL").order_by()
    total = entries.values("source_line_id").annotate(total=Sum("amount")).values("total")
    return Coalesce(Abs(Subquery(total)), 0, output_field=DecimalField(max_digits=18, decimal_places=2))
