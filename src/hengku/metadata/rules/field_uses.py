"""Which fields formulas, layouts and questions read: names found in what they say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hengku.metadata.rules.custom_fields import CODE_START, target_of_lines

ANYWHERE = ""
"""The target of a use that does not say where the field is."""
_CHIP = re.compile(r"\{\s*([^{}\s]+)\s*\}")
_BEFORE_LINES = ("lines.", "line.")


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field by its target ("goods_receipt", "goods_receipt:line", "items") and name."""

    target: str
    name: str

    @property
    def key(self) -> str:
        """Its key among own fields."""
        return f"{self.target}/{self.name}"

    def means(self, other: "FieldUse") -> bool:
        """Whether both are, or may be, the same field."""
        return self.name == other.name and (self.target == other.target or ANYWHERE in (self.target, other.target))


def is_own(name: str) -> bool:
    """Whether a field of this name is the account set's own."""
    return name.startswith(CODE_START)


def use_at(base: str, path: str) -> FieldUse:
    """The field a path of formulas, forms or lists means: "lines.x_temp", "header.remarks", "partner.name", "x_temp"."""
    path = path.removeprefix("header.")
    for start in _BEFORE_LINES:
        if path.startswith(start):
            return FieldUse(target_of_lines(base), path.removeprefix(start).split(".")[0])
    return FieldUse(base, path.split(".")[0])


def formula_uses(base: str, text: str) -> list[FieldUse]:
    """Fields a formula about documents of type `base` (or records of that kind) reads."""
    return [use_at(base, path) for path in _CHIP.findall(text or "")]


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside JSON, keys of mappings included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield str(key)
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)


def clauses_in(value: Any) -> Iterator[list[Any]]:
    """Every [field, op, value] inside JSON."""
    if isinstance(value, list):
        if len(value) == 3 and isinstance(value[0], str) and isinstance(value[1], str):
            yield value
            return
        for part in value:
            yield from clauses_in(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from clauses_in(part)


def named_uses(base: str, names: Iterable[str]) -> list[FieldUse]:
    """Fields by paths."""
    return [use_at(base, name) for name in names if name]
