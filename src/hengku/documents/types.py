"""Documents as plain data: type descriptions, drafts going in, loaded documents given to guards and effects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.texts import Text
from hengku.metadata.types import FieldSpec


class DocumentState(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    POSTED = "POSTED"
    REVERSED = "REVERSED"
    VOID = "VOID"


class Execution(StrEnum):
    NONE = "NONE"
    PARTIAL = "PARTIAL"
    DONE = "DONE"
    OVER = "OVER"
    STOPPED = "STOPPED"


class Settlement(StrEnum):
    NONE = "NONE"
    PARTIAL = "PARTIAL"
    DONE = "DONE"


class LinkKind(StrEnum):
    """EXECUTE: the target carries out the source (order -> receipt). RETURN: it brings back part of it. REVERSE: the mirror."""

    EXECUTE = "EXECUTE"
    RETURN = "RETURN"
    REVERSE = "REVERSE"


@dataclass(frozen=True, slots=True)
class TransitionSpec:
    """A verb that changes the state. `takes_effect` = moves stock or reserves: guards and effects run with it."""

    name: str
    label: Text
    sources: tuple[DocumentState, ...]
    target: DocumentState
    primary: bool = False
    danger: bool = False
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """This type may be created from `source_type`; tolerance names the item/book tolerance that applies (or None = 0)."""

    source_type: str
    kind: LinkKind = LinkKind.EXECUTE
    tolerance: str | None = None


@dataclass(frozen=True, slots=True)
class DocTypeSpec:
    """Everything the house knows about a document type.

    header_fields/line_fields are the ones people fill; names of common columns (partner, warehouse, to_warehouse, quantity, price...)
    mean those columns, others live in the type's side table through `side` hooks. has_prices: lines carry price, tax, totals.
    kind "order" (SM-A: draft, submitted, approved; execution derived from links) or "stock" (SM-B: draft ... posted, reversed)
    or "task" (SM-D). direction for people: IN, OUT, MOVE, NONE.
    """

    code: str
    label: Text
    prefix: str
    room: str
    kind: str
    header_fields: tuple[FieldSpec, ...]
    line_fields: tuple[FieldSpec, ...]
    transitions: tuple[TransitionSpec, ...]
    links: tuple[LinkSpec, ...] = ()
    has_prices: bool = False
    partner_role: str | None = None
    movement_type: str | None = None
    direction: str = "NONE"
    help: Text | None = None
    side: "SideTable | None" = None


@dataclass(frozen=True, slots=True)
class SideTable:
    """A type's own columns in one-to-one tables of its room: write after the common rows, read for display.

    write(document_ids and their header extras, line ids and their line extras); read(document ids) -> extras by id.
    """

    write: Callable[[Mapping[int, Mapping[str, object]], Mapping[int, Mapping[str, object]]], None]
    read: Callable[[Sequence[int], Sequence[int]], tuple[dict[int, dict[str, object]], dict[int, dict[str, object]]]]


@dataclass(slots=True)
class LineDraft:
    """A line as entered. None = take it from the source line, then from the item. Quantity is in `unit_id`.

    price excludes or includes tax as the document says; amount (net, without tax) replaces quantity * price.
    """

    item_id: int | None = None
    quantity: Decimal | None = None
    unit_id: int | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    tax_rate: Decimal | None = None
    tax: Decimal | None = None
    discount: Decimal = Decimal(0)
    warehouse_id: int | None = None
    bin_id: int | None = None
    to_warehouse_id: int | None = None
    to_bin_id: int | None = None
    lot_id: int | None = None
    status: str | None = None
    to_status: str | None = None
    second_quantity: Decimal | None = None
    source_line_id: int | None = None
    reason: str = ""
    remarks: str = ""
    line_id: int | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class DocumentDraft:
    """A document as entered, not yet saved."""

    type: str
    business_date: date
    book_id: int
    lines: list[LineDraft] = field(default_factory=list)
    partner_id: int | None = None
    warehouse_id: int | None = None
    to_warehouse_id: int | None = None
    handler: str = ""
    remarks: str = ""
    currency: str | None = None
    price_includes_tax: bool | None = None
    external_number: str = ""
    import_run_id: int | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """A saved line with what guards and effects need. base_quantity in base units; source = first EXECUTE/RETURN link."""

    id: int
    line_no: int
    item_id: int
    unit_id: int
    quantity: Decimal
    base_quantity: Decimal
    second_quantity: Decimal | None
    warehouse_id: int | None
    bin_id: int | None
    to_warehouse_id: int | None
    to_bin_id: int | None
    lot_id: int | None
    status: str | None
    to_status: str | None
    price: Decimal | None
    net: Decimal
    tax: Decimal
    total: Decimal
    reason: str
    source_line_id: int | None
    source_document_id: int | None
    link_kind: LinkKind | None
    extra: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A saved document, locked, as guards and effects see it."""

    id: int
    type: str
    number: str
    state: DocumentState
    book_id: int
    partner_id: int | None
    warehouse_id: int | None
    to_warehouse_id: int | None
    business_date: date
    rev: int
    reverses_id: int | None
    lines: tuple[LoadedLine, ...]
    extra: Mapping[str, object]
    created_by_id: int | None
    created_at: datetime


Guard = Callable[[Act, Sequence[LoadedDocument]], list[Refusal]]
"""Asked before a transition with all documents of one type; writes nothing (may lock its own rows); returns every reason."""

Effect = Callable[[Act, Sequence[LoadedDocument]], None]
"""Runs inside the transition's transaction with all documents of one type; raises kernel.errors.Refused to stop everything."""
