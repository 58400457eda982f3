"""Tables of metadata."""

from hengku.metadata.models.fields import CustomField, FormDesign
from hengku.metadata.models.views import SavedView

__all__ = ["CustomField", "FormDesign", "SavedView"]
