"""Endpoints of documents: one API for all types."""

from hengku.documents.api import change, files, lots, read
from hengku.documents.api.router import router as router

__all__ = ["change", "files", "lots", "read", "router"]
