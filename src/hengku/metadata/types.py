"""Descriptions: one specification feeds list, form, filter, import, export, print, permission, API and audit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hengku.identity.types import Viewer
from hengku.kernel.texts import Text

if TYPE_CHECKING:  # rules are made of fields: they know this module
    from hengku.metadata.rules.field_rules import FieldRules


class FieldType(StrEnum):
    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    PRICE = "price"
    RATE = "rate"
    COST = "cost"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    ENUM = "enum"
    CHOICES = "choices"
    REFERENCE = "reference"
    REFERENCES = "references"
    IMAGE = "image"
    FILES = "files"
    JSON = "json"
    STATE = "state"
    FORMULA = "formula"
    PASSWORD = "password"  # noqa: S105 (a kind of field: written, never shown)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Text
    color: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as people and programs see it.

    name: the name in the API. column: the ORM path when it differs (a reference "item" has column "item").
    ref: the resource a reference points at. ref_filter: which of its records are offered, as parameters of its look-up. mask: the class of sensitive value (identity.types.Mask) it belongs to.
    precision: number of places for decimals. default: a value or a zero-argument callable.
    aliases: further names (both languages) under which an import recognises the column.
    rows: for a JSON list of rows, the fields of one row.
    about, gives: for a formula, the field beside it that names the document type it is about, and the kind its value must have.
    target: what roles' rights on the field are kept under ("items", "purchase_order:line"); written when the description is
    offered. follows: (target, field) of fields whose hiding hides this one, because it tells what they say.
    key: of a field the account set added itself, its immutable key in `ext`; such fields live nowhere else and their names begin
    with x_. least, most: limits of numbers; longest: of texts; pattern: a regular expression the whole text has to match.
    format: how pages show and take the value (phone, link, rating, …). formula: the default worked out where nothing is said;
    needed_when: required where this holds (both typed trees of the formula language). rules: what else is demanded by formula
    (rules.field_rules.FieldRules). indexed: of an own field, whether an index answers when lists filter and sort by it.
    """

    name: str
    label: Text
    type: FieldType = FieldType.TEXT
    column: str = ""
    required: bool = False
    readonly: bool = False
    ref: str | None = None
    ref_filter: Mapping[str, str] | None = None
    choices: tuple[Choice, ...] = ()
    precision: int | None = None
    default: Any = None
    in_list: bool = True
    in_form: bool = True
    filterable: bool = True
    sortable: bool = True
    searchable: bool = False
    total: bool = False
    mask: str | None = None
    group: str | None = None
    width: int | None = None
    help: Text | None = None
    aliases: tuple[str, ...] = ()
    rows: "tuple[FieldSpec, ...]" = ()
    about: str = ""
    gives: str = "bool"
    target: str = ""
    follows: tuple[tuple[str, str], ...] = ()
    key: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    longest: int | None = None
    pattern: str = ""
    format: str = ""
    formula: Any = None
    needed_when: Any = None
    rules: "FieldRules | None" = None
    indexed: bool = True

    @property
    def path(self) -> str:
        return self.column or self.name

    def hidden_from(self, viewer: Viewer) -> bool:
        """Do the viewer's roles hide this field, its class of values, or one it would give away?"""
        if self.mask in viewer.masked:
            return True
        if not viewer.fields:
            return False
        named = ((self.target, self.name), *self.follows)
        return any(viewer.access(target, name) == "hidden" for target, name in named)

    def closed_to(self, viewer: Viewer) -> bool:
        """May the viewer not fill this field in, whoever else may?"""
        return self.hidden_from(viewer) or self.for_viewer(viewer).readonly

    def for_viewer(self, viewer: Viewer) -> "FieldSpec":
        """The field as the viewer may use it: only to read, or to be filled in."""
        access = viewer.access(self.target, self.name) if viewer.fields else "edit"
        if access == "read":
            return self.but(readonly=True)
        return self.but(required=True) if access == "required" and not self.readonly else self

    def but(self, **changes: Any) -> "FieldSpec":
        """The same field with some properties changed (read-only here, required there)."""
        return replace(self, **changes)


