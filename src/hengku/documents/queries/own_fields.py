"""The account set's own fields on drafts: what their formulas read, and whether what they refer to is there."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from hengku.documents.rules.custom_values import own_fields, take_own
from hengku.documents.rules.facts import Facts
from hengku.documents.rules.fieldset import HEADER_COLUMNS, LINE_COLUMNS, field_set
from hengku.documents.rules.headers import Loc, PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.rules.own_words import CATEGORY, word_value
from hengku.documents.types import DocTypeSpec, LineDraft
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.masterdata.models import Item
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.files import missing_files
from hengku.metadata.queries.fills import NOTHING, as_typed, filled, is_asked
from hengku.metadata.queries.unique_values import require_unique
from hengku.metadata.rules.custom_fields import target_of_lines
from hengku.metadata.rules.field_rules import broken, is_shown
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.nodes import Node, fields_of
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.rules.values import Invalid, jsonable
from hengku.metadata.types import FieldSpec, FieldType


@dataclass(slots=True)
class OwnFields:
    """Takes the own fields of one draft, and keeps the rules the account set gave its other fields. before: the header's extra values until
    now, None = it is written for the first time."""

    spec: DocTypeSpec
    prepared: PreparedHeader
    facts: Facts
    at: datetime
    before: Mapping[str, object] | None
    viewer: Viewer
    of_lines: tuple[FieldSpec, ...] = field(init=False)
    ruled_lines: tuple[FieldSpec, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.of_lines = own_fields(self.spec.line_fields)
        self.ruled_lines = field_set(self.spec).ruled_line

    def header(self, loc: Loc, refusals: list[Refusal]) -> dict[str, object]:
        """The header's extra values as they are stored."""
        own = own_fields(self.spec.header_fields)
        self._fill(own, self.prepared.extra, self._at_header, (*loc, "header"), refusals)
        return take_own(
            own, self.prepared.extra, before=self.before,
            work=lambda tree, taken: self._worked(tree, self._header_values(taken)), loc=(*loc, "header"), refusals=refusals,
        )  # fmt: skip

    def line(self, entered: LineDraft, line: PreparedLine, loc: Loc, refusals: list[Refusal]) -> dict[str, object]:
        """A line's extra values as they are stored."""
        if not self.of_lines:
            return entered.extra
        self._fill(self.of_lines, entered.extra, partial(self._at_line, line, entered.extra), loc, refusals)
        return take_own(
            self.of_lines, entered.extra, before=entered.before,
            work=lambda tree, taken: self._worked(tree, self._line_values(tree, line, taken)), loc=loc, refusals=refusals,
        )  # fmt: skip

    def _fill(
        self,
        own: Sequence[FieldSpec],
        extra: dict[str, object],
        value_at: Callable[[str], object],
        loc: Loc,
        refusals: list[Refusal],
    ) -> None:
        """Values that come from somewhere else, for fields whose rule says so."""
        for one in own:
            fill = one.rules.fill if one.rules is not None else None
            if fill is None or not is_asked(fill, extra.get(one.name, extra.get(one.key))):
                continue
            try:
                value = filled(fill, self.viewer, value_at)
                if value is not NOTHING:
                    extra[one.name] = None if value is None else as_typed(one, value)
            except (Invalid, Refused) as problem:
                params = problem.params if isinstance(problem, Invalid) else problem.refusals[0].params
                refusals.append(Refusal(problem.code, params, (*loc, one.name)))

    def _at_header(self, path: str) -> object:
        """What the header says under this name, as the interface takes it."""
        header = self.prepared
        if path in HEADER_COLUMNS:
            value = getattr(header, f"{path}_id", None) or getattr(header, path, None)
            return value.isoformat() if isinstance(value, date) else value
        return _said(self.spec.header_fields, header.extra, path)

    def _at_line(self, line: PreparedLine, extra: Mapping[str, object], path: str) -> object:
        name = path.removeprefix("line.")
        if name == path:
            return self._at_header(path)
        if name in LINE_COLUMNS:
            return getattr(line, f"{name}_id", None) or getattr(line, name, None)
        return _said(self.spec.line_fields, extra, name)

    def built_in_header(self, loc: Loc, refusals: list[Refusal]) -> None:
        """Keep the account set's rules on the header's built-in fields; what is not shown says nothing."""
        header = self.prepared
        for one in field_set(self.spec).ruled_header:
            work = partial(self._on_header, header.extra)
            inside, name = one.name in HEADER_COLUMNS, f"{one.name}_id" if one.ref else one.name
            value = getattr(header, name) if inside else header.extra.get(one.name)
            if is_shown(one, work):
                refusals.extend(ruled(one, value, work, (*loc, "header", one.name)))
            elif inside:
                setattr(header, name, None if one.ref else "")
            else:
                header.extra.pop(one.name, None)

    def built_in_line(self, entered: LineDraft, line: PreparedLine, loc: Loc, refusals: list[Refusal]) -> PreparedLine:
        """The same for a line, whose own fields were taken."""
        for one in self.ruled_lines:
            work = partial(self._on_line, line, entered.extra)
            inside, name = one.name in LINE_COLUMNS, f"{one.name}_id" if one.ref else one.name
            value = getattr(line, name, None) if inside else entered.extra.get(one.name)
            if is_shown(one, work):
                refusals.extend(ruled(one, value, work, (*loc, one.name)))
            elif inside and name == "remarks":
                line = line._replace(remarks="")
            elif inside and name == "reason":
                line = line._replace(reason="")
            else:
                entered.extra.pop(one.name, None)
        return line

    def _on_header(self, taken: Mapping[str, object], tree: Node) -> Any:
        return self._worked(tree, self._header_values(taken))

    def _on_line(self, line: PreparedLine, taken: Mapping[str, object], tree: Node) -> Any:
        return self._worked(tree, self._line_values(tree, line, taken))

    def _worked(self, tree: Node, values: dict[str, Any]) -> Any:
        return compile_formula(tree)(Record(values, self.at, book_zone()))

    def _header_values(self, taken: Mapping[str, object]) -> dict[str, Any]:
        header, facts = self.prepared, self.facts
        partner = facts.partners.get(header.partner_id or 0)
        warehouse = facts.warehouses.get(header.warehouse_id or 0)
        to_warehouse = facts.warehouses.get(header.to_warehouse_id or 0)
        values: dict[str, Any] = {
            "business_date": header.business_date, "handler": header.handler, "remarks": header.remarks,
            "external_number": header.external_number, "currency": header.currency,
            "partner.name": partner and partner.name, "warehouse.name": warehouse and warehouse.name,
            "to_warehouse.name": to_warehouse and to_warehouse.name,
        }  # fmt: skip
        return values | _own_values("", self.spec.header_fields, taken)

    def _line_values(self, tree: Node, line: PreparedLine, taken: Mapping[str, object]) -> dict[str, Any]:
        item = self.facts.items.get(line.item_id)
        values = self._header_values(self.prepared.extra) | {
            "line.quantity": line.quantity, "line.price": line.price, "line.net": line.net, "line.total": line.total,
            "line.remarks": line.remarks, "line.reason": line.reason, "line.item.code": item and item.code,
            "line.item.name": item and item.name,
        }  # fmt: skip
        if any(path.startswith(CATEGORY) for path in fields_of(tree)):
            code, name = categories_of(self.facts).get(line.item_id, (None, None))
            values |= {f"{CATEGORY}code": code, f"{CATEGORY}name": name}
        return values | _own_values("line.", self.spec.line_fields, taken)


