"""汇总表: what is counted, by what, what must stay true; and how a row follows what documents add and take away."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.formula_sql import NotInDatabase, formula_sql
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import NUMBER, Kind, Type
from hengku.metadata.rules.formula.nodes import Node, fields_of
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import FieldType
from hengku.studio.rules.aggregates import aggregates_of, grains_of, groups
from hengku.studio.rules.questions import AGGREGATE_LABELS, COUNT_LABEL
from hengku.studio.types import Aggregate, DataField, Grain

MOST_GROUPED = 4
MOST_FIGURES = 8
KEPT = (Aggregate.SUM, Aggregate.COUNT, Aggregate.MIN, Aggregate.MAX)
"""Figures that can be kept by adding and taking away."""
BUILDING, LIVE = "BUILDING", "LIVE"
"""States of a version."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})


@dataclass(frozen=True, slots=True)
class Grouped:
    """By what rows are told apart; grain for dates."""

    field: str
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """code: its name in guards. field: of what; None = rows. dated: its values are dates."""

    code: str
    label: str
    aggregate: Aggregate
    field: str | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything the figures of a table depend on."""

    source: str
    states: tuple[str, ...]
    condition: str
    groups: tuple[Grouped, ...]
    figures: tuple[Figure, ...]

    @property
    def document_type(self) -> str:
        return self.source.partition(":")[0]

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source, "states": list(self.states), "condition": self.condition,
            "groups": [{"field": one.field, "grain": one.grain.value if one.grain else None} for one in self.groups],
            "figures": [
                {"code": one.code, "label": one.label, "agg": one.aggregate.value, "field": one.field, "dated": one.dated}
                for one in self.figures
            ],
        }  # fmt: skip


def shape_of(told: Mapping[str, Any]) -> Shape:
    """The shape that `as_json` wrote."""
    return Shape(
        told["source"],
        tuple(told["states"]),
        told["condition"],
        tuple(Grouped(one["field"], Grain(one["grain"]) if one["grain"] else None) for one in told["groups"]),
        tuple(
            Figure(one["code"], one["label"], Aggregate(one["agg"]), one["field"], one["dated"])
            for one in told["figures"]
        ),
    )


def read_shape(raw: Mapping[str, Any], fields: Mapping[str, DataField], states: Collection[str]) -> Shape:
    """The shape of a table as people declared it; states: those a document of the source may count in.

    Raises Refused with everything that does not fit: dataset_field_unknown, dataset_field_not_grouped, grain_unknown,
    summary_field_moves, aggregate_unknown, question_too_large, required, summary_code_taken, invalid_choice, formula_….
    """
    wrong: list[Refusal] = []
    told_groups, told_figures = _rows(raw.get("groups")), _rows(raw.get("figures"))
    for name, told, most in (("groups", told_groups, MOST_GROUPED), ("figures", told_figures, MOST_FIGURES)):
        if not told:
            wrong.append(Refusal("required", {}, (name,)))
        if len(told) > most:
            wrong.append(Refusal("question_too_large", {"most": str(most)}, (name,)))
    grouped = [_grouped(one, fields, ("groups", at), wrong) for at, one in enumerate(told_groups)]
    figures: list[Figure | None] = []
    for at, one in enumerate(told_figures):
        taken = {figure.code for figure in figures if figure}
        figures.append(_figure(one, fields, taken, ("figures", at), wrong))
    chosen = tuple(str(one) for one in raw.get("states") or ())
    if not set(chosen) <= set(states):
        wrong.append(Refusal("invalid_choice", {}, ("states",)))
    condition = str(raw.get("condition") or "").strip()
    if condition:
        _read_condition(condition, fields, wrong)
    if wrong:
        raise Refused(wrong)
    return Shape(
        str(raw["source"]),
        chosen,
        condition,
        tuple(one for one in grouped if one),
        tuple(one for one in figures if one),
    )


def _rows(raw: Any) -> list[Mapping[str, Any]]:
    return [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list) else []


def _kept_field(name: Any, fields: Mapping[str, DataField], loc: Any, wrong: list[Refusal]) -> DataField | None:
    field = fields.get(str(name))
    if field is None:
        wrong.append(Refusal("dataset_field_unknown", {"field": str(name)[:80]}, loc))
        return None
    if not field.kept:
        wrong.append(Refusal("summary_field_moves", {"field": str(field.spec.label)}, loc))
        return None
    return field


def _grouped(raw: Mapping[str, Any], fields: Mapping[str, DataField], loc: Any, wrong: list[Refusal]) -> Grouped | None:
    field = _kept_field(raw.get("field"), fields, loc, wrong)
    if field is None:
        return None
    if not groups(field.spec):
        wrong.append(Refusal("dataset_field_not_grouped", {"field": str(field.spec.label)}, loc))
        return None
    grain = raw.get("grain") or None
    if grain is not None and grain not in grains_of(field.spec):
        wrong.append(Refusal("grain_unknown", {"grain": str(grain)[:20], "field": str(field.spec.label)}, loc))
        return None
    return Grouped(field.spec.name, Grain(grain) if grain else None)


def _figure(
    raw: Mapping[str, Any], fields: Mapping[str, DataField], taken: Collection[str], loc: Any, wrong: list[Refusal]
) -> Figure | None:
    agg, name = str(raw.get("agg") or ""), raw.get("field") or None
    code = str(raw.get("code") or "") or next(f"m{at}" for at in range(1, 99) if f"m{at}" not in taken)
    if not _CODE.fullmatch(code) or code in taken or code in fields:
        wrong.append(Refusal("summary_code_taken", {"code": code[:40]}, (*loc, "code")))
    label = str(raw.get("label") or "").strip()[:60]
    if name is None:
        if agg != Aggregate.COUNT:
            wrong.append(Refusal("aggregate_unknown", {"agg": agg[:20], "field": ""}, loc))
        return Figure(code, label or str(COUNT_LABEL), Aggregate.COUNT)
    field = _kept_field(name, fields, loc, wrong)
    if field is None:
        return None
    if agg not in aggregates_of(field) or agg not in KEPT:
        wrong.append(Refusal("aggregate_unknown", {"agg": agg[:20], "field": str(field.spec.label)}, loc))
        return None
    said = f"{field.spec.label}·{AGGREGATE_LABELS[Aggregate(agg)]}"
    dated = agg != Aggregate.COUNT and field.spec.type in _DATES
    return Figure(code, label or said, Aggregate(agg), field.spec.name, dated)


def condition_types(fields: Mapping[str, DataField]) -> dict[str, Type]:
    """What the condition of a table may read, row by row."""
    return {
        name: Type(FIELD_KINDS[field.spec.type])
        for name, field in fields.items()
        if field.kept and field.spec.type in FIELD_KINDS
    }


def condition_tree(text: str, fields: Mapping[str, DataField]) -> Node:
    """The typed tree of a condition. Raises FormulaError, NotInDatabase."""
    node = read_formula(text, condition_types(fields), gives=Kind.BOOL)
    formula_sql(node, dict.fromkeys(fields_of(node), "x"))
    return node


def _read_condition(text: str, fields: Mapping[str, DataField], wrong: list[Refusal]) -> None:
    try:
        condition_tree(text, fields)
    except FormulaError as problem:
        wrong.append(Refusal(problem.code, {**problem.params, "place": str(problem.position + 1)}, ("condition",)))
    except NotInDatabase as problem:
        wrong.append(Refusal("formula_not_here", {"name": problem.function}, ("condition",)))


def guard_types(shape: Shape, fields: Mapping[str, DataField], behind: Mapping[str, Type]) -> dict[str, Type]:
    """What a guard may read: figures by code, groups by field, and what groups refer to."""
    found = {one.code: Type(Kind.DATE) if one.dated else NUMBER for one in shape.figures}
    for one in shape.groups:
        kind = Kind.DATE if one.grain else FIELD_KINDS.get(fields[one.field].spec.type)
        if kind is not None:
            found[one.field] = Type(kind)
    return {**behind, **found}


def read_guard(text: str, types: Mapping[str, Type]) -> Node:
    """The typed tree of a guard. Raises Refused formula_…"""
    try:
        return read_formula(text, types, gives=Kind.BOOL)
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        raise Refused(Refusal(problem.code, params, ("guard",))) from problem


@dataclass(frozen=True, slots=True)
class Part:
    """How many rows, and the figures over them: numbers and dates as text; None = nothing."""

    count: int
    figures: tuple[str | None, ...]


def nothing(shape: Shape) -> Part:
    """A row behind which nothing stands."""
    return Part(0, tuple("0" if one.aggregate in (Aggregate.SUM, Aggregate.COUNT) else None for one in shape.figures))


def cell(value: Any) -> Any:
    """A value of a group or figure as it is kept."""
    return jsonable(value)


def row_key(dims: Sequence[Any]) -> str:
    """What tells a row from the others of its table."""
    return hashlib.md5(orjson.dumps(list(dims)), usedforsecurity=False).hexdigest()


def folded(shape: Shape, row: Part, gone: Sequence[Part], come: Sequence[Part]) -> tuple[Part, tuple[int, ...]]:
    """The row after some parts went and others came, and the positions of least and greatest figures that went with them: those
    must be looked for among what is left."""
    count = row.count - sum(one.count for one in gone) + sum(one.count for one in come)
    if count == 0:
        return nothing(shape), ()
    figures: list[str | None] = []
    lost: list[int] = []
    for at, figure in enumerate(shape.figures):
        before = row.figures[at]
        left = [one.figures[at] for one in gone if one.figures[at] is not None]
        fresh = [one.figures[at] for one in come if one.figures[at] is not None]
        if figure.aggregate in (Aggregate.SUM, Aggregate.COUNT):
            added = sum((Decimal(str(one)) for one in fresh), Decimal(0)) - sum(
                (Decimal(str(one)) for one in left), Decimal(0)
            )
            figures.append(plain_text(Decimal(before or 0) + added))
            continue
        best = extreme(figure, [one for one in (before, *fresh) if one is not None])
        figures.append(best)
        if before is not None and best == before and before in left and before not in fresh:
            lost.append(at)
    return Part(count, tuple(figures)), tuple(lost)


def extreme(figure: Figure, values: Sequence[str]) -> str | None:
    """The least or greatest of these values."""
    if not values:
        return None
    choose = min if figure.aggregate is Aggregate.MIN else max
    return choose(values) if figure.dated else choose(values, key=Decimal)


def plain_text(value: Decimal) -> str:
    return str(cell(value))


def guard_value(text: Any, kind: Kind) -> Any:
    """A kept value as formulas read it."""
    if text is None:
        return None
    if kind == Kind.NUMBER:
        return Decimal(str(text))
    if kind == Kind.DATE:
        return date.fromisoformat(str(text)[:10])
    return datetime.fromisoformat(text) if kind == Kind.DATETIME else text


TAKES_BACK = frozenset({"reverse", "void", "reject", "unapprove"})


def refuses(before: bool | None, after: bool | None, transition: str) -> bool:
    """Whether a guard stands against a transition that changed its row: it says no now. A row that was wrong already may still be
    mended by taking something back."""
    return after is False and not (before is False and transition in TAKES_BACK)
