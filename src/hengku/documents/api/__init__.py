"""Endpoints of documents: one API for all types."""

from hengku.documents.api import change, files, formulas, lots, read
from hengku.documents.api.router import router as router

__all__ = ["change", "files", "formulas", "lots", "read", "router"]
