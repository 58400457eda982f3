"""Endpoints of purchasing: what its workbenches read. Its documents are served by documents."""

from hengku.purchasing.api.receivable import router

__all__ = ["router"]