def stamped(fields: "Sequence[FieldSpec]", target: str) -> "tuple[FieldSpec, ...]":
    """The fields under the name their rights are kept under."""
    return tuple(one if one.target == target else one.but(target=target) for one in fields)


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """Rows that belong to a record and are read and written with it (units and barcodes of an item).

    read: record ids -> rows by record id, each a mapping of field name to value (references as {"id", "code", "name"}).
    Written as a list of mappings under `name` in the record's values.
    """

    name: str
    label: Text
    fields: tuple[FieldSpec, ...]
    read: Callable[[Sequence[int]], Mapping[int, Sequence[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Created:
    """What a create operation gives back when there is more to say than the id (a secret that is shown once)."""

    record_id: int
    shown_once: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResourceSpec:
    """A kind of record with generated list, form, API, export and rights.

    model: the Django model class. scope: where a viewer's scopes bite ({"book": "book_id", "warehouse": "warehouse_id", "own": "created_by_id"}).
    create/update/delete: operations of the owning room (keyword-only: act, values / act, record_id, values, rev / act, record_id);
    None = not offered. create gives the new record, its id, or Created. values hold what was sent, by field name: references as
    ids, numbers as Decimal, dates as dates; children as sent. imports: an import kind of this name exists. narrow: (queryset, viewer) -> the rows
    this viewer may see, where rights depend on what a row says (purchase prices). queryset: base queryset factory when select_related or annotations are wanted.
    code_field/title_field name what identifies a record to people. lookup: search for pickers (viewer, q, limit) when the generic one is not enough;
    lookup_by: names of the fields it can narrow by, given to it as keywords. named_by_all: which of these records whoever has any
    right at all may name and refer to, without the right to look at them (colleagues, to hand something to).
    """

    name: str
    label: Text
    label_plural: Text
    model: Any
    fields: tuple[FieldSpec, ...]
    code_field: str = "code"
    title_field: str = "name"
    default_sort: str = "code"
    group: str = "masterdata"
    scope: Mapping[str, str] = field(default_factory=dict)
    create: Callable[..., Any] | None = None
    update: Callable[..., Any] | None = None
    delete: Callable[..., Any] | None = None
    narrow: Callable[[Any, Any], Any] | None = None
    children: tuple[ChildSpec, ...] = ()
    imports: bool = False
    queryset: Callable[[], Any] | None = None
    lookup: Callable[..., Any] | None = None
    lookup_by: tuple[str, ...] = ()
    named_by_all: Mapping[str, Any] | None = None

    def but(self, **changes: Any) -> "ResourceSpec":
        """The same kind of record with some properties changed."""
        return replace(self, **changes)

    def field(self, name: str) -> FieldSpec:
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(f"{self.name} has no field {name!r}")


@dataclass(frozen=True, slots=True)
class Target:
    """Something roles have rights on field by field: records of a kind, headers or lines of a document type, a report.

    resource: whose grants count. model, row_fields: what conditions on its rows may read; None where rows have no conditions
    of their own; row_filter: which rows of the table are meant; row_lines: their lines, of which any may fit a condition. fixed: names of fields without which a record could not be told.
    """

    name: str
    resource: str
    label: Text
    fields: tuple[FieldSpec, ...]
    model: Any = None
    row_fields: tuple[FieldSpec, ...] = ()
    fixed: frozenset[str] = frozenset()
    row_filter: Mapping[str, str] = field(default_factory=dict)
    row_lines: "RowLines | None" = None


@dataclass(frozen=True, slots=True)
class RowLines:
    """Rows that belong to a row and may be asked about in its conditions, one of them has to fit. to_row: the way from them back to
    the row; before: what their words begin with."""

    model: Any
    fields: tuple[FieldSpec, ...]
    to_row: str
    before: str
