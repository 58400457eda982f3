from hengku.purchasing.models.order import PurchaseOrder, PurchaseOrderLine

__all__ = ["PurchaseOrder", "PurchaseOrderLine"]
