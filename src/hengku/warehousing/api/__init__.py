"""Endpoints of warehousing: counting. Its documents are served by documents."""

from hengku.warehousing.api.counts import router

__all__ = ["router"]
