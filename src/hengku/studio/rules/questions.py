"""Reading a question: every name in it must exist, every figure must fit its field. All that is wrong is told at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.texts import Text
from hengku.metadata.queries.formula_sql import NotInDatabase
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.studio.rules.aggregates import aggregates_of, grains_of, groups
from hengku.studio.rules.measures import field_types, measure_sql
from hengku.studio.types import Aggregate, DataField, Dimension, Grain, Measure, Question, SortKey

MOST_DIMENSIONS = 4
MOST_MEASURES = 12
MOST_GROUPS = 5_000
MOST_SORTS = 3
COUNT_LABEL = Text("记录数", "Rows")
AGGREGATE_LABELS = {
    Aggregate.SUM: Text("合计", "Total"),
    Aggregate.AVG: Text("平均", "Average"),
    Aggregate.COUNT: Text("计数", "Count"),
    Aggregate.COUNT_DISTINCT: Text("不重复计数", "Distinct"),
    Aggregate.MIN: Text("最小", "Least"),
    Aggregate.MAX: Text("最大", "Greatest"),
}
GRAIN_LABELS = {
    Grain.DAY: Text("按日", "By day"),
    Grain.WEEK: Text("按周", "By week"),
    Grain.MONTH: Text("按月", "By month"),
    Grain.QUARTER: Text("按季度", "By quarter"),
    Grain.YEAR: Text("按年", "By year"),
}


class _Wrong(Exception):
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_question(raw: Mapping[str, Any], fields: Mapping[str, DataField]) -> Question:
    """The question, checked against the fields the viewer may know of; filters are left to the database's own reading.

    Raises Refused (400) with everything that does not fit: question_too_large, question_empty, dataset_field_unknown,
    dataset_field_not_grouped, grain_unknown, aggregate_unknown, formula_…, sort_unknown.
    """
    dimensions_raw, measures_raw = raw.get("dimensions") or [], raw.get("measures") or []
    wrong: list[Refusal] = []
    for name, given, most in (
        ("dimensions", dimensions_raw, MOST_DIMENSIONS),
        ("measures", measures_raw, MOST_MEASURES),
    ):
        if len(given) > most:
            wrong.append(Refusal("question_too_large", {"most": str(most)}, (name,)))
    if not dimensions_raw and not measures_raw:
        wrong.append(Refusal("question_empty", {}, ("measures",)))
    if wrong:
        raise Refused(wrong, status=400)
    dimensions = [_try(wrong, ("dimensions", at), _dimension, one, fields) for at, one in enumerate(dimensions_raw)]
    measures = [_try(wrong, ("measures", at), _measure, one, fields) for at, one in enumerate(measures_raw)]
    sort = _try(wrong, ("sort",), _sort, str(raw.get("sort") or ""), (len(dimensions), len(measures)))
    if wrong:
        raise Refused(wrong, status=400)
    return Question(
        dimensions=tuple(one for one in dimensions if one),
        measures=tuple(one for one in measures if one),
        filters=tuple(tuple(clause) for clause in raw.get("filters") or []),
        sort=sort or (),
        limit=max(1, min(int(raw.get("limit") or MOST_GROUPS), MOST_GROUPS)),
        subtotals=bool(raw.get("subtotals")),
    )


def _try(wrong: list[Refusal], loc: tuple[str | int, ...], read: Any, *args: Any) -> Any:
    try:
        return read(*args)
    except _Wrong as problem:
        wrong.append(Refusal(problem.code, problem.params, loc))
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        wrong.append(Refusal(problem.code, params, (*loc, "formula")))
    return None


def _field(name: Any, fields: Mapping[str, DataField]) -> DataField:
    if name not in fields:
        raise _Wrong("dataset_field_unknown", field=str(name)[:80])
    return fields[name]


def _dimension(raw: Mapping[str, Any], fields: Mapping[str, DataField]) -> Dimension:
    field = _field(raw.get("field"), fields)
    if not groups(field.spec):
        raise _Wrong("dataset_field_not_grouped", field=str(field.spec.label))
    grain = raw.get("grain")
    if not grain:
        return Dimension(field)
    if grain not in grains_of(field.spec):
        raise _Wrong("grain_unknown", grain=str(grain)[:20], field=str(field.spec.label))
    return Dimension(field, Grain(grain))


def _measure(raw: Mapping[str, Any], fields: Mapping[str, DataField]) -> Measure:
    label = str(raw.get("label") or "").strip()[:100]
    if raw.get("formula"):
        return _formula(str(raw["formula"]), label, fields)
    agg = str(raw.get("agg") or "")
    if not raw.get("field"):
        if agg != Aggregate.COUNT:
            raise _Wrong("aggregate_unknown", agg=agg[:20], field="")
        return Measure(label or str(COUNT_LABEL), Aggregate.COUNT)
    field = _field(raw["field"], fields)
    if agg not in aggregates_of(field):
        raise _Wrong("aggregate_unknown", agg=agg[:20], field=str(field.spec.label))
    said = f"{field.spec.label}·{AGGREGATE_LABELS[Aggregate(agg)]}"
    return Measure(label or said, Aggregate(agg), field)


def _formula(text: str, label: str, fields: Mapping[str, DataField]) -> Measure:
    node = read_formula(text, field_types(fields), gives=Kind.NUMBER)
    try:
        measure_sql(node, dict.fromkeys(fields_of(node), "x"))
    except NotInDatabase as problem:
        raise _Wrong("formula_needs_aggregate", name=problem.function) from problem
    return Measure(label or text[:60], formula=node)


def _sort(text: str, counts: tuple[int, int]) -> tuple[SortKey, ...]:
    keys: list[SortKey] = []
    for part in [part.strip() for part in text.split(",") if part.strip()][:MOST_SORTS]:
        name, number = part.lstrip("+-")[:1], part.lstrip("+-")[1:]
        size = {"d": counts[0], "m": counts[1]}.get(name, 0)
        if not number.isascii() or not number.isdigit() or int(number) >= size:
            raise _Wrong("sort_unknown", field=part[:40])
        keys.append(SortKey(int(number) + (counts[0] if name == "m" else 0), part.startswith("-")))
    return tuple(keys)


def field_names(question: Question) -> Sequence[str]:
    """Every field the question reads, in a fixed order, each once."""
    names = [one.field.spec.name for one in question.dimensions]
    for measure in question.measures:
        if measure.field is not None:
            names.append(measure.field.spec.name)
        elif measure.formula is not None:
            names.extend(fields_of(measure.formula))
    return list(dict.fromkeys(names))
