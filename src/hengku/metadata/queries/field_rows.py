"""Registered fields as rules read them."""

from hengku.metadata.models import CustomField
from hengku.metadata.rules.custom_fields import CustomFieldRow


def row_of(field: CustomField) -> CustomFieldRow:
    """The field as rules read it."""
    return CustomFieldRow(
        **{name: getattr(field, name) for name in CustomFieldRow.__dataclass_fields__ if name != "id"}, id=field.pk or 0
    )
