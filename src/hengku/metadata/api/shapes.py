"""Typed request and response shapes made from descriptions, so that the OpenAPI file names every field of every record."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import WithJsonSchema, create_model

from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import ChildSpec, FieldSpec, FieldType, ResourceSpec

_REFERENCE = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"}},
    "required": ["id", "code", "name"],
}
_REFERENCE_WRITE = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"id": {"type": "string"}}}]}
_FORMATS = {FieldType.DATE: "date", FieldType.DATETIME: "date-time"}


class Hit(Schema):
    """A record for a picker."""

    id: str
    code: str
    name: str
    hint: str = ""
    extra: dict[str, Any] = {}


def record_shape(spec: ResourceSpec) -> type[Schema]:
    """What a record looks like when read."""
    fields: dict[str, Any] = {"id": (str, ...), "rev": (int, 1)}
    for one in spec.fields:
        if one.type is not FieldType.PASSWORD and (one.in_list or one.in_form):
            fields[one.name] = (Annotated[Any, WithJsonSchema(_read_schema(one))], None)
    for child in spec.children:
        fields[child.name] = (Annotated[Any, WithJsonSchema(_child_schema(child, write=False))], [])
    return create_model(f"{shape_name(spec)}Record", __base__=Schema, __doc__=spec.label.en, **fields)


def write_shape(spec: ResourceSpec) -> type[Schema]:
    """What is sent to make or change a record; every field may be left out of a change. Checked field by field later."""
    fields: dict[str, Any] = {"rev": (int | None, None)}
    for one in spec.fields:
        if not one.readonly and one.in_form:
            fields[one.name] = (Annotated[Any, WithJsonSchema(_write_schema(one))], None)
    for child in spec.children:
        fields[child.name] = (Annotated[Any, WithJsonSchema(_child_schema(child, write=True))], None)
    return create_model(
        f"{shape_name(spec)}Write", __base__=Schema, __doc__=f"{spec.label.en}: values to write", **fields
    )


def page_shape(spec: ResourceSpec, record: type[Schema]) -> type[Schema]:
    """A page of a list."""
    return create_model(
        f"{shape_name(spec)}Page",
        __base__=Schema,
        items=(list[record], ...),  # type: ignore[valid-type]  # a class made at run time
        next_cursor=(str | None, None),
        count=(int, ...),
        count_capped=(bool, ...),
        totals=(dict[str, Any], {}),
    )


def shape_name(spec: ResourceSpec) -> str:
    """ "item-categories" -> "ItemCategory"."""
    name = "".join(part.capitalize() for part in spec.name.replace("_", "-").split("-"))
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s")


def _read_schema(spec: FieldSpec) -> dict[str, Any]:
    described: dict[str, Any] = {"title": spec.label.en}
    if spec.type is FieldType.REFERENCE:
        return described | {"anyOf": [_REFERENCE, {"type": "null"}]}
    if spec.type is FieldType.REFERENCES:
        return described | {"type": "array", "items": _REFERENCE}
    if spec.type is FieldType.JSON:
        return described
    return described | {"anyOf": [_scalar(spec), {"type": "null"}]}


def _write_schema(spec: FieldSpec) -> dict[str, Any]:
    described: dict[str, Any] = {"title": spec.label.en}
    if spec.type is FieldType.REFERENCE:
        return described | {"anyOf": [*_REFERENCE_WRITE["anyOf"], {"type": "null"}]}
    if spec.type is FieldType.REFERENCES:
        return described | {"type": "array", "items": _REFERENCE_WRITE}
    if spec.type is FieldType.JSON:
        return described
    return described | {"anyOf": [_scalar(spec), {"type": "null"}]}


def _scalar(spec: FieldSpec) -> dict[str, Any]:
    if spec.type is FieldType.BOOLEAN:
        return {"type": "boolean"}
    if spec.type is FieldType.INTEGER:
        return {"type": "integer"}
    if spec.type is FieldType.ENUM and spec.choices:
        return {"type": "string", "enum": [choice.value for choice in spec.choices]}
    if spec.type in _FORMATS:
        return {"type": "string", "format": _FORMATS[spec.type]}
    if spec.type in NUMBERS:
        return {"type": "string", "format": "decimal"}
    return {"type": "string"}


def _child_schema(child: ChildSpec, *, write: bool) -> dict[str, Any]:
    properties = {one.name: (_write_schema if write else _read_schema)(one) for one in child.fields}
    return {"title": child.label.en, "type": "array", "items": {"type": "object", "properties": properties}}
