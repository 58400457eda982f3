"""What was sent becomes drafts: values by the type's fields, references by id or code, several queries for any number of lines."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.reachable import out_of_reach
from hengku.documents.rules.fields import UNIT
from hengku.documents.rules.fieldset import HEADER_COLUMNS, LINE_COLUMNS
from hengku.documents.rules.headers import Loc
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.serial_numbers import LONGEST, numbers_of
from hengku.documents.types import DocTypeSpec, DocumentDraft, LineDraft
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.quantity import plain
from hengku.kernel.texts import Text
from hengku.masterdata.models import Bin, Lot
from hengku.masterdata.queries.books import default_book
from hengku.metadata.queries.columns import naming_of
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.rules.values import Invalid, from_json, reference_text
from hengku.metadata.types import FieldSpec, FieldType

_TOLD = frozenset(
    {
        "line_no", "base_quantity", "base_unit", "factor", "net", "total", "source", "linked_quantity", "executed_quantity",
        "returned_quantity", "remaining_quantity", "cost_amount", "unit_cost", "on_hand", "available", "incoming",
        "last_price", "ext", "production_date", "expiry_date", "days_left", "lot_parts", "tracking", "second_unit",
    }
)  # fmt: skip
"""Values a document answers with that nobody can write: ignored when they come back."""
_LINE_ATTRIBUTES = {
    "item": "item_id", "unit": "unit_id", "warehouse": "warehouse_id", "bin": "bin_id", "to_warehouse": "to_warehouse_id",
    "to_bin": "to_bin_id", "lot": "lot_id",
}  # fmt: skip
_LOT_DATES = frozenset({"production_date", "expiry_date"})
_PART_QUANTITY = FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY, precision=6)
_HEADER_ATTRIBUTES = {"partner": "partner_id", "warehouse": "warehouse_id", "to_warehouse": "to_warehouse_id"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as sent."""

    type: str
    header: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LotNamed:
    """A lot named by its number, which may not exist yet. part: the entry of the line's `lots` it belongs to, None = the line."""

    draft: DocumentDraft
    line: LineDraft
    number: str
    may_be_new: bool
    loc: Loc
    part: dict[str, Any] | None = None

    @property
    def production_date(self) -> date | None:
        return self.line.production_date if self.part is None else None

    @property
    def expiry_date(self) -> date | None:
        return self.line.expiry_date if self.part is None else None

    @property
    def supplier_id(self) -> int | None:
        """Whom the goods come from, as far as documents of this type come from suppliers."""
        return self.draft.partner_id if DOCUMENT_TYPES.get(self.draft.type).partner_role == "supplier" else None

    @property
    def day(self) -> date:
        return self.draft.business_date

    def take(self, lot_id: int) -> None:
        """This is the lot."""
        if self.part is None:
            self.line.lot_id = lot_id
        else:
            self.part["lot"] = lot_id


@dataclass(slots=True)
class Incoming:
    """Drafts, and what still has to be looked up for them."""

    drafts: list[DocumentDraft] = field(default_factory=list)
    lots: list[LotNamed] = field(default_factory=list)
    lots_by_id: list[tuple[LineDraft, Loc]] = field(default_factory=list)
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
    incoming.refusals.extend(out_of_reach(viewer, incoming.drafts))
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
    _missing(viewer, fields, entry.header, where, incoming)
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
            incoming.lots.append(LotNamed(draft, line, number, brings_lots(spec), where))
        elif name in _LOT_DATES and name in fields:
            _set_lot_date(line, name, fields[name], raw, where, incoming)
        elif name == "serials" and name in fields:
            line.extra["serials"] = numbers_of(raw)
        elif name == "lots" and name in fields:
            line.extra["lots"] = _read_lots(raw, draft, line, spec, where, incoming)
        else:
            found = _field(name, fields, LINE_COLUMNS, viewer, where, incoming)
            if found is not None:
                _set(line, _LINE_ATTRIBUTES.get(name, name), found, raw, where, incoming, LINE_COLUMNS)
    _missing(viewer, fields, raw_line, loc, incoming)
    _finish_line(spec, line, loc, incoming)
    return line


def _finish_line(spec: DocTypeSpec, line: LineDraft, loc: Loc, incoming: Incoming) -> None:
    if spec.has_prices and line.price is not None:
        line.amount = None
    if line.lot_id is not None and (line.production_date is not None or line.expiry_date is not None):
        incoming.lots_by_id.append((line, loc))
    for name in ("lots", "serials"):
        if not line.extra.get(name):
            line.extra.pop(name, None)
    if any(len(one) > LONGEST for one in _serials(line)):
        incoming.refusals.append(Refusal("too_long", {"max": str(LONGEST)}, (*loc, "serials")))


def _serials(line: LineDraft) -> list[str]:
    told = line.extra.get("serials")
    return told if isinstance(told, list) else []


def brings_lots(spec: DocTypeSpec) -> bool:
    """May a line of this type name a lot nobody knew?"""
    return spec.direction == "IN" or any(field.name == "production_date" for field in spec.line_fields)


