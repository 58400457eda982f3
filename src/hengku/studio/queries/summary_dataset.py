"""Rows of summary tables as a dataset. Nobody sees more in them than in the documents they are made of."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import BigIntegerField, BooleanField, DateField, DecimalField, Field, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from hengku.identity.types import Scope, Viewer
from hengku.kernel.texts import Text
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.models import SummaryRow, SummaryVersion
from hengku.studio.rules.aggregates import result_type
from hengku.studio.rules.summaries import LIVE, Shape, shape_of
from hengku.studio.types import Aggregate, DataField, Dataset

PREFIX = "summary:"
Fields = Mapping[str, DataField]


def summary_versions(code: str = "") -> QuerySet[SummaryVersion]:
    """Versions in force, of one table or of all."""
    found = (
        SummaryVersion.objects.filter(table__active=True, state=LIVE).select_related("table").order_by("table__name")
    )
    return found.filter(table__code=code) if code else found


def summary_dataset(version: SummaryVersion, fields: Fields, viewer: Viewer) -> Dataset | None:
    """The rows of a table, for somebody who sees these fields of its source; None when what they may see of the source cannot be
    told apart in the rows."""
    shape = shape_of(version.shape)
    rows = _rows_seen(shape, fields, viewer)
    if rows is None:
        return None
    return Dataset(
        name=f"{PREFIX}{version.table.code}",
        label=f"{Text('汇总表', 'Summary')}·{version.table.name}",
        kind="facts",
        group="studio",
        queryset=lambda: SummaryRow.objects.filter(rows, version_id=version.pk, count__gt=0),
        fields={field.spec.name: field for field in (*_groups(shape, fields), *_figures(shape, fields))},
        default_sort="id",
    )


def _rows_seen(shape: Shape, fields: Fields, viewer: Viewer) -> Q | None:
    """The rows that speak only of documents the viewer may see: a scope is kept when a group says book or warehouse."""
    if viewer.all_powerful:
        return Q()
    code = shape.document_type
    if viewer.forbidden(code, "view"):
        return None
    allowed: Q | None = None
    for scope in viewer.scopes(code, "view"):
        within = _within(scope, shape, fields)
        if within is not None:
            allowed = within if allowed is None else allowed | within
    return allowed


def _within(scope: Scope, shape: Shape, fields: Fields) -> Q | None:
    if scope.own or scope.department or scope.where:
        return None
    condition = Q()
    for ref, ids in (("books", scope.book_ids), ("warehouses", scope.warehouse_ids)):
        if ids is None:
            continue
        places = [
            at for at, one in enumerate(shape.groups) if one.field in fields and fields[one.field].spec.ref == ref
        ]
        if not places:
            return None
        condition &= Q(**{f"dims__{places[0]}__in": sorted(ids)})
    return condition


def _groups(shape: Shape, fields: Fields) -> Iterator[DataField]:
    for at, one in enumerate(shape.groups):
        if one.field in fields:
            spec = fields[one.field].spec
            kind = FieldType.DATE if one.grain else spec.type
            told = spec.but(column=f"dim{at}", type=kind, in_list=True, key="")
            yield DataField(told, _read("dims", at, kind), adds_up=False)


def _figures(shape: Shape, fields: Fields) -> Iterator[DataField]:
    rows = FieldSpec("rows", Text("记录数", "Rows"), FieldType.INTEGER, column="count")
    yield DataField(rows)
    for at, one in enumerate(shape.figures):
        source = fields.get(one.field or "")
        if one.field and source is None:
            continue
        kind = result_type(one.aggregate, source.spec if source else None)
        mask = source.spec.mask if source else None
        told = FieldSpec(one.code, Text(one.label, one.label), kind, column=f"figure{at}", mask=mask)
        adds_up = one.aggregate in (Aggregate.SUM, Aggregate.COUNT)
        yield DataField(told, _read("figures", at, kind), adds_up=adds_up)


def _read(column: str, at: int, kind: FieldType) -> Any:
    return lambda: Cast(KeyTextTransform(at, column), _output(kind))


def _output(kind: FieldType) -> "Field[Any, Any]":
    if kind is FieldType.REFERENCE:
        return BigIntegerField()
    if kind in NUMBERS or kind is FieldType.INTEGER:
        return DecimalField(max_digits=30, decimal_places=6)
    if kind is FieldType.DATE:
        return DateField()
    return BooleanField() if kind is FieldType.BOOLEAN else TextField()
