"""Documents as plain data: type descriptions, drafts going in, loaded documents given to guards and effects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

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


class Settled(NamedTuple):
    """How far a document's debt is settled, and what of it is open, in the document's currency."""

    state: Settlement
    open: Decimal


class LinkKind(StrEnum):
    """EXECUTE: the target carries out the source (order -> receipt). RETURN: it brings back part of it. REFER: it only names
    the source (count sheet -> gain): nothing is drawn, but the source stays while it lives. REFUSE: it sends back part of what a
    task announced (inspection -> notice), so that less is left to carry out, and what the task was made from is open again.
    INVOICE: it charges for the source, which may still be a draft when both take effect together; nothing is drawn. REVERSE:
    the mirror."""

    EXECUTE = "EXECUTE"
    RETURN = "RETURN"
    REFER = "REFER"
    REFUSE = "REFUSE"
    INVOICE = "INVOICE"
    REVERSE = "REVERSE"


DRAWING = frozenset({LinkKind.EXECUTE, LinkKind.RETURN, LinkKind.REFUSE})
"""Kinds of links that take a quantity of their source."""


class QuantityRule(StrEnum):
    """What a line's quantity may be. POSITIVE: > 0. NOT_NEGATIVE: 0 is an answer too (counts). NONE: no quantity (amount only)."""

    POSITIVE = "POSITIVE"
    NOT_NEGATIVE = "NOT_NEGATIVE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class TransitionSpec:
    """A verb that changes the state. Guards are asked before it, effects run with it.

    Names with a meaning of their own: void releases links; reverse makes the mirror; stop, reopen set and clear `stopped`
    (state stays); unapprove needs a document nobody has built upon. Standard sets: documents.rules.machines.
    """

    name: str
    label: Text
    sources: tuple[DocumentState, ...]
    target: DocumentState
    primary: bool = False
    danger: bool = False
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """This type may be created from `source_type`; tolerance ("receipt" | "shipment") names the tolerance of item and book
    that applies; None = not a bit more than the source. allowance: source line ids -> the source line's own tolerance as a
    fraction, which goes before the item's and the book's (lines left out have none of their own). draws: the name of the type's
    own line field, in the line's unit, that the link takes of its source instead of the line's quantity. stands_for: source line
    ids -> the lines they stand for, to which the target is linked in their place (an inspection stands for what it inspected).
    header: what the head of a document made from such sources starts with (an invoice for returns is red)."""

    source_type: str
    kind: LinkKind = LinkKind.EXECUTE
    tolerance: str | None = None
    allowance: "Callable[[Sequence[int]], Mapping[int, Decimal]] | None" = None
    draws: str | None = None
    stands_for: "Callable[[Sequence[int]], Mapping[int, int]] | None" = None
    header: Mapping[str, Any] = field(default_factory=dict)


FORM = "form"
"""Kind of a document type an account set made for itself: it moves nothing, and its rows are of no item."""