def _said(fields: Sequence[FieldSpec], extra: Mapping[str, object], name: str) -> object:
    """A value of the type's own, or of an own field, that was said or kept."""
    spec = next((one for one in fields if one.name == name), None)
    value = extra.get(name, extra.get(spec.key) if spec is not None and spec.key else None)
    return jsonable(value)


def ruled(field: FieldSpec, value: object, work: Callable[[Node], Any], place: Loc) -> list[Refusal]:
    """Refusals of a built-in field's rules; that it is always required is asked elsewhere."""
    found = broken(field, work, place)
    if value in (None, "", []) and field.needed_when is not None and work(field.needed_when) is True:
        found.append(Refusal("required", {"field": str(field.label)}, place))
    return found


def _own_values(before: str, fields: Sequence[FieldSpec], taken: Mapping[str, object]) -> dict[str, Any]:
    """Own fields by path, as formulas read them."""
    return {f"{before}{field.name}": word_value(field, taken.get(field.key)) for field in own_fields(fields)}


def require_unique_values(
    specs: Sequence[DocTypeSpec],
    headers: Sequence[tuple[int, Mapping[str, object]]],
    lines: Sequence[tuple[int, int, Mapping[str, object], Loc]],
) -> None:
    """Raise Refused value_taken for values of unique own fields that other documents in force have. headers: id and extras of each new
    document; lines: position of the document, id, extras, place. Costs nothing where no type has such a field."""
    for code, spec in {spec.code: spec for spec in specs}.items():
        if not field_set(spec).has_unique:
            continue
        places = [(at, ("documents", at, "header") if len(specs) > 1 else ("header",)) for at in range(len(specs))]
        mine = [(*headers[at], loc) for at, loc in places if specs[at].code == code]
        require_unique(fields=spec.header_fields, target=code, rows=mine)
        rows = [(line_id, ext, loc) for at, line_id, ext, loc in lines if specs[at].code == code]
        require_unique(fields=spec.line_fields, target=target_of_lines(code), rows=rows)


def categories_of(facts: Facts) -> dict[int, tuple[str | None, str | None]]:
    """Code and name of the category of every item at hand; asked once, and only where a formula reads it."""
    if not facts.categories:
        rows = Item.objects.filter(pk__in=facts.items).values_list("pk", "category__code", "category__name")
        facts.categories.update({pk: (code, name) for pk, code, name in rows})
    return facts.categories


def missing_references(told: Sequence[tuple[DocTypeSpec, dict[str, object], bool, Loc]]) -> list[Refusal]:
    """Refusals for own references to records and files that are not there. told: type, stored extras, is it a line, place."""
    files: list[tuple[FieldSpec, object, tuple[Any, ...]]] = []
    asked: dict[str, dict[int, list[tuple[str, Loc]]]] = defaultdict(lambda: defaultdict(list))
    for spec, extra, is_line, loc in told:
        for own in own_fields(spec.line_fields if is_line else spec.header_fields):
            value = extra.get(own.key)
            if own.type is FieldType.FILES and value is not None:
                files.append((own, value, (*loc, own.name)))
            if not own.ref or value is None or own.type not in (FieldType.REFERENCE, FieldType.REFERENCES):
                continue
            for one in value if isinstance(value, list) else [value]:
                asked[own.ref][int(str(one))].append((own.name, loc))
    found = missing_files(files)
    for ref, wanted in asked.items():
        known = set(need_referred(ref).model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        for id_, places in wanted.items():
            if id_ not in known:
                found.extend(
                    Refusal("unknown_reference", {"field": name, "id": str(id_)}, (*loc, name)) for name, loc in places
                )
    return found
