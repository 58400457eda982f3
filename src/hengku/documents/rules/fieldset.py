"""Which columns a document type uses and which it must have; worked out once per description."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hengku.documents.types import DocTypeSpec
from hengku.metadata.types import FieldSpec

HEADER_COLUMNS = frozenset(
    {
        "partner",
        "warehouse",
        "to_warehouse",
        "business_date",
        "handler",
        "remarks",
        "currency",
        "price_includes_tax",
        "external_number",
    }
)
"""Names of header fields that are columns of every document; other names belong to the type."""

LINE_COLUMNS = frozenset(
    {
        "item", "unit", "quantity", "price", "amount", "tax_rate", "tax", "discount", "warehouse", "bin", "to_warehouse",
        "to_bin", "lot", "status", "to_status", "second_quantity", "reason", "remarks", "source_line_id",
    }
)  # fmt: skip
"""Names of line fields that are columns of every line; other names belong to the type."""


@dataclass(frozen=True, slots=True)
class FieldSet:
    """Names in use, names that must be filled (item, unit, quantity and business date always are), and what the type's own
    required header fields are when nothing is said. ruled_…: built-in fields the account set gave rules."""

    header: frozenset[str]
    line: frozenset[str]
    required_header: tuple[str, ...]
    required_line: tuple[str, ...]
    header_defaults: Mapping[str, object]
    ruled_header: tuple[FieldSpec, ...]
    ruled_line: tuple[FieldSpec, ...]
    has_unique: bool


_known: dict[str, tuple[DocTypeSpec, FieldSet]] = {}


def field_set(spec: DocTypeSpec) -> FieldSet:
    """The names of a type's fields."""
    known = _known.get(spec.code)
    if known is not None and known[0] is spec:
        return known[1]
    found = FieldSet(
        header=frozenset(field.name for field in spec.header_fields),
        line=frozenset(field.name for field in spec.line_fields),
        required_header=tuple(
            field.name
            for field in spec.header_fields
            if field.required and not field.key and field.name != "business_date"
        ),
        required_line=tuple(
            field.name
            for field in spec.line_fields
            if field.required and not field.key and field.name not in {"item", "unit", "quantity"}
        ),
        header_defaults={
            field.name: field.default
            for field in spec.header_fields
            if field.default is not None and not field.key and field.name not in HEADER_COLUMNS and field.required
        },
        ruled_header=_ruled(spec.header_fields),
        ruled_line=_ruled(spec.line_fields),
        has_unique=any(
            field.rules is not None and field.rules.unique for field in (*spec.header_fields, *spec.line_fields)
        ),
    )
    _known[spec.code] = spec, found
    return found


def _ruled(fields: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    return tuple(
        field for field in fields if not field.key and (field.rules is not None or field.needed_when is not None)
    )
