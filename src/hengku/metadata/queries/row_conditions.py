"""Conditions of roles on rows: a formula over a record's own columns becomes part of the question to the database.

Only what the database itself can answer may be used, so that lists, look-ups, exports and single records are narrowed by one
and the same expression.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Exists,
    F,
    ForeignKey,
    Func,
    IntegerField,
    Model,
    OuterRef,
    Q,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.texts import Text
from hengku.metadata.queries.columns import field_at, naming_of, related_to
from hengku.metadata.queries.ext_sql import own_value
from hengku.metadata.queries.formula_sql import NotInDatabase, formula_sql
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import Node, fields_of, from_json, to_json
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.rules.registry import targets_of
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType, Target

_KINDS = {
    **dict.fromkeys((*NUMBERS, FieldType.INTEGER), Kind.NUMBER),
    **dict.fromkeys((FieldType.TEXT, FieldType.MULTILINE, FieldType.ENUM, FieldType.STATE), Kind.TEXT),
    FieldType.DATE: Kind.DATE,
    FieldType.DATETIME: Kind.DATETIME,
    FieldType.BOOLEAN: Kind.BOOL,
}
_COLUMNS: Mapping[Kind, tuple[type[Any], ...]] = {
    Kind.NUMBER: (IntegerField, DecimalField),
    Kind.TEXT: (CharField, TextField),
    Kind.DATE: (DateField,),
    Kind.DATETIME: (DateTimeField,),
    Kind.BOOL: (BooleanField,),
}
"""The columns that hold what a field says in that very kind; a name shown for an id is no text to the database."""
ME = {
    "me.username": Text("我的用户名", "My user name"),
    "me.name": Text("我的姓名", "My name"),
    "me.department": Text("我的部门编码", "Code of my department"),
    "me.position": Text("我的岗位编码", "Code of my position"),
}
"""What a condition may say about whoever looks."""
_PART = re.compile("\x02(\\d+)\x02|%%|%s")


@dataclass(frozen=True, slots=True)
class RowWord:
    """Something a condition may read: its name in formulas, the column behind it ("" = of the viewer). own: the account set's own
    field it is. of_lines: it is asked of every line, and one has to fit."""

    path: str
    column: str
    label: Text
    type: Type
    own: FieldSpec | None = None
    of_lines: bool = False


def row_words(target: Target) -> dict[str, RowWord]:
    """What conditions on rows of this target may read, by name in formulas; references by code and name."""
    found = _words(target.model, target.row_fields)
    lines = target.row_lines
    for word in _words(lines.model, lines.fields) if lines else ():
        label = Text(f"明细·{word.label.zh}（任一行）", f"Line · {word.label.en} (any line)")
        found.append(replace(word, path=f"{lines.before}{word.path}" if lines else "", label=label, of_lines=True))
    found += [RowWord(path, "", label, Type(Kind.TEXT)) for path, label in ME.items()]
    return {word.path: word for word in found}


def _words(model: type[Model], fields: Sequence[FieldSpec]) -> list[RowWord]:
    return [word for one in fields if one.type in _KINDS or one.ref for word in _words_of(model, one)]


def _words_of(model: type[Model], one: FieldSpec) -> list[RowWord]:
    if one.key:
        own = _KINDS.get(one.type)
        return [RowWord(one.name, "ext", one.label, Type(own), own=one)] if own is not None else []
    target = field_at(model, one.path)
    if target is None:
        return []
    if isinstance(target, ForeignKey):
        code, name = naming_of(one.ref, related_to(target))
        base = one.path.removesuffix("_id")
        parts = (("code", code, Text("编码", " code")), ("name", name, Text("名称", " name")))
        return [
            RowWord(f"{one.name}.{part}", f"{base}__{column}", _label(one, said), Type(Kind.TEXT))
            for part, column, said in parts
            if isinstance(field_at(related_to(target), column), CharField | TextField)
        ]
    kind = _KINDS.get(one.type)
    fits = kind is not None and isinstance(target, _COLUMNS[kind])
    return [RowWord(one.name, one.path, one.label, Type(kind))] if kind is not None and fits else []


def _label(one: FieldSpec, part: Text) -> Text:
    return Text(one.label.zh + part.zh, one.label.en + part.en)


def target_of_rows(resource: str) -> Target | None:
    """What conditions on rows of this resource are about; None when its rows have none."""
    return next((one for one in targets_of(resource) if one.name == resource and one.model is not None), None)


def read_condition(*, target: Target, formula: str) -> str:
    """The tree of a condition as text. Raises Refused formula_… with the place, also for what the database cannot work out."""
    words = row_words(target)
    try:
        node = read_formula(formula, {path: word.type for path, word in words.items()}, gives=Kind.BOOL)
        formula_sql(node, dict.fromkeys(words, "NULL"))
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        raise Refused(Refusal(problem.code, params, ("formula",))) from problem
    except NotInDatabase as problem:
        raise Refused(Refusal("formula_not_for_rows", {"name": problem.function}, ("formula",))) from problem
    return orjson.dumps(to_json(node)).decode()


@lru_cache(maxsize=512)
def _node(tree: str) -> Node:
    return from_json(orjson.loads(tree))


def row_expression(viewer: Viewer, resource: str, tree: str, before: str = "") -> Coalesce | None:
    """The condition as an expression that is true or false for every row; None when it cannot be read (any more)."""
    target = target_of_rows(resource)
    return None if target is None else expression_for(target=target, viewer=viewer, tree=tree, before=before)


def expression_for(*, target: Target, viewer: Viewer, tree: str, before: str = "") -> Coalesce | None:
    """The same over rows of a target."""
    words = row_words(target)
    node = _node(tree)
    paths = list(dict.fromkeys(fields_of(node)))
    if any(path not in words for path in paths):
        return None
    asked = [words[path] for path in paths]
    lines = target.row_lines if any(word.of_lines for word in asked) else None
    to_row = before if lines is None else f"{lines.to_row}__"
    columns = [_source(word, viewer, "" if word.of_lines else to_row) for word in asked]
    holds = Coalesce(_Condition(node, tuple(paths), *columns), Value(value=False), output_field=BooleanField())
    if lines is None:
        return holds
    fitting = lines.model._default_manager.filter(Q(holds), **{lines.to_row: OuterRef(f"{before}pk")})
    return Coalesce(Exists(fitting), Value(value=False), output_field=BooleanField())


def _source(word: RowWord, viewer: Viewer, before: str) -> Any:
    if not word.column:
        return Value(viewer.about.get(word.path.removeprefix("me."), ""))
    if word.own is None:
        return F(before + word.column)
    value = own_value(word.own, f"{before}ext")
    casts = {FieldType.DATE: DateField, FieldType.DATETIME: DateTimeField}
    return Cast(value, casts[word.own.type]()) if word.own.type in casts else value


class _Condition(Func):
    """A formula's SQL over the columns Django resolved: joins, aliases and parameters are Django's own."""

    def __init__(self, node: Node, paths: tuple[str, ...], *columns: Any, **extra: Any) -> None:
        super().__init__(*columns, output_field=BooleanField(), **extra)
        self.node = node
        self.paths = paths

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        sources = [compiler.compile(one) for one in self.get_source_expressions()]
        places: Mapping[str, str] = {path: f"\x02{at}\x02" for at, path in enumerate(self.paths)}
        text, own = formula_sql(self.node, places)
        rest = iter(own)
        params: list[Any] = []

        def put(part: re.Match[str]) -> str:
            if part[1] is not None:
                sql, values = sources[int(part[1])]
                params.extend(values)
                return f"({sql})"
            if part[0] == "%s":
                params.append(next(rest))
            return part[0]

        return _PART.sub(put, text), params
