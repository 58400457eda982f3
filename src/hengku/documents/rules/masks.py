"""What a viewer's roles hide of a document: a masked price takes every figure it could be worked out from along."""

from collections.abc import Sequence

from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.metadata.types import FieldSpec

TOTALS = ("total_net", "total_tax", "total_amount")
_MONEY = ("price", "discount", "tax_rate", "net", "tax", "amount", "total", "last_price")
_TELLS = {
    "quantity": ("base_quantity", "linked_quantity", "executed_quantity", "returned_quantity", "remaining_quantity"),
    "source_line_id": ("source",),
}
"""What says the same as a hidden value, or lets it be worked out."""


def visible_fields(fields: Sequence[FieldSpec], viewer: Viewer) -> list[FieldSpec]:
    """The fields this viewer may know of."""
    return [field.for_viewer(viewer) for field in fields if not field.hidden_from(viewer)]


def hides_header_amounts(spec: DocTypeSpec, viewer: Viewer) -> bool:
    """Whether totals of this type would tell a price the viewer may not know."""
    money = {"price", "amount", "net", "total"}
    return any(field.hidden_from(viewer) for field in spec.line_fields if field.name in money)


def hidden_line_names(spec: DocTypeSpec, viewer: Viewer) -> tuple[str, ...]:
    """Names of line values the viewer may not know."""
    hidden = [field.name for field in spec.line_fields if field.hidden_from(viewer)]
    if hides_header_amounts(spec, viewer):
        hidden.extend(_MONEY)
    hidden.extend(told for name in tuple(hidden) for told in _TELLS.get(name, ()))
    if "cost" in viewer.masked:
        hidden.extend(("cost_amount", "unit_cost"))
    if viewer.fields:
        told = ("total", "executed_quantity", "returned_quantity", "remaining_quantity", "cost_amount", "unit_cost")
        hidden.extend(name for name in told if viewer.access(f"{spec.code}:line", name) == "hidden")
    return tuple(hidden)


def hidden_header_names(spec: DocTypeSpec, viewer: Viewer) -> frozenset[str]:
    """Names of header values the viewer may not know; totals go with the prices of the lines."""
    hidden = {field.name for field in spec.header_fields if field.hidden_from(viewer)}
    if hides_header_amounts(spec, viewer):
        hidden.update(TOTALS)
    if any(field.name == "quantity" and field.hidden_from(viewer) for field in spec.line_fields):
        hidden.add("total_quantity")
    if viewer.fields:
        hidden.update(name for name, access in viewer.fields.get(spec.code, {}).items() if access == "hidden")
    return frozenset(hidden)
