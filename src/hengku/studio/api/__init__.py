"""Doors: questions over datasets, summary tables, packages of configuration."""

from hengku.studio.api import links, packages, summaries
from hengku.studio.api.datasets import router

__all__ = ["router", "summaries"]

router.add_router("", packages.router)
router.add_router("", links.router)
