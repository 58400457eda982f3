"""What was sent becomes drafts: values by the type's fields, references by id or code, several queries for any number of lines."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hengku.documents.models import Line
from hengku.documents.rules.fields import UNIT
from hengku.documents.rules.fieldset import HEADER_COLUMNS, LINE_COLUMNS
from hengku.documents.rules.headers import Loc
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DocTypeSpec, DocumentDraft, LineDraft
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.texts import Text
from hengku.masterdata.models import Bin, Lot
from hengku.masterdata.queries.books import default_book
from hengku.metadata.queries.columns import naming_of
from hengku.metadata.rules.registry import RESOURCES
from hengku.metadata.rules.values import Invalid, from_json, reference_text
from hengku.metadata.types import FieldSpec, FieldType

_TOLD = frozenset(
    {
        "line_no", "base_quantity", "base_unit", "factor", "net", "total", "source", "linked_quantity", "executed_quantity",
        "returned_quantity", "remaining_quantity", "cost_amount", "on_hand", "available", "incoming", "last_price", "ext",
    }
)  # fmt: skip
"""Values a document answers with that nobody can write: ignored when they come back."""
_LINE_ATTRIBUTES = {
    "item": "item_id", "unit": "unit_id", "warehouse": "warehouse_id", "bin": "bin_id", "to_warehouse": "to_warehouse_id",
    "to_bin": "to_bin_id", "lot": "lot_id",
}  # fmt: skip
_HEADER_ATTRIBUTES = {"partner": "partner_id", "warehouse": "warehouse_id", "to_warehouse": "to_warehouse_id"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as sent."""

    type: str
    header: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LotWanted:
    """A lot named by its number, which may not exist yet."""

    line: LineDraft
    number: str
    may_be_new: bool
    loc: Loc


@dataclass(slots=True)
class Incoming:
    """Drafts, and what still has to be looked up for them."""

    drafts: list[DocumentDraft] = field(default_factory=list)
    lots: list[LotWanted] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    codes: dict[str, list[tuple[object, str, str, Loc]]] = field(default_factory=lambda: defaultdict(list))
    bins: list[tuple[DocumentDraft, LineDraft, str, str, Loc]] = field(default_factory=list)


def drafts_from(*, viewer: Viewer, entries: Sequence[Entry]) -> Incoming:
    """Drafts of what was sent; lots by number are left to the operation. Raises Refused with every value that does not fit."""
    incoming = Incoming()
    book_id = 0
    for position, entry in enumerate(entries):
        loc: Loc = ("documents", position) if len(entries) > 1 else ()
        if entry.type not in DOCUMENT_TYPES:
            incoming.refusals.append(Refusal("invalid_choice", {}, (*loc, "type")))
            continue
        if not book_id and "book" not in entry.header:
            book_id = default_book().id
        _read_one(viewer, entry, DOCUMENT_TYPES.get(entry.type), book_id, loc, incoming)
    _resolve_codes(incoming)
    _resolve_bins(incoming)
    if incoming.refusals:
        raise Refused(incoming.refusals)
    return incoming


def _read_one(viewer: Viewer, entry: Entry, spec: DocTypeSpec, book_id: int, loc: Loc, incoming: Incoming) -> None:
    draft = DocumentDraft(type=spec.code, business_date=date.min, book_id=book_id)
    fields = {field.name: field for field in spec.header_fields}
    where = (*loc, "header")
    for name, raw in entry.header.items():
        if name == "book":
            _set_reference(draft, "book_id", FieldSpec("book", spec.label, ref="books"), raw, (*where, name), incoming)
            continue
        found = _field(name, fields, HEADER_COLUMNS, viewer, (*where, name), incoming)
        if found is not None:
            _set(draft, _HEADER_ATTRIBUTES.get(name, name), found, raw, (*where, name), incoming, HEADER_COLUMNS)
    if draft.business_date == date.min:
        incoming.refusals.append(Refusal("required", {}, (*where, "business_date")))
    line_fields = {UNIT.name: UNIT, **{field.name: field for field in spec.line_fields}}
    for index, raw_line in enumerate(entry.lines):
        draft.lines.append(_read_line(viewer, spec, line_fields, raw_line, draft, (*loc, "lines", index), incoming))
    incoming.drafts.append(draft)


def _read_line(
    viewer: Viewer,
    spec: DocTypeSpec,
    fields: Mapping[str, FieldSpec],
    raw_line: Mapping[str, Any],
    draft: DocumentDraft,
    loc: Loc,
    incoming: Incoming,
) -> LineDraft:
    line = LineDraft()
    for name, raw in raw_line.items():
        where = (*loc, name)
        if name in {"id", "source_line_id"}:
            _set_id(line, "line_id" if name == "id" else name, raw, where, incoming)
        elif name in {"bin", "to_bin"} and _is_code(raw):
            incoming.bins.append((draft, line, name, str(raw).removeprefix("code:"), where))
        elif name == "lot" and raw and not _is_id(raw):
            number = str(raw.get("code") if isinstance(raw, dict) else raw).removeprefix("code:")
            incoming.lots.append(LotWanted(line, number, spec.direction == "IN", where))
        else:
            found = _field(name, fields, LINE_COLUMNS, viewer, where, incoming)
            if found is not None:
                _set(line, _LINE_ATTRIBUTES.get(name, name), found, raw, where, incoming, LINE_COLUMNS)
    if spec.has_prices and line.price is not None:
        line.amount = None
    return line


