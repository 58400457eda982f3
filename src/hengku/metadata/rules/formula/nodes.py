"""The typed tree of a formula. Operators are calls too. Its JSON form is what is stored, sent to pages and compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.numbers import plain


@dataclass(frozen=True, slots=True)
class Literal:
    value: Decimal | str | None
    type: Type


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record: its stable path ("quantity", "partner.code", "lines.quantity")."""

    path: str
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    args: "tuple[Node, ...]"
    type: Type


Node = Literal | Field | Call


def to_json(node: Node) -> dict[str, Any]:
    """{"v": value, "k": kind} | {"x": path, "k": kind, "m": many} | {"f": function, "a": [...], "k": kind, "m": many}."""
    kind: dict[str, Any] = {"k": str(node.type.kind)}
    if node.type.many:
        kind["m"] = True
    if isinstance(node, Literal):
        value = node.value
        return {"v": plain(value) if isinstance(value, Decimal) else value, **kind}
    if isinstance(node, Field):
        return {"x": node.path, **kind}
    return {"f": node.function, "a": [to_json(arg) for arg in node.args], **kind}


def from_json(data: dict[str, Any]) -> Node:
    """The tree that `to_json` wrote. Raises KeyError or ValueError for anything else."""
    type_ = Type(Kind(data["k"]), bool(data.get("m")))
    if "x" in data:
        return Field(data["x"], type_)
    if "f" in data:
        return Call(data["f"], tuple(from_json(arg) for arg in data["a"]), type_)
    value = data["v"]
    return Literal(Decimal(value) if type_.kind == Kind.NUMBER else value, type_)


def fields_of(node: Node) -> Iterator[str]:
    """The paths of all fields the formula reads, in the order written, some perhaps twice."""
    if isinstance(node, Field):
        yield node.path
    elif isinstance(node, Call):
        for arg in node.args:
            yield from fields_of(arg)
