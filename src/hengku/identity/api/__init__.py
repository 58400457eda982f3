"""Endpoints of identity."""

from hengku.identity.api.session import router

__all__ = ["router"]
