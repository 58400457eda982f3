"""Formulas as figures of a group: every field is a list (its values in the group), functions over lists become aggregates."""

from collections.abc import Callable, Mapping

from hengku.metadata.queries.formula_sql import NotInDatabase, formula_sql
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import Call, Field, Literal, Node
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldType
from hengku.studio.types import DataField

Sql = tuple[str, list[object]]
_KINDS = {
    **dict.fromkeys((*NUMBERS, FieldType.INTEGER), Kind.NUMBER),
    FieldType.TEXT: Kind.TEXT,
    FieldType.ENUM: Kind.TEXT,
    FieldType.STATE: Kind.TEXT,
    FieldType.BOOLEAN: Kind.BOOL,
    FieldType.DATE: Kind.DATE,
    FieldType.DATETIME: Kind.DATETIME,
    FieldType.REFERENCE: Kind.REF,
}
_OF_ONE = {
    "SUM": "coalesce(sum({0}), 0)",
    "AVERAGE": "avg({0})",
    "MIN": "min({0})",
    "MAX": "max({0})",
    "COUNT": "count({0})::numeric",
    "COUNTUNIQUE": "count(DISTINCT {0})::numeric",
}
_SIGNS = {"=": "=", "==": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def field_types(fields: Mapping[str, DataField]) -> dict[str, Type]:
    """What formulas may read: every field as the list of its values in the group."""
    return {
        name: Type(_KINDS[field.spec.type], many=True) for name, field in fields.items() if field.spec.type in _KINDS
    }


def measure_sql(node: Node, columns: Mapping[str, str]) -> Sql:
    """SQL of a formula over a group, with its parameters; columns: field name -> SQL. Raises NotInDatabase."""
    return formula_sql(node, columns, calls=_aggregated)


def _aggregated(call: Call, columns: Mapping[str, str], inner: Callable[[Node], Sql]) -> Sql | None:
    """SQL of a call over the values of a group; None for a call that reads none."""
    if not any(arg.type.many for arg in call.args):
        return None
    values = [_column(arg, columns) for arg in call.args if arg.type.many]
    if call.function in _OF_ONE and len(call.args) == 1:
        return _OF_ONE[call.function].format(values[0]), []
    if call.function == "SUMPRODUCT":
        return f"coalesce(sum({values[0]} * {values[1]}), 0)", []
    if call.function in ("COUNTIF", "SUMIF"):
        return _conditional(call, values, inner)
    raise NotInDatabase(call.function)


def _conditional(call: Call, values: list[str], inner: Callable[[Node], Sql]) -> Sql:
    sign = call.args[1]
    if not isinstance(sign, Literal) or sign.value not in _SIGNS:
        raise NotInDatabase(call.function)
    wanted, params = inner(call.args[2])
    condition = f"{values[0]} {_SIGNS[str(sign.value)]} {wanted}"
    if call.function == "COUNTIF":
        return f"count(*) FILTER (WHERE {condition})::numeric", params
    return f"coalesce(sum({values[1]}) FILTER (WHERE {condition}), 0)", params


def _column(node: Node, columns: Mapping[str, str]) -> str:
    if not isinstance(node, Field):
        raise NotInDatabase(getattr(node, "function", ""))
    column = columns[node.path]
    return f"({column})::numeric" if node.type.kind == Kind.NUMBER else column
