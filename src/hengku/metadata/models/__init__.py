"""Tables of metadata."""

from hengku.metadata.models.views import SavedView

__all__ = ["SavedView"]