def _set_lot_date(line: LineDraft, name: str, spec: FieldSpec, raw: Any, loc: Loc, incoming: Incoming) -> None:
    try:
        setattr(line, name, from_json(spec, raw))
    except Invalid as problem:
        incoming.refusals.append(Refusal(problem.code, problem.params, loc))


def _read_lots(
    raw: Any, draft: DocumentDraft, line: LineDraft, spec: DocTypeSpec, loc: Loc, incoming: Incoming
) -> list[dict[str, Any]]:
    """Parts of a line by lot: [{lot: number or {id}, quantity}], quantities in the line's unit."""
    parts: list[dict[str, Any]] = []
    for index, told in enumerate(raw or ()):
        where = (*loc, index)
        try:
            quantity = from_json(_PART_QUANTITY, told.get("quantity") if isinstance(told, Mapping) else None)
        except Invalid as problem:
            incoming.refusals.append(Refusal(problem.code, problem.params, (*where, "quantity")))
            continue
        lot = told.get("lot") if isinstance(told, Mapping) else None
        if quantity is None or quantity <= 0 or not lot:
            incoming.refusals.append(Refusal("required", {"field": "lot"}, (*where, "lot")))
            continue
        part: dict[str, Any] = {"lot": None, "quantity": plain(quantity)}
        if _is_id(lot):
            part["lot"] = int(lot["id"] if isinstance(lot, dict) else lot)
        else:
            number = str(lot.get("code") if isinstance(lot, dict) else lot).removeprefix("code:")
            incoming.lots.append(LotNamed(draft, line, number, brings_lots(spec), (*where, "lot"), part))
        parts.append(part)
    return parts


def dates_differ(told: Sequence[tuple[LineDraft, Loc]]) -> list[Refusal]:
    """Lots chosen from the list whose dates are told differently."""
    lots = Lot.objects.in_bulk({line.lot_id for line, _ in told if line.lot_id is not None}) if told else {}
    refusals = []
    for line, loc in told:
        lot = lots.get(line.lot_id or 0)
        if lot is None:
            continue
        for given, stored in ((line.production_date, lot.production_date), (line.expiry_date, lot.expiry_date)):
            if given is not None and given != stored:
                params = {
                    "lot": lot.number,
                    "production": str(lot.production_date or "–"),
                    "expiry": str(lot.expiry_date or "–"),
                }
                refusals.append(Refusal("lot_dates_differ", params, (*loc, "lot")))
                break
    return refusals


def _field(
    name: str, fields: Mapping[str, FieldSpec], columns: frozenset[str], viewer: Viewer, loc: Loc, incoming: Incoming
) -> FieldSpec | None:
    """The description of a field that may be written; None for what is only told, or refused."""
    spec = fields.get(name)
    if spec is None:
        if name not in _TOLD and name not in columns:
            incoming.refusals.append(Refusal("unknown_field", {"field": name}, loc))
        return None
    return None if spec.closed_to(viewer) else spec


def _missing(
    viewer: Viewer, fields: Mapping[str, FieldSpec], given: Mapping[str, Any], loc: Loc, incoming: Incoming
) -> None:
    """What the viewer's roles want filled in and is not."""
    for name, spec in fields.items() if viewer.fields else ():
        if (
            viewer.access(spec.target, name) == "required"
            and not spec.readonly
            and given.get(name) in (None, "", [], {})
        ):
            incoming.refusals.append(Refusal("required", {}, (*loc, name)))


def _set(
    target: DocumentDraft | LineDraft,
    attribute: str,
    spec: FieldSpec,
    raw: Any,
    loc: Loc,
    incoming: Incoming,
    columns: frozenset[str],
) -> None:
    if spec.key:
        _set_own(target, spec, raw, loc, incoming)
        return
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


def _set_own(target: DocumentDraft | LineDraft, spec: FieldSpec, raw: Any, loc: Loc, incoming: Incoming) -> None:
    """A value of one of the account set's own fields; said to be empty is not the same as not said."""
    target.extra[spec.name] = None
    if spec.type is FieldType.REFERENCE:
        _set_reference(target.extra, spec.name, spec, raw, loc, incoming)
        return
    try:
        if spec.type is FieldType.REFERENCES:
            texts = [reference_text(one) for one in raw] if isinstance(raw, list) else []
            target.extra[spec.name] = [int(text) for text in texts if text.isdigit()]
        else:
            target.extra[spec.name] = from_json(spec, raw)
    except Invalid as problem:
        incoming.refusals.append(Refusal(problem.code, problem.params, loc))


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
        model = need_referred(ref).model
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


def items_of_lots(wanted: Sequence[LotNamed]) -> list[int | None]:
    """The item of each wanted lot: the line's own, or its source line's."""
    sources = {want.line.source_line_id for want in wanted if want.line.item_id is None and want.line.source_line_id}
    items = dict(Line.objects.filter(pk__in=sources).values_list("pk", "item_id"))
    return [want.line.item_id or items.get(want.line.source_line_id or 0) for want in wanted]
