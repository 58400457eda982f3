"""What rules and defaults of a record's fields may read: its own fields, and of what they refer to code and name."""

from collections.abc import Mapping, Sequence

from hengku.kernel.texts import Text
from hengku.metadata.rules.formula.kinds import TEXT, Type
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.types import FieldSpec, FieldType

REFERRED = ("code", "name")


def record_labels(fields: Sequence[FieldSpec]) -> Mapping[str, Text]:
    """What people call them."""
    found: dict[str, Text] = {}
    for field in fields:
        found[field.name] = field.label
        if field.ref:
            found[f"{field.name}.code"] = Text(f"{field.label.zh}.编码", f"{field.label.en}.Code")
            found[f"{field.name}.name"] = Text(f"{field.label.zh}.名称", f"{field.label.en}.Name")
    return found


def record_words(fields: Sequence[FieldSpec]) -> Mapping[str, Type]:
    """Paths by name: every field that has a value of a kind formulas know, references as {category.code} and {category.name}."""
    found: dict[str, Type] = {}
    for field in fields:
        kind = FIELD_KINDS.get(field.type)
        if kind is not None:
            found[field.name] = Type(kind)
        elif field.type is FieldType.REFERENCE and field.ref:
            found |= {f"{field.name}.{part}": TEXT for part in REFERRED}
    return found
