"""What can be asked about: documents with their lines, records, stock. Each as the viewer may see it, through the one layer of rights."""

from collections.abc import Iterable, Iterator, Mapping

from hengku.documents.models import Document
from hengku.documents.queries.listing import documents_of
from hengku.documents.rules.execution import is_executed_by_others
from hengku.documents.rules.list_fields import EXECUTION, list_fields
from hengku.documents.rules.masks import hidden_header_names, visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.metadata.queries.columns import field_at
from hengku.metadata.queries.listing import seen_by
from hengku.metadata.queries.records import visible_to
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.types import FieldSpec, FieldType, ResourceSpec
from hengku.studio.queries.document_lines import MOVING, lines_dataset
from hengku.studio.queries.joins import fields_by_name
from hengku.studio.queries.own_fields import own_data_fields, side_data_fields
from hengku.studio.queries.stock import stock_datasets
from hengku.studio.queries.summary_dataset import PREFIX as SUMMARY
from hengku.studio.queries.summary_dataset import summary_dataset, summary_versions
from hengku.studio.rules.aggregates import groups
from hengku.studio.texts import LABELS
from hengku.studio.types import DataField, Dataset

_NOT_ASKED = frozenset({"settlement"})
"""Worked out for a page of a list only."""


def datasets(*, viewer: Viewer) -> Iterator[Dataset]:
    """Everything this viewer may ask about."""
    for spec in DOCUMENT_TYPES:
        if viewer.may(spec.code, "view"):
            yield document_dataset(spec, viewer)
            yield lines_dataset(spec, viewer)
    yield from stock_datasets(viewer)
    yield from _summaries(viewer)
    for resource in RESOURCES:
        if viewer.may(resource.name, "view"):
            yield record_dataset(resource, viewer)


def _summaries(viewer: Viewer, code: str = "") -> Iterator[Dataset]:
    """Tables of figures people declared, over sources this viewer may see."""
    if not viewer.may("summary-tables", "view"):
        return
    for version in summary_versions(code):
        source = version.shape["source"]
        type_, _, part = source.partition(":")
        if type_ in DOCUMENT_TYPES and viewer.may(type_, "view"):
            spec = DOCUMENT_TYPES.get(type_)
            fields = (lines_dataset if part else document_dataset)(spec, viewer).fields
            found = summary_dataset(version, fields, viewer)
            if found is not None:
                yield found


def dataset(*, viewer: Viewer, name: str) -> Dataset:
    """One dataset by name. Raises Refused dataset_unknown (404): there is none, or the viewer may not know of it."""
    code, _, part = name.partition(":")
    if code in DOCUMENT_TYPES and part in ("", "line") and viewer.may(code, "view"):
        spec = DOCUMENT_TYPES.get(code)
        return lines_dataset(spec, viewer) if part else document_dataset(spec, viewer)
    for fact in _summaries(viewer, part) if name.startswith(SUMMARY) else stock_datasets(viewer):
        if fact.name == name:
            return fact
    if name in RESOURCES and viewer.may(name, "view"):
        return record_dataset(RESOURCES.get(name), viewer)
    raise refuse("dataset_unknown", status=404, loc=("dataset",), name=name[:60])


def document_dataset(spec: DocTypeSpec, viewer: Viewer) -> Dataset:
    """The documents of one type, by their headers."""
    derived = is_executed_by_others(spec.code)
    fields = [DataField(field, kept=field.name not in MOVING) for field in _header_fields(spec, viewer)]
    header = visible_fields(spec.header_fields, viewer)
    fields.extend((*side_data_fields(spec, header), *own_data_fields(header)))
    if spec.has_prices:
        fields.append(DataField(FieldSpec("currency", LABELS["currency"])))
    return Dataset(
        name=spec.code,
        label=str(spec.label),
        kind="documents",
        group=spec.room,
        queryset=lambda: documents_of(viewer=viewer, spec=spec, derive=derived),
        fields=fields_by_name(Document, fields, viewer),
        records_at=f"documents/{spec.code}",
        currency="currency" if spec.has_prices else "",
        default_sort="-business_date,-id",
    )


def _header_fields(spec: DocTypeSpec, viewer: Viewer) -> Iterable[FieldSpec]:
    hidden = hidden_header_names(spec, viewer)
    for field in visible_fields(list_fields(spec), viewer):
        if field.name in _NOT_ASKED or field.name in hidden:
            continue
        if field.name == EXECUTION.name or field_at(Document, field.path) is not None:
            yield field.but(filterable=True) if field.name == EXECUTION.name else field


def record_dataset(spec: ResourceSpec, viewer: Viewer) -> Dataset:
    """The records of one kind."""
    seen = seen_by(viewer, spec.fields)
    kept = [DataField(field) for field in seen if not field.key and groups(field) and _has_column(spec, field)]
    kept.extend(own_data_fields(seen))
    return Dataset(
        name=spec.name,
        label=str(spec.label_plural),
        kind="records",
        group=spec.group,
        queryset=lambda: visible_to(spec=spec, viewer=viewer),
        fields=fields_by_name(spec.model, kept, viewer),
        records_at=f"records/{spec.name}",
        default_sort=spec.default_sort,
    )


def _has_column(spec: ResourceSpec, field: FieldSpec) -> bool:
    """Whether the database itself knows the value (annotations of the resource's own queryset count too)."""
    if field_at(spec.model, field.path) is not None:
        return True
    annotations: Mapping[str, object] = spec.queryset().query.annotations if spec.queryset else {}
    return field.path in annotations and field.type is not FieldType.REFERENCE
