"""Formulas about the fields of a form, read into trees."""

from collections.abc import Mapping
from typing import Any

from hengku.kernel.errors import Refusal
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.functions import FUNCTIONS
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import to_json
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.rules.own_targets import OwnTarget


def words_json(target: OwnTarget) -> dict[str, Any]:
    """What formulas of this form are written with: its fields, and the functions of the language."""
    words = target.words() if target.words else {}
    labels = target.labels() if target.labels else {}
    fields = [
        {"path": path, "label": str(labels.get(path, path)), "kind": str(one.kind), "many": one.many}
        for path, one in words.items()
    ]
    return {"fields": fields, "functions": function_words()}


def function_words() -> list[dict[str, str]]:
    """The functions of the language, as its editor offers them."""
    return [
        {"name": one.name, "zh": one.zh, "group": one.group, "help": str(one.help), "example": one.example}
        for one in FUNCTIONS.values()
        if one.group != "operators"
    ]


def read_tree(
    target: OwnTarget,
    text: str,
    gives: Kind,
    loc: tuple[str, ...],
    refusals: list[Refusal],
    *,
    also: Mapping[str, Type] | None = None,
) -> dict[str, Any] | None:
    """The typed tree of a formula on this form, None for none; appends why it cannot be read. also: what it may read besides."""
    if not text.strip():
        return None
    if target.words is None:
        refusals.append(Refusal("field_formula_not_here", {}, loc))
        return None
    try:
        return to_json(read_formula(text, {**target.words(), **(also or {})}, gives=gives))
    except FormulaError as problem:
        refusals.append(Refusal(problem.code, {**problem.params, "place": str(problem.position + 1)}, loc))
        return None
