"""A typed tree becomes a chain of Python closures: compiled once, then a few microseconds a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from hengku.metadata.rules.formula.functions import FUNCTIONS, Failed, Function
from hengku.metadata.rules.formula.nodes import Field, Literal, Node


@dataclass(slots=True)
class Record:
    """What a formula is evaluated on: values by path (numbers as Decimal; lists for lines), the moment, the book's time zone.
    warnings: what could not be calculated and became nothing."""

    values: Mapping[str, Any]
    at: datetime
    zone: tzinfo
    warnings: list[str] = field(default_factory=list)


Compiled = Callable[[Record], Any]


def compile_formula(node: Node) -> Compiled:
    """The function that gives the formula's value for a record; None is "nothing"."""
    if isinstance(node, Literal):
        value = node.value
        return lambda record: value
    if isinstance(node, Field):
        path = node.path
        return lambda record: record.values.get(path)
    function = FUNCTIONS[node.function]
    args = tuple(compile_formula(arg) for arg in node.args)
    if function.name == "IF":
        return _choice(*args)
    if len(args) == 2 and not function.sees_blank and not function.with_moment:
        return _of_two(function, *args)
    return _of_any(function, args)


def _choice(condition: Compiled, then: Compiled, otherwise: Compiled | None = None) -> Compiled:
    """Only the branch that is taken is calculated, so the other cannot warn."""
    return lambda record: then(record) if condition(record) else otherwise(record) if otherwise else None


def _of_two(function: Function, left: Compiled, right: Compiled) -> Compiled:
    run = function.run

    def two(record: Record) -> Any:
        a, b = left(record), right(record)
        if a is None or b is None:
            return None
        try:
            return run(a, b)
        except Failed as problem:
            record.warnings.append(str(problem))
            return None

    return two


def _of_any(function: Function, args: tuple[Compiled, ...]) -> Compiled:
    run, sees_blank, with_moment = function.run, function.sees_blank, function.with_moment

    def many(record: Record) -> Any:
        values = [arg(record) for arg in args]
        if not sees_blank and None in values:
            return None
        try:
            return run(record.at, record.zone, *values) if with_moment else run(*values)
        except Failed as problem:
            record.warnings.append(str(problem))
            return None

    return many
