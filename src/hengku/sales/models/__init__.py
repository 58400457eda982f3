from hengku.sales.models.order import SalesOrder, SalesOrderLine

__all__ = ["SalesOrder", "SalesOrderLine"]
