"""Tables of metadata."""

from hengku.metadata.models.fields import CustomField, FormDesign
from hengku.metadata.models.files import KeptFile
from hengku.metadata.models.views import SavedView

__all__ = ["CustomField", "FormDesign", "KeptFile", "SavedView"]
