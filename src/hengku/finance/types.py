"""The books as plain data: keys, value events, drafts of vouchers. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class AccountClass(StrEnum):
    ASSET = "ASSET"  # 资产
    LIABILITY = "LIABILITY"  # 负债
    COMMON = "COMMON"  # 共同
    EQUITY = "EQUITY"  # 所有者权益
    COST = "COST"  # 成本
    PROFIT_LOSS = "PROFIT_LOSS"  # 损益


class Side(StrEnum):
    """Where a line stands. A red entry is a negative amount on the original side, never the other side."""

    DEBIT = "D"
    CREDIT = "C"


class Auxiliary(StrEnum):
    """辅助核算: what a line on an account names beside the account."""

    PARTNER = "partner"
    ITEM = "item"
    DOCUMENT = "document"
    DEPARTMENT = "department"


class VoucherKind(StrEnum):
    NORMAL = "NORMAL"
    DELTA = "DELTA"
    REVERSAL = "REVERSAL"
    CLOSING = "CLOSING"
    MANUAL = "MANUAL"


class InvoiceType(StrEnum):
    """SPECIAL: its tax can be deducted. ORDINARY: it cannot. FOREIGN: no domestic tax in it."""

    SPECIAL = "SPECIAL"
    ORDINARY = "ORDINARY"
    FOREIGN = "FOREIGN"


class Purpose(StrEnum):
    """What money is for: goods invoiced, an advance, or money going back."""

    GOODS = "GOODS"
    PREPAYMENT = "PREPAYMENT"
    REFUND = "REFUND"


class CostElement(StrEnum):
    FREIGHT = "FREIGHT"
    INSURANCE = "INSURANCE"
    DUTY = "DUTY"
    HAULAGE = "HAULAGE"
    LABOUR = "LABOUR"
    OVERHEAD = "OVERHEAD"
    PROCESSING = "PROCESSING"
    OTHER = "OTHER"


class Basis(StrEnum):
    """By what a charge is shared out over receipt lines."""

    QUANTITY = "QUANTITY"
    AMOUNT = "AMOUNT"
    WEIGHT = "WEIGHT"
    VOLUME = "VOLUME"
    MANUAL = "MANUAL"


class Outcome(StrEnum):
    """What became of a document's event. NONE is the no-voucher flag: there was nothing to book."""

    VOUCHER = "VOUCHER"
    NONE = "NONE"
    WAITING = "WAITING"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One account of a packaged chart; key: the template key that means it by default."""

    code: str
    name: str
    parent: str
    account_class: AccountClass
    side: Side
    auxiliaries: tuple[str, ...]
    by_quantity: bool
    key: str


class Aux(NamedTuple):
    """What a draft line names. warehouse_id helps to find the account and is not written; document_id: the cost object."""

    item_id: int | None = None
    partner_id: int | None = None
    document_id: int | None = None
    warehouse_id: int | None = None
    department: str = ""


NO_AUX = Aux()


class DraftLine(NamedTuple):
    """A line naming a KEY, not an account. amount in book currency, signed (red = negative); quantity in base units."""

    side: Side
    key: str
    amount: Decimal
    aux: Aux = NO_AUX
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class VoucherDraft:
    """A balanced voucher naming keys. of: the documents it states; postings: whose cost entries it books; made_for: the documents
    whose event made it (another one for a delta)."""

    book_id: int
    date: date
    kind: VoucherKind
    template: str
    of: tuple[int, ...]
    lines: tuple[DraftLine, ...]
    postings: tuple[int, ...] = ()
    made_for: tuple[int, ...] = ()


class EntryFact(NamedTuple):
    """A cost entry as a value event. amount: what entered (+) or left (-) our pools; expensed: the part of an adjustment that did
    not enter the pool. key: inventory key of the pool (the item's, SUBCON or SHIPPED outside). caused_by: the document whose
    posting wrote it; document_id, line_id: the document whose cost it is (another one for DELTA and COVER). outward: the base
    entry took goods out of the pool (a reversal counts on its original's side). corrects: the entry a DELTA, COVER or RESIDUAL is
    about. method: of the pool; under standard costing `expensed` is a cost variance. borne: who bears `expensed`, where that is not
    cost of sales (跟随耗用). apart: the part of the other side that waits for an invoice on goods shipped, or that an invoice
    brought before on goods on the way."""

    entry_id: int
    posting_id: int
    caused_by: int
    document_id: int
    document_type: str
    line_id: int
    kind: str
    key: str
    item_id: int
    warehouse_id: int | None
    quantity: Decimal
    amount: Decimal
    expensed: Decimal
    date: date
    outward: bool
    corrects: int = 0
    method: str = ""
    borne: "tuple[DraftLine, ...]" = ()
    apart: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineFact:
    """What the books must know of a document's line beyond its cost.

    credit: what a supplier takes goods back for (negative for a return; None = what they cost). counter: key of the other side where the line
    chooses it (usage, reason); empty = the type's own. cost_object: the document the counter side belongs to (production order).
    transfer_out_rate: input VAT that goes out with an abnormal loss or welfare use, as a fraction of the cost. output_tax: VAT of a
    deemed sale.
    """

    credit: Decimal | None = None
    counter: str = ""
    cost_object: int | None = None
    department: str = ""
    transfer_out_rate: Decimal = Decimal(0)
    output_tax: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Approval:
    """How a loss or gain was approved already: by which document, under which standard; ahead, seen_entry_id as in MoneyFact."""

    document_id: int
    date: date
    is_gain: bool
    disaster: bool
    standard: str
    ahead: Decimal
    seen_entry_id: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document as the templates see it; lines by id. extra: lines its own facts bring (invoice, payment), naming keys.

    joins: documents it shares one voucher with when they come in the same posting group (an invoice joins its receipts).
    template: code of the voucher when the type's own does not fit (a red invoice is S4).
    beside: lines of a voucher of its own template beside the document's (revenue of goods as they leave; advances an invoice takes).
    gives_back: what it takes over of other documents' `beside`: in the same posting group it never gets there, else it goes here.
    approved: its lines whose loss or gain was approved.
    """

    id: int
    type: str
    book_id: int
    date: date
    partner_id: int | None = None
    is_reversal: bool = False
    lines: Mapping[int, LineFact] = field(default_factory=dict)
    extra: tuple[DraftLine, ...] = ()
    template: str = ""
    joins: tuple[int, ...] = ()
    beside: "tuple[Beside, ...]" = ()
    gives_back: Mapping[int, tuple[DraftLine, ...]] = field(default_factory=dict)
    approved: Mapping[int, Approval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A further voucher of a document."""

    template: str
    lines: tuple[DraftLine, ...]
