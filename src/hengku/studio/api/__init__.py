"""Doors: questions over datasets, summary tables."""

from hengku.studio.api import summaries
from hengku.studio.api.datasets import router

__all__ = ["router", "summaries"]
