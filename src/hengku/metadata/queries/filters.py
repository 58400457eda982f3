"""What a list is narrowed by: [["field", "op", value], …] checked against the description, and the search text."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson
from django.db.models import CharField, ForeignKey, Model, Q, QuerySet, TextField

from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.columns import field_at, naming_of, related_to
from hengku.metadata.queries.ext_sql import comparable, with_own
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.rules.values import NUMBERS, REFERENCES, TEXTS, Invalid, from_json, reference_text
from hengku.metadata.types import FieldSpec, FieldType

_COMPARING = ("lt", "lte", "gt", "gte", "between")
_MOST_CLAUSES = 30
_MOST_VALUES = 1000
_LONGEST_SEARCH = 200
_ORDERED = NUMBERS | {FieldType.INTEGER, FieldType.DATE, FieldType.DATETIME, FieldType.TEXT}


def parse_filter(text: str) -> list[list[Any]]:
    """The clauses of a `filter` parameter. Raises Refused filter_malformed (400)."""
    if not text:
        return []
    try:
        clauses = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise refuse("filter_malformed", status=400, loc=("filter",)) from None
    if not isinstance(clauses, list) or len(clauses) > _MOST_CLAUSES:
        raise refuse("filter_malformed", status=400, loc=("filter",))
    if not all(isinstance(one, list) and len(one) == 3 and isinstance(one[1], str) for one in clauses):
        raise refuse("filter_malformed", status=400, loc=("filter",))
    return clauses


def apply_filter(
    queryset: QuerySet[Any, Any], fields: Sequence[FieldSpec], clauses: Sequence[Sequence[Any]]
) -> QuerySet[Any, Any]:
    """Narrow by all clauses. Raises Refused (400) with every clause that does not fit: filter_field_unknown, filter_op_unknown,
    or what is wrong with its value."""
    known = {spec.name: spec for spec in fields if spec.filterable and spec.type is not FieldType.PASSWORD}
    wrong: list[Refusal] = []
    queryset = with_own(queryset, [known[str(name)] for name, _, _ in clauses if str(name) in known])
    for position, (name, op, value) in enumerate(clauses):
        spec = known.get(str(name))
        if spec is None:
            wrong.append(Refusal("filter_field_unknown", {"field": str(name)}, ("filter", position)))
            continue
        try:
            queryset = _narrow(queryset, spec, op, value)
        except Invalid as invalid:
            wrong.append(Refusal(invalid.code, invalid.params, ("filter", position)))
    if wrong:
        raise Refused(wrong, status=400)
    return queryset


def _narrow(queryset: QuerySet[Any, Any], spec: FieldSpec, op: str, value: Any) -> QuerySet[Any, Any]:
    if op == "isnull":
        return _empty(queryset, spec, wanted=from_json(FieldSpec("", spec.label, FieldType.BOOLEAN), value) is True)
    if spec.type in REFERENCES:
        condition = _reference_condition(queryset.model, spec, op, value)
    else:
        condition = _scalar_condition(spec, op, value)
    return queryset.exclude(condition) if op == "ne" else queryset.filter(condition)


def _empty(queryset: QuerySet[Any, Any], spec: FieldSpec, *, wanted: bool) -> QuerySet[Any, Any]:
    empty = Q(**{f"{spec.path}__isnull": True})
    if isinstance(field_at(queryset.model, spec.path), CharField | TextField):
        empty |= Q(**{spec.path: ""})
    return queryset.filter(empty) if wanted else queryset.exclude(empty)


def _scalar_condition(spec: FieldSpec, op: str, value: Any) -> Q:
    if op == "contains":
        if spec.type not in TEXTS:
            raise Invalid("filter_op_unknown", op=op, field=str(spec.label))
        return Q(**{f"{spec.path}__icontains": str(value)})
    if op in ("eq", "ne"):
        return _equal(spec, value)
    if op == "in":
        condition = Q(pk__in=[])
        for one in _many(value):
            condition |= _equal(spec, one)
        return condition
    if op not in _COMPARING or spec.type not in _ORDERED:
        raise Invalid("filter_op_unknown", op=str(op)[:20], field=str(spec.label))
    if op == "between":
        low, high = _pair(value)
        return _compare(spec, "gte", low) & _compare(spec, "lte", high)
    return _compare(spec, op, value)


def _equal(spec: FieldSpec, value: Any) -> Q:
    if spec.type is FieldType.DATETIME and _is_day(value):
        return _compare(spec, "gte", value) & _compare(spec, "lte", value)
    if spec.type is FieldType.CHOICES:
        return Q(**{f"{spec.path}__contains": str(value)})
    wanted = comparable(spec, from_json(spec, value))
    return Q(**{f"{spec.path}__isnull": True}) if wanted is None else Q(**{spec.path: wanted})


def _compare(spec: FieldSpec, op: str, value: Any) -> Q:
    if value is None or value == "":
        raise Invalid("required")
    if spec.type is FieldType.DATETIME and _is_day(value):
        start = _start_of(value)
        day_after = start + timedelta(days=1)
        bounds = {"gte": ("gte", start), "lt": ("lt", start), "lte": ("lt", day_after), "gt": ("gte", day_after)}
        op, moment = bounds[op]
        return Q(**{f"{spec.path}__{op}": comparable(spec, moment)})
    return Q(**{f"{spec.path}__{op}": comparable(spec, from_json(spec, value))})


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len("2026-01-01")


def _start_of(value: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(value), time.min, tzinfo=book_zone())
    except ValueError:
        raise Invalid("invalid_date") from None


def _reference_condition(model: type[Model], spec: FieldSpec, op: str, value: Any) -> Q:
    target = field_at(model, spec.path)
    related = related_to(target) if target is not None and target.is_relation else None
    conditions: dict[str, Callable[[], Q]] = {
        "eq": lambda: _refers(model, spec, [value]),
        "ne": lambda: _refers(model, spec, [value]),
        "in": lambda: _refers(model, spec, _many(value)),
        "contains": lambda: _named_like(spec, related, value),
    }
    if op not in conditions:
        raise Invalid("filter_op_unknown", op=str(op)[:20], field=str(spec.label))
    return conditions[op]()


def _refers(model: type[Model], spec: FieldSpec, values: Sequence[Any]) -> Q:
    texts = [reference_text(one) for one in values]
    ids = [int(text) for text in texts if text and not text.startswith("code:")]
    condition = Q(pk__in=[])
    target = field_at(model, spec.path)
    if spec.key:
        ids += _ids_of_codes(spec, [text.removeprefix("code:") for text in texts if text.startswith("code:")])
    if target is not None and target.is_relation:
        condition |= Q(**{f"{spec.path}__in": ids})
        codes = [text.removeprefix("code:") for text in texts if text.startswith("code:")]
        if codes and target.related_model is not None:
            code, _ = naming_of(spec.ref, related_to(target))
            condition |= Q(**{f"{spec.path.removesuffix('_id')}__{code}__in": codes})
    elif spec.type is FieldType.REFERENCES:
        for one in ids:
            condition |= Q(**{f"{spec.path}__contains": one})
    else:
        condition |= Q(**{f"{spec.path}__in": ids})
    return condition


def _ids_of_codes(spec: FieldSpec, codes: Sequence[str]) -> list[int]:
    model = need_referred(spec.ref).model
    code, _ = naming_of(spec.ref, model)
    return list(model._default_manager.filter(**{f"{code}__in": codes}).values_list("pk", flat=True)) if codes else []


def _named_like(spec: FieldSpec, related: type[Model] | None, value: Any) -> Q:
    if related is None or not isinstance(value, str):
        raise Invalid("filter_op_unknown", op="contains", field=str(spec.label))
    code, name = naming_of(spec.ref, related)
    base = spec.path.removesuffix("_id")
    return Q(**{f"{base}__{code}__icontains": value}) | Q(**{f"{base}__{name}__icontains": value})


def _many(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or len(value) > _MOST_VALUES:
        raise Invalid("filter_needs_list")
    return value


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise Invalid("filter_needs_two")
    return value[0], value[1]


def apply_search(queryset: QuerySet[Any, Any], fields: Sequence[FieldSpec], text: str) -> QuerySet[Any, Any]:
    """Narrow to rows in which every word is found. A model with a lower-case `search_text` column is searched there only
    (one trigram index answers), others in their searchable fields."""
    words = text[:_LONGEST_SEARCH].split()
    if not words:
        return queryset
    target = field_at(queryset.model, "search_text")
    if target is not None:
        for word in words:
            queryset = queryset.filter(search_text__contains=word.lower())
        return queryset
    paths = [path for spec in fields if spec.searchable for path in _search_paths(queryset.model, spec)]
    if not paths:
        return queryset
    for word in words:
        found = Q()
        for path in paths:
            found |= Q(**{f"{path}__icontains": word})
        queryset = queryset.filter(found)
    return queryset


def _search_paths(model: type[Model], spec: FieldSpec) -> list[str]:
    target = field_at(model, spec.path)
    if isinstance(target, ForeignKey):
        code, name = naming_of(spec.ref, related_to(target))
        base = spec.path.removesuffix("_id")
        return [f"{base}__{code}", f"{base}__{name}"]
    return [spec.path] if spec.type in TEXTS else []
