"""The account set's own fields, and what a type keeps beside the register, as columns that can be asked about."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField
from django.db.models.functions import Cast

from hengku.documents.types import DocTypeSpec
from hengku.metadata.queries.ext_sql import own_value
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.rules.aggregates import groups
from hengku.studio.types import DataField

_TYPED: dict[FieldType, Callable[[], Any]] = {
    FieldType.DATE: DateField,
    FieldType.DATETIME: DateTimeField,
    FieldType.INTEGER: BigIntegerField,
    FieldType.REFERENCE: BigIntegerField,
}
"""What is kept as text or as any number, and is asked about as what it is."""
_MANY = frozenset({FieldType.REFERENCES, FieldType.CHOICES})


def own_data_fields(fields: Sequence[FieldSpec], ext: str = "ext", **words: Any) -> Iterator[DataField]:
    """The own fields among these whose rows can be grouped. ext: the way to where their values are kept; words: how a field is
    told here (name, label), each worked out from the field."""
    for field in fields:
        if not field.key or not groups(field) or field.type in _MANY:
            continue
        told = {name: say(field) for name, say in words.items()}
        column = f"own_{ext.replace('__', '_')}_{field.key}"
        spec = field.but(**told, column=column, key="", required=False, searchable=False, filterable=True, total=False)
        yield DataField(spec, _reading(field, ext))


def _reading(field: FieldSpec, ext: str) -> Callable[[], Any]:
    typed = _TYPED.get(field.type)
    if typed is None:
        return lambda: own_value(field, ext)
    return lambda: Cast(own_value(field, ext), typed())


def side_data_fields(spec: DocTypeSpec, fields: Sequence[FieldSpec], document: str = "pk") -> Iterator[DataField]:
    """Header fields a type keeps in a table of its own room. document: the way to the document's id."""
    asked = spec.side.asked if spec.side else {}
    for field in fields:
        if field.name in asked:
            told = field.but(
                column=f"side_{field.name}", required=False, readonly=False, filterable=True, sortable=False
            )
            yield DataField(told, _beside(asked[field.name], document))


def _beside(make: Callable[[str], Any], document: str) -> Callable[[], Any]:
    return lambda: make(document)