def _field(
    name: str, fields: Mapping[str, FieldSpec], columns: frozenset[str], viewer: Viewer, loc: Loc, incoming: Incoming
) -> FieldSpec | None:
    """The description of a field that may be written; None for what is only told, or refused."""
    spec = fields.get(name)
    if spec is None:
        if name.startswith("f_"):
            return FieldSpec(name, Text("自定义字段", "Custom field"), FieldType.JSON)
        if name not in _TOLD and name not in columns:
            incoming.refusals.append(Refusal("unknown_field", {"field": name}, loc))
        return None
    return None if spec.readonly or spec.mask in viewer.masked else spec


def _set(
    target: DocumentDraft | LineDraft,
    attribute: str,
    spec: FieldSpec,
    raw: Any,
    loc: Loc,
    incoming: Incoming,
    columns: frozenset[str],
) -> None:
    if spec.type is FieldType.REFERENCE:
        if spec.name in columns:
            _set_reference(target, attribute, spec, raw, loc, incoming)
        else:
            _set_reference(target.extra, spec.name, spec, raw, loc, incoming)
        return
    try:
        value = from_json(spec, raw)
    except Invalid as problem:
        incoming.refusals.append(Refusal(problem.code, problem.params, loc))
        return
    if value is None:
        return
    if spec.name in columns:
        setattr(target, attribute, value)
    else:
        target.extra[spec.name] = value


def _set_reference(target: object, attribute: str, spec: FieldSpec, raw: Any, loc: Loc, incoming: Incoming) -> None:
    try:
        text = reference_text(raw)
    except Invalid as problem:
        incoming.refusals.append(Refusal(problem.code, problem.params, loc))
        return
    if text.startswith("code:"):
        incoming.codes[spec.ref or ""].append((target, attribute, text.removeprefix("code:"), loc))
    elif text:
        _assign(target, attribute, int(text))


def _assign(target: object, attribute: str, value: int) -> None:
    if isinstance(target, dict):
        target[attribute] = value
    else:
        setattr(target, attribute, value)


def _set_id(line: LineDraft, attribute: str, raw: Any, loc: Loc, incoming: Incoming) -> None:
    if raw in (None, ""):
        return
    if _is_id(raw):
        setattr(line, attribute, int(raw))
    else:
        incoming.refusals.append(Refusal("invalid_reference", {"value": str(raw)[:60]}, loc))


def _is_id(raw: Any) -> bool:
    if isinstance(raw, dict):
        return bool(raw.get("id"))
    return (isinstance(raw, int) and not isinstance(raw, bool)) or (
        isinstance(raw, str) and raw.isascii() and raw.isdigit()
    )


def _is_code(raw: Any) -> bool:
    return isinstance(raw, str) and raw.startswith("code:")


def _resolve_codes(incoming: Incoming) -> None:
    """Ids of everything named by code: one query per kind of record."""
    for ref, wanted in incoming.codes.items():
        model = RESOURCES.get(ref).model
        code, _ = naming_of(ref, model)
        rows = model.objects.filter(**{f"{code}__in": {one[2] for one in wanted}}).values_list(code, "pk")
        known = dict(rows)
        for target, attribute, text, loc in wanted:
            if text in known:
                _assign(target, attribute, known[text])
            else:
                incoming.refusals.append(Refusal("unknown_reference", {"field": str(loc[-1]), "id": text}, loc))


def _resolve_bins(incoming: Incoming) -> None:
    """Bins named by code, inside the line's or the header's warehouse."""
    if not incoming.bins:
        return
    rows = Bin.objects.filter(code__in={one[3] for one in incoming.bins}).values_list("warehouse_id", "code", "pk")
    known = {(warehouse_id, code): pk for warehouse_id, code, pk in rows}
    for draft, line, name, code, loc in incoming.bins:
        inside = line.warehouse_id or draft.warehouse_id
        if name == "to_bin":
            inside = line.to_warehouse_id or draft.to_warehouse_id or inside
        found = known.get((inside or 0, code))
        if found is None:
            incoming.refusals.append(Refusal("unknown_reference", {"field": name, "id": code}, loc))
        else:
            setattr(line, f"{name}_id", found)


def items_of_lots(wanted: Sequence[LotWanted]) -> list[int | None]:
    """The item of each wanted lot: the line's own, or its source line's."""
    sources = {want.line.source_line_id for want in wanted if want.line.item_id is None and want.line.source_line_id}
    items = dict(Line.objects.filter(pk__in=sources).values_list("pk", "item_id"))
    return [want.line.item_id or items.get(want.line.source_line_id or 0) for want in wanted]


def known_lots(keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Ids of lots by item and number."""
    rows = Lot.objects.filter(item_id__in={key[0] for key in keys}, number__in={key[1] for key in keys})
    return {(item_id, number): pk for item_id, number, pk in rows.values_list("item_id", "number", "pk")}
