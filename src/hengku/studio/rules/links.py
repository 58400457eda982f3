"""What a public link may open, and whether it is open now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from hengku.documents.types import DocTypeSpec
from hengku.kernel.errors import Refusal
from hengku.metadata.types import FieldSpec, FieldType

FILL, QUERY = "FILL", "QUERY"
DRAFT, SUBMIT = "draft", "submit"
ROW = "row."
"""What the name of a row's field begins with."""
MOST_SHOWN = 20
"""Rows a question is answered with."""
MOST_ROWS = 50
"""Rows of a form a stranger may send at once."""
_NOT_FILLED = frozenset(
    {
        FieldType.REFERENCE,
        FieldType.REFERENCES,
        FieldType.STATE,
        FieldType.JSON,
        FieldType.FORMULA,
        FieldType.PASSWORD,
        FieldType.IMAGE,
    }
)
"""Records are not offered to strangers: choosing one would list them all."""
_CONDITIONS = frozenset(
    {
        FieldType.TEXT,
        FieldType.ENUM,
        FieldType.DATE,
        FieldType.INTEGER,
        FieldType.DECIMAL,
        FieldType.QUANTITY,
        FieldType.AMOUNT,
    }
)
_NOT_SHOWN = frozenset({FieldType.JSON, FieldType.FILES, FieldType.IMAGE, FieldType.PASSWORD})


class Door(Protocol):
    """What of a link says whether it is open."""

    active: bool
    revoked_at: datetime | None
    expires_at: datetime | None
    most: int | None


def shut(door: Door, *, filled: int, at: datetime) -> str:
    """Why nobody may come in: link_closed, link_expired, link_full; "" when it is open. filled: how often it was filled in."""
    if not door.active or door.revoked_at is not None:
        return "link_closed"
    if door.expires_at is not None and door.expires_at <= at:
        return "link_expired"
    return "link_full" if door.most is not None and filled >= door.most else ""


def may_fill(field: FieldSpec) -> bool:
    """Can somebody who sees nothing else fill this field in?"""
    return not field.readonly and field.in_form and field.type not in _NOT_FILLED


def may_ask(field: FieldSpec) -> bool:
    """Can a question name this field exactly?"""
    return field.filterable and field.type in _CONDITIONS


def may_show(field: FieldSpec) -> bool:
    return field.type not in _NOT_SHOWN


def fields_of_form(spec: DocTypeSpec) -> dict[str, FieldSpec]:
    """Header and row fields of a form that a stranger could fill in, under the names a link has for them."""
    header = {one.name: one for one in spec.header_fields if may_fill(one)}
    return header | {f"{ROW}{one.name}": one for one in spec.line_fields if may_fill(one)}


def fill_problems(spec: DocTypeSpec, names: Sequence[str]) -> list[Refusal]:
    """What is wrong with the fields of a fill link: unknown or not to be filled by strangers, or a required one is missing."""
    known = fields_of_form(spec)
    wrong = [
        Refusal("link_field_unfit", {"field": name[:60]}, ("field_names", at))
        for at, name in enumerate(names)
        if name not in known
    ]
    if not names:
        wrong.append(Refusal("required", {}, ("field_names",)))
    needed = {one.name: one for one in spec.header_fields}
    if spec.needs_lines or any(name.startswith(ROW) for name in names):
        needed |= {f"{ROW}{one.name}": one for one in spec.line_fields}
    wrong += [
        Refusal("link_field_needed", {"field": str(one.label)}, ("field_names",))
        for name, one in needed.items()
        if one.required and one.key and one.default is None and one.formula is None and name not in names
    ]
    return wrong


def query_problems(fields: Mapping[str, FieldSpec], shown: Sequence[str], conditions: Sequence[str]) -> list[Refusal]:
    """What is wrong with the fields of a query link: without a condition it would be a list for everybody."""
    wrong = [
        Refusal("link_field_unfit", {"field": name[:60]}, (place, at))
        for place, names, fits in (("field_names", shown, may_show), ("conditions", conditions, may_ask))
        for at, name in enumerate(names)
        if name not in fields or not fits(fields[name])
    ]
    empty = [place for place, names in (("field_names", shown), ("conditions", conditions)) if not names]
    return wrong + [Refusal("required", {}, (place,)) for place in empty]


def closed_values(
    header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], names: Collection[str]
) -> list[Refusal]:
    """Refusals for everything sent that the link does not open."""
    wrong = [
        Refusal("link_field_closed", {"field": name[:60]}, ("header", name)) for name in header if name not in names
    ]
    wrong += [
        Refusal("link_field_closed", {"field": name[:60]}, ("lines", at, name))
        for at, row in enumerate(rows)
        for name in row
        if f"{ROW}{name}" not in names
    ]
    if len(rows) > MOST_ROWS:
        wrong.append(Refusal("link_rows_many", {"most": str(MOST_ROWS)}, ("lines",)))
    return wrong


def asked(conditions: Sequence[str], values: Mapping[str, Any]) -> tuple[list[list[Any]], list[Refusal]]:
    """The clauses of a question, every condition named exactly; refusals for what is empty, is no plain value or was not to be
    asked."""
    plain = {name: value for name, value in values.items() if isinstance(value, str | int) and str(value).strip() != ""}
    wrong = [Refusal("required", {}, ("values", name)) for name in conditions if name not in plain]
    wrong += [
        Refusal("link_field_closed", {"field": name[:60]}, ("values", name))
        for name in values
        if name not in conditions
    ]
    return [[name, "eq", plain[name]] for name in conditions if name in plain], wrong
