"""Endpoints of documents: one API for all types."""

from hengku.documents.api import approvals, change, files, flows, formulas, lots, read
from hengku.documents.api.router import router as router

__all__ = ["approvals", "change", "files", "flows", "formulas", "lots", "read", "router"]
