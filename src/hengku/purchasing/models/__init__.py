from hengku.purchasing.models.inspection import InspectedLine, InspectionLine
from hengku.purchasing.models.order import PurchaseOrder, PurchaseOrderLine
from hengku.purchasing.models.quotes import Quote

__all__ = ["InspectedLine", "InspectionLine", "PurchaseOrder", "PurchaseOrderLine", "Quote"]
