"""How a described field is read from the database: which columns to ask for, and how a row becomes JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Field, ForeignKey, ManyToManyField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from hengku.metadata.queries.file_names import fill_files
from hengku.metadata.rules.codec import decode
from hengku.metadata.rules.registry import need_referred, referred
from hengku.metadata.rules.values import to_json
from hengku.metadata.types import FieldSpec, FieldType

Row = Mapping[str, Any]
_CODES = ("code", "number", "username")
_TITLES = ("name", "title", "label")


@dataclass(frozen=True, slots=True)
class Column:
    """paths: columns of values(); annotations: what must be annotated first; read: the row's JSON value.

    late: reads ids first; labels are filled in by fill_labels (lists of ids kept as JSON).
    """

    spec: FieldSpec
    paths: tuple[str, ...]
    read: Callable[[Row], Any]
    annotations: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False


def column_of(model: type[Model], spec: FieldSpec) -> Column:
    """How to read `spec` of `model`."""
    if spec.key:
        late = bool(spec.ref) and spec.type in (FieldType.REFERENCE, FieldType.REFERENCES)
        return Column(spec, ("ext",), lambda row: decode(spec, (row["ext"] or {}).get(spec.key)), late=late)
    target = field_at(model, spec.path)
    if spec.type is FieldType.REFERENCE:
        if isinstance(target, ForeignKey):
            return _joined(spec, target)
        if spec.ref and target is not None:
            return _looked_up(spec)
        if spec.ref and referred(spec.ref) is not None:
            return Column(spec, (spec.path,), lambda row: _as_id(row[spec.path]), late=True)
    if spec.type is FieldType.REFERENCES:
        if isinstance(target, ManyToManyField):
            return _gathered(model, spec, target)
        return Column(spec, (spec.path,), lambda row: [str(one) for one in row[spec.path] or ()], late=True)
    return Column(spec, (spec.path,), lambda row: to_json(spec, row[spec.path]))


def _as_id(value: Any) -> str | None:
    return None if value is None else str(value)


def field_at(model: type[Model], path: str) -> "Field[Any, Any] | None":
    """The model field at an ORM path; None when the path is an annotation."""
    found: Field[Any, Any] | None = None
    here: Any = model
    for part in path.split("__"):
        if here is None:
            return None
        try:
            step = here._meta.get_field(part)
        except FieldDoesNotExist:
            step = next((one for one in here._meta.concrete_fields if one.attname == part), None)
        if not isinstance(step, Field):
            return None
        found, here = step, step.related_model
    return found


def related_to(target: "Field[Any, Any]") -> type[Model]:
    """The model a relation points at; Django has resolved "self" and names long before anybody asks."""
    return cast("type[Model]", target.related_model)


def naming_of(ref: str | None, model: type[Model]) -> tuple[str, str]:
    """Columns that hold code and name of a referred record."""
    if ref:
        spec = referred(ref)
        if spec is not None:
            return spec.field(spec.code_field).path, spec.field(spec.title_field).path
    columns = {one.name for one in model._meta.concrete_fields}
    code = next((name for name in _CODES if name in columns), "pk")
    return code, next((name for name in _TITLES if name in columns), code)


def reference(record_id: Any, code: Any, name: Any) -> dict[str, str] | None:
    """A reference as it goes over the wire."""
    return None if record_id is None else {"id": str(record_id), "code": str(code or ""), "name": str(name or "")}


def _joined(spec: FieldSpec, target: "ForeignKey[Any, Any]") -> Column:
    head, _, _ = spec.path.rpartition("__")
    prefix = f"{head}__" if head else ""
    base = prefix + target.name
    key = prefix + target.attname
    code, name = (f"{base}__{part}" for part in naming_of(spec.ref, related_to(target)))
    return Column(spec, (key, code, name), lambda row: reference(row[key], row[code], row[name]))


def _looked_up(spec: FieldSpec) -> Column:
    model: type[Model] = need_referred(spec.ref).model
    alias = f"_named_{spec.name}"
    named = _named(model, spec.ref).filter(pk=OuterRef(spec.path)).values("_named")
    return Column(
        spec, (spec.path, alias), lambda row: row[alias] or reference(row[spec.path], "", ""), {alias: Subquery(named)}
    )


def _gathered(model: type[Model], spec: FieldSpec, target: "ManyToManyField[Any, Any]") -> Column:
    through: Any = target.remote_field.through
    alias = f"_named_{spec.name}"
    keys = through._default_manager.filter(**{target.m2m_column_name(): OuterRef(OuterRef("pk"))}).values(
        target.m2m_reverse_name()
    )
    code, _ = naming_of(spec.ref, related_to(target))
    rows = _named(related_to(target), spec.ref).filter(pk__in=keys).order_by(code).values("_named")
    return Column(spec, (alias,), lambda row: list(row[alias]), {alias: ArraySubquery(rows)})


def _named(model: type[Model], ref: str | None) -> QuerySet[Any, Any]:
    code, name = naming_of(ref, model)
    parts = {"id": Cast("pk", CharField()), "code": Cast(code, CharField()), "name": Cast(name, CharField())}
    named: QuerySet[Any, Any] = model._default_manager.annotate(_named=JSONObject(**parts))
    return named


def selected(queryset: QuerySet[Any, Any], columns: Sequence[Column], more: Iterable[str] = ()) -> QuerySet[Any, Any]:
    """The queryset as rows of just these columns (and the paths named in `more`)."""
    annotations = {name: expression for column in columns for name, expression in column.annotations.items()}
    paths = dict.fromkeys([*(path for column in columns for path in column.paths), *more])
    return queryset.annotate(**annotations).values(*paths) if annotations else queryset.values(*paths)


def fill_labels(columns: Sequence[Column], records: Sequence[dict[str, Any]]) -> None:
    """Give ids kept as JSON lists their code and name, files their names: one query per kind of record referred to."""
    fill_files([column.spec for column in columns], records)
    for ref in dict.fromkeys(column.spec.ref for column in columns if column.late and column.spec.ref):
        names = [column.spec.name for column in columns if column.late and column.spec.ref == ref]
        singles = {column.spec.name for column in columns if column.spec.type is FieldType.REFERENCE}
        ids = {one for record in records for name in names for one in _ids(record.get(name))}
        known = labels_of(ref, ids) if ids else {}
        for record in records:
            for name in names:
                told = [known.get(one) or reference(one, "", "") for one in _ids(record.get(name))]
                record[name] = (told[0] if told else None) if name in singles else told


def _ids(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()


def labels_of(ref: str, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Code and name of records by id."""
    model: type[Model] = need_referred(ref).model
    code, name = naming_of(ref, model)
    rows = model._default_manager.filter(pk__in=list(ids)).values_list("pk", code, name)
    return {str(pk): {"id": str(pk), "code": str(one or ""), "name": str(two or "")} for pk, one, two in rows}
