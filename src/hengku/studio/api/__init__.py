"""Doors: questions over datasets."""

from hengku.studio.api.datasets import router

__all__ = ["router"]
