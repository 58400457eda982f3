from hengku.purchasing.models.inspection import InspectedLine, InspectionLine
from hengku.purchasing.models.order import PurchaseOrder, PurchaseOrderLine

__all__ = ["InspectedLine", "InspectionLine", "PurchaseOrder", "PurchaseOrderLine"]
