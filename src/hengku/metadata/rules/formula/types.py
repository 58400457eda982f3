"""Which kind a described field's value has in a formula."""

from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.types import FieldType

_NUMBERS = {
    FieldType.INTEGER, FieldType.DECIMAL, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.PRICE, FieldType.RATE, FieldType.COST,
}  # fmt: skip
FIELD_KINDS = {
    **dict.fromkeys(_NUMBERS, Kind.NUMBER),
    FieldType.TEXT: Kind.TEXT,
    FieldType.MULTILINE: Kind.TEXT,
    FieldType.ENUM: Kind.TEXT,
    FieldType.STATE: Kind.TEXT,
    FieldType.DATE: Kind.DATE,
    FieldType.DATETIME: Kind.DATETIME,
    FieldType.BOOLEAN: Kind.BOOL,
}
