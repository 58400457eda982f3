"""Tables of manufacturing."""

from hengku.manufacturing.models.material import MaterialDocument

__all__ = ["MaterialDocument"]
