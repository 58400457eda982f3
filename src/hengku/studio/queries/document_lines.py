"""Lines of documents as a dataset: every line with its header."""

from collections.abc import Iterator

from hengku.documents.models import Line
from hengku.documents.queries.visible import visible
from hengku.documents.rules.line_columns import LINE_COLUMNS
from hengku.documents.rules.list_fields import list_fields
from hengku.documents.rules.masks import hidden_line_names, visible_fields
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.kernel.texts import Text
from hengku.ledger.queries.facts import cost_of_line
from hengku.metadata.rules.values import NUMBERS
from hengku.metadata.types import FieldSpec, FieldType
from hengku.studio.queries.joins import fields_by_name
from hengku.studio.queries.own_fields import own_data_fields, side_data_fields
from hengku.studio.texts import LABELS
from hengku.studio.types import DataField, Dataset

PREFIX = "lines."
_ADDING = frozenset({"quantity", "amount", "tax", "second_quantity", "total", "base_quantity", "cost_amount"})
_ASKED_OF_HEADERS = frozenset({"execution", "settlement"})
_UNTOLD = "document__"
MOVING = frozenset({"execution", "number"})
"""Header fields that are worked out later, or given last of all."""


def lines_dataset(spec: DocTypeSpec, viewer: Viewer) -> Dataset:
    """The lines of the documents of one type that the viewer may see, under names like "lines.item"; the header's keep theirs."""
    fields = [*_header(spec, viewer), *_lines(spec, viewer)]
    return Dataset(
        name=f"{spec.code}:line",
        label=str(Text(f"{spec.label.zh}明细", f"{spec.label.en}: lines")),
        kind="lines",
        group=spec.room,
        queryset=lambda: Line.objects.filter(type=spec.code, document__in=visible(viewer=viewer, types=[spec.code])),
        fields=fields_by_name(Line, fields, viewer),
        records_at=f"documents/{spec.code}",
        record_key="document_id",
        currency="document__currency" if spec.has_prices else "",
    )


def _header(spec: DocTypeSpec, viewer: Viewer) -> Iterator[DataField]:
    for field in visible_fields(list_fields(spec), viewer):
        asked_elsewhere = field.key or field.name in _ASKED_OF_HEADERS
        if not asked_elsewhere and not field.total and field.type not in NUMBERS:
            yield DataField(field.but(column=_UNTOLD + field.path), kept=field.name not in MOVING)
    if spec.has_prices:
        yield DataField(FieldSpec("currency", LABELS["currency"], column="document__currency"))
    header = visible_fields(spec.header_fields, viewer)
    yield from side_data_fields(spec, header, "document_id")
    # The header's numbers repeat in each of its lines: summing them would say nothing.
    for own in own_data_fields(header, "document__ext"):
        yield DataField(own.spec, own.annotate, adds_up=False)


def _lines(spec: DocTypeSpec, viewer: Viewer) -> Iterator[DataField]:
    hidden = hidden_line_names(spec, viewer)
    price_mask = next((field.mask for field in spec.line_fields if field.name == "price"), None)
    for field in spec.line_fields:
        if field.name in LINE_COLUMNS and field.name not in hidden:
            yield _line(field, LINE_COLUMNS[field.name])
    yield from own_data_fields(
        visible_fields(spec.line_fields, viewer), name=lambda field: f"{PREFIX}{field.name}", label=_label
    )
    if any(field.name == "quantity" for field in spec.line_fields) and "base_quantity" not in hidden:
        yield _line(FieldSpec("base_quantity", LABELS["base_quantity"], FieldType.QUANTITY), "base_quantity")
    if spec.has_prices and "total" not in hidden:
        yield _line(FieldSpec("total", LABELS["total"], FieldType.AMOUNT, mask=price_mask), "total")
    if spec.movement_type is not None and "cost_amount" not in hidden:
        cost = _line(FieldSpec("cost_amount", LABELS["cost_amount"], FieldType.AMOUNT, mask="cost"), "line_cost")
        yield DataField(cost.spec, cost_of_line, adds_up=True, kept=False)


def _line(field: FieldSpec, column: str) -> DataField:
    spec = field.but(name=f"{PREFIX}{field.name}", label=_label(field), column=column, required=False, filterable=True)
    return DataField(spec, adds_up=field.name in _ADDING)


def _label(field: FieldSpec) -> Text:
    return Text(f"明细·{field.label.zh}", f"Line · {field.label.en}")
