"""What a viewer's roles hide of a document: a masked price takes every figure it could be worked out from along."""

from collections.abc import Sequence

from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.metadata.types import FieldSpec

_MONEY = ("price", "discount", "tax_rate", "net", "tax", "amount", "total", "last_price")


def visible_fields(fields: Sequence[FieldSpec], viewer: Viewer) -> list[FieldSpec]:
    """The fields this viewer may know of."""
    return [field for field in fields if field.mask not in viewer.masked]


def hides_header_amounts(spec: DocTypeSpec, viewer: Viewer) -> bool:
    """Whether totals of this type would tell a price the viewer may not know."""
    money = {"price", "amount", "net", "total"}
    return any(field.mask in viewer.masked for field in spec.line_fields if field.name in money and field.mask)


def hidden_line_names(spec: DocTypeSpec, viewer: Viewer) -> tuple[str, ...]:
    """Names of line values the viewer may not know."""
    hidden = [field.name for field in spec.line_fields if field.mask in viewer.masked]
    if hides_header_amounts(spec, viewer):
        hidden.extend(_MONEY)
    if "cost" in viewer.masked:
        hidden.extend(("cost_amount", "unit_cost"))
    return tuple(hidden)