@dataclass(frozen=True, slots=True)
class DocTypeSpec:
    """Everything the house knows about a document type.

    header_fields/line_fields are the ones people fill; names of common columns (partner, warehouse, to_warehouse, quantity, price...)
    mean those columns, others live in the type's side table through `side` hooks. has_prices: lines carry price, tax, totals.
    kind "order" (SM-A: draft, submitted, approved; execution derived from links) or "stock" (SM-B: draft ... posted, reversed)
    or "task" (SM-D), FORM of an account set's own. direction for people: IN, OUT, MOVE, NONE. acts_in: which of the two warehouses the person works in
    (rights are asked there): a transfer_in acts in "to_warehouse". made_at: the page that makes such documents, where nobody can
    write one by hand. closed: what there is stays, nobody makes new ones.
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
    quantity: QuantityRule = QuantityRule.POSITIVE
    needs_lines: bool = True
    acts_in: str = "warehouse"
    made_at: str = ""
    closed: bool = False

    def transition(self, name: str) -> TransitionSpec | None:
        """The transition called `name`, if this type has it."""
        return next((transition for transition in self.transitions if transition.name == name), None)

    def link_from(self, source_type: str) -> LinkSpec | None:
        """How this type may be created from `source_type`, if at all."""
        for link in self.links:
            if link.source_type == source_type:
                return link
        return None


@dataclass(frozen=True, slots=True)
class SideTable:
    """A type's own columns in one-to-one tables of its room: write after the common rows, read for display.

    write(header extras by document id, line extras by line id) inserts or replaces; read(document ids, line ids) -> the
    extras by id; forget(line ids) removes the rows of lines that an edit is about to delete. asked: header fields that questions
    may be about: name -> (the way to the document's id) -> the expression of the value.
    """

    write: Callable[[Mapping[int, Mapping[str, object]], Mapping[int, Mapping[str, object]]], None]
    read: Callable[[Sequence[int], Sequence[int]], tuple[dict[int, dict[str, object]], dict[int, dict[str, object]]]]
    forget: Callable[[Sequence[int]], None] | None = None
    asked: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)


@dataclass(slots=True)
class LineDraft:
    """A line as entered. None = take it from the source line, then from the item. Quantity is in `unit_id`.

    production_date, expiry_date: of a lot that comes in; kept with the lot, not with the line.

    price excludes or includes tax as the document says; amount (net, without tax) replaces quantity * price, and so does worth,
    which has tax where prices have it (a component's part of a kit's price). before: the extra values it had, when there is one already.
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
    production_date: date | None = None
    expiry_date: date | None = None
    worth: Decimal | None = None
    before: Mapping[str, object] | None = None


@dataclass(slots=True)
class DocumentDraft:
    """A document as entered, not yet saved. before: the extra values it had, when there is one already."""

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
    before: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class TransitionCommand:
    """One transition asked for. rev: refuse when the document changed since. confirm: codes of warnings already read.

    business_date: the date of the reversing document ("reverse" only; None = today of the book). approvers: people the initiator
    chose for nodes of the approval flow ("submit" only). by_flow: the approval itself asks, for people who need no right of
    their own to it.
    """

    document_id: int
    transition: str
    rev: int | None = None
    reason: str = ""
    business_date: date | None = None
    confirm: frozenset[str] = frozenset()
    approvers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_flow: bool = False


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """A saved line (of a form: item_id and unit_id 0) with what guards and effects need. base_quantity in base units; source = its EXECUTE, RETURN or REVERSE
    link, which takes link_quantity of its source. A mirror line (REVERSE) has negative quantities and amounts, and source_line_id
    names the original line. factor: base units per unit as numerator and denominator. is_awaited: somebody may wait for what its
    source brings; false when certainly nobody does. source_type: the type of the document it was made from.
    has_inspection: its item says something about inspecting what arrives."""

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
    tax_rate: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    link_quantity: Decimal | None = None
    factor: tuple[int, int] = (1, 1)
    has_floor: bool = False
    is_awaited: bool = True
    source_type: str = ""
    has_inspection: bool = False

    @property
    def drawn(self) -> Decimal:
        """What the line takes of its source."""
        return self.base_quantity if self.link_quantity is None else self.link_quantity


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A saved document, locked, as guards and effects see it. partner_on_credit: a credit limit or credit days are kept for the
    partner; partner_inspected: what comes from the partner is inspected; has_checks: the firm keeps checks for the type; a line's has_floor: some floor price is kept for its item. has_flows: some approval flow is kept for the type; in_flow: "running" or
    "returned" while one is on its way with the document. Who watches over these need not ask when there is nothing."""

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
    currency: str = "CNY"
    price_includes_tax: bool = False
    stopped: bool = False
    partner_on_credit: bool = False
    partner_inspected: bool = False
    has_checks: bool = False
    has_flows: bool = False
    in_flow: str = ""


@dataclass(frozen=True, slots=True)
class ProgressChange:
    """What one link adds to (or, negative, gives back to) its source line, in base units: linked, and done (carried out)."""

    line_id: int
    document_id: int
    kind: LinkKind
    linked: Decimal
    done: Decimal


Guard = Callable[[Act, Sequence[LoadedDocument]], list[Refusal]]
"""Asked before a transition with all documents of one type; writes nothing (may lock its own rows); returns every reason."""

Effect = Callable[[Act, Sequence[LoadedDocument]], None]
"""Runs inside the transition's transaction with all documents of one type; raises kernel.errors.Refused to stop everything.

The effects of "reverse" get originals and mirrors (reverses_id set) side by side: see documents.rules.reversal.pairs.
"""
