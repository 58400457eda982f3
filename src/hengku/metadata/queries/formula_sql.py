"""A formula in the database: the typed tree becomes SQL with bound parameters."""

import re
from collections.abc import Callable, Mapping

from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.nodes import Call, Field, Literal, Node

_MARK = re.compile("\x00(\\d+)\x00")
_WITHIN = "(SELECT CASE WHEN abs(v) < 100000000000000000000 THEN v END FROM (SELECT {} AS v) AS whole)"
_CASTS = {
    Kind.NUMBER: "numeric",
    Kind.TEXT: "text",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamptz",
}


class NotInDatabase(Exception):
    """The formula uses a function that only the application has. function: its name."""

    def __init__(self, function: str) -> None:
        super().__init__(function)
        self.function = function


Sql = tuple[str, list[object]]
OwnCalls = Callable[[Call, Mapping[str, str], Callable[[Node], Sql]], Sql | None]
"""A caller's own reading of some calls: (call, columns, SQL of an argument) -> SQL, None for calls it leaves alone."""


def formula_sql(node: Node, columns: Mapping[str, str], *, calls: OwnCalls | None = None) -> Sql:
    """SQL of the formula and its parameters; columns: field path -> SQL of its value. calls: asked first about every call.

    Numbers keep within 20 places; a result of 10^20 or more is nothing, as in Python. Raises NotInDatabase.
    """
    sql, params = _sql(node, columns, calls)
    if node.type.kind == Kind.NUMBER and isinstance(node, Call):
        return _WITHIN.format(sql), params
    return sql, params


def _sql(node: Node, columns: Mapping[str, str], calls: OwnCalls | None) -> Sql:
    if isinstance(node, Literal):
        return ("NULL", []) if node.value is None else (f"%s::{_CASTS[node.type.kind]}", [node.value])
    if isinstance(node, Field):
        if node.type.many:
            raise NotInDatabase(node.path)
        return (f"({columns[node.path]})::numeric" if node.type.kind == Kind.NUMBER else columns[node.path]), []
    own = calls(node, columns, lambda arg: _sql(arg, columns, calls)) if calls else None
    if own is not None:
        return own
    template = FUNCTIONS[node.function].sql
    if template is None:
        raise NotInDatabase(node.function)
    args = [_sql(arg, columns, calls) for arg in node.args]
    marks = [f"\x00{at}\x00" for at in range(len(args))]
    text = template.format(*marks) if isinstance(template, str) else template(marks, [arg.type for arg in node.args])
    params: list[object] = []

    def put(mark: re.Match[str]) -> str:
        sql, values = args[int(mark[1])]
        params.extend(values)
        return sql

    return _MARK.sub(put, text), params
