"""The SQL of custom fields, written here alone: what lists filter and sort by is letter for letter what indexes are built on."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, DecimalField, F, Field, Func, JSONField, QuerySet, TextField

from hengku.metadata.rules.codec import encode
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType

_KEY = re.compile(r"f_[1-9]\d*")
_MANY = frozenset({FieldType.REFERENCES, FieldType.CHOICES})


def _function(spec: FieldSpec) -> str:
    if spec.type in NUMBERS or spec.type in (FieldType.INTEGER, FieldType.REFERENCE):
        return "erp_num"
    return "erp_bool" if spec.type is FieldType.BOOLEAN else "erp_txt"


def _output(spec: FieldSpec) -> "Field[Any, Any]":
    kinds: dict[str, type[Field[Any, Any]]] = {"erp_num": DecimalField, "erp_bool": BooleanField, "erp_txt": TextField}
    return kinds[_function(spec)]()


def value_sql(spec: FieldSpec, ext: str = "ext") -> str:
    """SQL of the field's typed value; NULL where there is none or one of another kind. ext: the column with its table."""
    if not _KEY.fullmatch(spec.key):
        raise ValueError(f"{spec.key!r} is no key of a custom field")
    return f"{_function(spec)}({ext}, '{spec.key}')"


def own_value(spec: FieldSpec, ext: str = "ext") -> Func:
    """The same as an expression. ext: the ORM path of the column."""
    if spec.type in _MANY:
        if not _KEY.fullmatch(spec.key):
            raise ValueError(f"{spec.key!r} is no key of a custom field")
        return Func(F(ext), template=f"(%(expressions)s -> '{spec.key}')", output_field=JSONField())
    return Func(F(ext), template=value_sql(spec, "%(expressions)s"), output_field=_output(spec))


def with_own(queryset: QuerySet[Any, Any], fields: Iterable[FieldSpec]) -> QuerySet[Any, Any]:
    """The queryset with the values of these custom fields under their names; other fields are passed over."""
    fresh = {spec.name: own_value(spec) for spec in fields if spec.key and spec.name not in queryset.query.annotations}
    return queryset.alias(**fresh) if fresh else queryset


def comparable(spec: FieldSpec, value: Any) -> Any:
    """A typed value as it is compared in the database: dates and moments are the text that is stored."""
    if spec.key and spec.type in (FieldType.DATE, FieldType.DATETIME):
        return encode(FieldSpec(spec.name, spec.label, spec.type), value)
    return value
