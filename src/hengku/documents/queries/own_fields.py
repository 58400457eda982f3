"""The account set's own fields on drafts: what their formulas read, and whether what they refer to is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hengku.documents.rules.custom_values import own_fields, take_own
from hengku.documents.rules.facts import Facts
from hengku.documents.rules.headers import Loc, PreparedHeader
from hengku.documents.rules.lines import PreparedLine
from hengku.documents.rules.own_words import CATEGORY, word_value
from hengku.documents.types import DocTypeSpec, LineDraft
from hengku.kernel.errors import Refusal
from hengku.masterdata.models import Item
from hengku.metadata.queries.clock import book_zone
from hengku.metadata.queries.files import missing_files
from hengku.metadata.rules.formula.evaluate import Record, compile_formula
from hengku.metadata.rules.formula.nodes import Node, fields_of
from hengku.metadata.rules.registry import need_referred
from hengku.metadata.types import FieldSpec, FieldType


@dataclass(slots=True)
class OwnFields:
    """Takes the own fields of one draft. fresh: it is written for the first time."""

    spec: DocTypeSpec
    prepared: PreparedHeader
    facts: Facts
    at: datetime
    fresh: bool
    of_lines: tuple[FieldSpec, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.of_lines = own_fields(self.spec.line_fields)

    def header(self, loc: Loc, refusals: list[Refusal]) -> dict[str, object]:
        """The header's extra values as they are stored."""
        return take_own(
            own_fields(self.spec.header_fields), self.prepared.extra, fresh=self.fresh,
            work=lambda tree, taken: self._worked(tree, self._header_values(taken)), loc=(*loc, "header"), refusals=refusals,
        )  # fmt: skip

    def line(self, entered: LineDraft, line: PreparedLine, loc: Loc, refusals: list[Refusal]) -> dict[str, object]:
        """A line's extra values as they are stored."""
        if not self.of_lines:
            return entered.extra
        return take_own(
            self.of_lines, entered.extra, fresh=self.fresh and entered.line_id is None,
            work=lambda tree, taken: self._worked(tree, self._line_values(tree, line, taken)), loc=loc, refusals=refusals,
        )  # fmt: skip

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


def _own_values(before: str, fields: Sequence[FieldSpec], taken: Mapping[str, object]) -> dict[str, Any]:
    """Own fields by path, as formulas read them."""
    return {f"{before}{field.name}": word_value(field, taken.get(field.key)) for field in own_fields(fields)}


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
