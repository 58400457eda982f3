"""Endpoints of sales: what its workbenches read and do. Its documents are served by documents."""

from hengku.sales.api.shippable import router

__all__ = ["router"]
